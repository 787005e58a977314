"""A writer run by the press: one paper typeset whole, then taken apart at its headings.

Much faster than typesetting a hundred papers one by one.
"""

import base64
import json
import sys
from io import BytesIO

from pypdf import PdfReader, PdfWriter
from pypdf.generic import Destination

from app.paper.typesetter import typeset


def split(whole: bytes) -> list[bytes]:
    """A file for each heading of the outline, up to the page of the next one."""
    paper = PdfReader(BytesIO(whole))
    entries = [entry for entry in paper.outline if isinstance(entry, Destination)]
    starts = [paper.get_destination_page_number(entry) or 0 for entry in entries]
    made = []
    for start, end in zip(starts, [*starts[1:], len(paper.pages)], strict=True):
        piece = PdfWriter()
        piece.append(paper, pages=(start, end), import_outline=False)
        piece.compress_identical_objects()
        written = BytesIO()
        piece.write(written)
        made.append(written.getvalue())
    return made


if __name__ == "__main__":
    pieces = split(typeset(sys.argv[1], json.load(sys.stdin)))
    json.dump([base64.b64encode(piece).decode() for piece in pieces], sys.stdout)
