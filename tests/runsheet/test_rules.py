"""The run sheet's rules: the introduction fits its minutes, changes are marked at their line."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.runsheet.rules import (
    Guest,
    Line,
    ahead,
    calls,
    frozen,
    introduce,
    marks,
    proposed_words,
    spoken_seconds,
)

START = datetime(2026, 6, 2, 1, 0, tzinfo=UTC)
LINE = Line("cue:1", "1.1", "words", START, START + timedelta(minutes=2), "Chào mừng")


def test_words_take_their_time() -> None:
    assert spoken_seconds("Kính thưa các vị đại biểu", 120) == 3
    assert spoken_seconds("", 120) == 0


def test_the_highest_are_named_and_the_rest_greeted_by_group() -> None:
    guests = [
        Guest(f"đồng chí {n}, Bí thư Đảng ủy", "Khối A" if n < 4 else "Khối B") for n in range(8)
    ]
    short = introduce(guests, 22, 120)
    assert (short.named, short.together) == (2, 6)
    assert short.lines[1] == "- đồng chí 0, Bí thư Đảng ủy;"
    assert "- Khối A: 2 đồng chí;" in short.lines
    assert short.lines[-1] == "- Khối B: 4 đồng chí."


def test_nobody_is_left_out_where_even_the_groups_take_too_long() -> None:
    far_too_short = introduce([Guest("đồng chí An", "Khối A")], 1, 120)
    assert not far_too_short.is_fitting
    assert far_too_short.together == 1


def test_posts_of_one_title_without_names_are_read_together() -> None:
    guests = [Guest("đồng chí Ủy viên Thành ủy", "Khối A")] * 24
    assert introduce(guests, 60, 120).lines[1] == "- 24 đồng chí Ủy viên Thành ủy."


lengths = st.lists(st.tuples(st.integers(2, 30), st.sampled_from("ABCDE")), max_size=60)


@given(lengths, st.integers(20, 600), st.integers(60, 300))
def test_everybody_is_greeted_once_and_the_time_is_kept(
    people: list[tuple[int, str]], limit: int, rate: int
) -> None:
    guests = [Guest(f"t{n}" + " từ" * words, group) for n, (words, group) in enumerate(people)]
    made = introduce(guests, limit, rate)
    assert made.named + made.together == len(guests)
    together = sum(int(line.split(": ")[1].split()[0]) for line in made.lines if ": " in line)
    assert together == made.together
    assert [line[2:-1] for line in made.lines if line.startswith("- t")] == [
        one.called for one in guests[: made.named]
    ]
    whole = " ".join(line.removeprefix("- ") for line in made.lines)
    assert made.seconds == spoken_seconds(whole, rate)
    assert made.is_fitting or made.named == 0


@pytest.mark.parametrize(
    ("now", "is_new", "is_moved", "changed"),
    [
        (LINE, False, False, ()),
        (replace(LINE, who="đồng chí Bình"), False, False, ("who",)),
        (replace(LINE, starts_at=START + timedelta(minutes=1)), False, True, ()),
        (replace(LINE, people=("An", "Bình"), sound="Nhạc"), False, False, ("people", "sound")),
        (replace(LINE, key="cue:2"), True, False, ()),
    ],
)
def test_a_line_tells_how_it_differs_from_the_print(
    now: Line, is_new: bool, is_moved: bool, changed: tuple[str, ...]
) -> None:
    found, gone = marks([now], frozen([LINE]))
    mark = found[now.key]
    assert (mark.is_new, mark.is_moved, mark.changed) == (is_new, is_moved, changed)
    assert gone == (["Chào mừng"] if is_new else [])


def test_only_the_sentences_that_changed_are_fresh() -> None:
    before = replace(LINE, words="Một\nHai\nBa", people=("An", "Bình"))
    after = replace(before, words="Một\nHai mới\nBa", people=("An", "Cúc"))
    found, _ = marks([after], frozen([before]))
    assert found["cue:1"].fresh == {"Hai mới", "Cúc"}


def test_backstage_sees_what_is_ahead_in_minutes() -> None:
    past = replace(LINE, people=("An",))
    ahead = replace(
        LINE,
        key="cue:2",
        people=("Bình",),
        starts_at=START + timedelta(minutes=12),
        ends_at=START + timedelta(minutes=15),
    )
    nobody = replace(ahead, key="cue:3", people=())
    found = calls([past, ahead, nobody], START + timedelta(minutes=2))
    assert [(call.line.key, call.minutes) for call in found] == [("cue:2", 10)]


def test_lines_move_with_the_morning_and_what_is_over_goes() -> None:
    lines = [replace(LINE, key=number, number=number) for number in ("1.1", "2", "2.1", "12.1")]
    late = timedelta(minutes=7)
    found = ahead(lines, {"2": late, "12": timedelta()})
    assert [line.number for line in found] == ["2", "2.1", "12.1"]
    assert [line.starts_at - START for line in found] == [late, late, timedelta()]
    assert [line.ends_at - line.starts_at for line in found] == [timedelta(minutes=2)] * 3


def test_who_only_moderates_is_asked_to_moderate() -> None:
    said = proposed_words("awards", "Khen thưởng", "", "Đồng chí Trưởng Ban")
    assert said.endswith("Xin trân trọng kính mời đồng chí Trưởng Ban điều hành.")
    assert "trao thưởng" not in said
    assert "kính mời đồng chí Bí thư" in proposed_words("closing", "", "Đồng chí Bí thư")
