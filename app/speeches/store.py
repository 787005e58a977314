"""The speeches of a conference: reading them with their people, their texts and their progress."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import func
from sqlalchemy.orm import defer
from sqlmodel import Session, col, select

from app.agenda.store import Slot, day
from app.conferences.models import Conference, Unit
from app.conferences.store import units_by_id
from app.deadlines import Relation, Standing, standing
from app.delegates.store import Listed as Speaker
from app.delegates.store import those
from app.errors import NotFound
from app.speeches import rules, selection, themes
from app.speeches.models import Speech, SpeechStep, SpeechTerms, SpeechText
from app.speeches.rules import Budget, Choice, Delivery, Progress, Spoken, Stage
from app.speeches.selection import Body, Candidate, Room, Score

_LAST = 10_000  # chosen before places were kept
_BODIES = {body.value: body for body in Body}  # a board is whatever is not of commune level


@dataclass(frozen=True)
class Listed:
    """A speech with its people and where it stands. ``text`` and ``review`` are the standings of
    the two things to be done: handing the text in, and passing it. ``newest`` is the last version
    of the text (its body is not loaded), ``spoken`` how long that takes to say."""

    speech: Speech
    unit: Unit
    reviewer: Unit | None
    speaker: Speaker | None
    progress: Progress
    text: Standing
    review: Standing
    newest: SpeechText | None
    spoken: Spoken | None
    last: SpeechStep | None

    @property
    def is_self_reviewed(self) -> bool:
        """The unit that speaks also reviews: lawful, and to be seen."""
        return self.reviewer is not None and self.reviewer.id == self.unit.id

    @property
    def is_overdue(self) -> bool:
        """Something is late: the text, or the review of a text that is there."""
        return Standing.OVERDUE in {self.text, self.text.is_done and self.review}

    @property
    def urgency(self) -> tuple[int, int]:
        """Red first: late, then what will be soon, then what came late, then the rest."""
        standings = (self.text, self.review if self.text.is_done else Standing.OPEN)
        order = (Standing.OVERDUE, Standing.DUE_SOON, Standing.DONE_LATE)
        first = min((order.index(s) for s in standings if s in order), default=len(order))
        return first, self.speech.number

    @property
    def theme(self) -> str:
        said = self.speech.theme
        return themes.proposed(self.speech.topic) if said is None else said

    @property
    def candidate(self) -> Candidate:
        """The speech as one that may be chosen."""
        speech = self.speech
        return Candidate(
            speech.number,
            speech.minutes,
            _BODIES.get(self.unit.kind.value, Body.BOARD),
            self.theme,
            speech.priority,
            speech.lock,
            self.progress.stage,
            self.spoken is not None and self.spoken.is_too_long,
        )


@dataclass(frozen=True)
class Board:
    """All speeches, against the item of the programme in which they are to be given (None where
    there is none): what all would take, and what those chosen to be spoken take."""

    speeches: list[Listed]
    slot: Slot | None
    budget: Budget
    choice: Choice
    terms: SpeechTerms
    room: Room

    @property
    def spoken(self) -> list[Listed]:
        """Those to be spoken, in their order."""
        chosen = [found for found in self.speeches if found.speech.delivery is Delivery.SPOKEN]
        return sorted(chosen, key=lambda one: (one.speech.place or _LAST, one.speech.number))

    @property
    def timetable(self) -> list[tuple[Listed, datetime, datetime]]:
        """Those to be spoken with their start and end, one after the other in the slot."""
        if self.slot is None:
            return []
        found, at = [], self.slot.timed.starts_at
        for listed in self.spoken:
            end = at + timedelta(minutes=listed.speech.minutes)
            found.append((listed, at, end))
            at = end + timedelta(minutes=self.room.change_over)
        return found

    @property
    def others(self) -> list[Listed]:
        return [one for one in self.speeches if one.speech.delivery is not Delivery.SPOKEN]

    @property
    def candidates(self) -> list[Candidate]:
        return [listed.candidate for listed in self.speeches]

    @property
    def score(self) -> Score:
        """What those to be spoken are worth, in their order."""
        chosen = [listed.candidate for listed in self.spoken]
        return selection.score(self.candidates, chosen, self.room, self.terms.weights)

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
    return list(db.exec(query.order_by(func.coalesce(Speech.place, _LAST), col(Speech.number))))


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
    speakers = those(db, here, {s.speaker_id for s in found if s.speaker_id is not None})
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
