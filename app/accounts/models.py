"""Staff, their sessions, and the tokens of programs that act for them."""

from datetime import datetime

from sqlalchemy import UniqueConstraint
from sqlmodel import Field, SQLModel


class Staff(SQLModel, table=True):
    """Somebody who signs in. An administrator sees every conference and adds other staff."""

    __table_args__ = (
        UniqueConstraint("username", info={"refused": "Tên đăng nhập này đã có người dùng"}),
    )

    id: int = Field(default=None, primary_key=True)
    username: str = Field(max_length=40)
    full_name: str = Field(max_length=120)
    password_hash: str
    is_administrator: bool = False
    created_at: datetime
    disabled_at: datetime | None = None


class StaffSession(SQLModel, table=True):
    """A signed-in browser. Only a digest of its cookie is kept."""

    id: int = Field(default=None, primary_key=True)
    staff_id: int = Field(foreign_key="staff.id", index=True, ondelete="CASCADE")
    digest: str = Field(unique=True, max_length=64)
    csrf: str = Field(max_length=64)
    opened_at: datetime
    ends_at: datetime


class ApiToken(SQLModel, table=True):
    """A program that acts with the rights of one member of staff. Only a digest is kept."""

    id: int = Field(default=None, primary_key=True)
    staff_id: int = Field(foreign_key="staff.id", index=True, ondelete="CASCADE")
    name: str = Field(max_length=80)
    digest: str = Field(unique=True, max_length=64)
    issued_at: datetime
    revoked_at: datetime | None = None
