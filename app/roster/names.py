"""Names as lists write them: titles are put aside, ranks and degrees stay. Pure."""

import re
from dataclasses import dataclass
from functools import lru_cache

from app.legacy import FAMILY_NAMES
from app.vietnamese import exact_key, fold, tone_key

_FORMAL = re.compile(
    r"^(?:(?:đ\s*/\s*c|đ\.c|đc|đồng chí)(?=[\s.:])|(?:t/m|tm)\.)[\s.:]*", re.IGNORECASE
)
_COURTESY = re.compile(r"^(ông|bà|anh|chị|mr|mrs|ms)(?:\s*[.:]\s*|\s+)", re.IGNORECASE)
_RANK = re.compile(
    r"^(?:(?:đại|thượng|trung|thiếu)\s+(?:tướng|tá|úy|uý)|(?:pgs|gs|ts|ths|bs|ks|cn|ds|ls)(?:\s*\d)?\b"
    r"\.?|(?:cki{1,2}|bscki{1,2})\b\.?|(?:tiến|thạc|bác|kỹ|luật|dược) s[ĩỹ]"
    r"|cử nhân|giáo sư|phó giáo sư"
    r"|nhà giáo (?:ưu tú|nhân dân)|ng[ưn][tdđ]\b\.?)[\s.,-]*",
    re.IGNORECASE,
)
_BROKEN = dict.fromkeys(map(ord, "\u200b\u200c\u200d\ufeff\u200e\u200f\u00ad"))
_FEMALE, _MALE = {"bà", "chị", "mrs", "ms"}, {"ông", "anh", "mr"}


@dataclass(frozen=True)
class Named:
    """A name as it is to be kept, and the sex its title told (``female``, ``male`` or nothing)."""

    name: str
    sex: str = ""


def tidy(text: str) -> str:
    """The text in composed letters, with single spaces and no signs that nobody sees."""
    return exact_key(text.translate(_BROKEN))


def lines(text: str) -> list[str]:
    """The filled lines of a cell."""
    return [line for part in text.splitlines() if (line := tidy(part))]


def read_name(text: str, *, is_titled: bool = False) -> Named:
    """The name without its title.

    "Ông" is a family name too: it is a title where a full name is left without it, or where most
    names of the column have one (``is_titled``).
    """
    name, sex = tidy(text).lstrip(" -–+*•"), ""
    while found := _FORMAL.match(name):
        name = name[found.end() :]
    courtesy = _COURTESY.match(name)
    if courtesy:
        rest = name[courtesy.end() :]
        first = fold(core(rest).split(" ")[0])
        has_sign = not courtesy[0].rstrip().isalpha()
        if len(core(rest).split()) > 1 and (first in FAMILY_NAMES or is_titled or has_sign):
            title = courtesy[1].casefold()
            sex = "female" if title in _FEMALE else "male" if title in _MALE else ""
            name = rest
    return Named(name.strip(" ,;.-"), sex)


def begins_with_courtesy(text: str) -> bool:
    return bool(_COURTESY.match(tidy(text)))


def core(name: str) -> str:
    """The name itself, without ranks and degrees."""
    while found := _RANK.match(name):
        name = name[found.end() :]
    return name


@lru_cache(maxsize=50_000)
def name_keys(name: str) -> tuple[str, str]:
    """What a person is matched by: the tone key, and the accent-free key that only asks."""
    bare = core(tidy(name))
    return tone_key(bare), fold(bare)
