"""Reads lists saved as text: commas, semicolons or tabs, in an office's encodings. Pure."""

import csv
import io
import unicodedata

from app import legacy
from app.errors import Refused
from app.roster.cells import MOST_COLUMNS, MOST_ROWS, MOST_TEXT, Cell, Found, Row, Sheet

_SEPARATORS = ";\t,|"
_BOMS = (
    (b"\xef\xbb\xbf", "utf-8-sig"),
    (b"\xff\xfe", "utf-16"),
    (b"\xfe\xff", "utf-16"),
)
_HEAD = 200
_PAGES = (b"<!doctype html", b"<html", b"<table", b"<?xml")
_SAMPLE = 20_000
_CONTROL_MOST = 0.02


def read(content: bytes, name: str) -> Found:
    """The rows of a text file, as one sheet called ``name``. Raises Refused for what is no text."""
    _refuse_others(content[:_HEAD].lstrip(b"\xef\xbb\xbf \r\n\t").lower())
    text = text_of(content)
    rows: list[Row] = []
    csv.field_size_limit(1_000_000)
    try:
        for number, fields in enumerate(
            csv.reader(io.StringIO(text), delimiter=_separator(text)), 1
        ):
            cells = {
                column: Cell(value[:MOST_TEXT])
                for column, value in enumerate(fields[:MOST_COLUMNS])
                if value.strip()
            }
            if cells:
                rows.append(Row(number, cells))
            if len(rows) > MOST_ROWS:
                raise Refused(
                    "Tệp có hơn {most} dòng có chữ. Hãy tách thành nhiều tệp", most=MOST_ROWS
                )
    except csv.Error as wrong:
        raise Refused("Tệp văn bản không chia được thành cột") from wrong
    return Found([Sheet(name, rows)])


def text_of(content: bytes) -> str:
    """The file's text. Of Western and Vietnamese Windows letters, whichever makes more words."""
    for mark, encoding in _BOMS:
        if content.startswith(mark):
            return _checked(content.decode(encoding, "replace"))
    zeros = content[:_SAMPLE].count(0)
    if zeros > len(content[:_SAMPLE]) // 5:
        encoding = "utf-16-le" if content[1:2] == b"\0" else "utf-16-be"
        return _checked(content.decode(encoding, "replace"))
    try:
        return _checked(content.decode("utf-8"))
    except UnicodeDecodeError:
        pass
    vietnamese = unicodedata.normalize("NFC", content.decode("cp1258", "replace"))
    western = content.decode("latin-1")
    as_it_is = legacy.plausible(vietnamese[:_SAMPLE])
    best = max(legacy.readings(western[:_SAMPLE]).values())
    return _checked(vietnamese if as_it_is >= best else western)


def _refuse_others(head: bytes) -> None:
    """What is text, or nearly, and no list."""
    if head.startswith(b"%pdf"):
        raise Refused("Tệp là PDF, không đọc được thành bảng. Hãy gửi tệp Excel (.xlsx) gốc")
    if head.startswith(_PAGES):
        raise Refused(
            "Tệp là trang web đổi đuôi thành bảng tính. Hãy mở bằng Excel, lưu thành .xlsx rồi gửi"
        )
    if head.startswith(b"{\\rtf"):
        raise Refused("Tệp là văn bản Word. Hãy chép bảng sang Excel, lưu thành .xlsx rồi gửi")


def _checked(text: str) -> str:
    sample = text[:_SAMPLE]
    strange = sum(unicodedata.category(c) == "Cc" and c not in "\r\n\t" for c in sample)
    if not sample.strip() or strange > _CONTROL_MOST * len(sample):
        raise Refused("Tệp không phải là bảng tính (.xlsx) hay danh sách dạng chữ (.csv)")
    return text.replace("\0", "")


def _separator(text: str) -> str:
    """The one that cuts most lines into the same number of fields, above one."""
    lines = [line for line in text[:_SAMPLE].splitlines() if line.strip()][:60]

    def agreement(separator: str) -> tuple[int, int]:
        counts = [line.count(separator) for line in lines]
        most = max(set(counts) - {0}, key=counts.count, default=0)
        return (counts.count(most) if most else 0, most)

    return max(_SEPARATORS, key=agreement)
