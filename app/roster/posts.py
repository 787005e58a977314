"""Posts: several in one cell, abbreviated, with or without the unit's name. Pure."""

import re
from functools import lru_cache

from app.roster.headings import is_post
from app.roster.names import lines, tidy
from app.vietnamese import fold

_SHORT = (
    (r"\bubnd\b", "uy ban nhan dan"),
    (r"\bhdnd\b", "hoi dong nhan dan"),
    (r"\b(ubmttq|uy ban mttq|mttq|ub mttq|mat tran to quoc)( vn| viet nam)?\b", "mat tran"),
    (r"\buy ban mat tran\b", "mat tran"),
    (r"\bpbttt\b", "pho bi thu thuong truc"),
    (r"\bpbt\b", "pho bi thu"),
    (r"\bpct\b", "pho chu tich"),
    (r"\bcvp\b", "chanh van phong"),
    (r"\bpcvp\b", "pho chanh van phong"),
    (r"\bct\b", "chu tich"),
    (r"\bbt\b", "bi thu"),
    (r"\b(uv)\b", "uy vien"),
    (r"\bbtv\b", "ban thuong vu"),
    (r"\b(bch|ban chap hanh)\b", "ban chap hanh"),
    (r"\b(thanh uy vien|tuv|uy vien ban chap hanh dang bo thanh pho)\b", "uy vien thanh uy"),
    (r"\bpgd\b", "pho giam doc"),
    (r"\bgd\b", "giam doc"),
    (r"\btp\b(?! hai| ho)", "truong phong"),
    (r"\bxdd\b|\bxd dang\b", "xay dung dang"),
    (
        r"\b(tt ?pvhcc|tt phuc vu hcc|tt phuc vu hanh chinh cong|pvhcc)\b",
        "trung tam phuc vu hanh chinh cong",
    ),
    (r"\btrung tam trung tam\b", "trung tam"),
    (r"\bvhxh\b|\bvh xh\b|\bvan hoa xa hoi\b", "van hoa xa hoi"),
    (r"\bbi thu tt\b", "bi thu thuong truc"),
    (r"\bvp\b", "van phong"),
    (r"\bqp\b", "quan su"),
)
_COMPILED = tuple((re.compile(pattern), full) for pattern, full in _SHORT)
_EMPTY = re.compile(r"\b(dong chi|d c|thanh pho|tp|cua|dang bo)\b")
_PARTY = re.compile(r"^((?:quyen |nguyen )?(?:pho )?bi thu(?: thuong truc)?) dang uy\b")
_CUT = re.compile(r";|\s+\+\s+|,(?!\s*(?:hạ tầng|thể thao))", re.IGNORECASE)
_ALSO = re.compile(r"[,;]?\s+(?:kiêm nhiệm|kiêm)\s*(?:chức danh|chức vụ)?\s*:?\s+", re.IGNORECASE)
_MOST = 200


def posts(text: str) -> list[str]:
    """The posts in a cell. A comma parts two only where the next words begin a post."""
    found: list[str] = []
    for line in lines(text):
        for piece in _ALSO.split(line):
            found += _parted(piece.strip(" -–,;."))
    return [post[:_MOST] for post in dict.fromkeys(filter(None, found))]


def _parted(line: str) -> list[str]:
    made: list[str] = []
    for number, piece in enumerate(_CUT.split(line)):
        part = piece.strip(" -–")
        if number and made and not is_post(part):
            made[-1] = f"{made[-1]}, {part}"
        else:
            made.append(part)
    return made


@lru_cache(maxsize=50_000)
def post_key(post: str, unit: str = "") -> str:
    """Equal for the ways in which offices write one post within ``unit``."""
    key = " ".join(re.findall(r"[a-z0-9]+", fold(tidy(post))))
    for pattern, full in _COMPILED:
        key = pattern.sub(full, key)
    key = re.sub(r"^uy ban mat tran", "mat tran", key)
    bare = " ".join(re.findall(r"[a-z0-9]+", fold(unit)))
    short = re.sub(r"^(phuong|xa|dac khu) ", "", bare)
    kind = bare[: len(bare) - len(short)].strip()
    for name in (bare, short if short != bare else "", kind):
        if name:
            key = re.sub(rf"\b{re.escape(name)}$", "", key).strip()
    key = _PARTY.sub(r"\1", key)
    key = re.sub(r"\buy ban mat tran\b", "mat tran", key)
    return " ".join(_EMPTY.sub(" ", key).split())
