"""All codes and seat cards of the seed: processor time and size of the file."""

import os
import subprocess
import sys
import tempfile
from collections import defaultdict
from pathlib import Path
from typing import Any, cast

import pypdf

from tests.bench.figures import Figure
from tests.served import seeded


def figures() -> list[Figure]:
    with tempfile.TemporaryDirectory() as folder:
        seeded(Path(folder))
        target = Path(folder) / "cards.pdf"
        command = [sys.executable, "-m", "app", "export", "cards"]
        command += ["--conference", "hai-phong-2026", "--to", str(target)]
        before = os.times()
        subprocess.run(
            command, check=True, env={**os.environ, "DATA_DIR": folder}, stdout=subprocess.DEVNULL
        )
        after = os.times()
        spent = (after.children_user + after.children_system) - (
            before.children_user + before.children_system
        )
        reader = pypdf.PdfReader(target)
        return [
            Figure("1.086 codes and seat cards, processor", spent, 8, "s"),
            Figure("1.086 seat cards, file", target.stat().st_size / 1e6, 3, "MB"),
            Figure("copies of a font in the file", _most_copies(reader), 1, ""),
        ]


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
