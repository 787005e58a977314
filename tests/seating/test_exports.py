"""Cards, labels, the poster and the map, as somebody downloads them."""

import html
import re
from io import BytesIO
from itertools import groupby

import pytest
from openpyxl import load_workbook
from starlette.testclient import TestClient

from app.conferences.rules import DeskRole
from app.conferences.store import conference_named
from app.db import Database
from app.delegates import prints
from app.delegates.rules import PrintKind
from app.delegates.search import Filter
from app.delegates.store import Listed, everyone, tokens
from app.halls.store import codes
from app.vietnamese import name_key
from tests import papers
from tests.cast import HAI_PHONG
from tests.conftest import Joins

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


def first_of(summit: Database, code: str) -> Listed:
    with summit.reading() as db:
        here = conference_named(db, HAI_PHONG).id
        return next(one for one in everyone(db, here) if one.group.code == code)


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
    words = "".join(papers.text(printed, page) for page in range(5))
    assert "Lưu Thị Mẫu Tuyết" in words
    assert "tên mẫu" in words


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
    for word in (
        *("SƠ ĐỒ CHỖ NGỒI", "Bậc", "Đại biểu các phường", "Cửa 7 (tầng 2)", "403"),
        *("BAN THƯỜNG VỤ THÀNH ỦY HẢI PHÒNG", "ĐẢNG CỘNG SẢN VIỆT NAM", "NGƯỜI DUYỆT", "1.500"),
    ):
        assert word in words
    assert "Đúng theo lần công bố 1" in words
    moved = {"deed": "free", "seen": "0", "seat": "L-01-05"}
    organiser.post(f"{SEATING}/edit", data=moved)
    assert "Bản dự thảo: 1 thay đổi sau lần công bố 1" in papers.text(
        download(organiser, "map.pdf")
    )
    assert "Lê Ngọc Châu" not in words
    assert words.count("17") >= 20, "the numbers of the seats"


def test_the_wall_map_has_a_name_on_every_seat_but_not_for_the_press(
    organiser: TestClient, joins: Joins
) -> None:
    printed = download(organiser, "map.pdf?paper=a2&caption=names")
    assert papers.pages(printed) == [(594, 420)]
    assert "Châu" in papers.text(printed)
    press = download(joins(DeskRole.PRESS).client, "map.pdf?caption=names")
    assert "Châu" not in papers.text(press)


def test_ushers_get_a_page_for_each_block_with_everybody_on_it(organiser: TestClient) -> None:
    printed = download(organiser, "blocks.pdf")
    assert len(papers.pages(printed)) == 9
    words = papers.text(printed, 1)
    for word in ("Khu B", "Cửa 3", "235 ghế, 204 đã xếp", "Lê Ngọc", "Máy quay"):
        assert word in words
    for word in ("Phường Hải An", "chủ trì, trình bày", "tham luận", "Ghế trống: 28"):
        assert word in words
    (one,) = [papers.text(download(organiser, "blocks.pdf?block=K"))]
    assert "Khu K" in one
    assert organiser.get(f"{SEATING}/blocks.pdf?block=X").status_code == 404


def test_badges_carry_the_persons_code_and_plates_the_name_on_both_sides(
    organiser: TestClient, summit: Database, addresses: dict[str, str]
) -> None:
    group = group_id(summit, "B1")
    badge = download(organiser, f"badges.pdf?group_id={group}&single=true")
    assert papers.pages(badge) == [(90, 130)]
    assert papers.codes(badge) == [addresses["B-01-09"]]
    assert "Lê Ngọc Châu" in papers.text(badge)
    plate = download(organiser, f"plates.pdf?group_id={group}")
    assert papers.pages(plate) == [(210, 297)]
    assert papers.text(plate).count("Lê Ngọc Châu") == 2
    assert papers.codes(plate) == [addresses["B-01-09"]], "on the side towards the delegate"


