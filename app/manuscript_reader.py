"""The reader of .docx and .pdf, run as a child: the file on standard input, its paragraphs as JSON
on standard output. See ``manuscripts`` for what they mean."""

import json
import re
import sys
from collections.abc import Iterator
from io import BytesIO
from typing import Any

import docx
import pypdf
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml.ns import qn
from docx.text.paragraph import Paragraph
from docx.text.run import Run

_MOST_PAGES = 200
_OLD_FONTS = (".vn", "vni-")
_RUNS = ".//w:r[not(ancestor::w:del) and not(ancestor::w:txbxContent)]"
# Signs no database and no printer can hold: controls, and halves of characters.
_UNHOLDABLE = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff\ufffe\uffff]")
_ENDS_A_PARAGRAPH = re.compile(r"[.:;!?…”\"]\s*$")

Line = dict[str, object]


def read(kind: str, content: bytes) -> dict[str, object]:
    """``paragraphs``, and the ``flaw`` that keeps them from being whole."""
    if kind == "docx":
        document = docx.Document(BytesIO(content))
        found = [line for part in _parts(document) if (line := _line(*part))]
        return {"paragraphs": found, "flaw": "old_font" if _has_old_font(document) else "none"}
    reader = pypdf.PdfReader(BytesIO(content))
    if reader.is_encrypted and not reader.decrypt(""):
        return {"is_locked": True}
    pages = [page.extract_text() for page in reader.pages[:_MOST_PAGES]]
    lines = list(_joined("\n".join(pages)))
    return {"paragraphs": lines, "flaw": "none" if lines else "scanned"}


def _parts(document: Any) -> Iterator[tuple[list[Paragraph], bool]]:
    """Paragraphs one by one, and each row of a table as one, in reading order."""
    row, paragraph = qn("w:tr"), qn("w:p")
    for element in document.element.body.iter(row, paragraph):
        above = {ancestor.tag for ancestor in element.iterancestors()}
        if above & {row, qn("w:txbxContent")}:
            continue
        if element.tag == paragraph:
            yield [Paragraph(element, document)], False
        else:
            yield [Paragraph(cell, document) for cell in element.iter(paragraph)], True


def _line(paragraphs: list[Paragraph], is_row: bool) -> Line | None:
    runs: list[tuple[str, bool, bool]] = []
    for paragraph in paragraphs:
        written = [_run(Run(r, paragraph), paragraph) for r in paragraph._p.xpath(_RUNS)]  # noqa: SLF001
        if is_row and runs and any(text.strip() for text, _, _ in written):
            runs.append((" | ", False, False))
        runs += written
    merged = _merged(runs)
    if not "".join(run[0] for run in merged).strip():
        return None
    return {"runs": merged, "style": "body" if is_row else _style(paragraphs[0])}


def _run(run: Run, paragraph: Paragraph) -> tuple[str, bool, bool]:
    return _held(run.text), _looks(run, paragraph, "bold"), _looks(run, paragraph, "italic")


def _looks(run: Run, paragraph: Paragraph, look: str) -> bool:
    """What the run says itself, else its style, else its paragraph's style and those under it."""
    said = getattr(run.font, look)
    style: Any = run.style if said is None else None
    while said is None and style is not None:
        said, style = getattr(style.font, look), style.base_style
    style = paragraph.style if said is None else None
    while said is None and style is not None:
        said, style = getattr(style.font, look), style.base_style
    return bool(said)


def _merged(runs: list[tuple[str, bool, bool]]) -> list[tuple[str, bool, bool]]:
    """Word cuts one word into many runs: those of one look belong together."""
    merged: list[tuple[str, bool, bool]] = []
    for text, bold, italic in runs:
        if merged and merged[-1][1:] == (bold, italic):
            merged[-1] = (merged[-1][0] + text, bold, italic)
        elif text:
            merged.append((text, bold, italic))
    return merged


def _style(paragraph: Paragraph) -> str:
    name = (paragraph.style.name or "") if paragraph.style else ""
    if name.startswith(("Heading", "Title")):
        return "heading"
    if paragraph.alignment == WD_ALIGN_PARAGRAPH.CENTER:
        return "centred"
    numbered = paragraph._p.pPr is not None and paragraph._p.pPr.numPr is not None  # noqa: SLF001
    return "item" if numbered or name.startswith("List") else "body"


def _has_old_font(document: Any) -> bool:
    fonts = document.element.body.xpath(".//w:rFonts/@w:ascii | .//w:rFonts/@w:hAnsi")
    return any(str(font).casefold().startswith(_OLD_FONTS) for font in fonts)


def _joined(text: str) -> Iterator[Line]:
    """Paragraphs from the lines of a page: a line that ends no sentence goes on in the next."""
    held = ""
    for line in [*_held(text).splitlines(), ""]:
        bare = line.strip()
        goes_on = (
            held
            and bare
            and not _ENDS_A_PARAGRAPH.search(held)
            and bare[0] not in "-+•"
            and held.isupper() == bare.isupper()  # a title in capitals stands by itself
        )
        if goes_on:
            held = f"{held} {bare}"
        else:
            if held:
                yield {"runs": [(held, False, False)], "style": "body"}
            held = bare


def _held(text: str) -> str:
    return _UNHOLDABLE.sub("", text)


if __name__ == "__main__":
    json.dump(read(sys.argv[1], sys.stdin.buffer.read()), sys.stdout)
