"""What the application itself has to do at its time."""

from datetime import timedelta

from sqlmodel import select

from app import clock
from app.accounts import store as accounts
from app.accounts.models import Staff, StaffSession
from app.conferences.history import story
from app.conferences.store import conference_named, units
from app.db import Database
from app.links.models import UnitLink
from app.links.store import make_links
from app.main import errands
from app.outbox import queue
from app.outbox.models import Letter
from app.outbox.rules import State
from app.scheduler.runner import do_due
from app.settings import Settings
from tests.cast import AUTHOR, HAI_PHONG, end_rehearsal, rehearse
from tests.outbox.test_sender import put
from tests.scheduler.test_runner import let_time_pass, turn


def test_every_errand_of_the_application_can_be_done(summit: Database) -> None:
    found = errands(Settings())
    assert do_due(summit, found) == ["reminders", "letters", "links", "sessions"]
    assert [turn(summit, one.name).failures for one in found] == [0, 0, 0, 0]


def test_a_letter_whose_sender_died_becomes_doubtful(summit: Database) -> None:
    put(summit, ["an@mau.vn"])
    with summit.writing() as db:
        assert queue.claim(db, "dead", clock.now() - timedelta(hours=1)) is None
        letter = db.exec(select(Letter)).one()
        letter.state, letter.claimed_until = State.SENDING, clock.now() - timedelta(minutes=1)
        db.add(letter)
    do_due(summit, errands(Settings()))
    with summit.reading() as db:
        assert db.exec(select(Letter.state)).one() is State.DOUBTFUL


def test_links_that_ran_out_are_closed_and_can_be_made_anew(summit: Database) -> None:
    with summit.writing() as db:
        conference = conference_named(db, HAI_PHONG)
        unit = units(db, conference.id)[0]
        make_links(db, AUTHOR, conference, clock.now(), [unit.id])
        db.flush()
        link = db.exec(select(UnitLink)).one()
        link.expires_at = clock.now() - timedelta(days=1)
        db.add(link)
    rehearse(summit, "2026-05-29T10:00:00")
    do_due(summit, errands(Settings()))
    with summit.reading() as db:
        assert db.exec(select(UnitLink)).one().revoked_at is None, "rehearsed time closes nothing"
    end_rehearsal(summit)
    let_time_pass(summit)
    do_due(summit, errands(Settings()))
    with summit.writing() as db:
        assert db.exec(select(UnitLink)).one().revoked_at is not None
        assert story(db, conference.id)[0].who == "Bộ định giờ"
        assert len(make_links(db, AUTHOR, conference, clock.now(), [unit.id])) == 1


def test_sessions_that_are_over_are_forgotten(summit: Database) -> None:
    now = clock.now()
    with summit.writing() as db:
        staff = Staff(username="an", full_name="An", password_hash="x", created_at=now)
        db.add(staff)
        db.flush()
        accounts.open_session(db, staff, now)
        accounts.open_session(db, staff, now - timedelta(days=2))
    do_due(summit, errands(Settings()))
    with summit.reading() as db:
        assert len(db.exec(select(StaffSession)).all()) == 1
