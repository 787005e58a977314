"""PDF from the layouts in ``layouts/``."""

from collections.abc import Mapping

from app.paper.press import run

PDF = "application/pdf"


def pdf(layout: str, data: Mapping[str, object]) -> bytes:
    """``layouts/<layout>.typ`` filled with ``data``, which is never read as markup.

    An address under the key ``qr`` reaches the layout as the drawing of its code.
    """
    return run("typesetter", data, layout)
