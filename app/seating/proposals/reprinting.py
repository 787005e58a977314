"""What is printed already and would be wrong once a proposal is accepted."""

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from sqlmodel import Session

from app.delegates import prints
from app.delegates.rules import PrintKind
from app.delegates.store import Listed
from app.seating.proposals.store import Given
from app.seating.table.question import Table


@dataclass(frozen=True)
class Reprint:
    """Somebody whose papers are to be made anew; ``after`` is empty where they stay away."""

    person: Listed
    kinds: Sequence[PrintKind]  # without the ushers' sheets
    before: str
    after: str


@dataclass(frozen=True)
class Reprints:
    """``counts`` says how many of each kind, ``blocks`` which of the ushers' sheets."""

    people: Sequence[Reprint]
    counts: Sequence[tuple[PrintKind, int]]
    blocks: Sequence[str]

    def __bool__(self) -> bool:
        return bool(self.people or self.blocks)


def reprints(
    db: Session, table: Table, given: Mapping[int, Given], differs: Collection[int]
) -> Reprints:
    """``differs`` are those who would sit elsewhere than they do; whoever sits now and is given no
    seat stays away."""
    seats = {one: table.label(given[one].seat_id) for one in differs if one > 0}
    seats |= dict.fromkeys(table.placed.keys() - given.keys(), "")
    papers: dict[int, list[prints.Doomed]] = {}
    for paper in prints.doomed(db, table.view.hall.conference_id, seats):
        papers.setdefault(paper.person.delegate.id, []).append(paper)
    codes = {seat.label: seat.block.code for seat in table.view.seats}
    sheets = {
        codes.get(label)
        for found in papers.values()
        for paper in found
        if paper.kind is PrintKind.SEAT_MAP
        for label in (paper.before, paper.after)
    }
    people = [
        Reprint(found[0].person, kinds, found[0].before, found[0].after)
        for found in papers.values()
        if (kinds := [one.kind for one in found if one.kind is not PrintKind.SEAT_MAP])
    ]
    counts = Counter(kind for one in people for kind in one.kinds)
    blocks = [block.code for block in table.view.blocks if block.code in sheets]
    return Reprints(people, counts.most_common(), blocks)
