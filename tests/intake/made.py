"""A unit's link and what stands behind it, for tests."""

from app import clock
from app.conferences.store import conference_named, unit_called
from app.db import Database
from app.delegates.rules import Attendance
from app.intake import store
from app.intake.answers import delegation
from app.links.store import make_links, valid_links
from tests.cast import AUTHOR, HAI_PHONG

COMMUNE = "Xã An Khánh"
LINKS = f"/conferences/{HAI_PHONG}/links"


def unit_id_of(database: Database, name: str) -> int:
    with database.reading() as db:
        unit = unit_called(db, conference_named(db, HAI_PHONG).id, name)
    assert unit is not None
    return unit.id


def link(database: Database, name: str = COMMUNE) -> str:
    """The path of the unit's page."""
    unit_id = unit_id_of(database, name)
    with database.writing() as db:
        here = conference_named(db, HAI_PHONG)
        make_links(db, AUTHOR, here, clock.now(), [unit_id])
        return f"/U/{valid_links(db, here.id)[unit_id].token}"


def posts(database: Database, path: str) -> list[tuple[int, Attendance, str, str]]:
    """Of each place: its number, how it stands, its name, and who comes instead."""
    with database.reading() as db:
        visit = store.visit(db, path.removeprefix("/U/"))
        assert visit is not None
        return [
            (
                one.delegate.id,
                one.delegate.attendance,
                one.delegate.name,
                one.stand_in.called if one.stand_in else "",
            )
            for one in delegation(db, visit.here, visit.unit.id)
        ]
