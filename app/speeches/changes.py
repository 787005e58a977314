"""Changing the speeches: what is asked of whom, who speaks in which order, how far a text is."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from sqlmodel import Session

from app.conferences.history import Author, amend, note
from app.conferences.models import Conference
from app.conferences.store import topic, units_by_id
from app.db import announce
from app.delegates.store import those
from app.errors import NotFound, Refused
from app.speeches import rules, store
from app.speeches.models import Speech, SpeechStep, SpeechTerms
from app.speeches.rules import Delivery, Stage
from app.speeches.selection import Lock


def label(speech: Speech) -> str:
    """The speech as history and letters call it."""
    return f"Tham luận số {speech.number}: {speech.unit_as_written}"


def edit(
    db: Session, author: Author, speech: Speech, values: Mapping[str, object], reason: str = ""
) -> None:
    """Raises NotFound for a unit or a speaker of another conference."""
    here = speech.conference_id
    asked = {values[name] for name in ("unit_id", "reviewer_id") if values.get(name)}
    if len(units_by_id(db, here, {int(str(unit)) for unit in asked})) < len(asked):
        raise NotFound("Không có đơn vị này")
    speaker = values.get("speaker_id")
    if speaker and not those(db, here, {int(str(speaker))}):
        raise NotFound("Không có đại biểu này")
    if values.get("lock") is Lock.MUST_NOT and speech.delivery is Delivery.SPOKEN:
        deliver(db, author, speech, Delivery.UNDECIDED, None)
    amend(db, author, speech, values, label=label(speech), reason=reason)
    announce(db, topic(here))


def decide(db: Session, author: Author, speech: Speech, delivery: Delivery) -> None:
    """Spoken (as the last), written, in reserve or undecided: a decision of the plan, also while
    rehearsing. Raises Refused for speaking where somebody has decided that it must not."""
    if delivery is Delivery.SPOKEN:
        _check_lock(speech)
        if speech.delivery is not Delivery.SPOKEN:
            last = store.last_place(db, speech.conference_id)
            deliver(db, author, speech, delivery, last + 1)
    else:
        deliver(db, author, speech, delivery, None)
    announce(db, topic(speech.conference_id))


def choose(db: Session, author: Author, conference_id: int, numbers: Sequence[int]) -> None:
    """Let these speak, in this order, and nobody else; who spoke until now is undecided again.

    Raises NotFound for a number there is not, Refused for one that must not speak.
    """
    all_of_them = {speech.number: speech for speech in store.all_speeches(db, conference_id)}
    chosen = list(dict.fromkeys(numbers))
    for number in chosen:
        if number not in all_of_them:
            raise NotFound("Không có tham luận số {n}", n=number)
        _check_lock(all_of_them[number])
    for number, speech in all_of_them.items():
        if number in chosen:
            deliver(db, author, speech, Delivery.SPOKEN, chosen.index(number) + 1)
        elif speech.delivery is Delivery.SPOKEN:
            deliver(db, author, speech, Delivery.UNDECIDED, None)
    announce(db, topic(conference_id))


def move(db: Session, author: Author, speech: Speech, by: int) -> None:
    """Earlier (``by`` negative) or later among those to be spoken; the others close up."""
    order = store.spoken_order(db, speech.conference_id)
    if speech not in order:
        raise Refused("Tham luận số {n} chưa được chọn trình bày", n=speech.number)
    place = order.index(speech)
    order.insert(max(0, min(len(order) - 1, place + by)), order.pop(place))
    _renumber(db, author, order)


def swap(db: Session, author: Author, out: Speech, into: Speech) -> None:
    """``into`` speaks at the place of ``out``, which is undecided again; two that both speak change
    places."""
    order = store.spoken_order(db, out.conference_id)
    if out not in order or out.id == into.id:
        raise Refused("Tham luận số {n} chưa được chọn trình bày", n=out.number)
    _check_lock(into)
    place = order.index(out)
    if into in order:
        order[order.index(into)] = out
    else:
        deliver(db, author, out, Delivery.UNDECIDED, None)
    order[place] = into
    _renumber(db, author, order)


def rest_to_writing(db: Session, author: Author, conference_id: int) -> list[Speech]:
    """Who does not speak hands the text in for the proceedings; reserves stay in reserve."""
    rest = [
        speech
        for speech in store.all_speeches(db, conference_id)
        if speech.delivery is Delivery.UNDECIDED
    ]
    for speech in rest:
        deliver(db, author, speech, Delivery.WRITTEN, None)
    return rest


def set_terms(
    db: Session, author: Author, conference: Conference, values: Mapping[str, object]
) -> None:
    """What the conference counts with; see ``SpeechTerms``."""
    found = store.terms(db, conference.id)
    for field, value in values.items():
        before = getattr(found, field)
        if before != value:
            setattr(found, field, value)
            note(db, author, conference, conference.short_name, f"speech_{field}", before, value)
    db.add(SpeechTerms.model_validate(found.model_dump()) if found not in db else found)


def take(
    db: Session,
    author: Author,
    speech: Speech,
    stage: Stage,
    at: datetime,
    now: datetime,
    rehearsal_id: int | None,
    remark: str = "",
    text_id: int | None = None,
) -> None:
    """The text reached a stage at ``at``, or was remarked on at the stage where it is. Raises
    Refused for what cannot be (``rules``)."""
    reached = store.progress_of(store.steps(db, speech.id, rehearsal_id))
    rules.check_step(reached.stage, stage, at, now)
    if stage is reached.stage and not remark and text_id is None:
        return
    step = SpeechStep(
        speech_id=speech.id,
        rehearsal_id=rehearsal_id,
        stage=stage,
        at=at,
        who=author.name,
        remark=remark,
        text_id=text_id,
    )
    db.add(step)
    if rehearsal_id is None:
        note(db, author, speech, label(speech), "stage", reached.stage, stage, remark[:300])
    db.flush()


def deliver(
    db: Session,
    author: Author,
    speech: Speech,
    delivery: Delivery,
    place: int | None,
    reason: str = "",
) -> None:
    """What was decided elsewhere: ``place`` is None for whatever is not spoken. Asks for no lock,
    and announces nothing."""
    changes = {"delivery": delivery, "place": place}
    amend(db, author, speech, changes, label=label(speech), reason=reason)


def _renumber(db: Session, author: Author, order: Sequence[Speech]) -> None:
    for place, speech in enumerate(order, 1):
        deliver(db, author, speech, Delivery.SPOKEN, place)
    if order:
        announce(db, topic(order[0].conference_id))


def _check_lock(speech: Speech) -> None:
    if speech.lock is Lock.MUST_NOT:
        raise Refused("Tham luận số {n} đang khoá “không trình bày”, hãy mở khoá", n=speech.number)
