"""What may be done with a seat by hand."""

import pytest

from app.errors import Refused
from app.seating.rules import Chair, check_may_block, check_may_sit, label_key

FREE = Chair("B-05-12")
BLOCKED = Chair("B-05-12", blocked="Máy quay")
TAKEN = Chair("B-05-12", occupant="Nguyễn Văn Mẫu An")


@pytest.mark.parametrize("typed", ["B-05-12", "b-5-12", "B5-12", " b 05 12 ", "B.5.12"])
def test_a_label_is_understood_however_it_is_typed(typed: str) -> None:
    assert label_key(typed) == label_key("B-05-12")


@pytest.mark.parametrize("typed", ["B-51-2", "B-05-13", "C-05-12", "B-05", ""])
def test_another_seat_is_another_seat(typed: str) -> None:
    assert label_key(typed) != label_key("B-05-12")


def test_a_free_seat_may_be_taken_and_blocked() -> None:
    check_may_sit(FREE, "Lê Thị Mẫu Ngân", takes_seat=True)
    check_may_block(FREE)


@pytest.mark.parametrize(
    ("chair", "takes_seat", "sentence"),
    [
        (TAKEN, True, "đã có đại biểu: Nguyễn Văn Mẫu An"),
        (BLOCKED, True, "không xếp: Máy quay"),
        (FREE, False, "Lê Thị Mẫu Ngân không dự"),
    ],
)
def test_why_somebody_may_not_sit(chair: Chair, takes_seat: bool, sentence: str) -> None:
    with pytest.raises(Refused, match=sentence):
        check_may_sit(chair, "Lê Thị Mẫu Ngân", takes_seat=takes_seat)


@pytest.mark.parametrize(
    ("chair", "sentence"),
    [(TAKEN, "Chuyển đại biểu đi trước"), (BLOCKED, "không xếp: Máy quay")],
)
def test_why_a_seat_may_not_be_blocked(chair: Chair, sentence: str) -> None:
    with pytest.raises(Refused, match=sentence):
        check_may_block(chair)
