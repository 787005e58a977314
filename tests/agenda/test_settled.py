"""The answer to a change is made without reading the programme again: it must be the same."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

from sqlmodel import Session

from app.agenda import changes, frozen, journal, store
from app.agenda.rules import CueKind, ItemKind
from app.agenda.settled import day_after
from app.db import Database
from tests.agenda.planning import choose, cues, frozen_now, slot_of, summit_of
from tests.cast import AUTHOR

Act = Callable[[Session], object]
FILM = {"kind": CueKind.FILM, "content": "Phim tư liệu", "seconds": 300}


def _first(db: Session) -> Any:
    return store.tree(db, summit_of(db)).items[0]


def _undo(db: Session) -> None:
    journal.undo(db, AUTHOR, summit_of(db).id)


def _redo(db: Session) -> None:
    journal.redo(db, AUTHOR, summit_of(db).id)


def _later(db: Session) -> None:
    conference = summit_of(db)
    moment = conference.starts_at + timedelta(minutes=30)
    changes.start_at(db, AUTHOR, conference, moment, moves_end=False)


ACTS: list[Act] = [
    choose,
    lambda db: changes.add(db, AUTHOR, summit_of(db).id, {"content": "Giải lao", "minutes": 5}),
    lambda db: changes.add_cue(db, AUTHOR, slot_of(db), FILM, after=cues(db)[3]),
    lambda db: changes.add_cues(db, AUTHOR, _first(db), [FILM, {**FILM, "content": "Văn nghệ"}]),
    lambda db: changes.move_cue(db, AUTHOR, cues(db)[0], 1),
    lambda db: changes.place_cue(db, AUTHOR, cues(db)[2], _first(db), 1),
    lambda db: changes.change(db, AUTHOR, cues(db)[1], {"seconds": 500}, version=None),
    lambda db: changes.remove_cue(db, AUTHOR, cues(db)[4], version=None),
    lambda db: changes.place(db, AUTHOR, slot_of(db, ItemKind.AWARDS), 2),
    _later,
    _undo,
    _undo,
    _undo,
    _redo,
    lambda db: choose(db, (1, 2, 11, 12)),
    lambda db: changes.remove(db, AUTHOR, slot_of(db, ItemKind.AWARDS), version=None),
    _undo,
    _undo,
]


def test_after_every_change_the_answer_is_what_stands_in_the_database(summit: Database) -> None:
    for act in ACTS:
        with summit.writing() as db:
            act(db)
            conference = summit_of(db)
            answered = frozen.freeze(conference, day_after(db, conference))
        with summit.reading() as db:
            assert answered == frozen_now(db)
