"""Cards, labels, the poster and the map, as somebody downloads them."""

import pytest
from starlette.testclient import TestClient

from app.conferences.store import conference_named
from app.db import Database
from app.delegates.search import Filter
from app.delegates.store import everyone, tokens
from app.halls.store import codes
from tests import papers
from tests.cast import HAI_PHONG

SEATING = f"/conferences/{HAI_PHONG}/seating"
HERE = "HTTP://TESTSERVER"


@pytest.fixture
def addresses(summit: Database) -> dict[str, str]:
    """What each seat's card must carry, by the label of the seat."""
    with summit.reading() as db:
        here = conference_named(db, HAI_PHONG).id
        held = tokens(db, here)
        return {
            one.seat: f"{HERE}/G/{held[one.delegate.id]}" for one in everyone(db, here) if one.seat
        }


def group_id(summit: Database, code: str) -> int:
    with summit.reading() as db:
        here = conference_named(db, HAI_PHONG).id
        return next(one.group.id for one in everyone(db, here) if one.group.code == code)


def download(client: TestClient, paper: str) -> bytes:
    answer = client.get(f"{SEATING}/{paper}")
    assert answer.status_code == 200
    assert answer.headers["content-type"] == "application/pdf"
    return answer.content


def test_every_delegate_has_a_card_with_their_own_code(
    organiser: TestClient, addresses: dict[str, str]
) -> None:
    printed = download(organiser, "cards.pdf")
    assert len(papers.pages(printed)) == 109
    assert len(printed) <= 3_000_000
    for page in (0, 30, 108):
        words = papers.text(printed, page)
        expected = [address for seat, address in addresses.items() if seat in words]
        assert sorted(papers.codes(printed, [page])) == sorted(expected)
        assert len(expected) == (6 if page == 108 else 10)
    assert papers.fonts(printed) == ["Tinos-Bold", "Tinos-Italic", "Tinos-Regular"]


def test_the_cards_of_one_group(
    organiser: TestClient, summit: Database, addresses: dict[str, str]
) -> None:
    printed = download(organiser, f"cards.pdf?group_id={group_id(summit, 'D1')}")
    assert len(papers.pages(printed)) == 5
    found = papers.codes(printed)
    assert len(found) == 50
    assert set(found) < set(addresses.values())
    assert "Lưu Thị Mẫu Tuyết" in papers.text(printed, 2)
    assert "tên mẫu" in papers.text(printed, 2)


def test_nobody_to_print_for_is_said(organiser: TestClient) -> None:
    answer = organiser.get(f"{SEATING}/cards.pdf?group_id=2000000000")
    assert answer.status_code == 409
    assert "Chưa có đại biểu nào có ghế" in answer.text


def test_a_renewed_code_is_on_the_next_card(
    organiser: TestClient, summit: Database, addresses: dict[str, str]
) -> None:
    with summit.reading() as db:
        here = conference_named(db, HAI_PHONG).id
        person = everyone(db, here, Filter(search="le ngoc chau"))[0].delegate.id
    organiser.post(f"/conferences/{HAI_PHONG}/delegates/{person}/pass")
    printed = download(organiser, f"cards.pdf?group_id={group_id(summit, 'B1')}")
    (address,) = papers.codes(printed)
    assert address != addresses["B-01-09"]
    assert address.startswith(f"{HERE}/G/")


def test_every_chair_has_a_label_with_its_own_code(organiser: TestClient, summit: Database) -> None:
    printed = download(organiser, "labels.pdf")
    with summit.reading() as db:
        of_seat = dict(codes(db, conference_named(db, HAI_PHONG).id))
    assert len(papers.pages(printed)) == 72
    words = papers.text(printed, 7)
    expected = [f"{HERE}/S/{code}" for label, code in of_seat.items() if label in words]
    assert len(expected) == 21
    assert sorted(papers.codes(printed, [7])) == sorted(expected)


@pytest.mark.parametrize(("paper", "size"), [("a3", (297, 420)), ("a4", (210, 297))])
def test_the_poster_leads_to_the_search(
    organiser: TestClient, summit: Database, paper: str, size: tuple[int, int]
) -> None:
    printed = download(organiser, f"poster.pdf?paper={paper}")
    with summit.reading() as db:
        poster = conference_named(db, HAI_PHONG).poster_code
    assert papers.pages(printed) == [size]
    assert papers.codes(printed, dpi=72) == [f"{HERE}/P/{poster}"]
    assert "TRA CHỖ NGỒI" in papers.text(printed)


def test_the_map_prints_on_a3_across_with_its_legend(organiser: TestClient) -> None:
    printed = download(organiser, "map.pdf")
    assert papers.pages(printed) == [(420, 297)]
    words = papers.text(printed)
    for word in ("SƠ ĐỒ CHỖ NGỒI", "Bậc", "Đại biểu các phường", "Cửa 7 (tầng 2)", "403"):
        assert word in words
    assert "Lê Ngọc Châu" not in words
