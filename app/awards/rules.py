"""Kinds of recipients, and the one order of stage, trays and list."""

from collections.abc import Mapping, Sequence
from enum import StrEnum


class RecipientKind(StrEnum):
    """Collectives are called before persons within one form of award."""

    COLLECTIVE = "collective"
    PERSON = "person"


Order = Mapping[int, Sequence[int]]  # the awards of each batch, both by id, in the order of stage


def moved(order: Order, award: int, by: int) -> dict[int, list[int]]:
    """One place earlier (``by`` -1) or later (1): from the first place of a batch to the end of the
    one before, from the last to the beginning of the next. The ends of the order stay."""
    batches = list(order)
    batch = next(key for key in batches if award in order[key])
    place = order[batch].index(award)
    changed = {key: [other for other in order[key] if other != award] for key in batches}
    if 0 <= place + by < len(order[batch]):
        changed[batch].insert(place + by, award)
        return changed
    beside = batches.index(batch) + by
    if not 0 <= beside < len(batches):
        return {key: list(awards) for key, awards in order.items()}
    neighbours = changed[batches[beside]]
    neighbours.insert(0 if by > 0 else len(neighbours), award)
    return changed


def placed(order: Order, award: int, batch: int) -> dict[int, list[int]]:
    """At the end of a batch; unchanged where it stands in this batch already."""
    if award in order[batch]:
        return {key: list(awards) for key, awards in order.items()}
    changed = {key: [other for other in awards if other != award] for key, awards in order.items()}
    changed[batch].append(award)
    return changed
