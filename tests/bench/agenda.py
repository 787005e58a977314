"""A tree of 300 cues: recomputed, and on screen after a length was changed in a real browser."""

import tempfile
import time
from pathlib import Path

from playwright.sync_api import Page, sync_playwright

from app.agenda import changes, store
from app.agenda.changes import CueDraft
from app.agenda.rules import CueKind
from app.agenda.timeline import timeline
from app.conferences.store import conference_named
from app.db import Database
from tests.bench.figures import Figure, middle
from tests.browser.conftest import launch, sign_in
from tests.cast import AUTHOR
from tests.served import Served, seeded

SLUG = "hai-phong-2026"
CUES = 300
TIMES = 15


def figures() -> list[Figure]:
    with tempfile.TemporaryDirectory() as folder:
        server = Served(seeded(Path(folder)))
        _plan(server.database)
        server.start()
        try:
            return [_recomputed(server.database), _on_screen(server)]
        finally:
            server.stop()


def _plan(database: Database) -> None:
    """The cues spread over all items, with people and themes to be compared."""
    with database.writing() as db:
        items = store.tree(db, conference_named(db, SLUG)).items
        for place, item in enumerate(items):
            drafts = [
                CueDraft(
                    *(CueKind.SPEECH, 30, f"Phần việc {n}", f"bench:{n}"),
                    presenter=f"Người phát biểu {n % 40}",
                    people=f"Người phát biểu {n % 30}\nĐại biểu {n}",
                    theme=f"chủ đề {n % 9}",
                )
                for n in range(CUES)
                if n % len(items) == place
            ]
            changes.set_cues(db, AUTHOR, item, drafts, subject_prefix="bench:")


def _recomputed(database: Database) -> Figure:
    """All starts, ends and warnings, from values in memory."""
    with database.reading() as db:
        tree = store.tree(db, conference_named(db, SLUG))
        lines = store.lines(tree)
    spent = []
    for _ in range(100):
        began = time.perf_counter()
        timeline(lines, tree.conference.starts_at, tree.conference.ends_at)
        spent.append((time.perf_counter() - began) * 1_000)
    return Figure(f"tree of {CUES} cues recomputed", middle(spent), 5, "ms")


def _on_screen(server: Served) -> Figure:
    """From leaving the field until every later time is drawn anew, by the browser's own clock. The
    page is watched, not asked again and again: asking would take the time that is measured."""
    with sync_playwright() as playwright:
        browser = launch(playwright)
        page = browser.new_context(base_url=server.url).new_page()
        sign_in(page)
        page.goto(f"/conferences/{SLUG}/agenda")
        spent = [_change(page, 31 - number % 2) for number in range(TIMES)]
        browser.close()
    return Figure(f"length changed, {CUES} cues on screen", middle(spent), 150, "ms")


def _change(page: Page, seconds: int) -> float:
    return float(
        page.evaluate(
            """async (length) => {
                const field = document.querySelector("li.cue [name=length]");
                const times = [...document.querySelectorAll("li.cue .when")];
                const old = times.slice(1).map((time) => time.textContent);
                const all = () => [...document.querySelectorAll("li.cue .when")].slice(1);
                const isMoved = () => all().every((time, n) => time.textContent !== old[n]);
                const moved = new Promise((done) => {
                    const look = new MutationObserver(() => {
                        if (!isMoved()) return;
                        look.disconnect();
                        done();
                    });
                    const all = { childList: true, characterData: true, subtree: true };
                    look.observe(document.body, all);
                });
                const drawn = () => new Promise(requestAnimationFrame);
                field.value = length;
                const began = performance.now();
                field.dispatchEvent(new Event("change", { bubbles: true }));
                await moved;
                await drawn();
                await drawn();
                return performance.now() - began;
            }""",
            f"0:{seconds}",
        )
    )
