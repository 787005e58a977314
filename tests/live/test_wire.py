"""The message to every screen: small whatever is in it, and nothing in it but what is shown."""

import json
from datetime import UTC, datetime, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from app.live.wire import LARGEST, Told, Turn, encode

AT = datetime(2026, 6, 2, 1, 43, tzinfo=UTC)

texts = st.text(st.characters(codec="utf-8", exclude_categories=["Cs"]), max_size=500)
turns = st.builds(Turn, texts, texts, st.just(AT), st.just(AT), st.just("speech:17"))
waiting = st.lists(
    st.tuples(st.sampled_from(["speech", "award"]), st.integers(1, 9_999), st.just(AT)), max_size=60
)


@settings(max_examples=150)
@given(turns, turns, texts, texts, waiting)
def test_it_is_never_larger_than_a_small_packet(
    on: Turn, following: Turn, part: str, said: str, waiting: list[tuple[str, int, datetime]]
) -> None:
    told = Told(
        "running", 99, "item:4", part, on, held_at=AT, following=following, minutes_late=-12,
        ends_at=AT, waiting=waiting, said=said, said_at=AT, is_dark=True, mark="ffffffff",
    )  # fmt: skip
    text = encode(told)
    assert len(text.encode()) <= LARGEST
    assert "\n" not in text, "one line of an event"
    assert json.loads(text)["on"]["until"] == AT.timestamp() * 1000


def test_turns_are_told_by_number_and_seconds_and_nobody_is_named() -> None:
    later = [("speech", 17, AT), ("speech", 4, AT + timedelta(minutes=8))]
    told = Told("running", 3, waiting=[*later, ("award", 2, AT + timedelta(hours=1))])
    assert json.loads(encode(told))["wait"] == {
        "from": AT.timestamp(),
        "speech": [17, 0, 4, 480],
        "award": [2, 3600],
    }


def test_long_titles_are_cut_at_the_end_and_short_ones_left_whole() -> None:
    long = "Phát huy vai trò " * 60
    shown = json.loads(encode(Told("running", 1, on=Turn(long, "Đồng chí Mẫu An", AT))))["on"]
    assert shown["what"].startswith("Phát huy vai trò")
    assert shown["what"].endswith("…")
    assert shown["who"] == "Đồng chí Mẫu An"
