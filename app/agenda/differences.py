"""What is different between two states of the programme, and whom and which papers it concerns.

Both states are frozen: every item and cue with its time, in order, as plain values.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from difflib import SequenceMatcher
from enum import StrEnum


class DifferenceKind(StrEnum):
    STARTS = "starts"  # the conference
    ENDS = "ends"  # when it should end
    ADDED = "added"
    REMOVED = "removed"
    MOVED = "moved"  # to another place in the order
    LENGTH = "length"
    SHIFTED = "shifted"  # only its time: what stands before it has changed
    CHANGED = "changed"  # one of its other fields


class Paper(StrEnum):
    """What is printed from the programme."""

    PROGRAMME = "programme"
    INVITATION = "invitation"
    RUN_SHEET = "run_sheet"
    SPEECH_LIST = "speech_list"
    AWARD_LIST = "award_list"


# What the programme shows; the other fields stand in the run sheet only.
SHOWN = ("content", "presenter", "moderator", "is_conditional")
STAGED = ("people", "script", "sound", "screen", "light", "ushers", "documents")


@dataclass(frozen=True)
class Part:
    """An item (``cue_kind`` empty) or a cue as it was at that time. ``key`` is the same for the
    same thing in both states; ``fields`` are ``SHOWN`` and ``STAGED``."""

    key: str
    number: str
    starts_at: datetime
    ends_at: datetime
    fields: dict[str, str]
    cue_kind: str = ""
    unit_id: int | None = None

    @property
    def content(self) -> str:
        return self.fields["content"]

    @property
    def people(self) -> list[str]:
        """Everybody it names."""
        names = [self.fields["presenter"], self.fields["moderator"]]
        return [name for name in [*names, *self.fields["people"].splitlines()] if name.strip()]


@dataclass(frozen=True)
class State:
    """The whole programme as it was at that time."""

    starts_at: datetime
    must_end_at: datetime
    parts: tuple[Part, ...]


@dataclass(frozen=True)
class Difference:
    """One thing that is different. ``before`` and ``after`` are texts, or moments, or seconds.

    For a shift ``parts`` are all that moved by the same ``seconds``, from first to last.
    """

    kind: DifferenceKind
    parts: tuple[Part, ...] = ()
    before: object = None
    after: object = None
    field: str = ""
    seconds: int = 0


@dataclass
class Concerned:
    """A unit or a person, with what is different for them and what is theirs now."""

    unit_id: int | None
    name: str
    differences: list[Difference] = field(default_factory=list)
    now: list[Part] = field(default_factory=list)


def differences(before: State, after: State) -> list[Difference]:
    """From the larger to the smaller: the whole, what came and went, what it says, when it is."""
    return [
        *_whole(before, after),
        *_came_and_went(before, after),
        *_parts(before, after),
        *_shifts(before, after),
    ]


def concerned(found: Sequence[Difference], before: State | None, after: State) -> list[Concerned]:
    """Units by their cues, persons by name where no unit stands for them; in programme order.

    Without ``before``, everybody in the programme.
    """
    by_key: dict[tuple[int | None, str], Concerned] = {}
    old = {part.key: part for part in before.parts} if before else {}
    for difference in found:
        for part in difference.parts:
            for state in {id(p): p for p in (old.get(part.key, part), part)}.values():
                for unit_id, name in _theirs(state):
                    one = by_key.setdefault((unit_id, name), Concerned(unit_id, name))
                    if difference not in one.differences:
                        one.differences.append(difference)
    for part in after.parts:
        for unit_id, name in _theirs(part):
            if before is None:
                by_key.setdefault((unit_id, name), Concerned(unit_id, name))
            if (unit_id, name) in by_key:
                by_key[unit_id, name].now.append(part)
    return list(by_key.values())


def papers(found: Sequence[Difference]) -> dict[Paper, list[Difference]]:
    """What has been printed and no longer holds, with the reasons."""
    stale: dict[Paper, list[Difference]] = {}
    for difference in found:
        for paper in _papers_of(difference):
            stale.setdefault(paper, []).append(difference)
    return {paper: stale[paper] for paper in Paper if paper in stale}


def _papers_of(difference: Difference) -> Iterator[Paper]:
    kinds = {part.cue_kind for part in difference.parts}
    is_staging = difference.field in STAGED
    if difference.kind is DifferenceKind.STARTS:
        yield Paper.INVITATION
    if difference.kind is not DifferenceKind.ENDS and (not kinds or "" in kinds) and not is_staging:
        yield Paper.PROGRAMME
    yield Paper.RUN_SHEET
    if difference.kind is DifferenceKind.SHIFTED or is_staging:
        return
    if "speech" in kinds:
        yield Paper.SPEECH_LIST
    if "awards" in kinds:
        yield Paper.AWARD_LIST


def _whole(before: State, after: State) -> Iterator[Difference]:
    if before.starts_at != after.starts_at:
        yield Difference(DifferenceKind.STARTS, before=before.starts_at, after=after.starts_at)
    if before.must_end_at != after.must_end_at:
        yield Difference(DifferenceKind.ENDS, before=before.must_end_at, after=after.must_end_at)


def _came_and_went(before: State, after: State) -> Iterator[Difference]:
    old, new = _by_key(before), _by_key(after)
    for key, part in old.items():
        if key not in new:
            yield Difference(DifferenceKind.REMOVED, (part,), before=part.starts_at)
    for key, part in new.items():
        if key not in old:
            yield Difference(DifferenceKind.ADDED, (part,), after=part.starts_at)


def _parts(before: State, after: State) -> Iterator[Difference]:
    old, new = _by_key(before), _by_key(after)
    moved = _moved([key for key in old if key in new], [key for key in new if key in old])
    for key, part in new.items():
        if key not in old:
            continue
        was = old[key]
        if key in moved:
            yield Difference(DifferenceKind.MOVED, (part,), was.number, part.number)
        for name in (*SHOWN, *STAGED):
            if was.fields[name] != part.fields[name]:
                yield Difference(
                    DifferenceKind.CHANGED, (part,), was.fields[name], part.fields[name], name
                )
        lengths = _length(was), _length(part)
        if lengths[0] != lengths[1]:
            yield Difference(DifferenceKind.LENGTH, (part,), *lengths)


def _shifts(before: State, after: State) -> Iterator[Difference]:
    """Runs of parts that follow each other and moved by the same time."""
    old = _by_key(before)
    run: list[Part] = []
    by = 0
    for part in after.parts:
        if part.key not in old:
            continue
        apart = int((part.starts_at - old[part.key].starts_at) / timedelta(seconds=1))
        if run and apart != by:
            yield Difference(DifferenceKind.SHIFTED, tuple(run), seconds=by)
            run = []
        by = apart
        if by:
            run.append(part)
    if run:
        yield Difference(DifferenceKind.SHIFTED, tuple(run), seconds=by)


def _moved(old: Sequence[str], new: Sequence[str]) -> set[str]:
    """The fewest that must have changed places, as far as a matcher finds them."""
    kept: set[str] = set()
    for block in SequenceMatcher(None, old, new, autojunk=False).get_matching_blocks():
        kept.update(old[block.a : block.a + block.size])
    return set(new) - kept


def _theirs(part: Part) -> Iterator[tuple[int | None, str]]:
    if part.unit_id is not None:
        yield part.unit_id, ""
        return
    for name in part.people:
        yield None, name


def _by_key(state: State) -> dict[str, Part]:
    return {part.key: part for part in state.parts}


def _length(part: Part) -> int:
    return int((part.ends_at - part.starts_at) / timedelta(seconds=1))
