"""The seed's programme with ten speeches in it, for tests."""

from collections.abc import Sequence
from typing import Any

from sqlmodel import Session

from app.agenda import changes, frozen, store
from app.agenda.changes import CueDraft
from app.agenda.models import AgendaItem, Cue
from app.agenda.rules import CueKind, ItemKind
from app.conferences.models import Conference
from app.conferences.store import conference_named, units
from tests.cast import AUTHOR, HAI_PHONG

TEN = (1, 2, 3, 4, 5, 6, 7, 8, 9, 10)


def summit_of(db: Session) -> Conference:
    return conference_named(db, HAI_PHONG)


def slot_of(db: Session, kind: ItemKind = ItemKind.SPEECHES) -> AgendaItem:
    slot = store.day(db, summit_of(db)).slot_of(kind)
    assert slot is not None
    return slot.item


def drafts(numbers: Sequence[int], unit_ids: Sequence[int] = ()) -> list[CueDraft]:
    """Speeches of seven minutes with change-overs of one between them."""
    found: list[CueDraft] = []
    for place, number in enumerate(numbers):
        if place:
            key = f"speech:{number}:change"
            found.append(CueDraft(CueKind.CHANGE_OVER, 60, "Chuyển tiếp", key))
        unit_id = unit_ids[place] if unit_ids else None
        found.append(
            CueDraft(
                *(CueKind.SPEECH, 420, f"Tham luận số {number}", f"speech:{number}"),
                presenter=f"Người phát biểu {number}",
                unit_id=unit_id,
            )
        )
    return found


def choose(db: Session, numbers: Sequence[int] = TEN) -> None:
    """Write these speeches as cues, each with the unit of the same place in the list."""
    ids = [unit.id for unit in units(db, summit_of(db).id)]
    wanted = drafts(numbers, [ids[number] for number in numbers])
    changes.set_cues(db, AUTHOR, slot_of(db), wanted, subject_prefix="speech:")


def cues(db: Session) -> list[Cue]:
    """Of the speeches' item, in order."""
    conference = summit_of(db)
    return store.tree(db, conference).cues_of(slot_of(db))


def frozen_now(db: Session) -> dict[str, Any]:
    conference = summit_of(db)
    return frozen.freeze(conference, store.day(db, conference))
