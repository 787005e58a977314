"""English is the second language of the screen; papers and data stay as the office has them."""

import re

import pytest
from starlette.testclient import TestClient

from app.errors import Refused
from app.web.language import explained, speaking
from tests.cast import HAI_PHONG

HERE = f"/conferences/{HAI_PHONG}"


def in_both(organiser: TestClient, path: str) -> tuple[str, str]:
    vietnamese = organiser.get(path).text
    organiser.cookies.set("language", "en")
    return vietnamese, organiser.get(path).text


def test_days_and_numbers_are_written_as_the_reader_does(organiser: TestClient) -> None:
    vietnamese, english = in_both(organiser, HERE)
    assert "Thứ Ba" in vietnamese
    assert "1.086" in vietnamese
    assert "Tuesday" in english
    assert "1,086" in english


def test_counts_in_a_refusal_are_written_as_the_reader_does() -> None:
    refused = Refused("Thiếu {n} ghế: {guests} đại biểu, {spots} ghế", n=7, guests=1_686, spots="x")
    assert explained(refused) == "Thiếu 7 ghế: 1.686 đại biểu, x ghế"
    with speaking("en"):
        assert explained(refused) == "Seats missing: 7, with 1,686 delegates and x seats"


def test_a_wrong_form_says_so_in_english(organiser: TestClient) -> None:
    organiser.cookies.set("language", "en")
    answer = organiser.post(f"{HERE}/clock", data={"as_of": "noon"})
    assert "Write time and date like 08:00, 02/6/2026" in answer.text


@pytest.mark.parametrize(
    "path", ["agenda/programme", "awards/print", "checklist/print", "seating/print"]
)
def test_printed_forms_are_the_same_in_both_languages(organiser: TestClient, path: str) -> None:
    organiser.post(f"{HERE}/clock", data={"as_of": "10:30, 29/5/2026"})  # it stands still
    vietnamese, english = in_both(organiser, f"{HERE}/{path}")
    papers = [re.findall(r"<article.*?</article>", page, re.S) for page in (vietnamese, english)]
    assert papers[0]
    assert papers[0] == papers[1]
    assert vietnamese != english
