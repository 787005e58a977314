"""Letters reach a real mail server once, whatever happens on the way."""

import os
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from pydantic import SecretStr
from sqlmodel import select

from app import clock
from app.accounts.models import Staff
from app.conferences.history import Author
from app.conferences.store import conference_named
from app.db import Database
from app.outbox import changes, queue, store
from app.outbox.mail import Result
from app.outbox.models import Attempt, Letter, UrgingManner
from app.outbox.rules import Kind, Outcome, State
from app.outbox.sender import Sender, send_due
from app.outbox.store import Attachment, Draft
from app.settings import Settings
from app.vietnamese import HANOI
from tests.cast import HAI_PHONG
from tests.outbox.postoffice import PostOffice, opened, settings

BUSY, FULL = "450 4.2.1 Hom thu ban", "552 5.2.2 Hom thu day"
UNKNOWN = "550 5.1.1 Khong co nguoi nhan nay"


def put(
    database: Database,
    addresses: Sequence[str],
    *,
    kind: Kind = Kind.INVITATION,
    are_released: bool = True,
) -> None:
    """Letters to these addresses, in the outbox."""
    author = Author(None, "Người duyệt", clock.now())
    file = Attachment("giấy mời.pdf", "application/pdf", b"%PDF-1.7\n.\n.\r\n.hidden")
    with database.writing() as db:
        here = conference_named(db, HAI_PHONG).id
        drafts = [
            Draft(
                reason=f"{kind}/{number}",
                kind=kind,
                recipient="Phường Mẫu",
                subject="Giấy mời dự Hội nghị",
                body="Kính gửi đồng chí\n.dòng bắt đầu bằng dấu chấm\n",
                address=address,
                attachments=[file],
            )
            for number, address in enumerate(addresses)
        ]
        store.prepare(db, author, here, drafts)
    if are_released:
        with database.writing() as db:
            for letter in store.drafts(db, here):
                changes.release(db, author, letter)


def found(database: Database) -> dict[str, Letter]:
    with database.reading() as db:
        return {letter.address: letter for letter in db.exec(select(Letter))}


def record(database: Database) -> list[tuple[Outcome, str]]:
    with database.reading() as db:
        return [(one.outcome, one.answer) for one in db.exec(select(Attempt).order_by("id"))]


def let_time_pass(database: Database) -> None:
    """Whatever waits for its time has waited long enough."""
    with database.writing() as db:
        for letter in db.exec(select(Letter)):
            for moment in ("next_attempt_at", "claimed_until"):
                if getattr(letter, moment):
                    setattr(letter, moment, clock.now() - timedelta(seconds=1))
            db.add(letter)


def test_a_released_letter_arrives_whole(summit: Database) -> None:
    put(summit, ["an@mau.vn"])
    with opened(office := PostOffice()) as there:
        assert send_due(summit, there) == Counter({Outcome.SENT: 1})
        assert send_due(summit, there) == Counter()
    (letter,) = office.letters
    kept = found(summit)["an@mau.vn"]
    assert letter["Subject"] == "Giấy mời dự Hội nghị"
    assert letter["From"] == "Văn phòng Mẫu <vanphong@mau.vn>"
    assert letter["Message-ID"] == f"<{kept.message_id}@mau.vn>"
    body = letter.get_body(("plain",))
    assert body is not None
    assert body.get_content().splitlines() == ["Kính gửi đồng chí", ".dòng bắt đầu bằng dấu chấm"]
    (file,) = letter.iter_attachments()
    assert file.get_filename() == "giấy mời.pdf"
    assert file.get_payload(decode=True) == b"%PDF-1.7\n.\n.\r\n.hidden"
    assert (kept.state, kept.attempts) == (State.SENT, 1)
    assert record(summit) == [(Outcome.SENT, "250 2.0.0 Da nhan")]


