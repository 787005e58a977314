"""What is due goes into the outbox once, and stands in the record, whoever runs and dies."""

import signal
import subprocess
import sys
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

import pytest
from sqlmodel import select

from app import clock
from app.accounts.models import Staff
from app.conferences.history import Author
from app.conferences.rules import DeskRole
from app.conferences.store import admit, conference_named
from app.db import Database
from app.errors import Refused
from app.links.store import make_links
from app.outbox import changes as outbox
from app.outbox.rules import Kind as LetterKind
from app.outbox.rules import Outcome, State
from app.outbox.sender import send_due
from app.reminders import urging
from app.reminders.models import Urging
from app.reminders.rules import Side, Way, Whom
from app.tasks.models import Task
from app.tasks.store import complete, tasks
from tests.cast import HAI_PHONG, end_rehearsal, rehearse
from tests.counting import statements
from tests.outbox.postoffice import PostOffice, opened
from tests.reminders import scene

BASE = "https://hoinghi.mau.vn"


def staff(database: Database, role: DeskRole) -> Author:
    with database.writing() as db:
        one = Staff(username="lan", full_name="Lan", password_hash="x", created_at=clock.now())
        db.add(one)
        db.flush()
        admit(db, scene.AUTHOR, conference_named(db, HAI_PHONG), one, role)
        return Author(one.id, one.full_name, clock.now())


def test_a_reminder_waits_in_the_outbox_and_is_written_once(summit: Database) -> None:
    scene.awake(summit)
    scene.addresses(summit)
    scene.due_in(summit, {3: 5})  # the decoration: before, line 77
    scene.rule(summit)
    assert urging.run(summit, "").letters == 1
    assert urging.run(summit, "").letters == 0
    (letter,) = scene.letters(summit)
    assert (letter.state, letter.kind) == (State.DRAFT, LetterKind.REMINDER)
    assert letter.recipient.startswith("Sở Văn hóa")
    assert letter.address
    assert letter.subject.startswith("Nhắc việc sắp đến hạn")
    assert "Thời hạn: trước " in letter.body
    assert "Đầu mối liên hệ: đ/c Mẫu, 0225 000 000." in letter.body
    (line,) = scene.urgings(summit)
    assert (line.hours, line.side, line.letter_id) == (24, Side.BEFORE, letter.id)
    assert line.who == urging.BY_RULE
    with opened(office := PostOffice()) as there:
        send_due(summit, there)
    assert office.letters == [], "nobody has released it"


def test_a_rule_somebody_answers_for_sends_at_once_in_their_name(summit: Database) -> None:
    organiser = staff(summit, DeskRole.ORGANISER)
    scene.awake(summit)
    scene.addresses(summit)
    scene.due_in(summit, {3: 5, 12: 5})
    scene.rule(summit, author=organiser, has_consent=True)
    with summit.writing() as db:
        conference = conference_named(db, HAI_PHONG)
        units = list(db.exec(select(Task.lead_id).where(Task.number == 3)))
        make_links(db, scene.AUTHOR, conference, clock.now(), [id for id in units if id])
    done = urging.run(summit, BASE)
    assert (done.letters, done.released) == (2, 2)
    with opened(office := PostOffice()) as there:
        assert send_due(summit, there)[Outcome.SENT] == 2
    assert len(office.received) == 2
    bodies = [letter.get_content() for letter in office.letters]
    assert sum(f"{BASE}/U/" in body for body in bodies) == 1, "the other has no link"
    assert {letter.released_by for letter in scene.letters(summit)} == {"Lan"}
    assert {line.who for line in scene.urgings(summit)} == {"Lan"}


