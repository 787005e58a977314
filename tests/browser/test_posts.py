"""The posts of the hall answer "sẵn sàng" on their own device, and every line that dies without a
word is noticed there."""

import re

from playwright.sync_api import Browser, Page, expect

from tests.browser.conftest import sign_in, watch
from tests.browser.console import Console
from tests.browser.line import Line
from tests.cast import HAI_PHONG
from tests.live.hall import choose
from tests.served import Served

HERE = f"/conferences/{HAI_PHONG}"
PATIENCE = 30_000
SEEN_WITHIN = 5_500


def test_each_post_is_ready_for_what_comes_next_and_is_asked_again_for_the_next(
    office: Page, served: Served
) -> None:
    choose(served.database)
    console = Console(served)
    console.press("start")
    office.goto(f"{HERE}/live")
    mc, technician, backstage = (office.context.new_page() for _ in range(3))
    problems = [watch(page) for page in (mc, technician, backstage)]
    mc.goto(f"{HERE}/runsheet/mc")
    technician.goto(f"{HERE}/runsheet/technician")
    backstage.goto(f"{HERE}/runsheet/backstage")
    posts = office.locator(".posts")
    expect(posts).to_contain_text("Phát biểu khai mạc", timeout=PATIENCE)
    for page in (mc, technician, backstage):
        pressed = page.get_by_role("button", name=re.compile("^Sẵn sàng"))
        expect(pressed).to_be_visible(timeout=PATIENCE)
        pressed.click()
        expect(page.get_by_text("Đã báo sẵn sàng").first).to_be_visible(timeout=PATIENCE)
        expect(pressed).to_be_hidden()
    expect(posts.locator(".badge.good")).to_have_count(3, timeout=PATIENCE)

    console.press("next")
    expect(posts).to_contain_text("Trình bày Báo cáo", timeout=PATIENCE)
    expect(posts.locator(".badge.good")).to_have_count(0)
    for page in (mc, technician, backstage):
        pressed = page.get_by_role("button", name=re.compile("^Sẵn sàng"))
        expect(pressed).to_be_visible(timeout=PATIENCE)

    console.press("next")
    console.press("next")
    expect(backstage.locator(".ready")).to_contain_text("4.3", timeout=PATIENCE)
    backstage.get_by_role("button", name="Đã ở bậc lên sân khấu").click()
    backstage.get_by_role("button", name="Sẵn sàng").click()
    expect(posts.locator(".badge.good")).to_have_count(1, timeout=PATIENCE)
    console.press("next")
    expect(office.locator("#console .now")).to_contain_text("Chuyển tiếp", timeout=PATIENCE)
    # The walk to the stage changes nothing.
    expect(posts.locator(".badge.good")).to_have_count(1)
    expect(office.locator(".coming li").first).to_contain_text("tại bậc sân khấu")
    assert not any(problems)


def test_the_console_notices_a_line_that_dies_without_a_word(
    chromium: Browser, served: Served
) -> None:
    line = Line(served.settings.port)
    context = chromium.new_context(base_url=line.url)
    page = context.new_page()
    sign_in(page)
    page.goto(f"{HERE}/live")
    console = Console(served)
    console.press("start")
    shown = page.locator("#console .now h2")
    expect(shown).to_contain_text("Tuyên bố lý do", timeout=PATIENCE)
    line.is_dead = True
    expect(page.locator("p.lost")).to_be_visible(timeout=SEEN_WITHIN)
    console.press("next")
    line.is_dead = False
    expect(page.locator("p.lost")).to_be_hidden(timeout=PATIENCE)
    expect(shown).to_contain_text("Phát biểu khai mạc", timeout=PATIENCE)
    console.press("next")
    expect(shown).to_contain_text("Trình bày Báo cáo", timeout=PATIENCE)
    context.close()
    line.close()


def test_a_phone_that_is_touched_notices_it_too(chromium: Browser, served: Served) -> None:
    """Phones are many and hear from the server seldom: so they try the line when they are used."""
    line = Line(served.settings.port)
    context = chromium.new_context(base_url=line.url, viewport={"width": 390, "height": 844})
    page = context.new_page()
    console = Console(served)
    page.clock.install()
    page.goto(console.live)
    console.press("start")
    shown = page.locator("#now h2:visible")
    expect(shown).to_contain_text("Tuyên bố lý do", timeout=PATIENCE)
    line.is_dead = True
    page.clock.fast_forward(6_000)  # of silence
    expect(page.locator("p.lost")).to_be_hidden()
    page.mouse.click(200, 400)
    expect(page.locator("p.lost")).to_be_visible(timeout=SEEN_WITHIN)
    console.press("next")
    line.is_dead = False
    expect(page.locator("p.lost")).to_be_hidden(timeout=PATIENCE)
    expect(shown).to_contain_text("Phát biểu khai mạc", timeout=PATIENCE)
    context.close()
    line.close()
