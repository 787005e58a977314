"""A line of a list on its way to a verdict, and which namesakes it can mean at all. Pure."""

from typing import Any

from app.roster.differences import keys
from app.roster.known import Known, KnownUnit
from app.roster.lines import Line
from app.roster.names import name_keys
from app.roster.person import Person

_BOTH = 2


class Case:
    """A line while it is judged: the unit it means, and who it was found to be."""

    def __init__(self, person: Person, unit: KnownUnit | None, said: dict[str, Any]) -> None:
        self.person, self.unit, self.said = person, unit, said
        self.line = Line.of(person)
        self.line.unit = unit.name if unit else person.unit
        self.unit_id = unit.id if unit else None
        self.unit_name = unit.name if unit else ""
        self.posts = keys(person.positions, self.unit_name)
        self.tone, self.plain = name_keys(person.name) if person.name else ("", "")
        self.known: Known | None = None
        self.takes_name = False
        self.absent: Case | Known | None = None  # in whose place they come
        self.joins: Case | None = None  # the earlier line about the same person
        self.is_open = person.refusal is None


def may_be(case: Case, known: Known) -> bool:
    """Whether a namesake can be meant at all. Nobody holds posts in two communes."""
    born = case.person.birth_year
    if born and known.birth_year and born != known.birth_year:
        return False
    if case.person.phone and case.person.phone == known.phone:
        return True
    return (
        case.unit is None or known.unit_id in (None, case.unit_id) or not case.unit.is_commune_level
    )


def may_meet(case: Case, earlier: Case) -> bool:
    if None not in (case.person.number, earlier.person.number):
        return False  # two numbers are two people
    born, before = case.person.birth_year, earlier.person.birth_year
    if born and before and born != before:
        return False
    if case.person.phone and case.person.phone == earlier.person.phone:
        return True
    communes = [c.unit for c in (case, earlier) if c.unit and c.unit.is_commune_level]
    return case.unit_id == earlier.unit_id or len(communes) < _BOTH
