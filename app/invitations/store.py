"""Invitations: who is invited by which letter, and how far each letter has come."""

from collections import defaultdict
from dataclasses import dataclass

from sqlmodel import Session, col, select

from app import vietnamese
from app.conferences.models import Conference, Unit
from app.conferences.store import dress_rules, units
from app.delegates.rules import Dress
from app.delegates.store import ALL, Listed, everyone, holder, tokens
from app.errors import NotFound
from app.invitations.models import Wording
from app.invitations.rules import Holder, Whom
from app.links.store import valid_links
from app.outbox.models import Contact, Letter
from app.outbox.rules import Kind
from app.outbox.store import contacts


@dataclass(frozen=True)
class Invitee:
    """A recipient of one letter: a unit with its delegates, or one person."""

    whom: Whom
    id: int
    name: str
    people: tuple[Listed, ...]
    contact: Contact | None
    letters: tuple[Letter, ...]  # the newest first

    @property
    def letter(self) -> Letter | None:
        return self.letters[0] if self.letters else None

    @property
    def address(self) -> str:
        return self.contact.email if self.contact else ""


@dataclass(frozen=True)
class Book:
    """All that invitations of a conference are made of."""

    conference: Conference
    wording: Wording
    units: tuple[Invitee, ...]
    people: tuple[Invitee, ...]
    tokens: dict[int, str]
    links: dict[int, str]  # by unit: the token of its own page
    dress: list[Dress]

    def of(self, whom: Whom) -> tuple[Invitee, ...]:
        return self.units if whom == Whom.UNITS else self.people

    def one(self, whom: Whom, id: int) -> Invitee:
        """Raises NotFound for whoever is not invited."""
        found = next((invitee for invitee in self.of(whom) if invitee.id == id), None)
        if found is None:
            raise NotFound("Không có giấy mời này")
        return found


def wording(db: Session, conference_id: int) -> Wording:
    """As it was last written, or the first wording, not yet saved."""
    return db.get(Wording, conference_id) or Wording(conference_id=conference_id)


def book(db: Session, conference: Conference) -> Book:
    """Everybody who takes a seat, by unit and one by one, in order of precedence."""
    here = conference.id
    coming = [one for one in everyone(db, here, ALL) if one.delegate.attendance.takes_seat]
    known = contacts(db, here)
    by_unit = {contact.unit_id: contact for contact in known}
    by_person = {contact.delegate_id: contact for contact in known}
    to_units, to_people = _letters(db, here)
    delegations: dict[int, list[Listed]] = defaultdict(list)
    for one in coming:
        if one.unit is not None:
            delegations[one.unit.id].append(one)
    return Book(
        conference,
        wording(db, here),
        tuple(
            _delegation(unit, delegations[unit.id], by_unit.get(unit.id), to_units[unit.id])
            for unit in units(db, here)
            if unit.id in delegations
        ),
        tuple(
            Invitee(
                Whom.PEOPLE,
                one.delegate.id,
                one.called,
                (one,),
                by_person.get(one.delegate.id),
                tuple(to_people[one.delegate.id]),
            )
            for one in coming
        ),
        tokens(db, here),
        {unit_id: link.token for unit_id, link in valid_links(db, here).items()},
        [
            Dress(rule.text, rule.role, rule.sex, rule.is_uniformed)
            for rule in dress_rules(db, here)
        ],
    )


def own_book(db: Session, token: str) -> tuple[Book, Invitee] | None:
    """What the holder of a personal code may read: their own letter. None for a wrong code."""
    person = holder(db, token)
    if person is None or not person.delegate.attendance.takes_seat:
        return None
    conference = db.get_one(Conference, person.delegate.conference_id)
    rules = dress_rules(db, conference.id)
    invitee = Invitee(Whom.PEOPLE, person.delegate.id, person.called, (person,), None, ())
    book = Book(
        conference,
        wording(db, conference.id),
        (),
        (invitee,),
        {person.delegate.id: token.upper()},
        {},
        [Dress(rule.text, rule.role, rule.sex, rule.is_uniformed) for rule in rules],
    )
    return book, invitee


def holders(db: Session, conference_id: int) -> list[Holder]:
    """Everybody whose address somebody may paste in: units, and delegates by name."""
    return [
        *(Holder(unit.name, unit_id=unit.id) for unit in units(db, conference_id)),
        *(
            Holder(one.called, delegate_id=one.delegate.id)
            for one in everyone(db, conference_id)
            if one.delegate.name
        ),
    ]


def by_key(holders: list[Holder]) -> dict[str, list[Holder]]:
    """Equal wherever the tone is placed."""
    return _grouped(holders, [vietnamese.tone_key(holder.label) for holder in holders])


def by_bare(holders: list[Holder]) -> dict[str, list[Holder]]:
    """Without accents."""
    return _grouped(holders, [vietnamese.fold(holder.label) for holder in holders])


def _grouped(holders: list[Holder], keys: list[str]) -> dict[str, list[Holder]]:
    found: dict[str, list[Holder]] = defaultdict(list)
    for holder_, key in zip(holders, keys, strict=True):
        found[key].append(holder_)
    return found


def _delegation(
    unit: Unit, people: list[Listed], contact: Contact | None, letters: list[Letter]
) -> Invitee:
    return Invitee(Whom.UNITS, unit.id, unit.name, tuple(people), contact, tuple(letters))


def _letters(
    db: Session, conference_id: int
) -> tuple[defaultdict[int, list[Letter]], defaultdict[int, list[Letter]]]:
    """Invitations in the outbox by unit and by person, the newest first."""
    query = (
        select(Letter)
        .where(Letter.conference_id == conference_id, Letter.kind == Kind.INVITATION)
        .order_by(col(Letter.id).desc())
    )
    to_units: defaultdict[int, list[Letter]] = defaultdict(list)
    to_people: defaultdict[int, list[Letter]] = defaultdict(list)
    for letter in db.exec(query):
        if letter.delegate_id is not None:
            to_people[letter.delegate_id].append(letter)
        elif letter.unit_id is not None:
            to_units[letter.unit_id].append(letter)
    return to_units, to_people
