"""Who is bound by the order of groups. Pure."""

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import replace

from app.seating.solver.model import Person


def bound(people: Sequence[Person]) -> list[Person]:
    """Without the tier of those who stand elsewhere in the order than their group does: somebody
    who was moved up by hand is not to be sent back behind their group.

    Those who stay are the most that stand in the order of their tiers.
    """
    single = [p for p in people if p.tier is not None and p.unit is None]
    line = sorted(single, key=lambda p: (p.order, p.id))
    tails: list[int] = []  # the least last tier of so long a sequence
    length: list[int] = []
    for person in line:
        tier = person.tier or 0
        place = bisect_right(tails, tier)
        tails[place : place + 1] = [tier]
        length.append(place + 1)
    kept, wanted, last = set(), len(tails), None
    for person, ends in zip(reversed(line), reversed(length), strict=True):
        tier = person.tier or 0
        if ends == wanted and (last is None or tier <= last):
            kept.add(person.id)
            wanted, last = wanted - 1, tier
    lifted = {p.id for p in single} - kept
    return [replace(p, tier=None) if p.id in lifted else p for p in people]
