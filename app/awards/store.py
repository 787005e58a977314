"""Awards in the order in which they are handed over, and changing them."""

from collections.abc import Mapping
from dataclasses import dataclass

from sqlalchemy import func
from sqlmodel import Session, col, select

from app.agenda.rules import ItemKind
from app.agenda.store import Slot, day
from app.awards.models import Award, AwardBatch
from app.awards.rules import Order, moved, placed
from app.conferences.history import Author, amend, note
from app.conferences.models import Conference
from app.conferences.store import dress_rules
from app.delegates.rules import Dress, Role, dress_of
from app.delegates.store import Listed, delegate_of, who_comes
from app.errors import NotFound, Refused


@dataclass(frozen=True)
class Recipient:
    """An award in its place. ``tray`` counts through all batches: stage, trays and list have one
    order. ``person`` comes on stage; None while nobody is named for it."""

    award: Award
    tray: int
    person: Listed | None
    dress: str | None

    @property
    def on_stage(self) -> str:
        """Who is called: by name where there is one, so that clashes with other duties are seen."""
        name = self.person.delegate.name if self.person else ""
        return name or self.award.recipient


@dataclass(frozen=True)
class Batch:
    batch: AwardBatch
    recipients: list[Recipient]

    @property
    def assumed(self) -> int:
        """Recipients that are only assumed."""
        return sum(recipient.award.is_assumed for recipient in self.recipients)

    @property
    def named(self) -> int:
        """Recipients for whom a person with a name comes on stage."""
        return sum(bool(r.person and r.person.delegate.name) for r in self.recipients)


@dataclass(frozen=True)
class Ceremony:
    """All batches in order, and the item of the programme that must hold them (None: no such)."""

    batches: list[Batch]
    slot: Slot | None

    @property
    def minutes(self) -> int:
        return sum(one.batch.minutes for one in self.batches)

    @property
    def left(self) -> int:
        """Minutes of the item that stay free; below zero: too long."""
        return (self.slot.item.minutes if self.slot else 0) - self.minutes

    @property
    def recipients(self) -> list[Recipient]:
        return [recipient for one in self.batches for recipient in one.recipients]


def ceremony(db: Session, conference: Conference) -> Ceremony:
    """In a fixed number of queries."""
    slot = day(db, conference).slot_of(ItemKind.AWARDS)
    return Ceremony(batches(db, conference.id), slot)


def batches(db: Session, conference_id: int) -> list[Batch]:
    awards = _awards(db, conference_id)
    people = who_comes(
        db, conference_id, {a.delegate_id for a in awards if a.delegate_id is not None}
    )
    rules = [
        Dress(rule.text, rule.role, rule.sex, rule.is_uniformed)
        for rule in dress_rules(db, conference_id)
    ]
    found = {batch.id: Batch(batch, []) for batch in _batches(db, conference_id)}
    for tray, award in enumerate(awards, 1):
        person = people[award.delegate_id] if award.delegate_id is not None else None
        dress = _dress(rules, person) if person else None
        found[award.batch_id].recipients.append(Recipient(award, tray, person, dress))
    return list(found.values())


def award_of(db: Session, conference_id: int, award_id: int) -> Award:
    """Raises NotFound for an award of another conference."""
    award = db.get(Award, award_id)
    if award is None or award.conference_id != conference_id:
        raise NotFound("Không có người nhận này")
    return award


def batch_of(db: Session, conference_id: int, batch_id: int) -> AwardBatch:
    """Raises NotFound for a batch of another conference."""
    batch = db.get(AwardBatch, batch_id)
    if batch is None or batch.conference_id != conference_id:
        raise NotFound("Không có đợt trao này")
    return batch


def move(db: Session, author: Author, award: Award, by: int) -> None:
    """One place earlier (-1) or later (1), over the edge of a batch into the one beside it."""
    awards = _awards(db, award.conference_id)
    _arrange(
        db, author, award, awards, moved(_order(db, award.conference_id, awards), award.id, by)
    )


def add(
    db: Session,
    author: Author,
    conference_id: int,
    batch_id: int,
    delegate_id: int | None,
    values: Mapping[str, object],
) -> Award:
    """A new recipient at the end of a batch; ``delegate_id`` comes on stage."""
    batch = batch_of(db, conference_id, batch_id)
    who = _called(db, conference_id, delegate_id)
    last = select(func.coalesce(func.max(Award.place), 0)).where(Award.batch_id == batch.id)
    spot = {"batch_id": batch.id, "place": db.exec(last).one() + 1, "delegate_id": delegate_id}
    award = Award.model_validate({**values, **spot, "conference_id": conference_id})
    db.add(award)
    db.flush()
    note(db, author, award, award.recipient, "award", None, who or award.recipient)
    return award


