"""PDF by Typst, from layouts beside this file and the office's own font."""

import json
from collections.abc import Mapping
from pathlib import Path

import typst

PDF = "application/pdf"

_HERE = Path(__file__).parent


def pdf(layout: str, data: Mapping[str, object]) -> bytes:
    """``layouts/<layout>.typ`` filled with ``data``, which travels as JSON and never as markup.

    Only Tinos is used, whatever the machine has: a font without Vietnamese letters would print
    empty boxes.
    """
    return typst.compile(
        str(_HERE / "layouts" / f"{layout}.typ"),
        root=str(_HERE / "layouts"),
        font_paths=[str(_HERE / "fonts")],
        ignore_system_fonts=True,
        sys_inputs={"data": json.dumps(data, ensure_ascii=False)},
    )
