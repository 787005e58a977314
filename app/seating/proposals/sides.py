"""Two seatings side by side: who sits where in each, and whatever is marked on both maps."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sqlmodel import Session

from app import vietnamese
from app.seating.late.late import hall_after, locks_after, people_after
from app.seating.proposals import comparing
from app.seating.proposals import store as proposals
from app.seating.solver.model import Policy
from app.seating.store import SeatMap
from app.seating.table.judging import Judgement, judge
from app.seating.table.question import Table


@dataclass(frozen=True)
class Side:
    """A proposal, or with number 0 the seating as it stands: everybody's seat, and why there."""

    number: int
    assign: Mapping[int, int]
    why: Mapping[int, str]

    def on(self, seat: int) -> int | None:
        """Who sits there."""
        return next((who for who, on in self.assign.items() if on == seat), None)


@dataclass(frozen=True)
class Sitter:
    """Somebody in both seatings; a label is empty where they have no seat."""

    called: str
    unit: str
    here: str
    why: str
    there: str
    why_there: str


Pair = tuple[Side, Side]


def side(db: Session, table: Table, number: int) -> Side:
    """Raises NotFound."""
    if not number:
        return Side(0, table.placed, table.why)
    proposal = proposals.proposal_numbered(db, table.view.hall.conference_id, number)
    given = proposals.seats_of(db, proposal)
    return Side(
        number,
        {person: found.seat_id for person, found in given.items()},
        {person: found.why for person, found in given.items()},
    )


def judged(db: Session, table: Table, side: Side, policy: Policy) -> Judgement:
    """With the late changes that a proposal reckons with."""
    if not side.number:
        return judge(table.hall, table.people, policy, table.locks, side.assign)
    conference_id = table.view.hall.conference_id
    late = proposals.late_of(proposals.proposal_numbered(db, conference_id, side.number))
    people = people_after(table.people, late, proposals.kin(db, late, table))
    locks = locks_after(table.locks, late, table.placed)
    return judge(hall_after(table.hall, late), people, policy, locks, side.assign)


def on_seat(table: Table, pair: Pair, seat: int) -> tuple[Sitter | None, Sitter | None]:
    """Who sits there on each side, and where they sit on the other."""
    one, other = pair
    return _on(table, one, other, seat), _on(table, other, one, seat)


def _on(table: Table, here: Side, there: Side, seat: int) -> Sitter | None:
    who = here.on(seat)
    return _sitter(table, here, there, who) if who is not None else None


def _sitter(table: Table, here: Side, there: Side, who: int) -> Sitter:
    named = table.named.get(who)
    return Sitter(
        comparing.called(table, who),
        named.unit if named else "",
        table.label(here.assign.get(who)),
        here.why.get(who, ""),
        table.label(there.assign.get(who)),
        there.why.get(who, ""),
    )


def found(table: Table, pair: Pair, text: str, at_most: int = 40) -> Mapping[int, Sitter]:
    """Whoever is looked for, in the order of the list; accents may miss."""
    words = vietnamese.words(text)
    fitting = [
        person.id
        for person in table.people
        if words and (named := table.named.get(person.id))
        if all(word in vietnamese.fold(f"{named.called} {named.unit}") for word in words)
    ]
    return {who: _sitter(table, *pair, who) for who in fitting[:at_most]}


def unchanged(pair: Pair) -> set[int]:
    """The seats on which the same person sits in both, or nobody."""
    one, other = ({seat: who for who, seat in side.assign.items()} for side in pair)
    return {seat for seat, who in one.items() if other.get(seat) == who}


def marked(
    plan: SeatMap, pair: Pair, looked_for: Sequence[int], seat: int | None
) -> tuple[set[int], set[int]]:
    """The seats with a ring on each map: of whom was looked for, and of whoever sits on the chosen
    seat of the other map."""
    sitting = [who for side in pair if seat is not None and (who := side.on(seat)) is not None]
    there = {found.id for found in plan.hall.seats} - {seat}
    one, other = (
        {side.assign[who] for who in [*looked_for, *sitting] if who in side.assign} & there
        for side in pair
    )
    return one, other
