"""How seats are to be given, as a person fills in the form."""

import secrets

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
        weights = sorted(Rule, key=lambda rule: int(getattr(self, f"weight_{rule.value}")))
        drawn = self.seed if self.seed is not None else secrets.randbelow(_LOTS)
        return Policy(
            weights=tuple(weights),
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
    weights = {f"weight_{rule.value}": n for n, rule in enumerate(policy.weights, 1)}
    return typed | weights
