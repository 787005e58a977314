"""The list of delegates at the office's desktop, and what a delegate's phone opens."""

from playwright.sync_api import Page, expect

from app import addresses
from app.conferences.store import conference_named
from app.delegates import store
from app.delegates.search import Filter
from tests.cast import HAI_PHONG
from tests.served import Served

LARGEST_PAGE = 30 * 1024
MOST_REQUESTS = 6


def code_of(served: Served, name: str) -> tuple[str, str, str]:
    """The addresses of somebody's page and chair, and the chair's label."""
    with served.database.reading() as db:
        here = conference_named(db, HAI_PHONG).id
        found = store.everyone(db, here, Filter(search=name))[0]
        held = store.valid_pass(db, found.delegate.id)
        assert held is not None
        assert found.chair is not None
        return (
            addresses.of_delegate(held.token),
            addresses.of_seat(found.chair.code),
            found.chair.label,
        )


def test_the_list_follows_what_is_typed_and_the_field_keeps_focus(office: Page) -> None:
    office.goto(f"/conferences/{HAI_PHONG}/delegates")
    expect(office.get_by_role("status").filter(has_text="1.086 đại biểu")).to_be_visible()
    office.keyboard.press("/")
    office.keyboard.type("chau le ngoc", delay=30)
    expect(office.get_by_role("row")).to_have_count(2)
    expect(office.get_by_role("link", name="Lê Ngọc Châu")).to_be_visible()
    expect(office.get_by_role("searchbox")).to_be_focused()
    office.reload()
    expect(office.get_by_role("searchbox")).to_have_value("chau le ngoc")
    expect(office.get_by_role("row")).to_have_count(2)


def test_naming_a_delegate_by_keyboard(office: Page) -> None:
    office.goto(f"/conferences/{HAI_PHONG}/delegates?search=giám+đốc+sở+tư+pháp")
    office.get_by_role("link", name="Giám đốc Sở Tư pháp").click()
    office.wait_for_url("**/delegates/*")
    office.keyboard.press("e")
    office.get_by_label("Họ và tên").fill("Nguyễn Văn Mẫu An")
    office.get_by_label("Họ và tên").press("Enter")
    expect(office.get_by_role("heading", level=1)).to_have_text("Nguyễn Văn Mẫu An")


def test_a_delegates_page_is_small_and_shows_the_seat(phone: Page, served: Served) -> None:
    page, _, seat = code_of(served, "Lê Ngọc Châu")
    session = phone.context.new_cdp_session(phone)
    session.send("Network.enable")
    sizes: list[int] = []
    asked: list[str] = []
    session.on("Network.loadingFinished", lambda event: sizes.append(event["encodedDataLength"]))
    session.on("Network.requestWillBeSent", lambda event: asked.append(event["request"]["url"]))
    phone.goto(page)
    expect(phone.locator("#now[data-version]")).to_be_visible()  # told by the followed stream
    expect(phone.get_by_text(seat, exact=True)).to_be_visible()
    assert sum(sizes) <= LARGEST_PAGE
    assert len(asked) <= MOST_REQUESTS
    assert phone.evaluate("document.documentElement.scrollWidth <= innerWidth")


def test_a_chair_tells_the_phone_whether_it_is_the_right_one(phone: Page, served: Served) -> None:
    page, chair, seat = code_of(served, "Lê Ngọc Châu")
    _, other, _ = code_of(served, "Đỗ Mạnh Hiến")
    phone.goto(other)
    expect(phone.get_by_text("Quét mã QR trên giấy mời")).to_be_visible()
    phone.goto(page)
    phone.goto(chair)
    expect(phone.get_by_role("heading", name="Đúng ghế của đồng chí")).to_be_visible()
    phone.goto(other)
    expect(phone.get_by_role("heading", name=f"Ghế của đồng chí là {seat}")).to_be_visible()


def test_the_poster_finds_a_seat_by_name(phone: Page, served: Served) -> None:
    _, _, seat = code_of(served, "Lê Ngọc Châu")
    with served.database.reading() as db:
        conference = conference_named(db, HAI_PHONG)
    phone.goto(addresses.of_poster(conference.poster_code))
    phone.get_by_label("Họ và tên đầy đủ").fill("le ngoc chau")
    phone.get_by_role("button", name="Tìm ghế của tôi").click()
    expect(phone.get_by_text(seat, exact=True)).to_be_visible()


def test_a_substitution_takes_three_clicks_at_most(office: Page, served: Served) -> None:
    old, _, seat = code_of(served, "chánh văn phòng thành ủy")
    office.goto(f"/conferences/{HAI_PHONG}/delegates?search=chánh+văn+phòng+thành+ủy")
    office.locator("#people th a").first.click()  # opens the person: the work begins here
    office.get_by_role("link", name="Cử người dự thay").click()  # 1
    expect(office.get_by_label("Họ và tên người dự thay")).to_be_focused()
    office.keyboard.type("Nguyễn Văn Mẫu An")
    office.get_by_label("Lý do").fill("Đi công tác Trung ương")
    office.get_by_label("Chức vụ người dự thay").fill("Phó Chánh Văn phòng Thành ủy")
    office.get_by_role("button", name="Ghi người dự thay").click()  # 2
    expect(office.get_by_role("heading", name="Nguyễn Văn Mẫu An")).to_be_visible()
    proposal = office.get_by_role("button", name="Nhận ghế đề xuất")
    expect(office.get_by_role("button", name=f"Vẫn ngồi ghế {seat}")).to_be_visible()
    label = proposal.inner_text().split()[-1]
    proposal.click()  # 3
    expect(office.locator(".seat-label")).to_have_text(label)
    answer = office.request.get(old)
    assert answer.status == 410
    assert "Đã thay người" in answer.text()
    assert "Mẫu" not in answer.text()
    office.goto(f"/conferences/{HAI_PHONG}/delegates?attendance=substituted")
    expect(office.get_by_role("status").filter(has_text="1 đại biểu")).to_be_visible()


def test_noting_many_by_keyboard(office: Page) -> None:
    office.goto(f"/conferences/{HAI_PHONG}/delegates?attendance=invited")
    before = office.locator("#sums a").nth(1).locator("b").inner_text()
    office.keyboard.press("/")
    office.keyboard.press("ArrowDown")
    for _ in range(3):
        office.keyboard.press("Space")
        office.keyboard.press("ArrowDown")
    expect(office.locator("[data-ticked]")).to_have_text("3")
    office.keyboard.press("d")
    expect(office.locator("#sums a").nth(1).locator("b")).to_have_text(str(int(before) + 3))
    expect(office.locator("[data-ticked]")).to_have_text("0")
    office.get_by_role("checkbox").first.check()
    office.keyboard.press("v")
    office.keyboard.type("Đi công tác")
    office.keyboard.press("Enter")
    expect(office.locator("#sums a").nth(3).locator("b")).to_have_text("1")
