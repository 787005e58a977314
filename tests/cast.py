"""The people of the tests: one for each role, and a stranger who must be refused everywhere."""

from dataclasses import dataclass
from datetime import UTC, datetime

from starlette.testclient import TestClient

from app import vietnamese
from app.accounts import store as accounts
from app.accounts.guards import COOKIE
from app.accounts.models import Staff
from app.conferences import store as conferences
from app.conferences.history import Author
from app.conferences.rules import DeskRole
from app.db import Database

HAI_PHONG = "hai-phong-2026"
HA_NOI = "ha-noi-2026"
THEN = datetime(2026, 5, 26, 7, 0, tzinfo=UTC)  # the day of the plan, 14:00 in Hải Phòng
AUTHOR = Author(None, "Người thử", THEN)


def rehearse(database: Database, at: str, slug: str = HAI_PHONG) -> None:
    """Let the conference's clock stand at a moment as on the wall: ``2026-05-29T10:59:59``."""
    with database.writing() as db:
        found = conferences.conference_named(db, slug)
        conferences.rehearse(db, AUTHOR, found, vietnamese.local(at), is_running=False)


def end_rehearsal(database: Database, slug: str = HAI_PHONG) -> None:
    with database.writing() as db:
        conferences.end_rehearsal(db, AUTHOR, conferences.conference_named(db, slug))


@dataclass
class Actor:
    """Somebody at a browser (or a program, through ``token``)."""

    client: TestClient
    csrf: str
    token: str


def join(
    database: Database, client: TestClient, role: DeskRole | None, slug: str = HAI_PHONG
) -> Actor:
    """Sign a new member of staff in; ``role`` None is a stranger to the conference."""
    name = role.value if role else "stranger"
    now = datetime.now(UTC)
    with database.writing() as db:
        staff = Staff(username=name, full_name=name, password_hash="x", created_at=now)
        db.add(staff)
        db.flush()
        if role is not None:
            found = conferences.conference_named(db, slug)
            conferences.admit(db, AUTHOR, found, staff, role)
        secret = accounts.open_session(db, staff, now)
        token = accounts.issue_token(db, staff, "test", now)
    with database.reading() as db:
        found_session = accounts.session_of(db, secret, now)
        assert found_session is not None
        csrf = found_session[0].csrf
    client.cookies.set(COOKIE, secret)
    client.headers["X-CSRF-Token"] = csrf
    return Actor(client, csrf, token)
