"""Errands are done at their time, by one worker, whoever dies and however often it starts."""

import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta

import pytest

from app import clock
from app.db import Database
from app.scheduler import store
from app.scheduler.models import Turn
from app.scheduler.rules import next_due
from app.scheduler.runner import LEASE, Errand, Scheduler, do_due

HOUR = timedelta(hours=1)
THEN = datetime(2026, 5, 29, 11, tzinfo=UTC)


def errand(work: Callable[[Database], str], name: str = "thu", every: timedelta = HOUR) -> Errand:
    return Errand(name, every, work)


def noted(done: list[str]) -> str:
    done.append("x")
    return "một việc"


def turn(database: Database, name: str = "thu") -> Turn:
    with database.reading() as db:
        return next(turn for turn in store.turns(db) if turn.name == name)


def let_time_pass(database: Database) -> None:
    """Whatever is due later, and whatever claim there is, is over."""
    with database.writing() as db:
        for one in store.turns(db):
            one.due_at = clock.now() - timedelta(seconds=1)
            if one.claimed_until:
                one.claimed_until = one.due_at
            db.add(one)


@pytest.mark.parametrize(
    ("failures", "pause"),
    [(0, 1), (1, 2), (2, 4), (5, 32), (6, 60), (40, 60)],
)
def test_after_failures_it_waits_longer(failures: int, pause: int) -> None:
    minute = timedelta(minutes=1)
    assert next_due(THEN, minute, failures) == THEN + pause * minute
    assert next_due(THEN, 6 * HOUR, failures) == THEN + 6 * HOUR


def test_an_errand_is_done_at_once_and_then_after_its_time(database: Database) -> None:
    done: list[str] = []
    errands = [errand(lambda _: noted(done))]
    assert do_due(database, errands) == ["thu"]
    assert do_due(database, errands) == [], "also after a restart: the table remembers"
    assert turn(database).told == "một việc"
    assert turn(database).due_at > clock.now() + HOUR / 2
    let_time_pass(database)
    assert do_due(database, errands) == ["thu"]
    assert len(done) == 2


def test_of_many_workers_one_does_it(database: Database) -> None:
    done: list[str] = []
    url = database.engine.url.render_as_string(hide_password=False)
    workers = [Database(url) for _ in range(6)]
    together = threading.Barrier(6)

    def work(worker: Database) -> list[str]:
        together.wait()
        return do_due(worker, [errand(lambda _: noted(done))])

    with ThreadPoolExecutor(6) as pool:
        names = [name for done_there in pool.map(work, workers) for name in done_there]
    for worker in workers:
        worker.engine.dispose()
    assert names == ["thu"]
    assert len(done) == 1


def test_a_dead_workers_claim_runs_out_and_somebody_takes_over(database: Database) -> None:
    with database.writing() as db:
        store.enrol(db, ["thu"], clock.now())
    with database.writing() as db:
        now = clock.now()
        assert store.take(db, "thu", "dead", now, now + LEASE)
    errands = [errand(lambda _: "xong")]
    assert do_due(database, errands) == [], "it may still be at work"
    let_time_pass(database)
    assert do_due(database, errands) == ["thu"]
    with database.writing() as db:
        late = store.give_back(db, "thu", "dead", THEN, clock.now(), "chậm", 0)
    assert not late, "what comes back too late changes nothing"
    assert turn(database).told == "xong"


def test_an_errand_that_fails_is_told_and_holds_up_no_other(database: Database) -> None:
    def fail(_: Database) -> str:
        raise ValueError("máy chủ không trả lời")

    errands = [errand(fail), errand(lambda _: "xong", "sau")]
    assert do_due(database, errands) == ["thu", "sau"]
    let_time_pass(database)
    do_due(database, errands)
    assert turn(database).failures == 2
    assert "máy chủ không trả lời" in turn(database).told
    errands[0] = errand(lambda _: "xong")
    let_time_pass(database)
    do_due(database, errands)
    assert turn(database).failures == 0


def test_the_servers_thread_does_what_is_due_and_stops(database: Database) -> None:
    done = threading.Event()

    def work(_: Database) -> str:
        done.set()
        return "xong"

    scheduler = Scheduler(database, [errand(work)], rhythm=60)
    scheduler.start()
    assert done.wait(20)
    scheduler.stop()
    assert turn(database).ended_at is not None


def test_with_a_rhythm_of_none_nothing_starts(database: Database) -> None:
    scheduler = Scheduler(database, [errand(lambda _: "xong")], rhythm=0)
    scheduler.start()
    scheduler.stop()
    with database.reading() as db:
        assert store.turns(db) == []
