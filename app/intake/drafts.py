"""What units type, kept field by field: all that arrives together in one transaction.

A commit costs the same for one field as for sixty, and on the last evening all units type at once.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from sqlalchemy import insert, update
from sqlmodel import Session, col, select

from app import clock
from app.conferences.models import Rehearsal
from app.conferences.store import as_code, rehearsed
from app.delegates.models import Delegate
from app.intake.models import IntakeTerms, UnitDraft
from app.intake.rules import Seen, Written, keys
from app.links.models import UnitLink


@dataclass(frozen=True)
class Asked:
    """Fields as somebody typed them, with what they saw of each before."""

    token: str
    values: Mapping[str, str]
    bases: Mapping[str, Seen]


@dataclass
class Kept:
    """What the page holds beside each field from now on, and what somebody else wrote meanwhile
    instead of what was typed."""

    seen: dict[str, str] = field(default_factory=dict)
    theirs: dict[str, str] = field(default_factory=dict)


def keep(db: Session, asked: Sequence[Asked]) -> list[Kept | None]:
    """In a fixed number of statements, in the order in which they came.

    None where more has to be known: for a link that opens nothing, where codes are asked, and
    for a field that was sent to the plan since its writer saw it.
    """
    links = _links(db, {as_code(one.token) for one in asked})
    units = [link.unit_id for link in links.values()]
    places = _places(db, units)
    drafts = _drafts(db, units, {name for one in asked for name in one.values})
    kept = [_keep(one, links.get(as_code(one.token)), places, drafts) for one in asked]
    _write(db, list(drafts.values()))
    return kept


@dataclass
class _Draft:
    """A row, or one to be."""

    link: UnitLink
    key: str
    value: str = ""
    version: int = 0
    is_sent: bool = False
    id: int | None = None
    is_new: bool = False


def _links(db: Session, tokens: set[str]) -> dict[str, UnitLink]:
    """Held until the end, always in the same order: two people of one unit take turns."""
    query = (
        select(UnitLink, Rehearsal, IntakeTerms.asks_code)
        .outerjoin(
            Rehearsal,
            (col(Rehearsal.conference_id) == UnitLink.conference_id)
            & col(Rehearsal.ended_at).is_(None),
        )
        .outerjoin(IntakeTerms, col(IntakeTerms.conference_id) == UnitLink.conference_id)
        .where(col(UnitLink.token).in_(tokens), col(UnitLink.revoked_at).is_(None))
        .order_by(col(UnitLink.id))
        .with_for_update(of=UnitLink)
    )
    return {
        link.token: link
        for link, rehearsal, asks_code in db.exec(query)
        if not asks_code and _is_open(link, rehearsal)
    }


def _is_open(link: UnitLink, rehearsal: Rehearsal | None) -> bool:
    now: datetime = clock.now(rehearsed(rehearsal))
    return link.expires_at > now


def _places(db: Session, unit_ids: Sequence[int]) -> dict[int, list[int]]:
    """The ids of each unit's posts."""
    query = select(Delegate.unit_id, Delegate.id).where(
        col(Delegate.unit_id).in_(unit_ids), col(Delegate.stands_in_for_id).is_(None)
    )
    found: dict[int, list[int]] = {unit_id: [] for unit_id in unit_ids}
    for unit_id, id in db.exec(query):
        found[unit_id or 0].append(id)
    return found


def _drafts(db: Session, unit_ids: Sequence[int], names: set[str]) -> dict[tuple[int, str], _Draft]:
    columns = select(
        UnitLink, UnitDraft.id, UnitDraft.key, UnitDraft.value, UnitDraft.version, UnitDraft.is_sent
    )  # type: ignore[call-overload]
    query = columns.join(UnitLink, col(UnitLink.unit_id) == UnitDraft.unit_id).where(
        col(UnitDraft.unit_id).in_(unit_ids),
        col(UnitDraft.key).in_(names),
        col(UnitLink.revoked_at).is_(None),
    )
    return {
        (link.unit_id, key): _Draft(link, key, value, version, is_sent, id)
        for link, id, key, value, version, is_sent in db.exec(query)
    }


def _keep(
    one: Asked,
    link: UnitLink | None,
    places: Mapping[int, Sequence[int]],
    drafts: dict[tuple[int, str], _Draft],
) -> Kept | None:
    if link is None:
        return None
    allowed = keys(places[link.unit_id])
    known = {name: drafts.get((link.unit_id, name)) for name in one.values if name in allowed}
    bases = {name: one.bases.get(name, Seen()).version for name in known}
    if any(d and d.is_sent and d.version != bases[name] for name, d in known.items()):
        return None
    kept = Kept()
    for name, found in known.items():
        draft = found or _Draft(link, name)
        value = one.values[name]
        if draft.version != bases[name] and draft.value != value:
            kept.theirs[name] = draft.value
        elif found is None or draft.is_sent or draft.value != value:
            draft.value, draft.version = value, draft.version + 1
            draft.is_sent, draft.is_new = False, True
            drafts[link.unit_id, name] = draft
        kept.seen[name] = Written(draft.value, draft.version).seen
    return kept


def _write(db: Session, drafts: Sequence[_Draft]) -> None:
    made = [draft for draft in drafts if draft.is_new and draft.id is None]
    if made:
        db.connection().execute(insert(UnitDraft), [_row(draft) for draft in made])
    for draft in drafts:
        if draft.is_new and draft.id is not None:
            of_draft = col(UnitDraft.id) == draft.id
            said = {"value": draft.value, "version": draft.version, "is_sent": False}
            db.connection().execute(update(UnitDraft).where(of_draft).values(said))


def _row(draft: _Draft) -> dict[str, object]:
    return {
        "conference_id": draft.link.conference_id,
        "unit_id": draft.link.unit_id,
        "key": draft.key,
        "value": draft.value,
        "version": draft.version,
        "is_sent": False,
    }
