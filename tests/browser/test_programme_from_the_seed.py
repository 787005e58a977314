"""The whole way from the seed: ten speeches chosen, two releases, papers, calendar and schedule."""

import json
from io import BytesIO
from typing import Any

import jsonschema
from icalendar import Calendar
from lxml import etree
from playwright.sync_api import Page, expect
from pypdf import PdfReader

from tests.agenda.schemas import SCHEDULE, XSD
from tests.cast import HAI_PHONG

HERE = f"/conferences/{HAI_PHONG}"


def accept(office: Page) -> None:
    office.get_by_role("button", name="Chốt và soạn thông báo").click()
    expect(office.get_by_text("Đã đưa 10 bài vào chương trình.")).to_be_visible()


def fetched(office: Page, address: str) -> bytes:
    """As this signed-in browser gets it."""
    answer = office.request.get(f"{HERE}{address}")
    assert answer.ok, address
    return answer.body()


def words(pdf: bytes) -> str:
    text = "\n".join(one.extract_text() for one in PdfReader(BytesIO(pdf)).pages)
    return " ".join(text.split())


def test_ten_of_24_two_releases_papers_calendar_and_schedule(office: Page) -> None:
    office.goto(f"{HERE}/speeches/proposal")
    office.get_by_role("button", name="Dùng phương án này").click()
    expect(office.get_by_text("đã chọn 10 bài, 79 phút")).to_be_visible()
    accept(office)
    office.goto(f"{HERE}/agenda/releases")
    office.get_by_role("button", name="Phát hành bản số 1").click()
    expect(office.get_by_role("heading", name="Bản số 1")).to_be_visible()
    office.goto(f"{HERE}/agenda/papers")
    office.get_by_role("button", name="Ghi nhận đã in").click()
    expect(office.locator("#printed").get_by_text("còn đúng", exact=True)).to_be_visible()

    office.goto(f"{HERE}/speeches/selection")
    swapped = office.locator("li[id^=chosen-]").nth(2)
    out = str(swapped.get_attribute("id"))
    swapped.get_by_text("Đổi bài khác").click()
    swapped.get_by_role("button", name="Đổi", exact=True).click()
    expect(office.locator(f"#{out}")).to_have_count(0)
    accept(office)
    office.goto(f"{HERE}/agenda")
    office.get_by_label("Bắt đầu lúc").fill("08:30")
    office.get_by_role("button", name="Dời cả chương trình").click()
    expect(office.locator("#tree .when").first).to_have_text("08:30–08:35")

    office.goto(f"{HERE}/agenda/releases")
    expect(office.get_by_text("Hội nghị bắt đầu lúc 08:30 (trước là 08:00)").first).to_be_visible()
    expect(office.locator(".differences li.added")).not_to_have_count(0)
    expect(office.locator(".differences li.removed")).not_to_have_count(0)
    expect(office.locator(".papers")).to_contain_text("in từ bản số 1")
    concerned = office.locator(".concerned > li")
    assert concerned.count() >= 11, "ten speaking units and the one that gave way"
    office.get_by_role("button", name="Phát hành bản số 2").click()
    expect(office.get_by_role("heading", name="Bản số 2")).to_be_visible()
    _opened(office)


def _opened(office: Page) -> None:
    """Papers, calendar and schedule of the second release, each by a reader of its own."""
    programme = words(fetched(office, "/agenda/programme.pdf?release=2"))
    assert "08h30' - 08h35'" in programme
    assert "KỊCH BẢN ĐIỀU HÀNH" in words(fetched(office, "/runsheet/booklet.pdf"))
    assert "tham luận" in words(fetched(office, "/speeches/papers/list.pdf")).lower()
    calendar: Any = Calendar.from_ical(fetched(office, "/agenda/programme.ics?release=2"))
    starts = sorted(event.decoded("dtstart") for event in calendar.walk("VEVENT"))
    assert f"{starts[0]:%Y-%m-%d %H:%M %z}" in {
        "2026-06-02 08:30 +0700",
        "2026-06-02 01:30 +0000",
    }
    jsonschema.validate(json.loads(fetched(office, "/agenda/schedule.json?release=2")), SCHEDULE)
    document = etree.fromstring(fetched(office, "/agenda/schedule.xml?release=2"))
    etree.XMLSchema(etree.fromstring(XSD)).assertValid(document)
