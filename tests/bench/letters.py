"""Invitations for everybody, the letters on their way, and the run sheet."""

import os
import tempfile
from collections.abc import Callable
from pathlib import Path

from app import clock
from app.conferences.history import Author
from app.conferences.models import Conference
from app.conferences.store import conference_named
from app.db import Database
from app.invitations import exports, letters
from app.invitations import store as invitations
from app.invitations.rules import read_paste
from app.outbox import changes, store
from app.outbox.rules import Kind, Outcome
from app.outbox.sender import send_due
from app.outbox.store import Draft
from app.runsheet import store as runsheet
from tests.bench.figures import Figure, middle
from tests.cast import HAI_PHONG
from tests.outbox.postoffice import PostOffice, opened
from tests.served import seeded


def figures() -> list[Figure]:
    with tempfile.TemporaryDirectory() as folder:
        database = Database(f"sqlite:///{seeded(Path(folder)) / 'nghi-su.db'}")
        with database.reading() as db:
            here = conference_named(db, HAI_PHONG)
        found = [*_papers(database, here), _sending(database, here), _run_sheet(database, here)]
        database.engine.dispose()
    return found


def _papers(database: Database, here: Conference) -> list[Figure]:
    with database.reading() as db:
        book = invitations.book(db, here)
    sizes = []

    def print_all() -> None:
        sizes.append(len(exports.letters_pdf(book, book.people, _link)) / 1e6)

    with database.writing() as db:
        pasted = "\n".join(f"{unit.name}\tvp{unit.id}@mau.vn" for unit in book.units)
        letters.paste_contacts(db, _author(), here.id, read_paste(pasted))
    with database.reading() as db:
        book = invitations.book(db, here)

    def prepare_units() -> None:
        files = letters.printed(book, book.units, _link)
        with database.writing() as db:
            letters.write_letters(db, _author(), book, book.units, _link, files)

    return [
        Figure("1.086 invitations as PDF, processor", _spent(print_all), 10, "s"),
        Figure("1.086 invitations, file", sizes[0], 12, "MB"),
        Figure(
            "150 units' letters with PDF into the outbox, processor", _spent(prepare_units), 8, "s"
        ),
    ]


def _sending(database: Database, here: Conference) -> Figure:
    drafts = [
        Draft(f"bench/{n}", Kind.REMINDER, "Phường Mẫu", "Đôn đốc", "Kính gửi", f"a{n}@mau.vn")
        for n in range(1_000)
    ]
    with database.writing() as db:
        store.prepare(db, _author(), here.id, drafts)
    with database.writing() as db:
        for letter in store.drafts(db, here.id, Kind.REMINDER):
            changes.release(db, _author(), letter)
    with opened(PostOffice()) as there:
        before = clock.ticks()
        done = send_due(database, there)
        took = clock.ticks() - before
    assert done[Outcome.SENT] == len(drafts)
    return Figure("1.000 letters to a mail server here", took, 60, "s")


def _run_sheet(database: Database, here: Conference) -> Figure:
    spent = []
    for _ in range(5):
        with database.reading() as db:
            before = clock.ticks()
            runsheet.sheet(db, here)
            spent.append((clock.ticks() - before) * 1e3)
    return Figure("the run sheet put together", middle(spent), 400, "ms")


def _spent(work: Callable[[], None]) -> float:
    """Processor seconds of this process and of the writers it runs."""
    before = os.times()
    work()
    after = os.times()
    return sum(after[:4]) - sum(before[:4])


def _author() -> Author:
    return Author(None, "Người đo", clock.now())


def _link(path: str) -> str:
    return f"HTTPS://HOINGHI.EXAMPLE.VN{path}"
