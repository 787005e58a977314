"""What an organiser types about urging."""

from datetime import time
from typing import Self

from pydantic import BaseModel, Field, model_validator

from app.checklist.lists import Show
from app.checklist.rules import Kind
from app.outbox.rules import is_address
from app.reminders.changes import Wanted
from app.reminders.models import UrgingRule
from app.reminders.rules import MOST_HOURS, Side, Way, Whom

_DAY = 24


class RuleForm(BaseModel):
    """``amount`` counts ``unit``: hours (1) or days (24)."""

    kind: Kind | None = None
    amount: int = Field(ge=0, le=MOST_HOURS)
    unit: int = 1
    side: Side
    whom: Whom
    way: Way
    is_on: bool = False
    has_consent: bool = False

    @model_validator(mode="after")
    def has_sense(self) -> Self:
        if self.unit not in {1, _DAY} or self.hours > MOST_HOURS:
            raise ValueError("Nhiều nhất là 30 ngày")
        if self.side is Side.BEFORE and not self.hours:
            raise ValueError("Nhắc trước thời hạn thì ít nhất 1 giờ")
        return self

    @property
    def hours(self) -> int:
        return self.amount * self.unit

    @property
    def wanted(self) -> Wanted:
        return Wanted(
            self.kind, self.hours, self.side, self.whom, self.way, self.is_on, self.has_consent
        )


class MannerForm(BaseModel):
    quiet_from: time
    quiet_until: time
    email: str = ""
    contact: str = Field(default="", max_length=200)

    @model_validator(mode="after")
    def reaches_somebody(self) -> Self:
        if self.email and not is_address(self.email):
            raise ValueError("Địa chỉ thư điện tử viết chưa đúng")
        return self


class Hand(BaseModel):
    """What is urged by hand, and which way."""

    show: Show = Show.RED
    way: Way = Way.MAIL

    @model_validator(mode="after")
    def is_binding(self) -> Self:
        if self.show not in {Show.RED, Show.SOON}:
            raise ValueError("Chỉ đôn đốc việc quá hạn hoặc sắp đến hạn")
        return self


def typed(rule: UrgingRule) -> dict[str, object]:
    """A rule as its form shows it."""
    has_days = rule.hours > 0 and rule.hours % _DAY == 0
    return {
        **rule.model_dump(mode="json", include={"kind", "side", "whom", "way", "is_on"}),
        "amount": rule.hours // _DAY if has_days else rule.hours,
        "unit": _DAY if has_days else 1,
        "has_consent": bool(rule.consented_by),
    }
