"""How seats are to be given, as a person fills in the form."""

import secrets
from collections.abc import Iterable, Mapping

from pydantic import BaseModel, Field

from app.seating.solver.model import Order, Policy, Rule, Spare, TieBreak

_LARGEST = 2**31 - 1
_LOTS = 1_000_000


class Wish(BaseModel):
    """How the seats are to be given. ``weight_*`` say which soft rule counts first."""

    order: Order = Order.WHOLE
    spare: Spare = Spare.SPREAD
    tie_break: TieBreak = TieBreak.STATED
    turn: int = Field(default=1, ge=1, le=10_000)
    seed: int | None = Field(default=None, ge=0, le=_LARGEST)
    left_first: bool = False
    speakers_apart: bool = False
    weight_together: int = Field(default=1, ge=1, le=9)
    weight_precedence: int = Field(default=2, ge=1, le=9)
    weight_recipients: int = Field(default=3, ge=1, le=9)
    weight_speakers: int = Field(default=4, ge=1, le=9)
    weight_doors: int = Field(default=5, ge=1, le=9)
    weight_fairness: int = Field(default=6, ge=1, le=9)
    weight_spare: int = Field(default=7, ge=1, le=9)

    @property
    def policy(self) -> Policy:
        """A lot that nobody named is drawn here, and its seed kept with the proposal."""
        drawn = self.seed if self.seed is not None else secrets.randbelow(_LOTS)
        return Policy(
            weights=tuple(weights(self.model_dump())),
            order=self.order,
            spare=self.spare,
            tie_break=self.tie_break,
            turn=self.turn - 1,
            seed=drawn if self.tie_break is TieBreak.LOT else 0,
            right_first=not self.left_first,
            speakers_in_unit=not self.speakers_apart,
        )


def as_typed(policy: Policy) -> dict[str, object]:
    """The form as the policy in force would fill it."""
    typed: dict[str, object] = {
        "order": policy.order.value,
        "spare": policy.spare.value,
        "tie_break": policy.tie_break.value,
        "turn": policy.turn + 1,
        "seed": policy.seed or "",
        "left_first": not policy.right_first,
        "speakers_apart": not policy.speakers_in_unit,
    }
    return typed | _numbered(policy.weights)


def weights(typed: Mapping[str, object]) -> list[Rule]:
    """The soft rules as the form has them, the weightiest first; one without number comes last."""

    def place(rule: Rule) -> int:
        number = str(typed.get(f"weight_{rule.value}", ""))
        return int(number) if number.isdecimal() else len(Rule)

    return sorted(Rule, key=place)


def rearranged(typed: Mapping[str, str]) -> dict[str, object]:
    """The form once somebody has pressed ``up`` or ``down`` beside a rule."""
    order = weights(typed)
    rule = next((one for one in order if one.value in {typed.get("up"), typed.get("down")}), None)
    if rule is not None:
        place = order.index(rule) + (-1 if "up" in typed else 1)
        order.remove(rule)
        order.insert(max(0, place), rule)
    return {**typed, **_numbered(order)}


def _numbered(order: Iterable[Rule]) -> dict[str, int]:
    return {f"weight_{rule.value}": number for number, rule in enumerate(order, 1)}
