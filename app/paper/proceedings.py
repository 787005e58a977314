"""Proceedings (kỷ yếu): many texts bound into one document, with contents, as .docx or PDF."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass

from app.paper.press import run


@dataclass(frozen=True)
class Run:
    """Letters of one look."""

    text: str
    is_bold: bool = False
    is_italic: bool = False


@dataclass(frozen=True)
class Line:
    """A paragraph; ``style``: body, centred, heading or item."""

    runs: Sequence[Run]
    style: str = "body"


@dataclass(frozen=True)
class Text:
    """One text: ``author`` is the unit and, under it, the person; ``note`` what a reader should
    know about it."""

    title: str
    author: Sequence[str]
    lines: Sequence[Line]
    note: str = ""


@dataclass(frozen=True)
class Volume:
    """``missing``: the texts that should stand in it and do not, line by line."""

    host: str
    title: str
    subtitle: Sequence[str]
    texts: Sequence[Text]
    missing: Sequence[str] = ()


def as_docx(volume: Volume) -> bytes:
    """For the office to work on; its word processor fills in the page numbers of the contents."""
    return run("proceedings_writer", asdict(volume))


def as_pdf(volume: Volume) -> bytes:
    """To be printed as it is, with page numbers in the contents."""
    return run("typesetter", asdict(volume), "proceedings")
