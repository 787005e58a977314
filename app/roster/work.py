"""The way of a list: begun, read in the background, judged, answered, saved, taken back.

Whatever is read or judged lives in a draft; delegates change in one transaction at the end. Where
the server is stopped between, the draft stays as it was and can be read again.
"""

from collections.abc import Mapping
from contextlib import suppress
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy.exc import OperationalError
from sqlmodel import Session

from app import clock, scanning
from app.conferences.history import Author, note
from app.conferences.store import unit_called
from app.db import Database
from app.errors import Refused
from app.roster import changes, store
from app.roster.differences import without_phones
from app.roster.judging import judge
from app.roster.lines import Line, Verdict, counts
from app.roster.models import RosterContent, RosterImport, State
from app.roster.opening import open_file
from app.roster.person import Person
from app.roster.reading import Options
from app.roster.remarks import Remark

_LOST_AFTER = timedelta(seconds=120)  # a reader that has not shown itself for so long is gone
_KEPT = timedelta(days=7)
_BEAT_SECONDS = 1.0
_FIELD = "import"


def begin(
    db: Session,
    author: Author,
    conference_id: int,
    file_name: str,
    content: bytes,
    sender_id: int | None,
    *,
    confirms: bool,
) -> RosterImport:
    """A draft for the file, to be read by ``read`` once this is committed."""
    store.forget_drafts(db, conference_id, author.at - _KEPT)
    draft = _draft(author, conference_id, file_name)
    draft.sender_id, draft.confirms = sender_id, confirms
    db.add(draft)
    db.flush()
    db.add(RosterContent(import_id=draft.id, file=content))
    return draft


def read(database: Database, import_id: int, scan_command: str = "") -> None:
    """Read the draft's file and judge it, telling how far it is; never raises for a bad file.

    The administrator's scanner is asked about the file first.
    """
    with database.reading() as db:
        draft = db.get(RosterImport, import_id)
        if draft is None or draft.state is not State.READING:
            return
        content = store.content_of(db, import_id, with_file=True)
        file, name = content.file or b"", draft.file_name
        known = store.mappings(db, draft.conference_id, draft.sender_id)
        options = Options(**content.options, remembered=known)
    try:
        scanning.check(scan_command, file)
        reading = open_file(file, name, options, _teller(database, import_id))
    except Refused as refusal:
        _fail(database, import_id, refusal)
        return
    with database.writing() as db:
        draft = db.get(RosterImport, import_id)
        if draft is not None and draft.state is State.READING:
            content = store.content_of(db, import_id)
            content.reading = reading
            review(db, draft, content)


def review(db: Session, draft: RosterImport, content: RosterContent) -> list[Line]:
    """Judge the draft against the conference as it is now."""
    lines = _judged(db, draft, content)
    _keep(draft, content, lines)
    db.add(draft)
    db.add(content)
    return lines


def reread(db: Session, draft: RosterImport, options: Options | None, at: datetime) -> None:
    """Send the draft back to be read, with other options where some are given."""
    _must_be(draft, State.READY, State.FAILED, State.READING)
    content = store.content_of(db, draft.id)
    if options is not None:
        content.options = options.kept()
    content.reading, content.lines = None, None
    draft.state, draft.failure, draft.progress, draft.beat_at = State.READING, None, 0, at
    db.add(draft)
    db.add(content)


def answer(db: Session, draft: RosterImport, answers: Mapping[str, str]) -> None:
    """Keep these answers beside the earlier ones, and judge again."""
    _must_be(draft, State.READY)
    content = store.content_of(db, draft.id)
    content.answers = {**content.answers, **answers}
    review(db, draft, content)


def commit(db: Session, author: Author, draft: RosterImport) -> bool:
    """Save the draft. False, and nothing saved, where the conference has changed since it was
    shown: the draft then shows what would happen now."""
    _must_be(draft, State.READY)
    content = store.content_of(db, draft.id)
    shown = content.lines
    lines = review(db, draft, content)
    if content.lines != shown:
        return False
    finish(db, author, draft, content, lines)
    return True


def finish(
    db: Session, author: Author, draft: RosterImport, content: RosterContent, lines: list[Line]
) -> None:
    """Save the lines and turn the draft into a line of history; the file is forgotten."""
    content.done = changes.save(db, author, draft.conference_id, lines)
    content.file, content.reading, content.answers = None, None, {}
    content.lines = [_told(line) for line in lines]
    draft.state, draft.committed_at, draft.committed_by = State.COMMITTED, author.at, author.name
    db.add(draft)
    db.add(content)
    new, changed = draft.counts[Verdict.NEW], draft.counts[Verdict.CHANGED]
    note(db, author, draft, draft.file_name, _FIELD, None, f"thêm {new}, đổi {changed}")


