"""The writer of PDF, run by the press: Typst, with the layouts beside it and the office's own font.

Only Tinos is used, whatever the machine has: a font without Vietnamese letters would print empty
boxes.
"""

import json
import sys
from pathlib import Path

import typst

from app.paper.qr import svg

_HERE = Path(__file__).parent
# Nobody reads on a screen what is cut up, and what tells a screen reader is two thirds of it.
_CUT_UP = frozenset({"badges", "name-plates", "seat-cards", "seat-labels"})


def typeset(layout: str, data: object) -> bytes:
    return typst.compile(
        str(_HERE / "layouts" / f"{layout}.typ"),
        root=str(_HERE / "layouts"),
        font_paths=[str(_HERE / "fonts")],
        ignore_system_fonts=True,
        pdf_tags=layout not in _CUT_UP,
        sys_inputs={"data": json.dumps(_with_codes(data), ensure_ascii=False)},
    )


def _with_codes(data: object) -> object:
    """The same data with every address under ``qr`` drawn as a code."""
    if isinstance(data, list):
        return [_with_codes(part) for part in data]
    if isinstance(data, dict):
        return {
            key: svg(value) if key == "qr" else _with_codes(value) for key, value in data.items()
        }
    return data


if __name__ == "__main__":
    sys.stdout.buffer.write(typeset(sys.argv[1], json.load(sys.stdin)))
