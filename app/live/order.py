"""The order of the day on a course: what was on, what is to come, and the change-overs between."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime

from app.live.rules import CHANGE_OVER, Course, Cue, Programme


def cue_of(programme: Programme, course: Course, key: str | None) -> Cue | None:
    """The cue as long as it may take now; None for a key that is in neither."""
    found = course.inserted.get(key or "") or programme.by_key.get(key or "")
    if found is None:
        return None
    return replace(found, seconds=course.lengths.get(found.key, found.seconds))


def waiting(programme: Programme, course: Course) -> tuple[Cue, ...]:
    """What is still to come, in order. A change-over is left out where no speech follows it, or
    where nothing came before it."""
    if course.path and course.key is None:
        return ()
    keys = [key for key in after(course) if key not in course.dropped]
    found = [cue for key in keys if (cue := cue_of(programme, course, key)) is not None]
    on = cue_of(programme, course, course.key)
    return tuple(without_idle(on, found))


def spans(course: Course) -> list[tuple[str, datetime, datetime | None]]:
    """What was on, from when to when; the last has no end while it is on."""
    ends = [*(at for _, at in course.path[1:]), None]
    return [
        (key, at, end)
        for (key, at), end in zip(course.path, ends, strict=bool(course.path))
        if key is not None
    ]


def planned_places(programme: Programme, course: Course) -> dict[str, datetime]:
    """When the plan has something at the place of each cue: who changes places with somebody is
    late or early as the other would have been."""
    moments = iter([cue.planned_at for cue in programme.cues])
    planned: dict[str, datetime] = {}
    for key in course.order:
        if key in course.inserted:
            continue
        at = next(moments, None)
        if at is not None:
            planned[key] = at
    return planned


def after(course: Course) -> tuple[str, ...]:
    """The order from the place that was reached: what is on may have left the programme."""
    done = {key for key, _ in course.path}
    places = [place for place, key in enumerate(course.order) if key in done]
    reached = course.key
    first = course.order.index(reached) if reached in course.order else max(places, default=-1)
    return tuple(key for key in course.order[first + 1 :] if key not in done)


def without_idle(on: Cue | None, cues: Iterable[Cue]) -> list[Cue]:
    """Without the change-overs that lead from nothing, or to nothing."""
    kept: list[Cue] = []
    before = on
    pending: Cue | None = None
    for cue in cues:
        if cue.kind == CHANGE_OVER:
            pending = pending or (cue if _leads_over(before, cue) else None)
            continue
        if pending is not None and pending.item == cue.item:
            kept.append(pending)
        pending = None
        kept.append(cue)
        before = cue
    return kept


def _leads_over(before: Cue | None, cue: Cue) -> bool:
    return before is not None and before.item == cue.item and before.kind != CHANGE_OVER


def change_over(programme: Programme, key: str, item: str) -> Cue | None:
    """One as the programme has them, outside the plan; None where it has none."""
    usual = next((cue for cue in programme.cues if cue.kind == CHANGE_OVER), None)
    return usual and replace(usual, key=key, item=item, number="+", planned_at=None, fixed_at=None)


def after_of(key: str) -> str:
    """The change-over that belongs to a speech."""
    return f"{key}:after"
