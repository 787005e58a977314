"""What people do to the checklist: confirm with proof, open again, adopt, follow."""

from dataclasses import dataclass
from datetime import datetime

from sqlmodel import Session, col, select

from app import enclosures
from app.accounts.models import Staff
from app.checklist.models import Charge, DayCheck, Tick
from app.checklist.rules import Entry, check_tick
from app.checklist.template import LINES, Line
from app.checklist.words import title
from app.conferences.history import Author, note
from app.conferences.models import Conference, Unit
from app.errors import NotFound, Refused
from app.files import Shelf
from app.tasks.models import ProposedDate, Task
from app.vietnamese import HANOI
from app.web.language import speaking


@dataclass(frozen=True)
class Proof:
    """What somebody brings who says that a thing is done: words, a file (empty: none), and why it
    comes before what it needs."""

    note: str = ""
    file_name: str = ""
    content: bytes = b""
    reason: str = ""


def tick(
    db: Session,
    shelf: Shelf,
    author: Author,
    conference_id: int,
    rehearsal_id: int | None,
    entry: Entry,
    at: datetime,
    now: datetime,
    proof: Proof,
) -> Tick:
    """Say that an entry is done. Raises Refused where it closes itself or is closed, without proof,
    for a moment to come, without a reason before what it needs, for a file of another kind."""
    name = ""
    if proof.content:
        name = enclosures.called(proof.file_name, enclosures.kind_of(proof.content), "minh-chung")
    check_tick(entry, at, now, is_proved=bool(proof.note or proof.content), reason=proof.reason)
    made = Tick(
        conference_id=conference_id,
        key=entry.key,
        rehearsal_id=rehearsal_id,
        at=at,
        who=author.name,
        note=proof.note,
        file=shelf.keep(db, proof.content) if proof.content else "",
        file_name=name,
        reason=proof.reason if entry.needs else "",
    )
    db.add(made)
    db.flush()
    if rehearsal_id is None:
        note(db, author, made, _label(entry), "tick", None, at, made.reason)
    return made


def reopen(
    db: Session,
    author: Author,
    conference_id: int,
    rehearsal_id: int | None,
    entry: Entry,
    now: datetime,
    reason: str,
) -> None:
    """It is not done after all. The tick stays in the entry's story, with why it was taken back."""
    held = next((t for t in story(db, conference_id, rehearsal_id, entry.key) if _holds(t)), None)
    if held is None:
        raise Refused("Việc này chưa được xác nhận")
    if not reason:
        raise Refused("Ghi lý do mở lại")
    held.reopened_at, held.reopened_by, held.reopened_because = now, author.name, reason
    db.add(held)
    if rehearsal_id is None:
        note(db, author, held, _label(entry), "tick", held.at, None, reason)
    db.flush()


def story(db: Session, conference_id: int, rehearsal_id: int | None, key: str) -> list[Tick]:
    """Every tick of one entry, the newest first."""
    query = select(Tick).where(
        Tick.conference_id == conference_id, Tick.key == key, Tick.rehearsal_id == rehearsal_id
    )
    return list(db.exec(query.order_by(col(Tick.id).desc())))


def tick_of(db: Session, conference_id: int, tick_id: int) -> Tick:
    """One with a file. Raises NotFound."""
    found = db.get(Tick, tick_id)
    if found is None or found.conference_id != conference_id or not found.file:
        raise NotFound("Không có tệp này")
    return found


def adopt(
    db: Session, author: Author, conference: Conference, number: int, at: datetime | None = None
) -> None:
    """Take one line of the template over: an internal date, or a check of the day. ``at`` another
    moment than it proposes. Raises NotFound, and Refused where it is adopted already."""
    line = next((line for line in LINES if line.number == number), None)
    if line is None:
        raise NotFound("Không có dòng mẫu này")
    begins, ends = (t.astimezone(HANOI) for t in (conference.starts_at, conference.ends_at))
    moment = at or line.at(begins, ends)
    task = _task_about(db, conference.id, line)
    if line.is_check:
        unit_id = task.lead_id if task else None
        add_check(db, author, conference.id, line.content, moment, unit_id, line)
        return
    _refuse_second(db, conference.id, line, task)
    made = ProposedDate(
        conference_id=conference.id,
        task_id=task.id if task else None,
        concerns=line.concern,
        content=line.content,
        at=moment,
        adopted_at=author.at,
    )
    db.add(made)
    db.flush()
    note(db, author, made, line.content, "adopted_at", None, author.at)


def add_check(
    db: Session,
    author: Author,
    conference_id: int,
    content: str,
    at: datetime,
    unit_id: int | None,
    line: Line | None = None,
) -> DayCheck:
    """Something to look at on the day. Raises NotFound for a unit of another conference."""
    if unit_id is not None:
        unit_of(db, conference_id, unit_id)
    made = DayCheck(
        conference_id=conference_id,
        line=line.number if line else None,
        content=content,
        concern=line.concern if line else None,
        unit_id=unit_id,
        at=at,
    )
    db.add(made)
    db.flush()
    note(db, author, made, content, "check", None, at)
    return made


def drop_check(db: Session, author: Author, conference_id: int, check_id: int, reason: str) -> None:
    """It is looked at no more; what the template proposes is proposed again."""
    found = db.get(DayCheck, check_id)
    if found is None or found.conference_id != conference_id:
        raise NotFound("Không có việc kiểm tra này")
    if not reason:
        raise Refused("Ghi lý do bỏ")
    note(db, author, found, found.content, "check", found.at, None, reason)
    db.delete(found)
    db.flush()


def follow(
    db: Session,
    conference_id: int,
    staff: Staff,
    *,
    key: str | None = None,
    unit_id: int | None = None,
) -> None:
    """This member of staff looks after an entry, or after everything of a unit, from now on."""
    if unit_id is not None:
        unit_of(db, conference_id, unit_id)
    held = _charge(db, conference_id, key, unit_id)
    held = held or Charge(conference_id=conference_id, staff_id=staff.id, key=key, unit_id=unit_id)
    held.staff_id = staff.id
    db.add(held)
    db.flush()


def leave(
    db: Session, conference_id: int, *, key: str | None = None, unit_id: int | None = None
) -> None:
    held = _charge(db, conference_id, key, unit_id)
    if held is not None:
        db.delete(held)
        db.flush()


def unit_of(db: Session, conference_id: int, unit_id: int) -> Unit:
    """Raises NotFound for a unit of another conference."""
    found = db.get(Unit, unit_id)
    if found is None or found.conference_id != conference_id:
        raise NotFound("Không có đơn vị này")
    return found


def _charge(db: Session, conference_id: int, key: str | None, unit_id: int | None) -> Charge | None:
    query = select(Charge).where(
        Charge.conference_id == conference_id, Charge.key == key, Charge.unit_id == unit_id
    )
    return db.exec(query).first()


def _task_about(db: Session, conference_id: int, line: Line) -> Task | None:
    query = select(Task).where(Task.conference_id == conference_id, Task.concerns == line.concern)
    return db.exec(query.order_by(col(Task.number))).first()


def _refuse_second(db: Session, conference_id: int, line: Line, task: Task | None) -> None:
    query = select(ProposedDate).where(ProposedDate.conference_id == conference_id)
    for date in db.exec(query):
        if date.concerns is line.concern or (task and date.task_id == task.id):
            raise Refused("Đã có mốc nội bộ cho việc này")


def _holds(tick: Tick) -> bool:
    return tick.reopened_at is None


def _label(entry: Entry) -> str:
    with speaking("vi"):
        return title(entry)
