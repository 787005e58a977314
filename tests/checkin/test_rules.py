"""The decision at the door, as a table and as laws."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.checkin.rules import (
    Card,
    Direction,
    Entered,
    Scan,
    Verdict,
    bare,
    corrected,
    curve,
    decide,
    forecast,
    is_skewed,
    may_enter,
)

AT = datetime(2026, 6, 2, 0, 41, tzinfo=UTC)  # 07:41 in Hải Phòng
SCAN = Scan("scan-2", device_id=2, door="Cửa 2", at=AT)
GOOD = Card(1)
BY_ANOTHER = Entered(AT, "Cửa 1", "scan-1", device_id=1)
OUTSIDE = Entered(AT, "Cửa 1", "scan-1", device_id=1, is_out=True)
OWN = Entered(AT, "Cửa 2", "scan-2", device_id=2)
OUT = Direction.OUT


@pytest.mark.parametrize(
    ("scan", "card", "entered", "verdict"),
    [
        (SCAN, None, None, Verdict.UNKNOWN),
        (SCAN, GOOD, None, Verdict.ADMITTED),
        (SCAN, GOOD, OWN, Verdict.ADMITTED),
        (SCAN, GOOD, BY_ANOTHER, Verdict.REPEATED),
        (SCAN, GOOD, OUTSIDE, Verdict.BACK),
        (SCAN, Card(1, is_revoked=True), None, Verdict.REVOKED),
        (SCAN, Card(1, is_revoked=True), BY_ANOTHER, Verdict.REVOKED),
        (SCAN, Card(1, is_revoked=True, is_replaced=True), None, Verdict.REPLACED),
        (SCAN, Card(1, takes_seat=False), None, Verdict.NOT_COMING),
        (SCAN, Card(1, door="Cửa 3"), None, Verdict.WRONG_DOOR),
        (SCAN, Card(1, door="Cửa 2"), None, Verdict.ADMITTED),
        (Scan("s", 2, "", AT), Card(1, door="Cửa 3"), None, Verdict.ADMITTED),
        (Scan("s", 2, "Cửa 2", AT, insists=True), Card(1, door="Cửa 3"), None, Verdict.ADMITTED),
        (
            Scan("s", 2, "Cửa 2", AT, insists=True),
            Card(1, takes_seat=False),
            None,
            Verdict.ADMITTED,
        ),
        (
            Scan("s", 2, "Cửa 2", AT, insists=True),
            Card(1, is_revoked=True),
            None,
            Verdict.REVOKED,
        ),
        (Scan("s", 2, "Cửa 2", AT, OUT), GOOD, BY_ANOTHER, Verdict.OUT),
        (Scan("s", 2, "Cửa 2", AT, OUT), GOOD, None, Verdict.NOT_IN),
        # without a network: this device let in somebody who had come in elsewhere
        (
            Scan("s", 2, "Cửa 2", AT, shown=Verdict.ADMITTED),
            GOOD,
            BY_ANOTHER,
            Verdict.CONFLICT,
        ),
        (
            Scan("s", 2, "Cửa 2", AT, shown=Verdict.REPEATED),
            GOOD,
            BY_ANOTHER,
            Verdict.REPEATED,
        ),
    ],
)
def test_what_the_usher_is_told(
    scan: Scan, card: Card | None, entered: Entered | None, verdict: Verdict
) -> None:
    assert decide(scan, card, entered) is verdict


cards = st.none() | st.builds(
    Card,
    st.integers(1, 3),
    is_revoked=st.booleans(),
    takes_seat=st.booleans(),
    is_replaced=st.booleans(),
    door=st.sampled_from(["", "Cửa 1", "Cửa 2"]),
)
scans = st.builds(
    Scan,
    st.sampled_from(["a", "b"]),
    st.integers(1, 2),
    st.sampled_from(["", "Cửa 1", "Cửa 2"]),
    st.just(AT),
    st.sampled_from(Direction),
    st.none() | st.sampled_from(Verdict),
    st.booleans(),
)
entries = st.none() | st.builds(
    Entered, st.just(AT), st.just("Cửa 1"), st.sampled_from(["a", "b"]), st.integers(1, 2)
)


@given(scans, cards, entries)
def test_a_dead_card_never_lets_anybody_in(
    scan: Scan, card: Card | None, entered: Entered | None
) -> None:
    if card is None or card.is_revoked or card.is_replaced:
        assert not may_enter(scan, card, entered)
    if card is None or (card.is_revoked and entered is None):
        assert not decide(scan, card, entered).lets_pass


@given(scans, cards)
def test_who_is_recorded_is_told_so_and_the_second_time_too(scan: Scan, card: Card | None) -> None:
    if may_enter(scan, card, None):
        recorded = Entered(scan.at, scan.door, scan.id, scan.device_id)
        assert decide(scan, card, recorded) is Verdict.ADMITTED


@given(scans, cards, entries)
def test_somebody_who_is_in_is_never_recorded_again(
    scan: Scan, card: Card | None, entered: Entered | None
) -> None:
    if entered is not None:
        assert not may_enter(scan, card, entered)


def test_a_wrong_clock_is_put_right_and_pointed_out() -> None:
    slow = timedelta(minutes=9)
    assert corrected(AT - slow, slow, AT + timedelta(seconds=3)) == AT
    assert corrected(AT + timedelta(hours=1), timedelta(0), AT) == AT  # never in the future
    assert is_skewed(slow)
    assert is_skewed(-slow)
    assert not is_skewed(timedelta(seconds=20))


def test_when_the_hall_will_be_full() -> None:
    came = [AT + timedelta(seconds=6 * n) for n in range(100)]  # ten a minute
    now = came[-1]
    assert forecast(came, 50, now).at == came[49]
    expected = forecast(came, 200, now).at
    assert expected is not None
    assert abs(expected - now - timedelta(minutes=10)) < timedelta(seconds=30)
    assert forecast([], 10, now).at is None
    assert forecast(came, 200, now + timedelta(hours=1)).at is None  # nobody comes any more


def test_the_curve_counts_everybody_once() -> None:
    came = [AT + timedelta(minutes=n) for n in (1, 1, 3)]
    points = curve(came, AT, AT + timedelta(minutes=4), timedelta(minutes=1))
    assert [count for _, count in points] == [0, 2, 2, 3, 3]


@pytest.mark.parametrize(
    ("title", "unit", "told"),
    [
        ("Bí thư Đảng ủy phường Lê Chân", "Phường Lê Chân", "Bí thư Đảng ủy"),
        ("Phóng viên, Báo Nhân dân", "Báo Nhân dân", "Phóng viên"),
        ("Bí thư Thành ủy", "", "Bí thư Thành ủy"),
        ("Chủ tịch xã An Lão", "Xã Lão", "Chủ tịch xã An Lão"),
    ],
)
def test_a_position_without_its_unit(title: str, unit: str, told: str) -> None:
    assert bare(title, unit) == told
