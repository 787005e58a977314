"""A phone at a door in strange hands: lost, given to another door, shown what is no card."""

from playwright.sync_api import expect
from sqlmodel import col, select

from app.checkin.models import Arrival, Device
from app.checkin.rules import bare
from app.conferences.store import conference_named
from app.db import Database
from app.delegates.store import everyone, tokens
from tests.browser.doorway import (
    SOON,
    STORED,
    Phones,
    arrived,
    cards,
    database,
    enrol,
    eventually,
    offered,
    phones,
    secured,
    shows,
)
from tests.cast import HAI_PHONG

__all__ = ["database", "phones", "secured"]  # fixtures

# What a phone does to its usher, written down.
_LISTEN = """() => {
  Object.assign(globalThis, { felt: [], heard: [] });
  navigator.vibrate = (pattern) => felt.push(pattern);
  const start = OscillatorNode.prototype.start;
  OscillatorNode.prototype.start = function () {
    heard.push(this.frequency.value);
    start.call(this);
  };
}"""
# A code of 600 letters, as fast as a scanner types.
_TYPE_LONG = """() => {
  const press = (code) =>
    document.body.dispatchEvent(new KeyboardEvent("keydown", { code, bubbles: true }));
  for (let count = 0; count < 600; count += 1) press("Digit1");
  press("Enter");
}"""


def test_a_lost_phone_tells_of_nobody_whose_card_it_was_not_shown(
    database: Database, phones: Phones
) -> None:
    with database.reading() as db:
        here = conference_named(db, HAI_PHONG).id
        people, passes = everyone(db, here), tokens(db, here)
    posts = {
        one.delegate.id: bare(one.positions[0], one.unit.name if one.unit else "")
        for one in people
        if one.positions
    }
    held = list(posts.values())
    rare = [one for one in people if one.delegate.name and held.count(posts[one.delegate.id]) == 1]
    shown, others = rare[0], rare[1:]
    phone = phones("phone")
    page = enrol(database, phone, "Cửa 1 – máy A", "Cửa 1")
    phone.set_offline(True)
    shows(page, passes[shown.delegate.id])
    expect(page.locator("#verdict.good")).to_contain_text(shown.delegate.name)
    expect(page.locator("#verdict.good .who")).to_contain_text(posts[shown.delegate.id])
    stored = str(page.evaluate(STORED))
    assert passes[shown.delegate.id] in stored, "its scan waits to be sent"
    for one in others:
        assert one.delegate.name in stored, "to be found without a card"
        assert passes[one.delegate.id] not in stored
        assert f'"{posts[one.delegate.id]}"' not in stored


def test_the_usher_hears_and_feels_the_verdict(database: Database, phones: Phones) -> None:
    ((card, _),) = cards(database, 1)
    page = enrol(database, phones("phone"), "Cửa 1 – máy A", "Cửa 1")
    page.evaluate(_LISTEN)
    shows(page, card)
    expect(page.locator("#verdict.good")).to_be_visible()
    shows(page, card)
    expect(page.locator("#verdict.warn")).to_be_visible()
    shows(page, "A" * 26)
    expect(page.locator("#verdict.bad")).to_be_visible()
    felt, heard = page.evaluate("[felt, heard]")
    assert len({str(pattern) for pattern in felt}) == len(felt) == 3
    assert len(set(heard)) == len(heard) == 3


def test_a_phone_given_to_another_door_first_sends_what_it_holds(
    database: Database, phones: Phones
) -> None:
    ((card, _),) = cards(database, 1)
    phone = phones("phone")
    page = enrol(database, phone, "Cửa 1 – máy A", "Cửa 1")
    phone.set_offline(True)
    page.evaluate(_TYPE_LONG)
    expect(page.locator("#verdict.bad")).to_contain_text("Không thuộc hội nghị này")
    shows(page, card)
    expect(page.locator("#queued")).to_have_text("2")
    phone.kill()
    page = phone.open(offered(database, "Cửa 2 – máy B", "Cửa 2"))
    expect(page.locator("#device")).to_have_text("Cửa 2 – máy B", timeout=SOON)
    expect(page.locator("#here")).to_have_text("1", timeout=SOON)
    eventually(page, lambda: arrived(database) == 1)
    with database.reading() as db:
        by = select(Device.name).join(Arrival, col(Arrival.device_id) == Device.id)
        assert db.exec(by).one() == "Cửa 1 – máy A"