def test_nothing_is_sent_that_nobody_released(summit: Database) -> None:
    put(summit, ["an@mau.vn"], are_released=False)
    with opened(office := PostOffice()) as there:
        send_due(summit, there)
    assert office.letters == []
    assert found(summit)["an@mau.vn"].state is State.DRAFT


def test_a_busy_server_is_asked_again_later_with_the_same_message_id(summit: Database) -> None:
    put(summit, ["an@mau.vn"])
    office = PostOffice(lambda _, number: BUSY if number < 3 else "250 OK")
    with opened(office) as there:
        assert send_due(summit, there)[Outcome.LATER] == 1
        first = found(summit)["an@mau.vn"]
        assert (first.state, first.last_error) == (State.RELEASED, BUSY)
        assert send_due(summit, there) == Counter(), "its time has not come"
        let_time_pass(summit)
        send_due(summit, there)
        second = found(summit)["an@mau.vn"]
        assert first.next_attempt_at and second.next_attempt_at
        assert second.next_attempt_at > first.next_attempt_at + timedelta(minutes=1)
        let_time_pass(summit)
        assert send_due(summit, there)[Outcome.SENT] == 1
    assert office.letters[0]["Message-ID"] == f"<{first.message_id}@mau.vn>"
    assert [outcome for outcome, _ in record(summit)] == ["later", "later", "sent"]


def test_a_refusal_for_good_is_not_repeated_and_holds_nobody_up(summit: Database) -> None:
    put(summit, ["ai@mau.vn", "day@mau.vn", "xấu@mau.vn", "an@mau.vn"])
    office = PostOffice(lambda recipient, _: FULL if recipient == "day@mau.vn" else "250 OK")
    office.strangers["ai@mau.vn"] = UNKNOWN
    with opened(office) as there:
        send_due(summit, there)
        let_time_pass(summit)
        send_due(summit, there)
    states = {
        address: (letter.state, letter.last_error) for address, letter in found(summit).items()
    }
    assert states["ai@mau.vn"] == (State.FAILED, UNKNOWN)
    assert states["day@mau.vn"] == (State.FAILED, FULL)
    assert states["xấu@mau.vn"][0] is State.FAILED
    assert states["an@mau.vn"] == (State.SENT, "")
    assert office.received == ["an@mau.vn"]
    assert office.tries.count("day@mau.vn") == 1


def test_a_letter_is_given_up_after_two_days_of_busy_answers(summit: Database) -> None:
    put(summit, ["an@mau.vn"])
    with opened(PostOffice(lambda *_: BUSY)) as there:
        for _ in range(20):
            send_due(summit, there)
            let_time_pass(summit)
    assert found(summit)["an@mau.vn"].state is State.FAILED
    assert len(record(summit)) == 13


def test_a_server_that_is_down_puts_everything_off(summit: Database) -> None:
    put(summit, ["an@mau.vn", "binh@mau.vn"])
    with opened(PostOffice()) as gone:
        pass
    assert send_due(summit, gone)[Outcome.LATER] == 2
    letters = found(summit).values()
    assert {letter.state for letter in letters} == {State.RELEASED}
    assert all("refused" in letter.last_error for letter in letters)
    let_time_pass(summit)
    with opened(office := PostOffice()) as back:
        send_due(summit, back)
    assert office.received == ["an@mau.vn", "binh@mau.vn"]


@pytest.fixture
def at_night(summit: Database) -> Iterator[datetime]:
    """Quiet hours hold now, whatever time it is; their end."""
    now = clock.now().astimezone(HANOI).replace(second=0, microsecond=0)
    begun, over = now - timedelta(hours=2), now + timedelta(hours=2)
    with summit.writing() as db:
        here = conference_named(db, HAI_PHONG).id
        db.add(UrgingManner(conference_id=here, quiet_from=begun.time(), quiet_until=over.time()))
    yield over


