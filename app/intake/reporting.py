"""How far a unit is with its tasks, with the file that proves it."""

from sqlmodel import Session

from app.errors import NotFound, Refused
from app.files import Shelf
from app.intake import store
from app.intake.models import TaskReport
from app.intake.rules import evidence_kind
from app.intake.sending import author_of
from app.intake.store import Visit
from app.tasks.store import complete

_DONE = 100  # per cent


def report(
    db: Session,
    shelf: Shelf,
    visit: Visit,
    number: int,
    progress: int,
    obstacle: str,
    file_name: str,
    content: bytes,
) -> TaskReport:
    """The unit's word on a task of its own; at 100 % the lead unit has done it.

    Raises NotFound for a task of others, Refused for a file that is none of PDF, Word, JPEG, PNG.
    """
    one = next((led for led, _ in store.led(db, visit) if led.task.number == number), None)
    if one is None:
        raise NotFound
    kind = evidence_kind(content) if content else ""
    if kind is None:
        raise Refused("Chỉ nhận tệp .pdf, .docx, .jpg hoặc .png, tối đa 10 MB")
    made = TaskReport(
        conference_id=visit.here,
        unit_id=visit.unit.id,
        task_id=one.task.id,
        rehearsal_id=visit.rehearsal_id,
        at=visit.now,
        progress=progress,
        obstacle=obstacle,
        file=shelf.keep(db, content) if content else "",
        file_name=f"nhiem-vu-{number}.{kind}" if content else "",
    )
    db.add(made)
    leads = one.task.lead_id == visit.unit.id
    if progress == _DONE and leads and one.completion is None and not one.is_for_speakers:
        complete(
            db,
            author_of(visit),
            one,
            visit.now,
            visit.now,
            visit.rehearsal_id,
            evidence=file_name[:200],
            reason=obstacle[:300],
        )
    return made
