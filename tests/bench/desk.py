"""The protocol officer's desk: loading, explaining and saving 1,086 seats, and live feedback."""

import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import httpx2

from app import clock
from app.conferences.history import Author
from app.conferences.store import conference_named
from app.db import Database
from app.seating.acts import store as acts
from app.seating.desk import arranging
from app.seating.proposals import adopting
from app.seating.proposals import store as proposals
from app.seating.solver import simple
from app.seating.solver.model import Answer, Policy
from app.seating.steps import ProposalKind
from app.seating.table.question import table
from tests.bench.figures import Figure, middle
from tests.served import PASSWORD, USER, Served, seeded

SLUG = "hai-phong-2026"
EDIT = f"/conferences/{SLUG}/seating/edit"
TIMES = 9


def figures() -> list[Figure]:
    with tempfile.TemporaryDirectory() as folder:
        server = Served(seeded(Path(folder)))
        server.start()
        try:
            return [*_whole(server.database), *_feedback(server)]
        finally:
            server.stop()


def _whole(database: Database) -> list[Figure]:
    """All but the solving itself, which has figures of its own."""
    author = Author(None, "Đo", clock.now())
    spent = []
    for _ in range(3):
        with database.writing() as db:
            here = conference_named(db, SLUG).id
            asked = proposals.ask(db, author, here, ProposalKind.ANEW, Policy())
            began = time.perf_counter()
            question = proposals.question(db, asked, table(db, here))
            loaded = time.perf_counter() - began
            plan = simple.solve(question.hall, question.people, question.policy, question.locks)
            began = time.perf_counter()
            proposals.keep(db, asked, Answer(plan=plan), clock.now())
            adopting.adopt(db, author, asked)
            spent.append(loaded + time.perf_counter() - began)
            acts.undo(db, author, here)
    return [Figure("1.086 seats loaded, explained, saved", middle(spent) * 1000, 1_000, "ms")]


def _feedback(server: Served) -> list[Figure]:
    author = Author(None, "Đo", clock.now())
    with server.database.reading() as db:
        here = conference_named(db, SLUG).id
        judged = _spent(lambda: arranging.bench(db, author, here))
    with httpx2.Client(base_url=server.url, timeout=30) as client:
        client.post("/sign-in", data={"username": USER, "password": PASSWORD})
        page = client.get(EDIT).text
        token = page.split('data-csrf="')[1].split('"')[0]
        seen = int(page.split('data-version="')[1].split('"')[0])
        spent = []
        for turn in range(TIMES):
            typed = {"deed": "move", "seen": seen + turn, "seat": "B-08-05", "to": "B-08-06"}
            began = time.perf_counter()
            answer = client.post(f"{EDIT}?part=desk", data=typed, headers={"X-CSRF-Token": token})
            spent.append(time.perf_counter() - began)
            assert answer.status_code == 200, answer.text
    return [
        Figure("every rule judged before and after", judged * 1000, 300, "ms"),
        Figure("a swap by hand, answered with map and rules", middle(spent) * 1000, 300, "ms"),
    ]


def _spent(work: Callable[[], object]) -> float:
    spent = []
    for _ in range(TIMES):
        began = time.perf_counter()
        work()
        spent.append(time.perf_counter() - began)
    return middle(spent)
