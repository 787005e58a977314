"""PDF from the layouts in ``layouts/``."""

import base64
import json
from collections.abc import Mapping

from app.paper.press import run

PDF = "application/pdf"


def pdf(layout: str, data: Mapping[str, object]) -> bytes:
    """``layouts/<layout>.typ`` filled with ``data``, which is never read as markup.

    An address under the key ``qr`` reaches the layout as the drawing of its code.
    """
    return run("typesetter", data, layout)


def pieces(layout: str, data: Mapping[str, object]) -> list[bytes]:
    """The same paper as a file for each of its headings, which all begin a page."""
    made: list[str] = json.loads(run("splitter", data, layout))
    return [base64.b64decode(piece) for piece in made]