def test_backs_lie_behind_their_fronts(organiser: TestClient, summit: Database) -> None:
    printed = download(organiser, f"cards.pdf?group_id={group_id(summit, 'D1')}&sides=2")
    assert len(papers.pages(printed)) == 10
    fronts = re.findall(r"[A-L]-\d\d-\d\d", papers.text(printed, 0))
    backs = re.findall(r"[A-L]-\d\d-\d\d", papers.text(printed, 1))
    turned = [fronts[at + 1 - 2 * (at % 2)] for at in range(len(fronts))]
    assert backs == turned


def test_cards_lie_in_the_order_an_usher_walks(organiser: TestClient, summit: Database) -> None:
    printed = download(organiser, f"cards.pdf?group_id={group_id(summit, 'D1')}")
    found = [
        label
        for page in range(5)
        for label in re.findall(r"A-\d\d-\d\d", papers.text(printed, page))
    ]
    rows = [list(row) for _, row in groupby(found, key=lambda label: label[:4])]
    assert len(rows) > 3
    for number, row in enumerate(rows):
        assert row == sorted(row, reverse=number % 2 == 1)


def print_run(client: TestClient, paper: str) -> tuple[str, str]:
    """What the page of a print run shows: the marks it posts back, and the address of its PDF."""
    shown = client.get(f"{SEATING}/prints/{paper}").text
    (seen,) = re.findall(r'name="seen" value="([^"]*)"', shown)
    (pdf,) = re.findall(r'href="[^"]*/seating/([^"]*\.pdf[^"]*)"', shown)
    return seen, html.unescape(pdf)


def is_printed(client: TestClient, kind: str, seen: str) -> int:
    return client.post(f"{SEATING}/prints/{kind}", data={"seen": seen}).status_code


def still_due(client: TestClient, paper: str) -> list[str]:
    """Whose papers would be printed, by their codes; none where there is nothing to print."""
    answer = client.get(f"{SEATING}/{paper}only=changed")
    return papers.codes(answer.content) if answer.status_code == 200 else []


def test_only_what_changed_since_the_last_print_is_printed_again(
    organiser: TestClient, summit: Database, addresses: dict[str, str]
) -> None:
    group = group_id(summit, "D1")
    seen, pdf = print_run(organiser, f"cards?group_id={group}")
    assert len(papers.pages(download(organiser, pdf))) == 5
    assert is_printed(organiser, "seat_card", seen) == 303
    due = f"cards.pdf?group_id={group}&"
    assert organiser.get(f"{SEATING}/{due}only=changed").status_code == 409
    person = first_of(summit, "D1")
    move = f"{SEATING}/placements/{person.delegate.id}"
    organiser.post(move, data={"seat": "L-10-12", "reason": "thử"})
    again = download(organiser, f"{due}only=changed")
    assert papers.codes(again) == [addresses[str(person.seat)]]
    assert "L-10-12" in papers.text(again)

    undone = organiser.post(f"{SEATING}/edit", data={"deed": "undo", "seen": "1"})
    assert undone.status_code == 303
    assert still_due(organiser, due) == [], "back where the card says"


def test_whoever_changes_while_papers_are_printed_stays_to_print(
    organiser: TestClient, summit: Database, addresses: dict[str, str]
) -> None:
    group = group_id(summit, "D1")
    seen, pdf = print_run(organiser, f"cards?group_id={group}&single=true&sides=2")
    assert len(papers.pages(download(organiser, pdf))) == 100, "the run keeps the wishes"
    person = first_of(summit, "D1")
    organiser.post(f"/conferences/{HAI_PHONG}/delegates/{person.delegate.id}/pass")
    assert organiser.get(f"{SEATING}/{pdf}").status_code == 409, "no longer what was shown"
    assert is_printed(organiser, "seat_card", seen) == 303
    (due,) = still_due(organiser, f"cards.pdf?group_id={group}&")
    assert due != addresses[str(person.seat)], "the new code was on no card"
    seen, _ = print_run(organiser, f"cards?group_id={group}&only=changed")
    organiser.post(f"/conferences/{HAI_PHONG}/delegates/{person.delegate.id}/pass")
    assert is_printed(organiser, "seat_card", seen) == 409, "nothing of it is true any more"