def test_a_reminder_is_not_tried_again_at_night(summit: Database, at_night: datetime) -> None:
    put(summit, ["an@mau.vn"], kind=Kind.REMINDER)
    put(summit, ["binh@mau.vn"])
    with opened(office := PostOffice(lambda *_: BUSY)) as there:
        send_due(summit, there)
    assert office.tries == ["an@mau.vn", "binh@mau.vn"], "just let go by a person, who is awake"
    letters = found(summit)
    assert letters["an@mau.vn"].next_attempt_at == at_night
    other = letters["binh@mau.vn"].next_attempt_at
    assert other is not None
    assert other < at_night, "of others nobody said so"


def test_a_reminder_that_waited_for_a_server_waits_for_the_morning(
    summit: Database, at_night: datetime
) -> None:
    put(summit, ["an@mau.vn"], kind=Kind.REMINDER)
    with summit.writing() as db:
        letter = db.exec(select(Letter)).one()
        letter.released_at = letter.next_attempt_at = clock.now() - timedelta(hours=3)
        db.add(letter)
    with opened(office := PostOffice()) as there:
        send_due(summit, there)
        assert office.tries == []
        assert found(summit)["an@mau.vn"].next_attempt_at == at_night
        let_time_pass(summit)
        with summit.writing() as db:
            manner = store.manner(db, db.exec(select(Letter)).one().conference_id)
            manner.quiet_until = manner.quiet_from
            db.add(manner)
        send_due(summit, there)
        assert office.received == ["an@mau.vn"]


def test_a_line_cut_after_the_text_leaves_a_doubt_and_the_rest_goes_on(summit: Database) -> None:
    put(summit, ["an@mau.vn", "binh@mau.vn"])
    office = PostOffice(lambda recipient, _: "" if recipient == "an@mau.vn" else "250 OK")
    with opened(office) as there:
        send_due(summit, there)
        let_time_pass(summit)
        send_due(summit, there)
    assert found(summit)["an@mau.vn"].state is State.DOUBTFUL
    assert office.tries == ["an@mau.vn", "binh@mau.vn"]


def test_many_senders_at_once_send_each_letter_once(summit: Database) -> None:
    addresses = [f"a{number}@mau.vn" for number in range(40)]
    put(summit, addresses)
    url = summit.engine.url.render_as_string(hide_password=False)
    workers = [Database(url) for _ in range(4)]
    with opened(office := PostOffice()) as there, ThreadPoolExecutor(4) as pool:
        done = sum(pool.map(lambda worker: send_due(worker, there), workers), Counter[Outcome]())
    for worker in workers:
        worker.engine.dispose()
    assert done == Counter({Outcome.SENT: 40})
    assert office.received == sorted(addresses)
    assert len(record(summit)) == 40


def test_a_sender_killed_between_two_letters_or_in_one_sends_none_twice(
    summit: Database, tmp_path: Path
) -> None:
    put(summit, ["an@mau.vn", "binh@mau.vn", "cuc@mau.vn"])
    hold = PostOffice()
    with opened(hold) as there:

        def answer(recipient: str, _: int) -> str:
            if recipient == "binh@mau.vn":
                process.kill()  # the text has come, the answer finds nobody
                process.wait()
            return "250 OK"

        hold.answers = answer
        process = run_command(summit, there, tmp_path)
        process.wait()
        assert hold.tries == ["an@mau.vn", "binh@mau.vn"]
        assert send_due(summit, there) == Counter({Outcome.SENT: 1}), "the third was untouched"
        assert found(summit)["binh@mau.vn"].state is State.SENDING, "its sender may still live"
        let_time_pass(summit)
        assert send_due(summit, there) == Counter({Outcome.UNKNOWN: 1})
        assert send_due(summit, there) == Counter()
    assert hold.received == ["an@mau.vn", "binh@mau.vn", "cuc@mau.vn"]
    assert found(summit)["binh@mau.vn"].state is State.DOUBTFUL


