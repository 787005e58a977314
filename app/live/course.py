"""From programme and log to where the morning stands. Pure: the same log always tells the same."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta

from app.live.order import after, change_over, cue_of, waiting
from app.live.rules import (
    ASIDE,
    SPEECH,
    Action,
    ActionKind,
    Course,
    Cue,
    Fate,
    LivePhase,
    Message,
    Post,
    Programme,
    State,
)

_ANOTHER_DAY = timedelta(hours=12)


def laid(programme: Programme, actions: Sequence[Action]) -> Programme:
    """The programme as it is run: a morning started on another day than the plan's is a trial, and
    the plan is laid upon its start."""
    begun = next((action.at for action in actions if action.kind is ActionKind.START), None)
    apart = begun - programme.starts_at if begun else timedelta()
    return programme.moved(apart) if abs(apart) >= _ANOTHER_DAY else programme


@dataclass(frozen=True)
class _Told:
    """What the log has told so far; ``past`` is what undo goes back to."""

    course: Course
    past: tuple[tuple[Course, Action], ...] = ()
    messages: Mapping[Post, Message] = field(default_factory=dict)
    is_black: bool = False
    last: Action | None = None  # that moved the morning


# The logs applied last: a log only grows, and the next look goes on from there.
_applied: tuple[tuple[Programme, tuple[Action, ...], _Told], ...] = ()
_LOGS = 8


def state(programme: Programme, actions: Sequence[Action]) -> State:
    """Apply the log from the first line to the last. Undo goes back to the course there was, so
    every start is what it had been."""
    told = _told(programme, tuple(actions))
    course = told.course
    return State(
        _phase(course),
        told.last.sequence if told.last else 0,
        actions[-1].sequence if actions else 0,
        course,
        cue_of(programme, course, course.key) or _gone(course.key, actions),
        course.path[-1][1] if course.path else None,
        waiting(programme, course),
        {post: message for post, message in told.messages.items() if message.text},
        told.is_black,
        told.past[-1][1] if told.past else None,
        told.last,
    )


def _told(programme: Programme, actions: tuple[Action, ...]) -> _Told:
    """On from the longest beginning that was applied before."""
    global _applied  # noqa: PLW0603  # replaced whole: threads see one or the other
    done, told = 0, _Told(Course(tuple(cue.key for cue in programme.cues)))
    for known, begun, so_far in _applied:
        if len(begun) > done and begun == actions[: len(begun)] and known == programme:
            done, told = len(begun), so_far
    for action in actions[done:]:
        told = _after_line(told, action, programme)
    if done < len(actions):
        _applied = ((programme, actions, told), *_applied[: _LOGS - 1])
    return told


def _after_line(told: _Told, action: Action, programme: Programme) -> _Told:
    last = told.last if action.kind in ASIDE else action
    if action.kind is ActionKind.MESSAGE:
        said = dict.fromkeys(action.posts, Message(action.text, action.at, action.who))
        return replace(told, messages={**told.messages, **said}, last=last)
    if action.kind is ActionKind.BLACKOUT:
        return replace(told, is_black=action.is_on, last=last)
    if action.kind is ActionKind.UNDO:
        course = told.past[-1][0] if told.past else told.course
        return replace(told, course=course, past=told.past[:-1], last=last)
    return replace(
        told,
        course=_MOVES[action.kind](told.course, action, programme),
        past=(*told.past, (told.course, action)),
        last=last,
    )


def _gone(key: str | None, actions: Sequence[Action]) -> Cue | None:
    """What is on though somebody took it out of the programme: what it was called is in the log."""
    label = next((action.label for action in reversed(actions) if action.key == key), "")
    return Cue(key, "", "", "other", label, "", 0) if key else None


def _phase(course: Course) -> LivePhase:
    if not course.path:
        return LivePhase.WAITING
    return LivePhase.RUNNING if course.key is not None else LivePhase.ENDED


def _come_on(course: Course, action: Action, _: Programme) -> Course:
    return _on(_resumed(course, action.at), (*course.path, (action.key, action.at)))


def _on(course: Course, path: tuple[tuple[str | None, datetime], ...]) -> Course:
    """With what came on last fresh: a pause it had at an earlier try is forgotten."""
    pauses = {key: stood for key, stood in course.pauses.items() if key != path[-1][0]}
    return replace(course, path=path, pauses=pauses)


def _back(course: Course, action: Action, _: Programme) -> Course:
    return replace(_resumed(course, action.at), path=course.path[:-1])


def _began(course: Course, action: Action, _: Programme) -> Course:
    return replace(course, path=(*course.path[:-1], (course.key, action.at)))


def _pause(course: Course, action: Action, _: Programme) -> Course:
    return replace(course, paused_at=action.at)


def _resume(course: Course, action: Action, _: Programme) -> Course:
    return _resumed(course, action.at)


def _resumed(course: Course, at: datetime) -> Course:
    if course.paused_at is None or course.key is None:
        return replace(course, paused_at=None)
    stood = course.pauses.get(course.key, timedelta()) + max(at - course.paused_at, timedelta())
    return replace(course, paused_at=None, pauses={**course.pauses, course.key: stood})


def _extend(course: Course, action: Action, programme: Programme) -> Course:
    cue = cue_of(programme, course, action.key)
    if cue is None:
        return course
    longer = max(0, cue.seconds + action.seconds)
    return replace(course, lengths={**course.lengths, cue.key: longer})


def _limit(course: Course, action: Action, programme: Programme) -> Course:
    speeches = [cue.key for cue in waiting(programme, course) if cue.kind == SPEECH]
    return replace(course, lengths={**course.lengths, **dict.fromkeys(speeches, action.seconds)})


def _drop(fate: Fate) -> Callable[[Course, Action, Programme], Course]:
    def drop(course: Course, action: Action, programme: Programme) -> Course:
        gone = replace(course, dropped={**course.dropped, **dict.fromkeys(action.keys, fate)})
        if course.key not in action.keys:
            return gone
        following = waiting(programme, gone)  # what was on gives way at once
        key = following[0].key if following else None
        return _on(_resumed(gone, action.at), (*course.path, (key, action.at)))

    return drop


def _restore(course: Course, action: Action, programme: Programme) -> Course:
    """At its old place where that is still ahead, else next: a speech then with a change-over on
    either side (``waiting`` leaves out those that lead from nothing, or to nothing)."""
    dropped = {key: fate for key, fate in course.dropped.items() if key not in action.keys}
    back = replace(course, dropped=dropped)
    path = tuple(step for step in back.path[:-1] if step[0] not in action.keys) + back.path[-1:]
    back = replace(back, path=path)
    passed = [key for key in action.keys if key not in after(back)]
    fresh: dict[str, Cue] = {}
    moved: list[str] = []
    for key in passed:
        around = _around(programme, cue_of(programme, back, key), action.sequence)
        fresh |= {cue.key: cue for cue in around}
        moved += [*(cue.key for cue in around[:1]), key, *(cue.key for cue in around[1:])]
    others = [key for key in back.order if key not in moved]
    place = others.index(back.key) + 1 if back.key in others else 0
    order = (*others[:place], *moved, *others[place:])
    return replace(back, order=order, inserted={**back.inserted, **fresh})


def _around(programme: Programme, speech: Cue | None, sequence: int) -> list[Cue]:
    """New change-overs before and after somebody who is called back: their own may be over."""
    if speech is None or speech.kind != SPEECH:
        return []
    keys = (f"{speech.key}:{side}:{sequence}" for side in ("before", "after"))
    return [cue for key in keys if (cue := change_over(programme, key, speech.item))]


def _swap(course: Course, action: Action, _: Programme) -> Course:
    """The two change places; where one of them is on, the other comes on instead, now."""
    one, other = action.keys
    change = {one: other, other: one}
    swapped = replace(course, order=tuple(change.get(key, key) for key in course.order))
    if course.key not in change:
        return swapped
    path = (*course.path[:-1], (change[course.key], action.at))
    return _on(_resumed(swapped, action.at), path)


def _insert(course: Course, action: Action, _: Programme) -> Course:
    keys = tuple(cue.key for cue in action.cues)
    order = [key for key in course.order if key not in keys]
    place = order.index(action.key) if action.key in order else len(order)
    return replace(
        course,
        order=(*order[:place], *keys, *order[place:]),
        inserted={**course.inserted, **{cue.key: cue for cue in action.cues}},
        dropped={key: fate for key, fate in course.dropped.items() if key not in keys},
    )


_MOVES: Mapping[ActionKind, Callable[[Course, Action, Programme], Course]] = {
    ActionKind.START: _come_on,
    ActionKind.NEXT: _come_on,
    ActionKind.BACK: _back,
    ActionKind.BEGAN: _began,
    ActionKind.PAUSE: _pause,
    ActionKind.RESUME: _resume,
    ActionKind.EXTEND: _extend,
    ActionKind.LIMIT: _limit,
    ActionKind.SKIP: _drop(Fate.SKIPPED),
    ActionKind.CUT: _drop(Fate.CUT),
    ActionKind.RESTORE: _restore,
    ActionKind.SWAP: _swap,
    ActionKind.INSERT: _insert,
}
