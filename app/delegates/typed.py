"""What people type about delegates, as forms read it."""

from datetime import date, datetime
from typing import Annotated

from pydantic import BaseModel, BeforeValidator, Field

from app import vietnamese
from app.delegates.rules import Attendance, Sex

PHONE = r"^[0-9 .+()-]{6,20}$"


def _lines(typed: object) -> object:
    return (
        [line.strip() for line in typed.splitlines() if line.strip()]
        if isinstance(typed, str)
        else typed
    )


def _day(typed: object) -> object:
    return vietnamese.read_day(typed) if isinstance(typed, str) else typed


Title = Annotated[str, Field(max_length=200)]
Posts = Annotated[list[Title], BeforeValidator(_lines), Field(max_length=8)]
Day = Annotated[date, BeforeValidator(_day)]


class Noted(BaseModel):
    """How some people stand."""

    attendance: Attendance
    reason: str = Field(default="", max_length=200)


class Just(BaseModel):
    """When something was noted."""

    at: datetime


class Sending(BaseModel):
    """Whoever comes instead of somebody, and why."""

    name: str = Field(max_length=80)
    positions: Posts = []
    sex: Sex | None = None
    is_uniformed: bool = False
    phone: str = Field(default="", pattern=PHONE)
    in_post_since: Day | None = None
    birth_year: int | None = Field(default=None, ge=1900, le=2100)
    reason: str = Field(max_length=200)


class Because(BaseModel):
    """A reason that may be left out."""

    reason: str = Field(default="", max_length=200)


class Quota(BaseModel):
    """How many places; empty for no quota."""

    places: int | None = Field(default=None, ge=0, le=99_999)
