"""Two seatings side by side: who sits differently, where, and what that does to the rules."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from app import vietnamese
from app.seating.proposals.store import Given
from app.seating.solver.model import Fail, RuleScore
from app.seating.store import Occupant, SeatMap
from app.seating.table.judging import Judgement, RuleChange, feedback
from app.seating.table.question import Table


@dataclass(frozen=True)
class Shift:
    """Somebody who sits elsewhere; a label is empty where they have no seat."""

    called: str
    unit: str
    before: str
    after: str
    why: str = ""


@dataclass(frozen=True)
class Company:
    """A unit, or those of a group without one, who sit differently."""

    name: str
    shifts: Sequence[Shift]

    @property
    def before(self) -> str:
        return _rows(shift.before for shift in self.shifts)

    @property
    def after(self) -> str:
        return _rows(shift.after for shift in self.shifts)


@dataclass(frozen=True)
class Comparison:
    """From one seating to another: who sits differently, unit by unit."""

    companies: Sequence[Company]
    stayed: int
    rules: Sequence[RuleChange]

    @property
    def shifts(self) -> list[Shift]:
        return [shift for company in self.companies for shift in company.shifts]


def _rows(seats: Iterable[str]) -> str:
    """``B-07, B-08``: the rows of these seats."""
    return ", ".join(dict.fromkeys(seat.rpartition("-")[0] for seat in seats if seat))


def occupants(table: Table, assign: Mapping[int, int]) -> dict[int, Occupant]:
    """Who would sit on each seat; guests who have no number yet are nobody's name."""
    groups = {group.id: group for group in table.groups}
    return {
        seat: Occupant(person, found.called, groups[found.group_id], found.unit)
        for person, seat in assign.items()
        if (found := table.named.get(person)) is not None
    }


def seat_map(table: Table, assign: Mapping[int, int]) -> SeatMap:
    """The hall as it would look."""
    waiting = sum(1 for person in table.people if person.id not in assign)
    return SeatMap(table.view, occupants(table, assign), table.groups, waiting)


def compare(
    table: Table,
    before: Mapping[int, int],
    after: Mapping[int, int],
    judged: tuple[Judgement, Judgement],
    why: Mapping[int, str],
) -> Comparison:
    """In the order of the list of delegates."""
    people = sorted({*before, *after}, key=lambda person: _number(table, person))
    companies: dict[str, list[Shift]] = {}
    groups = {group.id: group.name for group in table.groups}
    for person in people:
        if before.get(person) == after.get(person):
            continue
        found = table.named.get(person)
        unit = found.unit if found else ""
        name = unit or (groups[found.group_id] if found else "Khách phát sinh")
        companies.setdefault(name, []).append(
            Shift(
                called(table, person),
                unit,
                table.label(before.get(person)),
                table.label(after.get(person)),
                why.get(person, ""),
            )
        )
    differs = sum(map(len, companies.values()))
    return Comparison(
        [Company(name, shifts) for name, shifts in companies.items()],
        len(people) - differs,
        feedback(*judged).rules,
    )


def _number(table: Table, person: int) -> tuple[int, int]:
    found = table.named.get(person)
    return (found.number, 0) if found else (10**9, -person)


@dataclass(frozen=True)
class Failure:
    """For whom a soft rule fails, in words, and by how much; ``seat`` leads there on the map."""

    who: str
    seat: str
    amount: float
    because: str = ""  # of whom


def failures(
    table: Table, assign: Mapping[int, int], score: RuleScore, at_most: int = 25
) -> list[Failure]:
    """The worst first."""
    return [_failure(table, assign, fail) for fail in score.fails[:at_most]]


def _failure(table: Table, assign: Mapping[int, int], fail: Fail) -> Failure:
    if fail.door is not None:
        door = next((m.name for m in table.view.landmarks if m.code == fail.door), fail.door)
        return Failure(door, "", fail.amount)
    if fail.unit is not None:
        members = [person.id for person in table.people if person.unit == fail.unit]
        seat = next((assign[person] for person in members if person in assign), None)
        other = table.units.get(fail.other, "") if fail.other is not None else ""
        return Failure(table.units.get(fail.unit, ""), table.label(seat), fail.amount, other)
    person = fail.person or 0
    return Failure(
        called(table, person),
        table.label(assign.get(person)),
        fail.amount,
        called(table, fail.other) if fail.other is not None else "",
    )


def called(table: Table, person: int) -> str:
    """Also of a late guest who has no number yet."""
    found = table.named.get(person)
    return found.called if found else f"Khách phát sinh {-person:02}"


def found(
    table: Table, given: Mapping[int, Given], text: str, at_most: int = 60
) -> list[tuple[str, str, str, str]]:
    """Name, unit, seat and reason of whoever is looked for; accents may miss."""
    words = vietnamese.words(text)
    fitting = [
        named
        for person in table.people
        if words
        and (named := table.named[person.id])
        and all(word in vietnamese.fold(f"{named.called} {named.unit}") for word in words)
    ]
    return [
        (one.called, one.unit, table.label(given[one.id].seat_id), given[one.id].why)
        for one in fitting
        if one.id in given
    ][:at_most]
