"""What the tests of the officer's desk do again and again, in Hải Phòng's conference."""

from sqlmodel import Session

from app.conferences.store import conference_named
from app.delegates.models import Delegate
from app.delegates.search import Filter
from app.delegates.store import Listed, everyone
from app.seating.desk import arranging
from app.seating.releases import store as releases
from app.seating.table.question import table
from tests.cast import AUTHOR, HAI_PHONG


def here(db: Session) -> int:
    return conference_named(db, HAI_PHONG).id


def one(db: Session, search: str) -> Listed:
    return everyone(db, here(db), Filter(search=search))[0]


def swap(db: Session, from_seat: str, to_seat: str, seen: int | None = None) -> None:
    arranging.move(db, AUTHOR, here(db), from_seat, to_seat, seen)


def told(db: Session, person: Delegate) -> str:
    found = releases.seat_told(db, person)
    return found.label if found else ""


def seats(db: Session) -> dict[int, int]:
    return table(db, here(db)).placed
