"""How seats are to be given: what is wished, and which wish counts first."""

from dataclasses import dataclass, field
from enum import StrEnum


class Order(StrEnum):
    """How the order of the list of units is weighed against their staying together."""

    WHOLE = "whole"  # giữ nguyên khối
    LISTED = "listed"  # đúng thứ tự danh sách
    BALANCED = "balanced"  # cân bằng


class Spare(StrEnum):
    """Where the seats that stay free lie."""

    EDGE = "edge"
    SPREAD = "spread"
    PER_UNIT = "per_unit"


class TieBreak(StrEnum):
    """In which order equal units come: their list turned by ``turn``, the alphabet, a lot, or who
    sat furthest away at the conferences before (``Policy.past``)."""

    STATED = "stated"
    ALPHABET = "alphabet"
    LOT = "lot"
    PAST = "past"


class Rule(StrEnum):
    """The soft rules."""

    TOGETHER = "together"
    PRECEDENCE = "precedence"
    RECIPIENTS = "recipients"
    SPEAKERS = "speakers"
    DOORS = "doors"
    FAIRNESS = "fairness"
    SPARE = "spare"


@dataclass(frozen=True)
class Policy:
    """``weights`` names the soft rules, the weightiest first. ``past`` holds for each unit how far
    it sat on average at earlier conferences: the worst-off come first among equals."""

    weights: tuple[Rule, ...] = tuple(Rule)
    order: Order = Order.WHOLE
    spare: Spare = Spare.SPREAD
    tie_break: TieBreak = TieBreak.STATED
    turn: int = 0
    seed: int = 0
    past: dict[int, float] = field(default_factory=dict)
    right_first: bool = True
    speakers_in_unit: bool = True  # at the aisle among their own; else in seats of their own
    sigma: float = 4.0  # how much more the first unit's distance weighs than the last one's
    substitutes_keep_seat: bool = True

    def outranks(self, one: Rule, other: Rule) -> bool:
        """Whether a rule is named before another; one that is not named comes after all."""
        order = self.weights
        return one in order and (other not in order or order.index(one) < order.index(other))