def test_a_door_that_cannot_be_used_makes_cards_due(organiser: TestClient) -> None:
    seen, _ = print_run(organiser, "cards?")
    assert is_printed(organiser, "seat_card", seen) == 303
    hall = f"/conferences/{HAI_PHONG}/hall"
    assert organiser.post(f"{hall}/marks/3/removal").status_code == 303
    told = organiser.get(f"{SEATING}/papers").text
    assert "Chưa có cửa vào: Khu B." in told
    assert "204 cần in lại" in told
    due = download(organiser, "cards.pdf?only=changed")
    assert len(papers.pages(due)) == 21
    assert "Khu B · hàng 01" in papers.text(due)
    assert "Cửa" not in papers.text(due)
    other = {"code": "B", "old": "B", "name": "Khu B", "door": "2"}
    assert organiser.post(f"{hall}/blocks", data=other).status_code == 303
    assert "Chưa có cửa vào" not in organiser.get(f"{SEATING}/papers").text
    assert "Cửa 2" in papers.text(download(organiser, "cards.pdf?only=changed"))


def test_two_who_note_the_same_papers_leave_one_note_each(
    organiser: TestClient, summit: Database
) -> None:
    group = group_id(summit, "B1")
    seen, _ = print_run(organiser, f"cards?group_id={group}")
    assert [is_printed(organiser, "seat_card", seen) for _ in range(2)] == [303, 303]
    with summit.reading() as db:
        here = conference_named(db, HAI_PHONG).id
        assert prints.counts(db, here)[PrintKind.SEAT_CARD] == 1


def test_the_tables_by_name_and_by_seat(organiser: TestClient) -> None:
    by_name = organiser.get(f"{SEATING}/list.xlsx?by=name").content
    rows = cells(by_name)
    assert sum(isinstance(row[0], int) for row in rows) == 1_086
    chair = next(row for row in rows if row[1] == "Lê Ngọc Châu")
    assert chair[4:8] == ("B-01-09", "Khu B", "01", "Cửa 3")
    by_seat = cells(organiser.get(f"{SEATING}/list.xlsx?by=seat").content)
    assert sum(isinstance(row[0], int) for row in by_seat) == 1_500
    camera = next(row for row in by_seat if row[3] == "B-12-11")
    assert camera[4:] == (None, None, None, "Máy quay")


def test_the_tables_can_be_filtered_and_printed(organiser: TestClient) -> None:
    page = load_workbook(BytesIO(organiser.get(f"{SEATING}/list.xlsx?by=name").content)).active
    assert page is not None
    assert (page.auto_filter.ref, page.freeze_panes) == ("A7:H1093", "A8")
    assert (page.print_title_rows, page.page_setup.orientation) == ("$6:$7", "landscape")
    rows = page.iter_rows(min_row=8, max_row=1093, values_only=True)
    names = [str(row[1]) for row in rows if row[1]]
    assert names == sorted(names, key=name_key)


def cells(book: bytes) -> list[tuple[object, ...]]:
    page = load_workbook(BytesIO(book)).active
    assert page is not None
    return [tuple(row) for row in page.iter_rows(values_only=True)]


@pytest.mark.parametrize("paper", ["blocks.pdf", "list.xlsx", "list", "cards.pdf", "badges.pdf"])
def test_the_press_and_strangers_get_no_names(joins: Joins, paper: str) -> None:
    assert joins(DeskRole.PRESS).client.get(f"{SEATING}/{paper}").status_code == 403
    assert joins(None).client.get(f"{SEATING}/{paper}").status_code in {403, 404}
