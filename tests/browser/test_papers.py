"""From the office's printer to a delegate's phone."""

from playwright.sync_api import Page, expect

from app.delegates.store import holder
from tests import papers
from tests.served import Served

HERE = "/conferences/hai-phong-2026"


def test_a_delegate_opens_the_code_printed_on_the_card(
    office: Page, phone: Page, served: Served
) -> None:
    cards = office.request.get(f"{HERE}/seating/cards.pdf").body()
    code = papers.codes(cards, pages=[0])[0]
    with served.database.reading() as db:
        person = holder(db, code.rsplit("/", 1)[1])
    assert person is not None
    assert person.seat is not None
    phone.goto(code)
    expect(phone.get_by_role("heading", level=1)).to_have_text(person.called)
    expect(phone.get_by_text(person.seat, exact=True)).to_be_visible()


def test_a_code_that_nobody_holds_opens_nothing(phone: Page, served: Served) -> None:
    response = phone.request.get(f"{served.url}/G/ABCDEFGHIJKLMNOPQRSTUVWX23")
    assert response.status == 404
    assert "Không tìm thấy" in response.text()


def test_the_map_that_the_browser_prints_is_one_sheet_of_a3(office: Page) -> None:
    office.goto(f"{HERE}/seating/print")
    printed = office.pdf(prefer_css_page_size=True)
    assert papers.pages(printed) == [(420, 297)]
    words = papers.text(printed)
    for word in ("SƠ ĐỒ CHỖ NGỒI", "Cửa 8 (tầng 2)", "NGƯỜI DUYỆT"):
        assert word in words
    assert "Tải PDF" not in words, "what is for the screen"
