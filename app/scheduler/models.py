"""Whose turn it is: one row for each errand, shared by every worker and outliving them all."""

from datetime import datetime

from sqlmodel import Field, SQLModel


class Turn(SQLModel, table=True):
    """When an errand is due, who is at it, and how it went last."""

    name: str = Field(primary_key=True, max_length=40)
    due_at: datetime
    claim: str = Field(default="", max_length=32)  # of the worker that is at it
    claimed_until: datetime | None = None  # from then on somebody else may take it
    ended_at: datetime | None = None
    told: str = Field(default="", max_length=300)  # what came of it, or why it failed
    failures: int = 0  # in a row