def change(
    db: Session,
    author: Author,
    award: Award,
    batch_id: int,
    delegate_id: int | None,
    values: Mapping[str, object],
    reason: str = "",
) -> None:
    """What an award says, and who comes on stage; another batch puts it at the end there."""
    here = award.conference_id
    batch = batch_of(db, here, batch_id)
    if delegate_id != award.delegate_id:
        before, after = _called(db, here, award.delegate_id), _called(db, here, delegate_id)
        note(db, author, award, award.recipient, "person", before, after, reason)
        award.delegate_id = delegate_id
    amend(db, author, award, values, label=award.recipient, reason=reason)
    awards = _awards(db, here)
    order = placed(_order(db, here, awards), award.id, batch.id)
    _arrange(db, author, award, awards, order, reason)


def remove(db: Session, author: Author, award: Award) -> None:
    """The others of the batch close up."""
    note(db, author, award, award.recipient, "award", award.recipient, None)
    db.delete(award)
    db.flush()
    awards = _awards(db, award.conference_id)
    _set_places(db, awards, _order(db, award.conference_id, awards))


def add_batch(
    db: Session, author: Author, conference_id: int, values: Mapping[str, object]
) -> AwardBatch:
    """A new batch after the others."""
    last = select(func.coalesce(func.max(AwardBatch.number), 0))
    number = db.exec(last.where(AwardBatch.conference_id == conference_id)).one() + 1
    batch = AwardBatch.model_validate({**values, "conference_id": conference_id, "number": number})
    db.add(batch)
    db.flush()
    note(db, author, batch, _label(batch), "batch", None, batch.form)
    return batch


def change_batch(
    db: Session, author: Author, batch: AwardBatch, values: Mapping[str, object], reason: str = ""
) -> None:
    amend(db, author, batch, values, label=_label(batch), reason=reason)


def remove_batch(db: Session, author: Author, batch: AwardBatch) -> None:
    """Only an empty one; those after it close up."""
    if db.exec(select(Award.id).where(Award.batch_id == batch.id)).first() is not None:
        raise Refused("Đợt {n} còn người nhận, hãy chuyển họ sang đợt khác trước", n=batch.number)
    note(db, author, batch, _label(batch), "batch", batch.form, None)
    db.delete(batch)
    db.flush()
    for number, other in enumerate(_batches(db, batch.conference_id), 1):
        other.number = number
        db.flush()


def _arrange(
    db: Session,
    author: Author,
    award: Award,
    awards: list[Award],
    order: Order,
    reason: str = "",
) -> None:
    """Give everybody the places of ``order``, with one line of history for the one who moved."""
    numbers = {batch.id: batch.number for batch in _batches(db, award.conference_id)}
    before = _spot(numbers, award)
    _set_places(db, awards, order)
    if _spot(numbers, award) != before:
        note(db, author, award, award.recipient, "place", before, _spot(numbers, award), reason)


def _set_places(db: Session, awards: list[Award], order: Order) -> None:
    by_id = {award.id: award for award in awards}
    spots = {
        key: (batch, place) for batch, keys in order.items() for place, key in enumerate(keys, 1)
    }
    moving = {
        key: spot for key, spot in spots.items() if spot != (by_id[key].batch_id, by_id[key].place)
    }
    for key in moving:
        by_id[key].place = -key  # out of the way: no two may stand on one place in between
    db.flush()
    for key, (batch, place) in moving.items():
        by_id[key].batch_id, by_id[key].place = batch, place
    db.flush()


def _order(db: Session, conference_id: int, awards: list[Award]) -> dict[int, list[int]]:
    order: dict[int, list[int]] = {batch.id: [] for batch in _batches(db, conference_id)}
    for award in awards:
        order[award.batch_id].append(award.id)
    return order


def _awards(db: Session, conference_id: int) -> list[Award]:
    query = (
        select(Award)
        .join(AwardBatch, col(AwardBatch.id) == Award.batch_id)
        .where(Award.conference_id == conference_id)
    )
    return list(db.exec(query.order_by(col(AwardBatch.number), col(Award.place))))


def _batches(db: Session, conference_id: int) -> list[AwardBatch]:
    query = select(AwardBatch).where(AwardBatch.conference_id == conference_id)
    return list(db.exec(query.order_by(col(AwardBatch.number))))


def _called(db: Session, conference_id: int, delegate_id: int | None) -> str | None:
    """Raises NotFound for a delegate of another conference."""
    return delegate_of(db, conference_id, delegate_id).called if delegate_id is not None else None


def _dress(rules: list[Dress], person: Listed) -> str | None:
    """Whoever comes on stage dresses as a recipient, whatever else they do."""
    roles = [Role.RECIPIENT.value, *(role.value for role in person.roles)]
    return dress_of(rules, roles, person.delegate.sex, person.delegate.is_uniformed)


def _spot(numbers: Mapping[int, int], award: Award) -> str:
    return f"Đợt {numbers[award.batch_id]}, vị trí {award.place}"


def _label(batch: AwardBatch) -> str:
    return f"Đợt trao {batch.number}"
