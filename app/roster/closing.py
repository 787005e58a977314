"""What closes a list: totals, stated numbers, who drew it up and who signed it. Pure."""

import re
from collections.abc import Sequence

from app.roster import headings
from app.roster.cells import Row
from app.roster.tables import Entry, Table
from app.vietnamese import fold

_END = re.compile(
    r"^(t/?m\.? |t/?l\.? |k/?t\.? |tuq\.? |nguoi lap|thu truong don vi$|xac nhan|noi nhan"
    r"|nguoi tong hop|(can bo )?dau moi|can bo lien he|(moi )?(chi tiet|thong tin).{0,12} lien he"
    r"|.{0,30}, ngay[ .…\d]+thang|ngay[ .…\d]+thang|an dinh"
    r"|danh sach (nay )?(gom|co) |nguoi ky|ky ten|lien he ?:)"
)
# With their tones: Tống and Công begin names, and Công an is a body.
_TOTAL = re.compile(
    r"^(?:tổng cộng|tổng số|cộng(?! hòa| hoà| đồng| tác))\b|^tổng\s*(?:[:=(\d]|$)", re.IGNORECASE
)
_TOTAL_PLAIN = re.compile(r"^(?:tong cong|tong so)\b|^(?:tong|cong)\s*(?:[:=(\d]|$)", re.IGNORECASE)
_STATED = re.compile(r"(\d[\d.]*)\s*(?:\([^)]*\)\s*)?(?:dai bieu|dong chi|nguoi|d/c|suat)")
_SIGNED = re.compile(r"^\(?(da )?ky\b")
_PAGE = re.compile(r"^trang( so)? ?\d+( ?(/|tren) ?\d+)?$")
_MANY_CELLS = 3


def ends(texts: Sequence[str]) -> bool:
    """Whether a row with these texts closes a list."""
    folded = fold(" ".join(texts)[:200])
    return bool(_END.match(folded)) or (len(texts) == 1 and bool(_END.match(fold(texts[0]))))


def is_total(texts: Sequence[str]) -> bool:
    """A sum, and no person whose name or body begins like one."""
    begins = any((_TOTAL_PLAIN if t.isascii() else _TOTAL).match(t) for t in texts[:2])
    return begins and not any(headings.is_name_like(text) for text in texts)


def is_page_number(texts: Sequence[str]) -> bool:
    return len(texts) == 1 and bool(_PAGE.match(fold(texts[0])))


def stated(row: Row, texts: Sequence[str]) -> int | None:
    """How many people a closing row says that there are."""
    folded = fold(" ".join(texts)[:200])
    found = _STATED.search(folded)
    digits = found[1].replace(".", "") if found else ""
    if not digits and folded.startswith("tong cong"):
        figures = [cell.text for cell in row.cells.values() if cell.text.strip().isdigit()]
        digits = figures[0] if len(figures) == 1 else ""
    return int(digits) if digits.isdigit() else None


def signature(table: Table, filled: set[int]) -> list[Entry]:
    """The last lines of a table that are no people: after a gap, names and offices alone.

    ``filled``: the rows of the sheet that are not empty. A list of names alone has no such lines.
    """
    entries = table.entries
    usual = sorted(len(entry.cells) for entry in entries)[len(entries) // 2] if entries else 0
    start = len(entries)
    while start and usual >= _MANY_CELLS and _is_signed(entries[start - 1]):
        start -= 1
    while start < len(entries):
        above = entries[start - 1].row if start else table.first_row
        if len(filled & set(range(above + 1, entries[start].row))) < entries[start].row - above - 1:
            return entries[start:]
        start += 1
    return []


def _is_signed(entry: Entry) -> bool:
    """Nothing but names, or nothing but offices: a name with its post is a person."""
    texts = [cell.text for cell in entry.cells.values()]
    return len(texts) < _MANY_CELLS and (
        all(map(headings.is_name_like, texts))
        or all(headings.is_post(text) or _SIGNED.match(fold(text)) for text in texts)
    )
