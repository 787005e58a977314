"""Changing a hall: every state is kept, so that each change can be undone and done again."""

from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from sqlmodel import Session

from app.conferences.history import Author, note
from app.errors import NotFound, Refused
from app.halls import pretix_writer, store
from app.halls.faults import Odd
from app.halls.joining import as_annex, join
from app.halls.laying import lay, layout_of
from app.halls.layout import Layout
from app.halls.models import Hall, HallFile, HallVersion
from app.halls.receiving import Received, guids

KEPT = 60  # states of a hall
_OUTSIDE = "Thay đổi ở sơ đồ chỗ ngồi"

Taken = Mapping[int, str]  # who is placed on each taken seat


@dataclass(frozen=True)
class Steps:
    """What can be undone and done again, and what the last import had to assume."""

    version: int
    undo: HallVersion | None  # the state that would be left
    redo: HallVersion | None
    past: list[HallVersion]  # up to now, the newest first


def steps(db: Session, conference_id: int) -> Steps:
    hall = store.hall_row(db, conference_id)
    version = hall.version if hall else 0
    states = store.versions(db, conference_id)
    past = [state for state in states if state.number <= version]
    later = [state for state in states if state.number > version]
    return Steps(
        version,
        past[-1] if len(past) > 1 else None,
        later[0] if later else None,
        past[::-1],
    )


def change(
    db: Session,
    author: Author,
    conference_id: int,
    what: str,
    how: Callable[[Layout], Layout],
    taken: Taken,
    version: int | None = None,
    notes: str = "",
) -> None:
    """Make the hall as ``how`` changes its layout, and keep both states.

    Raises Refused where the rules refuse, where somebody else changed the hall since ``version``,
    or where a taken seat would be lost.
    """
    view = store.hall_of(db, conference_id)
    if view is None:
        raise NotFound("Hội nghị chưa có sơ đồ hội trường")
    if version is not None and version != view.hall.version:
        raise Refused("Sơ đồ vừa được người khác sửa. Hãy xem lại rồi làm tiếp")
    before = layout_of(view)
    after = how(before)
    if after == before:
        return
    _settle(db, author, view.hall, before)
    _forget(db, view.hall)
    hall = lay(db, conference_id, after, taken)
    _keep(db, author, hall, what, notes)


def replace(
    db: Session, author: Author, conference_id: int, what: str, received: Received, taken: Taken
) -> None:
    """Put up the hall of a file in place of the one there is, if any. Raises SeatsLost."""
    view = store.hall_of(db, conference_id)
    if view is not None:
        _settle(db, author, view.hall, layout_of(view))
        _forget(db, view.hall)
    hall = lay(db, conference_id, received.layout, taken)
    hall.file_id = None
    if received.text is not None:
        kept = HallFile(conference_id=conference_id, text=received.text)
        db.add(kept)
        db.flush()
        hall.file_id = kept.id
    _keep(db, author, hall, what, _written(received.notes))


def annex(
    db: Session, author: Author, conference_id: int, what: str, received: Received, taken: Taken
) -> None:
    """Add the hall of a file as a second one, which people overflow to. Nobody is moved."""
    view = store.hall_of(db, conference_id)
    if view is None:
        raise NotFound("Hội nghị chưa có sơ đồ hội trường")
    notes = Counter(received.notes)
    joined = join(layout_of(view), as_annex(received.layout), notes)
    change(db, author, conference_id, what, lambda _: joined, taken, notes=_written(+notes))


def _written(notes: Counter[Odd]) -> str:
    return "\n".join(f"{odd.value}\t{count}" for odd, count in notes.items())


def undo(db: Session, author: Author, conference_id: int, taken: Taken, version: int) -> None:
    """Back to the state before the last change. Raises Refused where there is none, or where a
    taken seat would be lost."""
    _go(db, author, conference_id, taken, version, -1)


def redo(db: Session, author: Author, conference_id: int, taken: Taken, version: int) -> None:
    _go(db, author, conference_id, taken, version, 1)


def _go(
    db: Session, author: Author, conference_id: int, taken: Taken, version: int, step: int
) -> None:
    view = store.hall_of(db, conference_id)
    if view is None or view.hall.version != version:
        raise Refused("Sơ đồ vừa được người khác sửa. Hãy xem lại rồi làm tiếp")
    hall = view.hall
    _settle(db, author, hall, layout_of(view))
    version = hall.version
    states = {state.number: state for state in store.versions(db, conference_id)}
    wanted = states.get(version + step)
    if wanted is None:
        raise Refused("Chưa có gì để quay lại")
    left = states[max(version, version + step)]
    lay(db, conference_id, Layout.model_validate_json(wanted.layout), taken)
    hall.version, hall.file_id = wanted.number, wanted.file_id
    db.add(hall)
    field = "undo" if step < 0 else "redo"
    note(db, author, hall, hall.name, field, None, left.what)


def _settle(db: Session, author: Author, hall: Hall, now: Layout) -> None:
    """Keep the present state where what is kept last is another: before the first change, or where
    seats were taken out elsewhere, which can then be undone like any other change."""
    states = store.versions(db, hall.conference_id)
    last = next((state for state in states if state.number == hall.version), None)
    if last is None or not _is(now, last.layout):
        _forget(db, hall)
        _add(db, author, hall, now, _OUTSIDE if last else "")


def _is(now: Layout, kept: str) -> bool:
    """Whether that is the state kept; read only where an older program wrote it otherwise."""
    return now.model_dump_json() == kept or now == Layout.model_validate_json(kept)


def _forget(db: Session, hall: Hall) -> None:
    """What had been undone, and states too old to go back to."""
    for state in store.versions(db, hall.conference_id):
        if not hall.version - KEPT < state.number <= hall.version:
            db.delete(state)
    db.flush()


def _keep(db: Session, author: Author, hall: Hall, what: str, notes: str = "") -> None:
    """As it is read again, for that is what it is compared with later."""
    view = store.hall_of(db, hall.conference_id)
    assert view is not None
    _add(db, author, hall, layout_of(view), what, notes)
    note(db, author, hall, hall.name, "layout", None, what)


def _add(
    db: Session, author: Author, hall: Hall, layout: Layout, what: str, notes: str = ""
) -> None:
    hall.version += 1
    db.add(hall)
    db.add(
        HallVersion(
            conference_id=hall.conference_id,
            number=hall.version,
            made_at=author.at,
            who=author.name[:80],
            what=what[:240],
            notes=notes,
            layout=layout.model_dump_json(),
            file_id=hall.file_id,
        )
    )
    db.flush()


def exported(db: Session, conference_id: int) -> str:
    """The hall as pretix JSON: the very file it came from, while its chairs are still the same."""
    view = store.hall_of(db, conference_id)
    if view is None:
        raise NotFound("Hội nghị chưa có sơ đồ hội trường")
    kept = store.file_of(db, view.hall)
    if kept is not None and guids(kept) == {seat.guid for seat in view.seats}:
        return kept
    return pretix_writer.write(layout_of(view))