@pytest.mark.parametrize("left", ["disabled", "dismissed"])
def test_consent_ends_with_the_person(summit: Database, left: str) -> None:
    organiser = staff(summit, DeskRole.ORGANISER)
    scene.awake(summit)
    scene.due_in(summit, {3: 5})
    scene.rule(summit, author=organiser, has_consent=True)
    with summit.writing() as db:
        one = db.get_one(Staff, organiser.staff_id)
        if left == "disabled":
            one.disabled_at = clock.now()
            db.add(one)
        else:
            admit(db, scene.AUTHOR, conference_named(db, HAI_PHONG), one, DeskRole.VIEWER)
    assert urging.run(summit, "").released == 0
    assert scene.letters(summit)[0].state is State.DRAFT


def test_one_letter_each_whatever_number_of_entries_and_rules(summit: Database) -> None:
    scene.awake(summit)
    scene.addresses(summit)
    scene.due_in(summit, {14: 5, 16: -5, 17: 3})  # all of the office of the committee
    scene.rule(summit)
    scene.rule(summit, Side.BEFORE, 6)
    scene.rule(summit, Side.AFTER, 1)
    scene.rule(summit, Side.AFTER, 1, whom=Whom.OFFICE)
    urging.run(summit, "")
    to_unit, to_office = sorted(scene.letters(summit), key=lambda one: one.unit_id is None)
    assert to_unit.body.count("Thời hạn:") == 3
    assert to_unit.body.index("Sắp đến hạn:") < to_unit.body.index("Đã quá thời hạn:")
    assert to_office.address == "vanphong@mau.vn"
    assert to_office.body.count("Thời hạn:") == 1
    assert len(scene.urgings(summit)) == 6


def test_a_text_for_zalo_has_no_address_and_waits_to_be_copied(summit: Database) -> None:
    scene.awake(summit)
    scene.addresses(summit)
    scene.due_in(summit, {3: 5})
    scene.rule(summit, way=Way.ZALO)
    urging.run(summit, "")
    (letter,) = scene.letters(summit)
    assert letter.address == ""


def test_a_deadline_that_moves_is_a_new_reason_and_what_is_done_is_none(summit: Database) -> None:
    scene.awake(summit)
    scene.due_in(summit, {3: 5})
    scene.rule(summit)
    urging.run(summit, "")
    scene.due_in(summit, {3: 6})
    assert urging.run(summit, "").entries == 1
    scene.due_in(summit, {3: 7})
    with summit.writing() as db:
        here = conference_named(db, HAI_PHONG)
        one = next(t for t in tasks(db, here.id, None, clock.now()) if t.task.number == 3)
        complete(db, scene.AUTHOR, one, clock.now(), clock.now(), None, reason="đã duyệt miệng")
    assert urging.run(summit, "").entries == 0


def test_a_rehearsal_is_recorded_and_writes_no_letter(summit: Database) -> None:
    organiser = staff(summit, DeskRole.ORGANISER)
    scene.addresses(summit)
    scene.rule(summit, Side.AFTER, 0, author=organiser, has_consent=True, kind=None)
    rehearse(summit, "2026-05-30T11:00:00")
    done = urging.run(summit, BASE)
    assert (done.letters, done.released) == (0, 0)
    assert done.rehearsed > 0
    assert scene.letters(summit) == []
    assert {line.rehearsal_id is None for line in scene.urgings(summit)} == {False}
    assert urging.run(summit, BASE).entries == 0, "nor is it rehearsed twice"
    end_rehearsal(summit)
    scene.awake(summit)
    scene.due_in(summit, {3: -1})
    assert urging.run(summit, BASE).letters == 1, "what was rehearsed counts for nothing"


def test_at_night_nothing_goes(summit: Database) -> None:
    scene.rule(summit, Side.AFTER, 0, kind=None)
    rehearse(summit, "2026-05-30T23:00:00")
    assert urging.run(summit, "").entries == 0
    rehearse(summit, "2026-05-31T07:00:00")
    assert urging.run(summit, "").entries > 0


def test_the_database_itself_keeps_the_promise(summit: Database) -> None:
    scene.awake(summit)
    scene.due_in(summit, {3: 5})
    scene.rule(summit)
    urging.run(summit, "")
    (line,) = scene.urgings(summit)
    with pytest.raises(Refused, match="vừa được đôn đốc"), summit.writing() as db:
        db.add(Urging(**line.model_dump(exclude={"id"})))


