"""The hall: its map's weight, how fast it is drawn and painted, plans read and written."""

import gzip
import json
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import httpx2
from playwright.sync_api import sync_playwright

from app.conferences.store import conference_named
from app.halls import pretix_writer
from app.halls.laying import layout_of
from app.halls.receiving import receive
from app.seating.picture import drawing
from app.seating.store import map_to_print
from tests.bench.figures import Figure, middle
from tests.browser.conftest import launch
from tests.served import PASSWORD, USER, Served, seeded

MAP = "/conferences/hai-phong-2026/seating"
TIMES = 20


def figures() -> list[Figure]:
    with tempfile.TemporaryDirectory() as folder:
        server = Served(seeded(Path(folder)))
        server.start()
        try:
            return [*_page(server), *_work(server)]
        finally:
            server.stop()


def _page(server: Served) -> list[Figure]:
    with httpx2.Client(base_url=server.url, timeout=30) as client:
        client.post("/sign-in", data={"username": USER, "password": PASSWORD})
        page = client.get(MAP).content
        people = client.get(f"{MAP}/people.json").content
    return [
        Figure("page of the map, compressed", len(gzip.compress(page, 6)) / 1000, 20, "kB"),
        Figure("names apart from it, compressed", len(gzip.compress(people, 6)) / 1000, 20, "kB"),
        Figure("map first painted", _painted(server), 300, "ms"),
    ]


def _painted(server: Served) -> float:
    """From the answer's first byte to the first paint, in a browser that has been here."""
    with sync_playwright() as playwright:
        browser = launch(playwright)
        page = browser.new_page(base_url=server.url, viewport={"width": 1440, "height": 900})
        page.goto("/sign-in")
        page.get_by_label("Tên đăng nhập").fill(USER)
        page.get_by_label("Mật khẩu").fill(PASSWORD)
        page.get_by_role("button", name="Đăng nhập").click()
        page.wait_for_url("**/conferences")
        spent = []
        for _ in range(9):
            page.goto(MAP)
            spent.append(
                page.evaluate(
                    """new Promise((told) => new PerformanceObserver((list) => {
                      const paint = list.getEntriesByName("first-contentful-paint")[0];
                      const began = performance.getEntriesByType("navigation")[0].responseStart;
                      if (paint) told(paint.startTime - began);
                    }).observe({ type: "paint", buffered: true }))"""
                )
            )
        browser.close()
    return middle(spent)


def _work(server: Served) -> list[Figure]:
    with server.database.reading() as db:
        plan = map_to_print(db, conference_named(db, "hai-phong-2026").id)
    layout = layout_of(plan.hall)
    written = pretix_writer.write(layout).encode()
    return [
        Figure("map of 1.500 seats drawn", _spent(lambda: drawing.draw(plan)), 50, "ms"),
        Figure("pretix plan of 1.500 seats read", _spent(lambda: receive(written, "x")), 200, "ms"),
        Figure(
            "pretix plan written",
            _spent(lambda: json.loads(pretix_writer.write(layout))),
            100,
            "ms",
        ),
    ]


def _spent(work: Callable[[], object]) -> float:
    """Milliseconds of the processor, the median of some runs."""
    spent = []
    for _ in range(TIMES):
        began = time.process_time()
        work()
        spent.append((time.process_time() - began) * 1000)
    return middle(spent)
