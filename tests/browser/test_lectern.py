"""The MC's page at the lectern: read on when both the server and the network are gone."""

from playwright.sync_api import Page, expect

from tests.served import Served

MC = "/conferences/hai-phong-2026/runsheet/mc"


def test_the_page_opens_again_without_server_and_network(office: Page, served: Served) -> None:
    office.goto(MC)
    office.evaluate(
        """async (page) => {
            await navigator.serviceWorker.ready;
            while (!(await caches.match(page))) await new Promise(requestAnimationFrame);
        }""",
        MC,
    )
    expect(office.locator("#kept")).to_be_hidden()
    first = office.locator("article:visible h1").inner_text()
    office.keyboard.press("ArrowRight")
    second = office.locator("article:visible h1").inner_text()
    assert first != second

    served.stop()
    office.context.set_offline(True)
    office.reload()
    expect(office.locator("article:visible h1")).to_have_text(second)
    expect(office.locator("#kept")).to_contain_text("lời dẫn lưu lúc")
    office.keyboard.press("ArrowLeft")
    expect(office.locator("article:visible h1")).to_have_text(first)
    assert office.evaluate("getComputedStyle(document.body).backgroundColor") == "rgb(20, 17, 15)"

    office.context.set_offline(False)
    served.start()
    office.reload()
    expect(office.locator("#kept")).to_be_hidden()


def test_signed_out_the_device_forgets_the_words(office: Page, served: Served) -> None:
    office.goto(MC)
    office.evaluate(
        """async (page) => {
            await navigator.serviceWorker.ready;
            while (!(await caches.match(page))) await new Promise(requestAnimationFrame);
        }""",
        MC,
    )
    office.context.clear_cookies()
    office.reload()
    expect(office.get_by_role("button", name="Đăng nhập")).to_be_visible()
    assert office.evaluate("(page) => caches.match(page)", MC) is None
    served.stop()


def test_left_open_it_takes_up_new_words_and_stays_at_its_line(office: Page) -> None:
    office.goto(MC)
    office.keyboard.press("ArrowRight")
    office.keyboard.press("ArrowRight")
    shown = office.locator("article:visible")
    expect(shown.locator("h1")).to_contain_text("3. ")

    planner = office.context.new_page()
    planner.goto("/conferences/hai-phong-2026/agenda")
    planner.get_by_label("Số phút của mục 1").fill("9")
    planner.get_by_label("Số phút của mục 1").press("Enter")
    expect(shown.locator("time")).to_have_text("08:19–08:39")
    expect(office.locator("#news")).to_contain_text("Đã cập nhật lúc")
    planner.get_by_label("Số phút của mục 3").press("Alt+ArrowUp")
    expect(shown).to_have_attribute("id", "cue-2")
    expect(shown.locator("h1")).to_contain_text("Trình bày Báo cáo")
    planner.close()
