"""Accreditation of the press, outlet by outlet."""

from dataclasses import dataclass

from sqlmodel import Session, col, select

from app.conferences.history import Author, amend, note
from app.conferences.models import Unit
from app.conferences.rules import UnitKind
from app.conferences.store import add_unit, units
from app.delegates.models import Accreditation
from app.delegates.rules import Accredited, Role
from app.delegates.search import Filter
from app.delegates.store import Listed, everyone
from app.errors import NotFound


@dataclass(frozen=True)
class Outlet:
    """An outlet, what it was granted, and the reporters in the list of delegates."""

    unit: Unit
    state: Accredited
    places: int  # reporters it may send
    note: str
    reporters: list[Listed]

    @property
    def named(self) -> int:
        return sum(1 for one in self.reporters if one.delegate.name)

    @property
    def over(self) -> int:
        """Reporters beyond the places."""
        return max(0, len(self.reporters) - self.places)


def outlets(db: Session, conference_id: int) -> list[Outlet]:
    """Every unit of the press, in the host's order, in a fixed number of queries.

    One that nobody decided on yet has asked for as many places as it has reporters in the list.
    """
    query = select(Accreditation).where(Accreditation.conference_id == conference_id)
    decided = {one.unit_id: one for one in db.exec(query)}
    sent: dict[int, list[Listed]] = {}
    for one in everyone(db, conference_id, Filter(role=Role.PRESS)):
        if one.unit is not None and not one.stand_in:
            sent.setdefault(one.unit.id, []).append(one)
    return [
        _outlet(unit, decided.get(unit.id), sent.get(unit.id, []))
        for unit in units(db, conference_id, [UnitKind.PRESS])
    ]


def strays(db: Session, conference_id: int) -> list[Listed]:
    """People of the press who belong to no outlet."""
    people = everyone(db, conference_id, Filter(role=Role.PRESS))
    return [one for one in people if one.unit is None or one.unit.kind is not UnitKind.PRESS]


def accredit(
    db: Session,
    author: Author,
    conference_id: int,
    unit_id: int,
    state: Accredited,
    places: int,
    remark: str = "",
) -> None:
    """Decide on one outlet. Raises NotFound for a unit that is no outlet of this conference."""
    outlet = next((one for one in outlets(db, conference_id) if one.unit.id == unit_id), None)
    if outlet is None:
        raise NotFound("Không có cơ quan báo chí này")
    query = select(Accreditation).where(col(Accreditation.unit_id) == unit_id)
    found = db.exec(query).first()
    if found is None:
        found = Accreditation(conference_id=conference_id, unit_id=unit_id, reporters=outlet.places)
        db.add(found)
        db.flush()
    values = {"state": state, "reporters": places, "note": remark}
    amend(db, author, found, values, label=outlet.unit.name)


def add_outlet(db: Session, author: Author, conference_id: int, name: str, places: int) -> Unit:
    """The database refuses a name that a unit has already."""
    position = max((unit.position for unit in units(db, conference_id)), default=0) + 1
    unit = add_unit(db, conference_id, name, UnitKind.PRESS, position=position)
    db.add(Accreditation(conference_id=conference_id, unit_id=unit.id, reporters=places))
    note(db, author, unit, name, "outlet", None, name)
    return unit


def _outlet(unit: Unit, decided: Accreditation | None, reporters: list[Listed]) -> Outlet:
    if decided is None:
        return Outlet(unit, Accredited.ASKED, len(reporters), "", reporters)
    return Outlet(unit, decided.state, decided.reporters, decided.note, reporters)
