"""The speeches of a conference: reading them with their progress, choosing, taking texts in."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import datetime

from sqlmodel import Session, col, select

from app.agenda.store import Slot, day
from app.conferences.history import Author, amend, note
from app.conferences.models import Conference, Unit
from app.conferences.store import units_by_id
from app.deadlines import Relation, Standing, standing
from app.delegates.store import Listed as Speaker
from app.delegates.store import who_comes
from app.errors import NotFound
from app.speeches.models import Speech, SpeechStep
from app.speeches.rules import (
    Budget,
    Choice,
    Delivery,
    Progress,
    Stage,
    budget,
    check_step,
    choice,
    progress,
)


@dataclass(frozen=True)
class Listed:
    """A speech with its people and where it stands. ``text`` and ``review`` are the standings of
    the two things to be done: handing the text in, and passing it."""

    speech: Speech
    unit: Unit
    reviewer: Unit | None
    speaker: Speaker | None
    progress: Progress
    text: Standing
    review: Standing

    @property
    def is_self_reviewed(self) -> bool:
        """The unit that speaks also reviews: lawful, and to be seen."""
        return self.reviewer is not None and self.reviewer.id == self.unit.id


@dataclass(frozen=True)
class Board:
    """All speeches, against the item of the programme in which they are to be given (None where
    there is none): what all would take, and what those chosen to be spoken take."""

    speeches: list[Listed]
    slot: Slot | None
    budget: Budget
    choice: Choice

    @property
    def spoken(self) -> list[Listed]:
        return [found for found in self.speeches if found.speech.delivery is Delivery.SPOKEN]

    def count(self, delivery: Delivery | None = None, stage: Stage | None = None) -> int:
        return sum(
            delivery in {None, found.speech.delivery} and stage in {None, found.progress.stage}
            for found in self.speeches
        )


def board(
    db: Session,
    conference: Conference,
    rehearsal_id: int | None,
    now: datetime,
    change_over: int = 1,
) -> Board:
    """``change_over``: minutes counted between two speeches."""
    found = speeches(db, conference.id, rehearsal_id, now)
    items = {listed.speech.item_id for listed in found}
    slot = next((slot for slot in day(db, conference).slots if slot.item.id in items), None)
    minutes = slot.item.minutes if slot else 0
    spoken = [s.speech.minutes for s in found if s.speech.delivery is Delivery.SPOKEN]
    return Board(
        found,
        slot,
        budget(minutes, [listed.speech.minutes for listed in found]),
        choice(minutes, spoken, change_over),
    )


def speeches(
    db: Session, conference_id: int, rehearsal_id: int | None, now: datetime
) -> list[Listed]:
    """In the order of their numbers, in a fixed number of queries."""
    query = select(Speech).where(Speech.conference_id == conference_id)
    found = db.exec(query.order_by(col(Speech.number))).all()
    return _listed(db, conference_id, list(found), rehearsal_id, now)


def speech_numbered(db: Session, conference_id: int, number: int) -> Speech:
    """Raises NotFound where the conference has no speech of this number."""
    query = select(Speech).where(Speech.conference_id == conference_id, Speech.number == number)
    found = db.exec(query).first()
    if found is None:
        raise NotFound("Không có tham luận số {n}", n=number)
    return found


def listed(db: Session, speech: Speech, rehearsal_id: int | None, now: datetime) -> Listed:
    return _listed(db, speech.conference_id, [speech], rehearsal_id, now)[0]


def steps(db: Session, speech_id: int, rehearsal_id: int | None) -> list[SpeechStep]:
    """What happened to one text, the first first."""
    return _steps(db, [speech_id], rehearsal_id)[speech_id]


def decide(db: Session, author: Author, speech: Speech, delivery: Delivery) -> None:
    """Spoken, written, in reserve or undecided: a decision of the plan, also while rehearsing."""
    amend(db, author, speech, {"delivery": delivery}, label=_label(speech))


def take(
    db: Session,
    author: Author,
    speech: Speech,
    stage: Stage,
    at: datetime,
    now: datetime,
    rehearsal_id: int | None,
    remark: str = "",
) -> None:
    """The text reached a stage at ``at``. Raises Refused for what cannot be (``rules``)."""
    reached = _progress(steps(db, speech.id, rehearsal_id))
    check_step(reached.stage, stage, at, now)
    if stage is reached.stage:
        return
    step = SpeechStep(
        speech_id=speech.id,
        rehearsal_id=rehearsal_id,
        stage=stage,
        at=at,
        who=author.name,
        remark=remark,
    )
    db.add(step)
    if rehearsal_id is None:
        note(db, author, speech, _label(speech), "stage", reached.stage, stage, remark)
    db.flush()


def _listed(
    db: Session,
    conference_id: int,
    found: list[Speech],
    rehearsal_id: int | None,
    now: datetime,
) -> list[Listed]:
    taken = _steps(db, [speech.id for speech in found], rehearsal_id)
    wanted = {unit for speech in found for unit in (speech.unit_id, speech.reviewer_id) if unit}
    units = units_by_id(db, conference_id, wanted)
    speakers = who_comes(
        db, conference_id, {s.speaker_id for s in found if s.speaker_id is not None}
    )
    return [_one(speech, units, speakers, _progress(taken[speech.id]), now) for speech in found]


def _one(
    speech: Speech,
    units: dict[int, Unit],
    speakers: dict[int, Speaker],
    reached: Progress,
    now: datetime,
) -> Listed:
    before = Relation.BEFORE
    return Listed(
        speech,
        units[speech.unit_id],
        units[speech.reviewer_id] if speech.reviewer_id else None,
        speakers[speech.speaker_id] if speech.speaker_id else None,
        reached,
        standing(speech.due_at, before, reached.handed_in_at, now),
        standing(speech.review_due_at, before, reached.passed_at, now),
    )


def _steps(
    db: Session, speech_ids: list[int], rehearsal_id: int | None
) -> dict[int, list[SpeechStep]]:
    query = select(SpeechStep).where(
        col(SpeechStep.speech_id).in_(speech_ids), SpeechStep.rehearsal_id == rehearsal_id
    )
    taken: dict[int, list[SpeechStep]] = defaultdict(list)
    for step in db.exec(query.order_by(col(SpeechStep.id))):
        taken[step.speech_id].append(step)
    return taken


def _progress(taken: list[SpeechStep]) -> Progress:
    return progress([(step.stage, step.at) for step in taken])


def _label(speech: Speech) -> str:
    return f"Tham luận số {speech.number}: {speech.unit_as_written}"
