"""Which rule counts first, and two plans side by side: for every seat who, and why."""

import re

from playwright.sync_api import Page, expect

from app.conferences.store import conference_named
from app.seating.proposals import jobs
from app.seating.proposals import store as proposals
from app.seating.solver.model import Order, Policy
from app.seating.steps import JobState, ProposalKind
from tests.browser.conftest import sign_in
from tests.browser.officer import SEATING, seat, shown, tap, told
from tests.cast import AUTHOR, HAI_PHONG
from tests.served import Served


def proposed(served: Served, *policies: Policy) -> None:
    for policy in policies:
        with served.database.writing() as db:
            here = conference_named(db, HAI_PHONG).id
            asked = proposals.ask(db, AUTHOR, here, ProposalKind.ANEW, policy).id
        assert jobs.run(served.database, asked) is JobState.DONE


def test_rules_are_weighed_by_the_keyboard(office: Page) -> None:
    office.goto(f"{SEATING}/proposals")
    office.evaluate("window.isSamePage = true")
    rules = office.locator("[data-weights] li strong")
    first, second = rules.nth(0).inner_text(), rules.nth(1).inner_text()
    up = office.get_by_role("button", name=f"Đưa lên: {second}")
    up.focus()
    office.keyboard.press("Enter")
    expect(rules.nth(0)).to_have_text(second)
    expect(rules.nth(1)).to_have_text(first)
    expect(office.locator("[data-weights] [role='status']")).to_have_text(f"{second}: thứ 1")
    expect(office.get_by_role("button", name=f"Đưa xuống: {second}")).to_be_focused()
    assert office.evaluate("window.isSamePage")
    office.get_by_role("button", name="Lập phương án").click()
    office.wait_for_url(re.compile(r"/proposals/\d+$"))
    expect(office.locator(".page-head")).to_contain_text(f"trước hết: {second.lower()}")


def test_computing_tells_how_far_it_is_and_can_be_stopped(office: Page) -> None:
    before = told(office)
    office.goto(f"{SEATING}/proposals")
    office.get_by_role("button", name="Lập phương án").click()
    expect(office.locator("#progress .ladder li").first).to_contain_text("đơn vị bị chia")
    office.get_by_role("button", name="Dừng").click()
    expect(office.get_by_text("Đã dừng theo yêu cầu")).to_be_visible()
    assert told(office) == before


def test_two_plans_are_compared_seat_by_seat(office: Page, served: Served) -> None:
    proposed(served, Policy(), Policy(order=Order.LISTED))
    office.goto(f"{SEATING}/comparison?one=1&other=2")
    office.evaluate("window.isSamePage = true")
    expect(office.locator(".versus tbody tr")).to_have_count(10)
    expect(office.locator(".versus .badge").first).to_contain_text(re.compile("hơn"))
    expect(office.locator(".two-maps use[opacity]").first).to_be_attached()  # who stays is pale
    office.get_by_role("button", name="Phóng to").click()
    seat(office, "E-15-10", "t").click()
    panels = office.locator(".versus-seat > div")
    expect(panels).to_have_count(2)
    for panel in panels.all():
        expect(panel).to_contain_text(re.compile(r"hàng \d+"))
        expect(panel).to_contain_text(re.compile("Ở bên kia ngồi|không đổi chỗ"))
    for number in (1, 2):
        expect(office.locator(f"#marks-{number} .chosen")).to_have_count(1)
    one, other = shown(office)
    assert one == other
    assert office.evaluate("window.isSamePage")
    office.locator("#q").fill("an duong")
    expect(office.locator("#beside .moves li").first).to_contain_text(re.compile(r"hàng \d+"))
    company = office.locator(".companies details").first
    company.locator("summary").click()
    expect(company.locator(".moves li").first).to_contain_text(re.compile(r"hàng \d+"))


def test_a_plan_is_compared_with_the_present_on_a_phone(phone: Page, served: Served) -> None:
    proposed(served, Policy(order=Order.LISTED))
    sign_in(phone)
    phone.goto(f"{SEATING}/comparison?one=0&other=1")
    assert phone.evaluate("document.documentElement.scrollWidth") == 390
    phone.locator("[data-map]").nth(1).scroll_into_view_if_needed()
    whole = shown(phone)
    tap(phone, "E-15-10", "t")
    for drawing in phone.locator("[data-map] > svg:first-child").all():  # both come nearer
        expect(drawing).not_to_have_attribute("viewBox", whole[0] or "")
    tap(phone, "E-15-10", "t")
    expect(phone.locator(".versus-seat")).to_contain_text("E-15-10")
    expect(phone.locator(".versus-seat > div").first).to_be_in_viewport()
    assert phone.evaluate("document.documentElement.scrollWidth") == 390


def test_comparing_and_weighing_need_no_scripts(office: Page, served: Served) -> None:
    proposed(served, Policy(order=Order.LISTED))
    browser = office.context.browser
    assert browser is not None
    context = browser.new_context(
        base_url=served.url,
        storage_state=office.context.storage_state(),
        java_script_enabled=False,
    )
    page = context.new_page()
    page.goto(f"{SEATING}/comparison?one=0&other=1&block=E")
    page.locator('a[href*="seat=E-15-10"]').first.click()
    expect(page.locator(".versus-seat > div")).to_have_count(2)
    page.goto(f"{SEATING}/proposals")
    page.get_by_label("Bốc thăm", exact=True).check()
    page.get_by_role("button", name="Đưa xuống: Đơn vị ngồi liền nhau").click()
    expect(page.locator("[data-weights] li strong").nth(1)).to_have_text("Đơn vị ngồi liền nhau")
    expect(page.get_by_label("Bốc thăm", exact=True)).to_be_checked()
    page.get_by_role("button", name="Lập phương án").click()
    expect(page.locator(".page-head")).to_contain_text("trước hết: ngôi thứ cao ngồi gần hơn")
    context.close()