def undo(db: Session, author: Author, draft: RosterImport) -> None:
    """Take a saved import back, all but the lines on which something rests by now."""
    _must_be(draft, State.COMMITTED)
    content = store.content_of(db, draft.id)
    if content.done is None:
        raise Refused("Dữ liệu cá nhân đã được ẩn danh, không rút lại được nữa")
    kept = changes.take_back(db, author, draft.conference_id, content.done)
    content.done = {"kept": [{"name": name, "why": asdict(why)} for name, why in kept]}
    draft.state, draft.undone_at, draft.undone_by = State.UNDONE, author.at, author.name
    draft.kept = len(kept)
    db.add(draft)
    db.add(content)
    new, changed = draft.counts[Verdict.NEW], draft.counts[Verdict.CHANGED]
    told = f"rút lại; giữ {len(kept)}" if kept else "rút lại"
    note(db, author, draft, draft.file_name, _FIELD, f"thêm {new}, đổi {changed}", told)


def cancel(db: Session, draft: RosterImport) -> None:
    """Nothing is left of a draft."""
    _must_be(draft, State.READY, State.FAILED, State.READING)
    db.delete(draft)


@dataclass(frozen=True)
class Report:
    """A draft with its content, apart from the database."""

    draft: RosterImport
    content: RosterContent


def opened(
    db: Session, conference_id: int, file_name: str, content: bytes, sender: str = ""
) -> RosterContent:
    """Read a file at once, with what the office confirmed for its form. Raises Refused."""
    unit = unit_called(db, conference_id, sender) if sender else None
    if sender and unit is None:
        raise Refused("Không có đơn vị {text}", text=sender)
    known = store.mappings(db, conference_id, unit.id if unit else None)
    reading = open_file(content, file_name, Options(remembered=known))
    return RosterContent(import_id=0, reading=reading)


def tried(
    db: Session, author: Author, conference_id: int, file_name: str, content: RosterContent
) -> Report:
    """What saving would do; nothing is kept."""
    draft = _draft(author, conference_id, file_name)
    _keep(draft, content, _judged(db, draft, content))
    return Report(draft, content)


def saved(
    db: Session, author: Author, conference_id: int, file_name: str, content: RosterContent
) -> Report:
    """Judge and save at once; the import can be taken back on its page."""
    draft = _draft(author, conference_id, file_name)
    db.add(draft)
    db.flush()
    content.import_id = draft.id
    lines = _judged(db, draft, content)
    _keep(draft, content, lines)
    kept = RosterContent(import_id=draft.id, reading=content.reading, lines=content.lines)
    shown = Report(draft, kept)  # saving forgets most of it
    finish(db, author, draft, content, lines)
    return shown


def is_lost(draft: RosterImport, now: datetime) -> bool:
    """Whether the draft waits for a reader that is gone, as after a stop of the server."""
    return draft.state is State.READING and now - draft.beat_at > _LOST_AFTER


def lines_of(content: RosterContent) -> list[Line]:
    return [Line.from_json(kept) for kept in content.lines or []]


def _draft(author: Author, conference_id: int, file_name: str) -> RosterImport:
    return RosterImport(
        conference_id=conference_id,
        file_name=file_name[-200:],
        staff_id=author.staff_id,
        who=author.name,
        uploaded_at=author.at,
        beat_at=author.at,
    )


def _keep(draft: RosterImport, content: RosterContent, lines: list[Line]) -> None:
    content.lines = [line.as_json() for line in lines]
    draft.counts, draft.state = counts(lines), State.READY


def _judged(db: Session, draft: RosterImport, content: RosterContent) -> list[Line]:
    if content.reading is None:
        raise Refused("Tệp không còn được giữ, hãy tải lên lại")
    return judge(
        [Person.from_json(kept) for kept in content.reading["people"]],
        store.conference(db, draft.conference_id),
        content.reading["tables"],
        content.answers,
        sender_id=draft.sender_id,
        confirms=draft.confirms,
    )


def _teller(database: Database, import_id: int) -> Any:
    last = clock.ticks()

    def tell(progress: int, rows: int) -> None:
        nonlocal last
        if clock.ticks() - last > _BEAT_SECONDS:
            last = clock.ticks()
            # Somebody else may be writing just now; the next beat will do.
            with suppress(OperationalError), database.writing() as db:
                store.beat(db, import_id, progress, rows, clock.now())

    return tell


def _fail(database: Database, import_id: int, refusal: Refused) -> None:
    with database.writing() as db:
        draft = db.get(RosterImport, import_id)
        if draft is not None:
            failure = Remark(refusal.pattern, refusal.values)  # type: ignore[arg-type]
            draft.state, draft.failure = State.FAILED, asdict(failure)
            db.add(draft)


def _told(line: Line) -> dict[str, Any]:
    """A saved line as it stays in the report: without values, telephone numbers masked."""
    line.wanted = {}
    line.changes = [without_phones(change) for change in line.changes]
    return line.as_json()


def _must_be(draft: RosterImport, *states: State) -> None:
    if draft.state not in states:
        raise Refused("Lần nhập này không còn ở bước đó, hãy tải lại trang")
