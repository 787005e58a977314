"""People who would be needed twice, and speeches on one theme side by side."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from datetime import datetime
from enum import StrEnum
from typing import NamedTuple

from app.agenda.rules import CueKind, Fault, FaultKind, Person, Place

CALLED_AHEAD = 2  # a speaker is asked to get ready two places ahead
_BETWEEN = {CueKind.CHANGE_OVER, CueKind.WORDS}  # nobody gets ready during these


class Role(StrEnum):
    """What somebody does in an item or a cue."""

    PRESENTS = "presents"
    MODERATES = "moderates"
    ON_STAGE = "on_stage"


class Doing(NamedTuple):
    """An item or a cue with its time and its people."""

    place: Place
    kind: CueKind
    starts_at: datetime
    ends_at: datetime
    theme: str = ""
    roles: tuple[tuple[Person, Role], ...] = ()


class _Need(NamedTuple):
    """Somebody needed at a place, in a role."""

    doing: Doing
    person: Person
    role: Role


Programme = Sequence[tuple[Doing, Sequence[Doing]]]  # each item with its cues, in order


def clashes(programme: Programme) -> list[Fault]:
    """Everybody needed at two places at once, on stage while moderating, or called while there."""
    needs: dict[str, list[_Need]] = defaultdict(list)
    for whole, parts in programme:
        for doing in (whole, *parts):
            for person, role in doing.roles:
                needs[person.key].append(_Need(doing, person, role))
    several = (of_person for of_person in needs.values() if len(of_person) > 1)
    faults = [fault for of_person in several for fault in _clashes(of_person)]
    return faults + list(_called(programme))


def _clashes(needs: list[_Need]) -> Iterator[Fault]:
    """Of one person: each need against those that begin before it has ended."""
    ordered = sorted(needs, key=lambda need: need.doing.starts_at)
    for place, one in enumerate(ordered):
        for other in ordered[place + 1 :]:
            is_here = one.doing.place == other.doing.place
            if other.doing.starts_at >= one.doing.ends_at and not is_here:
                break
            if (fault := _clash(one, other)) is not None:
                yield fault


def _clash(one: _Need, other: _Need) -> Fault | None:
    """Two needs at the same time. Whoever has a whole item may do several things in it, except
    moderate and be called on stage."""
    first, second = one.doing.place, other.doing.place
    if (first.item == second.item and None in {first.cue, second.cue}) or first == second:
        if {one.role, other.role} != {Role.MODERATES, Role.ON_STAGE}:
            return None
        moderates, on_stage = (one, other) if one.role is Role.MODERATES else (other, one)
        return _told(FaultKind.MODERATES_ON_STAGE, on_stage, moderates)
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
    speakers = [person.key for person, role in speech.roles if role is Role.PRESENTS]
    for doing in before if speakers else ():
        for person, role in doing.roles:
            if role is Role.ON_STAGE and person.key in speakers:
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
