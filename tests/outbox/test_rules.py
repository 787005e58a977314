"""Letters' rules as tables."""

from datetime import UTC, datetime, time, timedelta

import pytest

from app.deadlines import Quiet
from app.outbox.rules import (
    Act,
    Kind,
    Outcome,
    State,
    is_address,
    leaves_at,
    may,
    outcome_of,
    pause,
    seal,
)
from app.vietnamese import HANOI

THEN = datetime(2026, 5, 26, tzinfo=UTC)


def test_pauses_grow_and_end_within_two_days() -> None:
    pauses = [pause(n) for n in range(1, 13)]
    assert pauses == sorted(p for p in pauses if p is not None)
    assert sum((p for p in pauses if p), timedelta()) < timedelta(days=2)
    assert pause(13) is None


@pytest.mark.parametrize(
    ("code", "outcome"),
    [(421, Outcome.LATER), (450, Outcome.LATER), (550, Outcome.REFUSED), (-1, Outcome.LATER)],
)
def test_a_reply_is_temporary_or_for_good(code: int, outcome: Outcome) -> None:
    assert outcome_of(code) is outcome


def test_what_was_sent_or_is_being_sent_nobody_touches() -> None:
    assert not any(may(act, state, 1) for act in Act for state in (State.SENT, State.SENDING))


def test_only_what_was_tried_is_tried_again() -> None:
    assert not may(Act.RETRY, State.RELEASED)
    assert may(Act.RETRY, State.RELEASED, 1)


def test_a_seal_tells_other_drafts_apart() -> None:
    later = THEN + timedelta(seconds=1)
    assert len({seal([]), seal([THEN]), seal([THEN, THEN]), seal([THEN, later])}) == 4
    assert seal([later, THEN]) == seal([THEN, later])


@pytest.mark.parametrize("text", ["a@b.vn", "van-phong.thanh_uy+1@hai-phong.gov.vn"])
def test_addresses(text: str) -> None:
    assert is_address(text)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "a",
        "a@b",
        "a@@b.vn",
        "a b@c.vn",
        "a@b.vn\nBcc: x@y.vn",
        "á@b.vn",
        "An <a@b.vn>",
        "a@b.vn ",
    ],
)
def test_no_addresses(text: str) -> None:
    assert not is_address(text)


@pytest.mark.parametrize(
    ("kind", "due", "let_go", "leaves"),
    [
        (Kind.REMINDER, "20:59", None, "20:59"),
        (Kind.REMINDER, "21:00", None, "07:00"),
        (Kind.REMINDER, "23:40", "20:00", "07:00"),  # an evening without a server
        (Kind.REMINDER, "23:40", "23:39", "23:40"),  # a person let it go at night, and knew it
        (Kind.INVITATION, "23:40", None, "23:40"),
    ],
)
def test_at_night_reminders_wait(kind: Kind, due: str, let_go: str | None, leaves: str) -> None:
    def at(hour: str) -> datetime:
        day = datetime(2026, 5, 29, tzinfo=HANOI)
        moment = datetime.combine(day, time.fromisoformat(hour), HANOI)
        return moment + timedelta(days=hour == "07:00")

    left = leaves_at(kind, at(due), Quiet(), at(let_go) if let_go else None)
    assert left == at(leaves)
