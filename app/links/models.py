"""Links of units."""

from datetime import datetime

from sqlalchemy import ForeignKeyConstraint, Index, text
from sqlmodel import Field, SQLModel


class UnitLink(SQLModel, table=True):
    """The address under which a unit answers. One is valid at a time; a revoked one stays so."""

    __table_args__ = (
        ForeignKeyConstraint(["conference_id", "unit_id"], ["unit.conference_id", "unit.id"]),
        Index(
            "uq_unitlink_valid",
            "unit_id",
            unique=True,
            sqlite_where=text("revoked_at IS NULL"),
            postgresql_where=text("revoked_at IS NULL"),
            info={"refused": "Đơn vị đã có đường dẫn còn hiệu lực"},
        ),
    )

    id: int = Field(default=None, primary_key=True)
    conference_id: int = Field(foreign_key="conference.id", index=True, ondelete="CASCADE")
    unit_id: int
    token: str = Field(unique=True, max_length=32)
    made_at: datetime
    expires_at: datetime
    revoked_at: datetime | None = None
    opened_at: datetime | None = None  # for the first time