def run_command(database: Database, there: Settings, folder: Path) -> subprocess.Popen[bytes]:
    """``python -m app outbox send`` as a process of its own."""
    with database.writing() as db:  # without staff it would plant the seeds
        db.add(Staff(username="an", full_name="An", password_hash="x", created_at=clock.now()))
    environment = {
        **os.environ,
        "DATA_DIR": str(folder),
        "DATABASE_URL": database.engine.url.render_as_string(hide_password=False),
        "SMTP_HOST": there.smtp_host,
        "SMTP_PORT": str(there.smtp_port),
        "SMTP_TLS": "none",
        "SMTP_FROM": there.smtp_from,
    }
    command = [sys.executable, "-m", "app", "outbox", "send"]
    return subprocess.Popen(command, env=environment, stdout=subprocess.DEVNULL)


def test_a_sender_that_was_slow_still_tells_the_truth(summit: Database) -> None:
    put(summit, ["an@mau.vn"])
    with summit.writing() as db:
        letter = queue.claim(db, "slow", clock.now())
        assert letter is not None
    let_time_pass(summit)
    with summit.writing() as db:
        assert queue.doubt(db, clock.now()) == 1
    with summit.writing() as db:
        result = Result(Outcome.SENT, "250 OK")
        queue.conclude(db, letter.id, "slow", result, clock.now())
    assert found(summit)["an@mau.vn"].state is State.SENT


@pytest.mark.parametrize("decision", [changes.retry, changes.confirm, changes.withdraw])
def test_what_a_person_decided_stands_against_a_late_answer(summit: Database, decision) -> None:  # type: ignore[no-untyped-def]
    put(summit, ["an@mau.vn"])
    author = Author(None, "Người duyệt", clock.now())
    with summit.writing() as db:
        letter = queue.claim(db, "slow", clock.now())
        assert letter is not None
    let_time_pass(summit)
    with summit.writing() as db:
        queue.doubt(db, clock.now())
    with summit.writing() as db:
        decision(db, author, store.letter_of(db, letter.conference_id, letter.id))
    decided = found(summit)["an@mau.vn"].state
    with summit.writing() as db:
        queue.conclude(db, letter.id, "slow", Result(Outcome.LATER, BUSY), clock.now())
    assert found(summit)["an@mau.vn"].state is decided


def test_the_servers_own_sender_wakes_at_a_release(summit: Database) -> None:
    put(summit, ["an@mau.vn"])
    with opened(office := PostOffice()) as there:
        sender = Sender(summit, there, rhythm=60)
        sender.start()
        assert office.has_text.wait(20)
        sender.stop()
    assert found(summit)["an@mau.vn"].state is State.SENT


def test_without_a_mail_server_nothing_starts(summit: Database) -> None:
    put(summit, ["an@mau.vn"])
    sender = Sender(summit, Settings())
    sender.start()
    sender.stop()
    assert found(summit)["an@mau.vn"].state is State.RELEASED


def test_a_sender_address_is_asked_for() -> None:
    with pytest.raises(ValueError, match="SMTP_FROM"):
        Settings(smtp_host="mail.mau.vn")
    assert settings(25).smtp_from


@pytest.mark.filterwarnings("ignore:Requiring AUTH while not requiring TLS")
def test_a_server_that_asks_for_a_password_gets_it(summit: Database) -> None:
    put(summit, ["an@mau.vn"])
    with opened(office := PostOffice(), password="dung") as there:
        there.smtp_user, there.smtp_password = "vanphong", SecretStr("sai")
        assert send_due(summit, there) == Counter({Outcome.LATER: 1})
        assert "535" in found(summit)["an@mau.vn"].last_error
        let_time_pass(summit)
        there.smtp_password = SecretStr("dung")
        assert send_due(summit, there) == Counter({Outcome.SENT: 1})
    assert office.received == ["an@mau.vn"]
