"""All that is printed of the seed's seating: processor time and size of the files."""

import os
import subprocess
import sys
import tempfile
from collections import defaultdict
from collections.abc import Callable
from pathlib import Path
from typing import Any, cast

import pypdf

from app.conferences.store import conference_named
from app.db import Database
from app.delegates.store import everyone, tokens
from app.halls.store import codes
from app.seating.papers import cards, exports, sheets
from app.seating.store import map_to_print
from tests.bench.figures import Figure
from tests.cast import HAI_PHONG
from tests.served import seeded


def figures() -> list[Figure]:
    with tempfile.TemporaryDirectory() as folder:
        seeded(Path(folder))
        target = Path(folder) / "cards.pdf"
        command = [sys.executable, "-m", "app", "export", "cards"]
        command += ["--conference", HAI_PHONG, "--to", str(target)]

        def export() -> None:
            environment = {**os.environ, "DATA_DIR": folder}
            subprocess.run(command, check=True, env=environment, stdout=subprocess.DEVNULL)

        spent = _spent(export)
        reader = pypdf.PdfReader(target)
        return [
            Figure("1.086 codes and seat cards, processor", spent, 8, "s"),
            Figure("1.086 seat cards, file", target.stat().st_size / 1e6, 3, "MB"),
            Figure("copies of a font in the file", _most_copies(reader), 1, ""),
            # Two cores have so many seconds of processor in 15 seconds.
            Figure("the whole print set, processor", _spent(lambda: _print_set(folder)), 30, "s"),
        ]


def _print_set(folder: str) -> None:
    """Maps, a sheet for each block, 1.086 cards, badges and plates, 1.500 labels."""
    database = Database(f"sqlite:///{folder}/nghi-su.db")
    with database.reading() as db:
        here = conference_named(db, HAI_PHONG)
        plan, people = map_to_print(db, here.id), everyone(db, here.id)
        links = {one: f"HTTPS://HOP.VN/G/{token}" for one, token in tokens(db, here.id).items()}
        chairs = dict(codes(db, here.id))
    exports.map_pdf(here, plan, "", "a3")
    exports.map_pdf(here, plan, "", "a2")
    sheets.blocks_pdf(here, plan, people, plan.hall.blocks, "")
    for kind in (cards.cards_pdf, cards.badges_pdf, cards.plates_pdf):
        kind(here, plan, people, links, cards.Sheet())
    exports.labels_pdf(plan, chairs, lambda path: f"HTTPS://HOP.VN{path}")
    database.engine.dispose()


def _spent(work: Callable[[], None]) -> float:
    """Seconds of processor, its child processes' among them."""
    before = os.times()
    work()
    return sum(os.times()[:4]) - sum(before[:4])


def _most_copies(reader: pypdf.PdfReader) -> int:
    """How often the font that is embedded most often is embedded."""
    copies: dict[str, set[int]] = defaultdict(set)
    for page in reader.pages:
        fonts = cast("Any", page["/Resources"])["/Font"].values()
        for font in fonts:
            inner = font.get_object()["/DescendantFonts"][0].get_object()
            name = str(inner["/BaseFont"]).split("+")[-1]
            copies[name].add(inner.raw_get("/FontDescriptor").idnum)
    return max(len(found) for found in copies.values())
