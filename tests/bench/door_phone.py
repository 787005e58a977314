"""The page at the door in a real browser: how soon the usher sees a verdict, with a network and
without, with everybody's cards on the device."""

import tempfile
from collections.abc import Sequence
from pathlib import Path

from playwright.sync_api import Page, expect, sync_playwright
from sqlmodel import col, select

from app import addresses, clock
from app.checkin import devices
from app.conferences.history import Author
from app.conferences.store import conference_named
from app.db import Database
from app.delegates.models import Delegate, Pass
from tests.bench.figures import Figure, middle
from tests.browser.handset import Handset
from tests.cast import HAI_PHONG
from tests.served import Served, seeded

SCANS = 200
SOUGHT = ("le chan", "b-0", "nguyen", "bi thu", "phuong", "xa", "a-1", "uy vien") * 5
_PATIENT = 60_000  # milliseconds

# Each card is typed as a hardware scanner types it. From the Enter until the verdict is painted.
_SCANNED = """async (cards) => {
  const panel = document.getElementById("verdict");
  const painted = () => new Promise((done) => requestAnimationFrame(() => {
    const { port1, port2 } = new MessageChannel();
    port1.onmessage = done;
    port2.postMessage(0);
  }));
  const press = (code) => {
    const how = { code, bubbles: true, cancelable: true };
    document.body.dispatchEvent(new KeyboardEvent("keydown", how));
  };
  const times = [];
  for (const card of cards) {
    for (const letter of card) press(/\\d/.test(letter) ? `Digit${letter}` : `Key${letter}`);
    const told = new Promise((done) => {
      const watch = new MutationObserver(() => { watch.disconnect(); done(); });
      watch.observe(panel, { childList: true });
    });
    const began = performance.now();
    press("Enter");
    await told;
    await painted();
    times.push(performance.now() - began);
  }
  return times;
}"""
_FOUND = """async (sought) => {
  const painted = () => new Promise((done) => requestAnimationFrame(() => setTimeout(done)));
  const field = document.getElementById("q");
  const times = [];
  for (const words of sought) {
    const began = performance.now();
    field.value = words;
    field.dispatchEvent(new InputEvent("input", { bubbles: true }));
    await painted();
    if (!document.querySelector("#found li")) throw new Error(`nobody found: ${words}`);
    times.push(performance.now() - began);
  }
  field.value = "";
  field.dispatchEvent(new InputEvent("input", { bubbles: true }));
  return times;
}"""


def figures() -> list[Figure]:
    with tempfile.TemporaryDirectory() as folder:
        data = Path(folder) / "data"
        data.mkdir()
        server = Served(seeded(data), tls=True)
        server.start()
        database = server.database
        try:
            with sync_playwright() as driver:
                phone = Handset(driver, server, Path(folder) / "phone")
                try:
                    return _measured(phone, database)
                finally:
                    phone.close()
        finally:
            server.stop()
            database.engine.dispose()


def _measured(phone: Handset, database: Database) -> list[Figure]:
    cards = _cards(database)
    page = _enrolled(phone, database, len(cards))
    online = page.evaluate(_SCANNED, cards[:SCANS])[1:]
    phone.set_offline(True)
    page.evaluate(_SCANNED, cards[SCANS : SCANS + 1])  # the page learns that nobody answers
    alone = page.evaluate(_SCANNED, cards[SCANS + 1 : 2 * SCANS])
    found = page.evaluate(_FOUND, SOUGHT)
    expect(page.locator("#queued")).to_have_text(str(SCANS))  # nothing was lost on the way
    return [
        Figure("door, online: card to verdict on the screen, p50", middle(online), 200, "ms"),
        Figure("door, online: card to verdict on the screen, p99", _p99(online), 1_000, "ms"),
        Figure("door, no network: card to verdict, p50", middle(alone), 50, "ms"),
        Figure("door, no network: card to verdict, p99", _p99(alone), 50, "ms"),
        Figure(f"door, no network: search among {len(cards)}, p99", _p99(found), 50, "ms"),
    ]


def _cards(database: Database) -> list[str]:
    with database.reading() as db:
        query = select(Pass.token).join(Delegate, col(Delegate.id) == Pass.delegate_id)
        here = conference_named(db, HAI_PHONG).id
        return list(db.exec(query.where(Delegate.conference_id == here)))


def _enrolled(phone: Handset, database: Database, known: int) -> Page:
    with database.writing() as db:
        entrance = devices.main_entrance(db, conference_named(db, HAI_PHONG).id)
        author = Author(None, "Đo", clock.now())
        code = devices.add(db, author, entrance, "Máy đo", "", may_substitute=False).code
    page = phone.open(addresses.of_device(code))
    expect(page.locator("#known")).to_have_text(str(known), timeout=_PATIENT)
    return page


def _p99(values: Sequence[float]) -> float:
    return sorted(values)[int(len(values) * 0.99)]
