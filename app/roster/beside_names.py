"""What stands in a cell of names beside the name: a post, a unit, a year, a note. Pure."""

import re
from dataclasses import dataclass, field

from app.roster import headings, names
from app.roster.posts import posts

_BRACKETS = re.compile(r"\s*\(([^()]{2,})\)\s*")
_TAIL = re.compile(r"^(.+?)(?:\s*[,;]\s*|\s+[-–]\s+)(.+)$")
_BORN = re.compile(r"^(?:sinh(?: năm| ngày)?|sn|ns)?\s*:?\s*((?:\d{1,2}[/.-]){0,2}(?:19|20)\d\d)$")
_SEXES = {"nam": "male", "nữ": "female", "nu": "female"}
_PHONE = re.compile(
    r"[\s,;:(–-]*(?:s?đt(?:dđ)?|điện thoại|tel)?[\s.:]*((?:\+?84|0)\d(?:[ .]?\d){7,9})(?!\d)\)?",
    re.IGNORECASE,
)
_NOBODY = re.compile(r"^[\s.…_*-]+$")
_WHOLE = 2  # words of a name


@dataclass
class Named:
    """The name as written, its title with it, and what stands beside it."""

    name: str = ""
    posts: list[str] = field(default_factory=list)
    unit: str = ""
    born: str = ""
    sex: str = ""
    phone: str = ""
    note: str = ""
    others: int = 0  # more people in the same cell


def read(text: str) -> Named:
    """``Nguyễn Văn An (1970)``, ``… - Phó Bí thư``, and the lines under the name."""
    phone = _PHONE.search(text)
    first, *below = names.lines(_PHONE.sub("", text)) or [""]
    if _NOBODY.match(first):
        return Named()
    if below and _is_broken(first, below[0]):
        first, below = f"{first} {below[0]}", below[1:]
    beside = _BRACKETS.findall(first)
    name = _BRACKETS.sub(" ", first).strip()
    tail = _TAIL.match(name)
    if tail and _is_cut(tail[1], tail[2]):
        name, beside = tail[1], [*beside, tail[2]]
    found = Named(name, phone=phone[1] if phone else "")
    for one in [*beside, *below]:
        _take(found, one.strip(" ()-–,;"))
    return found


def _is_broken(first: str, below: str) -> bool:
    """A name on two lines: ``Nguyễn Văn`` and, below, ``An``."""
    if headings.is_body(below) or below.casefold() in _SEXES:
        return False
    words = below.split()
    is_end = all(word.isalpha() and word[0].isupper() for word in words) and len(words) < _WHOLE
    return len(first.split()) == 1 or (is_end and len(first.split()) == _WHOLE)


def _is_cut(name: str, tail: str) -> bool:
    """A rank before the name has a comma too: ``Đại tá, TS. Lê Mẫu Huy``."""
    if headings.is_post(tail) or headings.is_body(tail):
        return len(names.core(name).split()) >= _WHOLE
    return headings.is_name_like(names.core(name)) and not headings.is_name_like(tail)


def _take(found: Named, text: str) -> None:
    if born := _BORN.match(text.casefold()):
        found.born = born[1]
    elif text.casefold() in _SEXES:
        found.sex = _SEXES[text.casefold()]
    elif headings.is_post(text):
        found.posts += posts(text)
    elif headings.is_name_like(text):
        found.others += 1
    elif headings.is_body(text) and not found.unit:
        found.unit = text
    elif text:
        found.note = "; ".join(filter(None, [found.note, text]))
