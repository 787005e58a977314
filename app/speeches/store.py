"""The speeches of a conference: reading them with their people, their texts and their progress."""

from collections import defaultdict
from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import func
from sqlalchemy.orm import defer
from sqlmodel import Session, col, select

from app.agenda.store import day
from app.conferences.models import Conference, Unit
from app.conferences.store import units_by_id
from app.deadlines import Relation, standing
from app.delegates.store import Listed as Speaker
from app.delegates.store import who_comes
from app.errors import NotFound
from app.speeches import rules
from app.speeches.board import LAST, Board, Listed
from app.speeches.models import Speech, SpeechStep, SpeechTerms, SpeechText
from app.speeches.rules import Delivery, Progress
from app.speeches.selection import Room


def board(
    db: Session,
    conference: Conference,
    rehearsal_id: int | None,
    now: datetime,
    change_over: int | None = None,
) -> Board:
    """``change_over``: minutes counted between two speeches, else as the conference has it."""
    counted = terms(db, conference.id)
    found = _listed(db, all_speeches(db, conference.id), counted, rehearsal_id, now)
    items = {listed.speech.item_id for listed in found}
    slot = next((slot for slot in day(db, conference).slots if slot.item.id in items), None)
    minutes = slot.item.minutes if slot else 0
    between = counted.change_over if change_over is None else change_over
    spoken = [s.speech.minutes for s in found if s.speech.delivery is Delivery.SPOKEN]
    return Board(
        found,
        slot,
        rules.budget(minutes, [listed.speech.minutes for listed in found]),
        rules.choice(minutes, spoken, between),
        counted,
        Room(minutes, between),
    )


def speeches(
    db: Session, conference_id: int, rehearsal_id: int | None, now: datetime
) -> list[Listed]:
    """In the order of their numbers, in a fixed number of queries."""
    counted = terms(db, conference_id)
    return _listed(db, all_speeches(db, conference_id), counted, rehearsal_id, now)


def speech_numbered(db: Session, conference_id: int, number: int) -> Speech:
    """Raises NotFound where the conference has no speech of this number."""
    query = select(Speech).where(Speech.conference_id == conference_id, Speech.number == number)
    found = db.exec(query).first()
    if found is None:
        raise NotFound("Không có tham luận số {n}", n=number)
    return found


def listed(db: Session, speech: Speech, rehearsal_id: int | None, now: datetime) -> Listed:
    return _listed(db, [speech], terms(db, speech.conference_id), rehearsal_id, now)[0]


def steps(db: Session, speech_id: int, rehearsal_id: int | None) -> list[SpeechStep]:
    """What happened to one text, the first first."""
    return _steps(db, [speech_id], rehearsal_id)[speech_id]


def progress_of(taken: Sequence[SpeechStep]) -> Progress:
    return rules.progress([(step.stage, step.at) for step in taken])


def versions(db: Session, speech_id: int, rehearsal_id: int | None) -> list[SpeechText]:
    """Of one text, the newest first, without their bodies."""
    return _versions(db, [speech_id], rehearsal_id)[speech_id]


def version(db: Session, speech: Speech, number: int, rehearsal_id: int | None) -> SpeechText:
    """Raises NotFound where the speech has no such version."""
    query = select(SpeechText).where(
        SpeechText.speech_id == speech.id,
        SpeechText.version == number,
        SpeechText.rehearsal_id == rehearsal_id,
    )
    found = db.exec(query).first()
    if found is None:
        raise NotFound("Tham luận số {n} không có bản {version}", n=speech.number, version=number)
    return found


def newest_bodies(db: Session, listed: Sequence[Listed]) -> dict[int, str]:
    """By speech: the body of its newest version, where it has one."""
    wanted = [one.newest.id for one in listed if one.newest]
    query = select(SpeechText.speech_id, SpeechText.body).where(col(SpeechText.id).in_(wanted))
    return dict(db.exec(query).all())


def terms(db: Session, conference_id: int) -> SpeechTerms:
    """What the conference counts with; where nobody has said anything, the usual."""
    return db.get(SpeechTerms, conference_id) or SpeechTerms(conference_id=conference_id)


def last_place(db: Session, conference_id: int) -> int:
    query = select(func.max(Speech.place))
    return db.exec(query.where(Speech.conference_id == conference_id)).one() or 0


def all_speeches(db: Session, conference_id: int) -> list[Speech]:
    """In the order of their numbers."""
    query = select(Speech).where(Speech.conference_id == conference_id)
    return list(db.exec(query.order_by(col(Speech.number))))


def spoken_order(db: Session, conference_id: int) -> list[Speech]:
    """Those to be spoken, in their order."""
    query = select(Speech).where(
        Speech.conference_id == conference_id, Speech.delivery == Delivery.SPOKEN
    )
    return list(db.exec(query.order_by(func.coalesce(Speech.place, LAST), col(Speech.number))))


def _listed(
    db: Session,
    found: list[Speech],
    counted: SpeechTerms,
    rehearsal_id: int | None,
    now: datetime,
) -> list[Listed]:
    here = counted.conference_id
    ids = [speech.id for speech in found]
    taken, texts = _steps(db, ids, rehearsal_id), _versions(db, ids, rehearsal_id)
    wanted = {unit for speech in found for unit in (speech.unit_id, speech.reviewer_id) if unit}
    units = units_by_id(db, here, wanted)
    speakers = who_comes(db, here, {s.speaker_id for s in found if s.speaker_id is not None})
    return [
        _one(speech, units, speakers, taken[speech.id], texts[speech.id][:1], counted, now)
        for speech in found
    ]


def _one(
    speech: Speech,
    units: dict[int, Unit],
    speakers: dict[int, Speaker],
    taken: list[SpeechStep],
    texts: list[SpeechText],
    counted: SpeechTerms,
    now: datetime,
) -> Listed:
    before, reached = Relation.BEFORE, progress_of(taken)
    newest = texts[0] if texts else None
    syllables = newest.syllables if newest else 0
    return Listed(
        speech,
        units[speech.unit_id],
        units[speech.reviewer_id] if speech.reviewer_id else None,
        speakers[speech.speaker_id] if speech.speaker_id else None,
        reached,
        standing(speech.due_at, before, reached.handed_in_at, now),
        standing(speech.review_due_at, before, reached.passed_at, now),
        newest,
        rules.spoken(syllables, counted.syllables_a_minute, speech.minutes) if syllables else None,
        taken[-1] if taken else None,
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


def _versions(
    db: Session, speech_ids: list[int], rehearsal_id: int | None
) -> dict[int, list[SpeechText]]:
    query = select(SpeechText).where(
        col(SpeechText.speech_id).in_(speech_ids), SpeechText.rehearsal_id == rehearsal_id
    )
    found: dict[int, list[SpeechText]] = defaultdict(list)
    ordered = query.order_by(col(SpeechText.version).desc())
    for text in db.exec(ordered.options(defer(SpeechText.body))):  # type: ignore[arg-type]
        found[text.speech_id].append(text)
    return found
