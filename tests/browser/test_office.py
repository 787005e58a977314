"""The office at its desktop."""

from playwright.sync_api import Page, expect


def test_signing_in_and_opening_a_conference(office: Page) -> None:
    office.get_by_role("link", name="Sơ kết 1 năm, Hải Phòng").click()
    office.get_by_role("link", name="Thông tin chung").click()
    expect(office.get_by_role("heading", name="Thông tin chung")).to_be_visible()


def test_the_question_mark_shows_the_keys(office: Page) -> None:
    office.goto("/conferences/hai-phong-2026/details")
    office.keyboard.press("?")
    expect(office.get_by_role("dialog", name="Phím tắt")).to_be_visible()
