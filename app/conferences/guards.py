"""Which desk of which conference somebody sits at, and what that desk may do."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Annotated

from fastapi import Depends
from sqlmodel import Session

from app import clock
from app.accounts.guards import Here, Program, SignedIn
from app.accounts.models import Staff
from app.conferences import store
from app.conferences.history import Author
from app.conferences.models import Conference, Rehearsal
from app.conferences.rules import DeskRole
from app.errors import Forbidden, NotFound
from app.web.session import Db


@dataclass(frozen=True)
class Desk:
    """A member of staff at work on one conference, at its present moment."""

    conference: Conference
    conference_id: int
    staff: Staff
    role: DeskRole
    rehearsal: Rehearsal | None
    now: datetime  # as the conference's clock shows it
    csrf: str = ""

    @property
    def rehearsal_id(self) -> int | None:
        """What every record of the day carries: None when it is real."""
        return self.rehearsal.id if self.rehearsal else None

    @property
    def author(self) -> Author:
        return Author(self.staff.id, self.staff.full_name, clock.now())

    @property
    def is_organiser(self) -> bool:
        return self.role is DeskRole.ORGANISER

    def may(self, *roles: str) -> bool:
        """For templates: whether this desk has one of the roles."""
        return self.role in roles


def sit_down(db: Session, staff: Staff, slug: str, roles: tuple[DeskRole, ...], csrf: str) -> Desk:
    """Raises NotFound for a stranger to the conference, Forbidden for the wrong role."""
    conference = store.conference_named(db, slug)
    role = store.role_of(db, staff, conference)
    if role is None:
        raise NotFound("Không có hội nghị {slug}", slug=slug)
    if roles and role not in roles:
        raise Forbidden("Việc này dành cho người được phân công")
    rehearsal, now = store.present(db, conference.id)
    return Desk(conference, conference.id, staff, role, rehearsal, now, csrf)


def desk_of(*roles: DeskRole) -> Callable[[Session, SignedIn, str], Desk]:
    """A guard for pages: any of ``roles``, or any member of the conference when none is named."""

    def guard(db: Db, here: Here, slug: str) -> Desk:
        return sit_down(db, here.staff, slug, roles, here.csrf)

    return guard


def program_of(*roles: DeskRole) -> Callable[[Session, Staff, str], Desk]:
    """The same guard for programs with a token."""

    def guard(db: Db, staff: Program, slug: str) -> Desk:
        return sit_down(db, staff, slug, roles, "")

    return guard


Member = Annotated[Desk, Depends(desk_of())]
Organiser = Annotated[Desk, Depends(desk_of(DeskRole.ORGANISER))]
Moderator = Annotated[Desk, Depends(desk_of(DeskRole.ORGANISER, DeskRole.MODERATOR))]
MemberProgram = Annotated[Desk, Depends(program_of())]
OrganiserProgram = Annotated[Desk, Depends(program_of(DeskRole.ORGANISER))]
ModeratorProgram = Annotated[Desk, Depends(program_of(DeskRole.ORGANISER, DeskRole.MODERATOR))]
