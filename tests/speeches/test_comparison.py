"""What one version of a text says otherwise than another."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.speeches.comparison import Comparison, Mark, compare

texts = st.lists(
    st.lists(st.sampled_from(["một", "hai", "ba", "bốn", "năm"]), max_size=6).map(" ".join)
)


def told(found: Comparison) -> list[str]:
    """Each paragraph with ``+added+`` and ``-removed-``."""
    signs = {Mark.SAME: "", Mark.ADDED: "+", Mark.REMOVED: "-"}
    return [
        " ".join(f"{signs[span.mark]}{span.text}{signs[span.mark]}" for span in spans)
        for spans in found.paragraphs
    ]


@pytest.mark.parametrize(
    ("before", "after", "shown", "added", "removed"),
    [
        (["Kết quả tốt"], ["Kết quả tốt"], ["Kết quả tốt"], 0, 0),
        (["Kết quả tốt"], ["Kết quả rất tốt"], ["Kết quả +rất+ tốt"], 1, 0),
        (["Đạt 86 phần trăm"], ["Đạt 98 phần trăm"], ["Đạt -86- +98+ phần trăm"], 1, 1),
        (["Một", "Bỏ hẳn", "Ba"], ["Một", "Ba"], ["Một", "-Bỏ hẳn-", "Ba"], 0, 2),
        (["Một", "Ba"], ["Một", "Đoạn mới", "Ba"], ["Một", "+Đoạn mới+", "Ba"], 2, 0),
        ([], ["Bản đầu"], ["+Bản đầu+"], 2, 0),
    ],
)
def test_what_was_added_and_taken_out_is_marked_where_it_stands(
    before: list[str], after: list[str], shown: list[str], added: int, removed: int
) -> None:
    found = compare(before, after)
    assert told(found) == shown
    assert (found.added, found.removed) == (added, removed)


def only(found: Comparison, *marks: Mark) -> list[str]:
    said = " ".join(span.text for spans in found.paragraphs for span in spans if span.mark in marks)
    return said.split()


@given(texts, texts)
def test_both_versions_can_be_read_out_of_the_comparison(
    before: list[str], after: list[str]
) -> None:
    found = compare(before, after)
    assert only(found, Mark.SAME, Mark.ADDED) == " ".join(after).split()
    assert only(found, Mark.SAME, Mark.REMOVED) == " ".join(before).split()


def test_a_long_passage_that_is_all_different_is_shown_whole() -> None:
    before, after = (" ".join(f"{sign}{n}" for n in range(4_000)) for sign in "ab")
    found = compare([before], [after])
    assert (found.added, found.removed) == (4_000, 4_000)
