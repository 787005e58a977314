"""How the texts of an .xlsx look: fonts, what is struck out, which numbers are days."""

import re

from app.roster.cells import MOST_TEXT
from app.roster.package import Part

_ESCAPED = re.compile(r"_x([0-9A-Fa-f]{4})_")  # how XML carries signs that it cannot hold
_DATES = {14, 15, 16, 17, 22, 27, 28, 29, 30, 31, 36, 50, 57}  # built-in formats of days
_AS_DATE = re.compile(r"(?:^|[^\\])(?:[dy]|m{3,})", re.IGNORECASE)


def number(text: str) -> int:
    """A count or an index as XML has it; 0 for what is none."""
    return int(text) if text.isascii() and text.isdigit() and len(text) < len("1000000000") else 0


class Styles(Part):
    """For each style of cells: its font, whether it strikes out, whether it shows a day."""

    def __init__(self) -> None:
        self.looks: list[tuple[str, bool, bool]] = []
        self._fonts: list[tuple[str, bool]] = []
        self._formats: dict[str, str] = {}
        self._within: list[str] = []
        self._name, self._struck = "", False

    def start(self, name: str, attributes: dict[str, str]) -> None:
        self._within.append(name)
        if name == "numFmt":
            self._formats[attributes.get("numFmtId", "")] = attributes.get("formatCode", "")
        elif name == "font":
            self._name, self._struck = "", False
        elif name == "name" and "font" in self._within:
            self._name = attributes.get("val", "")
        elif name == "strike" and "font" in self._within:
            self._struck = strikes(attributes)
        elif name == "xf" and "cellXfs" in self._within:
            font = number(attributes.get("fontId", "0"))
            look = self._fonts[font] if font < len(self._fonts) else ("", False)
            self.looks.append((*look, self._shows_day(attributes.get("numFmtId", "0"))))

    def end(self, name: str) -> None:
        self._within.pop()
        if name == "font" and "fonts" in self._within:
            self._fonts.append((self._name, self._struck))

    def _shows_day(self, format_: str) -> bool:
        if format_ in self._formats:
            return bool(_AS_DATE.search(re.sub(r'"[^"]*"|\[[^]]*\]', "", self._formats[format_])))
        return number(format_) in _DATES


class Runs(Part):
    """A text made of runs, each with a font and perhaps struck out."""

    def __init__(self) -> None:
        self._pieces: list[tuple[str, str, bool]] = []
        self._font, self._struck = "", False
        self._is_text, self._is_reading_aid = False, False

    def start(self, name: str, attributes: dict[str, str]) -> None:
        if name == "r":
            self._font, self._struck = "", False
        elif name == "rPh":
            self._is_reading_aid = True
        elif name == "t":
            self._is_text = not self._is_reading_aid
        elif name == "rFont":
            self._font = attributes.get("val", "")
        elif name == "strike":
            self._struck = strikes(attributes)

    def data(self, text: str) -> None:
        if self._is_text:
            self._pieces.append((text, self._font, self._struck))

    def end(self, name: str) -> None:
        if name == "t":
            self._is_text = False
        elif name == "rPh":
            self._is_reading_aid = False

    def whole(self) -> tuple[str, str, bool, str]:
        """The text, its first font, whether all of it is struck out, and what else is."""
        kept = [piece for piece in self._pieces if not piece[2] and piece[0].strip()]
        pieces = [piece for piece in self._pieces if not piece[2]] if kept else self._pieces
        dropped = "".join(text for text, _, is_struck in self._pieces if kept and is_struck)
        font = next((font for _, font, _ in pieces if font), "")
        text = "".join(text for text, _, _ in pieces)
        text = _ESCAPED.sub(_unescaped, text) if "_x" in text else text
        return text[:MOST_TEXT], font, bool(pieces) and not kept and pieces[0][2], dropped[:80]


class Texts(Part):
    """The shared texts."""

    def __init__(self) -> None:
        self.texts: list[tuple[str, str, bool, str]] = []
        self._runs = Runs()

    def start(self, name: str, attributes: dict[str, str]) -> None:
        if name == "si":
            self._runs = Runs()
        else:
            self._runs.start(name, attributes)

    def data(self, text: str) -> None:
        self._runs.data(text)

    def end(self, name: str) -> None:
        if name == "si":
            self.texts.append(self._runs.whole())
        else:
            self._runs.end(name)


def _unescaped(found: re.Match[str]) -> str:
    """A carriage return is none: the line feed beside it is enough."""
    character = chr(int(found[1], 16))
    return character if character.isprintable() else ""


def strikes(attributes: dict[str, str]) -> bool:
    return attributes.get("val", "1") not in {"0", "false"}