def test_workers_that_race_urge_each_once(summit: Database) -> None:
    scene.awake(summit)
    scene.addresses(summit)
    scene.due_in(summit, dict.fromkeys(range(1, 20), 5))
    scene.rule(summit)
    scene.rule(summit, whom=Whom.OFFICE)
    url = summit.engine.url.render_as_string(hide_password=False)
    workers = [Database(url) for _ in range(4)]
    with ThreadPoolExecutor(4) as pool:
        done = list(pool.map(lambda worker: urging.run(worker, ""), workers))
    for worker in workers:
        worker.engine.dispose()
    lines = scene.urgings(summit)
    assert sum(one.entries for one in done) == len(lines) == 38
    assert len({letter.reason for letter in scene.letters(summit)}) == len(scene.letters(summit))
    assert sum(one.letters for one in done) == len(scene.letters(summit))


def test_a_worker_killed_in_the_middle_loses_and_doubles_nothing(summit: Database) -> None:
    scene.awake(summit)
    scene.due_in(summit, dict.fromkeys(range(1, 20), 5))
    scene.rule(summit)
    urging.run(summit, "")
    expected = {letter.reason: letter.body for letter in scene.letters(summit)}
    assert len(expected) > 5
    scene.forget_letters(summit)
    process = stopped_half_way(summit)
    written = {letter.id for letter in scene.letters(summit)}
    assert len(written) == 2
    assert {line.letter_id for line in scene.urgings(summit)} == written, "both or neither"
    assert process.returncode == -signal.SIGKILL
    urging.run(summit, "")
    assert {letter.reason for letter in scene.letters(summit)} == expected.keys()
    assert len(scene.urgings(summit)) == 19


def stopped_half_way(database: Database) -> "subprocess.Popen[bytes]":
    """A worker that writes a letter a transaction, and dies in its third before the commit."""
    code = (
        "import os, signal, sys\n"
        "from app.db import Database; from app.reminders import urging\n"
        "urging.AT_ONCE, some, left = 1, urging._urge_some, iter(range(2))\n"
        "def dying(*given):\n"
        "    done = some(*given)\n"
        "    given[0].flush()\n"
        "    if next(left, None) is None: os.kill(os.getpid(), signal.SIGKILL)\n"
        "    return done\n"
        "urging._urge_some = dying; urging.run(Database(sys.argv[1]), '')"
    )
    url = database.engine.url.render_as_string(hide_password=False)
    process = subprocess.Popen([sys.executable, "-c", code, url])
    process.wait()
    return process


def test_few_and_many_entries_take_the_same_number_of_questions(summit: Database) -> None:
    def counted(numbers: range) -> int:
        scene.forget_letters(summit)
        scene.due_in(summit, dict.fromkeys(numbers, 5))
        with statements(summit.engine) as sent:
            urging.run(summit, BASE)
        return len([s for s in sent if s.startswith("SELECT")])

    scene.awake(summit)
    scene.rule(summit)
    assert counted(range(3, 4)) == counted(range(1, 20))


def decided(database: Database, act: Callable[..., None]) -> State:
    with database.writing() as db:
        letter = db.merge(scene.letters(database)[0])
        act(db, scene.AUTHOR, letter)
    return scene.letters(database)[0].state


def test_a_withdrawn_reminder_stays_withdrawn(summit: Database) -> None:
    scene.awake(summit)
    scene.due_in(summit, {3: 5})
    scene.rule(summit)
    urging.run(summit, "")
    assert decided(summit, outbox.withdraw) is State.WITHDRAWN
    assert urging.run(summit, "") == urging.Done()


def test_stale_reminders_are_not_sent(summit: Database) -> None:
    scene.awake(summit)
    scene.due_in(summit, {3: -24 * 40})
    scene.rule(summit, Side.AFTER, 0)
    assert urging.run(summit, "").entries == 0
