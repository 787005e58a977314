"""What a protocol officer does at the map, in a browser, again and again."""

from playwright.sync_api import Locator, Page, expect

from tests.cast import HAI_PHONG

SEATING = f"/conferences/{HAI_PHONG}/seating"


def told(page: Page) -> dict[str, list[str]]:
    """By the id of each seat its label, and who sits there."""
    found: dict[str, list[str]] = page.evaluate(
        "address => fetch(address).then(answer => answer.json())", f"{SEATING}/people.json"
    )
    return found


def seat(page: Page, label: str, mark: str = "s") -> Locator:
    """On the map, where seats are known by number; a second map has another mark."""
    return page.locator(f"#{mark}{next(id for id, one in told(page).items() if one[0] == label)}")


def who(page: Page, label: str) -> str:
    """Nobody is the empty text."""
    return next((one[1:] or [""])[0] for one in told(page).values() if one[0] == label)


def act(page: Page, done: str) -> None:
    """Wait until the map shows what was done."""
    expect(page.locator(".edit-bar .last")).to_contain_text(done)


def drag(page: Page, from_seat: str, to_seat: str, *, unit: bool = False) -> None:
    if unit:
        page.keyboard.down("Shift")
    for label, press in ((from_seat, page.mouse.down), (to_seat, page.mouse.up)):
        box = seat(page, label).bounding_box()
        assert box is not None
        page.mouse.move(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2, steps=4)
        press()
    if unit:
        page.keyboard.up("Shift")


def tap(page: Page, label: str, mark: str = "s") -> None:
    """With a finger, in the middle of the seat."""
    box = seat(page, label, mark).bounding_box()
    assert box is not None
    page.touchscreen.tap(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)


def shown(page: Page) -> list[str | None]:
    """The part of the hall that each map of the page shows."""
    return [
        one.get_attribute("viewBox") for one in page.locator("[data-map] > svg:first-child").all()
    ]
