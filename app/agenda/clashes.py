"""People who would be needed twice, and speeches on one theme side by side."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from itertools import combinations

from app.agenda.rules import CueKind, Fault, FaultKind, Person, Place

CALLED_AHEAD = 2  # a speaker is asked to get ready two places ahead
_BETWEEN = {CueKind.CHANGE_OVER, CueKind.WORDS}  # nobody gets ready during these


class Role(StrEnum):
    """What somebody does in an item or a cue."""

    PRESENTS = "presents"
    MODERATES = "moderates"
    ON_STAGE = "on_stage"


@dataclass(frozen=True)
class Doing:
    """An item or a cue with its time and its people."""

    place: Place
    kind: CueKind
    starts_at: datetime
    ends_at: datetime
    theme: str = ""
    roles: tuple[tuple[Person, Role], ...] = ()


@dataclass(frozen=True)
class _Need:
    """Somebody needed at a place, in a role."""

    doing: Doing
    person: Person
    role: Role


Programme = Sequence[tuple[Doing, Sequence[Doing]]]  # each item with its cues, in order


def clashes(programme: Programme) -> list[Fault]:
    """Everybody needed at two places at once, on stage while moderating, or called while there."""
    needs: dict[Person, list[_Need]] = defaultdict(list)
    for whole, parts in programme:
        for doing in (whole, *parts):
            for person, role in doing.roles:
                needs[person].append(_Need(doing, person, role))
    faults = [
        fault
        for of_person in needs.values()
        for one, other in combinations(of_person, 2)
        if (fault := _clash(one, other)) is not None
    ]
    return faults + list(_called(programme))


def _clash(one: _Need, other: _Need) -> Fault | None:
    first, second = one.doing, other.doing
    if first.place == second.place:
        if {one.role, other.role} == {Role.MODERATES, Role.ON_STAGE}:
            return _told(FaultKind.MODERATES_ON_STAGE, other, one)
        return None
    if first.starts_at >= second.ends_at or second.starts_at >= first.ends_at:
        return None
    if first.place.item == second.place.item and first.place.cue is None:
        is_odd = one.role is Role.MODERATES and other.role is Role.ON_STAGE
        return _told(FaultKind.MODERATES_ON_STAGE, other, one) if is_odd else None
    return _told(FaultKind.TWO_PLACES, other, one)


def _called(programme: Programme) -> Iterator[Fault]:
    """Speakers who are on stage for something else when they have to get ready."""
    before: list[Doing] = []
    for whole, parts in programme:
        for doing in parts or [whole]:
            if doing.kind is CueKind.SPEECH:
                yield from _on_stage_before(doing, before[-CALLED_AHEAD:])
            if doing.kind not in _BETWEEN:
                before.append(doing)


def _on_stage_before(speech: Doing, before: Sequence[Doing]) -> Iterator[Fault]:
    speakers = [person for person, role in speech.roles if role is Role.PRESENTS]
    for doing in before:
        for person, role in doing.roles:
            if role is Role.ON_STAGE and person in speakers:
                yield Fault(FaultKind.CALLED_ON_STAGE, speech.place, other=doing.place, who=person)


def side_by_side(programme: Programme) -> list[Fault]:
    """Speeches on one theme with nothing between them but words and change-overs."""
    faults = []
    for _, parts in programme:
        before: Doing | None = None
        for doing in (part for part in parts if part.kind not in _BETWEEN):
            is_speech = doing.kind is CueKind.SPEECH
            if is_speech and before and doing.theme and before.theme == doing.theme:
                faults.append(Fault(FaultKind.SAME_THEME, doing.place, other=before.place))
            before = doing if is_speech else None
    return faults


def _told(kind: FaultKind, at: _Need, against: _Need) -> Fault:
    return Fault(kind, at.doing.place, other=against.doing.place, who=at.person)
