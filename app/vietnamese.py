"""Names, keys, order, dates and numbers as a Vietnamese office writes them. Pure.

Stored text is never rewritten: people are matched, searched and sorted by keys made here.
"""

import re
import unicodedata
from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

HANOI = ZoneInfo("Asia/Ho_Chi_Minh")
WEEKDAYS = ("Thứ Hai", "Thứ Ba", "Thứ Tư", "Thứ Năm", "Thứ Sáu", "Thứ Bảy", "Chủ nhật")

_WHOLE_NAME = 2  # words

_ALPHABET = "aăâbcdđeêfghijklmnoôơpqrstuưvwxyz"
_LETTER = {letter: f"{chr(ord('a') + i // 2)}{i % 2 + 1}" for i, letter in enumerate(_ALPHABET)}
# The order of tones in ICU's Vietnamese collation: level, falling, asking, tumbling, rising, heavy.
_TONES = {"\u0300": "2", "\u0309": "3", "\u0303": "4", "\u0301": "5", "\u0323": "6"}


# What nobody sees, and a letter that only looks like đ.
_UNSEEN = str.maketrans(dict.fromkeys("\u200b\u200c\u200d\u2060\ufeff"))
_ETH = str.maketrans("ðÐ", "đĐ")
_MARKS = dict.fromkeys(range(0x300, 0x370)) | {ord(letter): "d" for letter in "đð"}

_ADDRESSED = re.compile(r"(?:đ/c|(?:đc|đồng chí)\b)[.:,\s]*", re.IGNORECASE)
_MR_MRS = re.compile(r"(?:ông/bà|ông|bà)(?P<mark>\s*[.:])?(?:\s+|$)", re.IGNORECASE)
_DEGREE = r"(?:PGS|GS|TSKH|TS|ThS|BSCK\s?I{1,2}|BSCKI{1,2}|BS|KTS|KS|CN|DS|LS|NGND|NGƯT|NSND|NSƯT)"
_RANK = (
    r"(?:(?:đại|thượng|trung|thiếu)\s+(?:tướng|tá|úy|uý)|chuẩn\s+đô\s+đốc|(?:phó\s+)?đô\s+đốc"
    r"|(?:phó\s+)?giáo\s+sư|tiến\s+s[ĩỹ]|thạc\s+s[ĩỹ]|bác\s+s[ĩỹ]|kỹ\s+sư|luật\s+sư"
    r"|hòa\s+thượng|hoà\s+thượng|thượng\s+tọa|thượng\s+toạ|đại\s+đức|ni\s+trưởng|ni\s+sư"
    r"|linh\s+mục|mục\s+sư)"
)
_RANKS = re.compile(
    rf"(?:{_DEGREE}(?:[.,]+\s*|\s+|(?=$))|{_RANK}[.,]*(?:\s+|(?=$)))+", re.IGNORECASE
)
# After "Ông" these begin a name of the family Ông, not a family name of their own.
_MIDDLE_ONLY = {"thị", "văn", "ích", "đình", "thế", "thành", "xuân", "ngọc", "minh", "thanh"}


def exact_key(text: str) -> str:
    """One spelling of the same characters: composed, with single spaces, without unseen ones."""
    if not text.isascii():
        text = unicodedata.normalize("NFC", text.translate(_UNSEEN))
    return " ".join(text.split())


def without_title(name: str) -> str:
    """The name without how one addresses its bearer (Đ/c, Đồng chí, Ông, Bà).

    Ranks and degrees stay. "Ông" stays where it is the family name: before a middle name such as
    Thị, or where no whole name would be left.
    """
    left = exact_key(name)
    while True:
        shorter = _without_one_title(left)
        if shorter == left:
            return left
        left = shorter


def bare_name(name: str) -> str:
    """The name alone, without titles, ranks and degrees, as keys are made from it."""
    untitled = without_title(name)
    rank = _RANKS.match(untitled)
    left = without_title(untitled[rank.end() :]) if rank else untitled
    return left if " " in left else untitled


def _without_one_title(name: str) -> str:
    addressed = _ADDRESSED.match(name)
    if addressed:
        return name[addressed.end() :] or name
    title = _MR_MRS.match(name)
    if title is None:
        return name
    left = name[title.end() :]
    words = left.casefold().split()
    is_family = not title["mark"] and name[:3].casefold() == "ông" and words[:1] != []
    if len(words) < _WHOLE_NAME or (is_family and words[0] in _MIDDLE_ONLY):
        return name
    return left


def tone_key(text: str) -> str:
    """Equal for the old and the new place of the tone: hoà and hòa, uỷ and ủy, thuý and thúy."""
    plain = exact_key(text).casefold().translate(_ETH)
    return " ".join(_untoned(word) for word in plain.split())


def fold(text: str) -> str:
    """Without any marks: đ is d. For searching and asking, never for deciding who is who."""
    plain = exact_key(text).casefold()
    if plain.isascii():
        return plain
    bare = unicodedata.normalize("NFD", plain).translate(_MARKS)
    if bare.isascii():
        return bare
    return "".join(letter for letter in bare if not unicodedata.combining(letter))


def title_key(text: str) -> str:
    """Sorts titles and names of places in reading order, letters before tones.

    Only digits and small letters stand in it, so every database sorts it alike.
    """
    words = tone_key(text).split()
    letters = "00".join("".join(_LETTER.get(c, _other(c)) for c in w[:-1]) for w in words)
    return f"{letters}00{''.join(w[-1] for w in words)}"


def name_key(name: str) -> str:
    """Sorts people by given name, then family name, then what stands between.

    Titles, ranks and degrees do not count: Đại tá Nguyễn Văn An stands under An.
    """
    family, *rest = bare_name(name).split() or [""]
    *middle, given = rest or [family]
    parts = [given, family if rest else "", " ".join(middle)]
    return "000".join(title_key(part) for part in parts)


def _untoned(word: str) -> str:
    """The word's letters without their tone, and the tone after them: hoà → hoa2, an → an1."""
    letters, tone = [], "1"
    for character in unicodedata.normalize("NFD", word):
        if character in _TONES:
            tone = _TONES[character]
        else:
            letters.append(character)
    return unicodedata.normalize("NFC", "".join(letters)) + tone


def _other(character: str) -> str:
    return f"1{character}" if character.isdigit() else "zz"


def day_text(day: date | datetime) -> str:
    """``02/6/2026``: a zero before days under 10 and before months 1 and 2 only."""
    day = _local(day)
    month = f"{day.month:02}" if day.month in {1, 2} else day.month
    return f"{day.day:02}/{month}/{day.year}"


def weekday_text(day: date | datetime) -> str:
    return WEEKDAYS[_local(day).weekday()]


def time_text(moment: datetime) -> str:
    """``08:05``, on screens."""
    return f"{_local(moment):%H:%M}"


def programme_time_text(moment: datetime) -> str:
    """``08h05'``, in programmes."""
    return f"{_local(moment):%Hh%M}'"


def letter_time_text(moment: datetime) -> str:
    """``08 giờ 00``, in letters."""
    return f"{_local(moment):%H giờ %M}"


def moment_text(moment: datetime) -> str:
    """``08:05, 02/6/2026``."""
    return f"{time_text(moment)}, {day_text(moment)}"


def read_moment(text: str) -> datetime:
    """The UTC moment somebody typed: ``08:05, 02/6/2026``, ``8h5 2/6/2026``, ``8 giờ 5/6/2026``.

    Raises ValueError with a sentence for people.
    """
    found = re.search(
        r"(?P<h>\d{1,2})\s*(?::|h|giờ)\s*(?P<min>\d{1,2}(?!\d*/))?.*?"
        r"(?P<d>\d{1,2})[/-](?P<m>\d{1,2})[/-](?P<y>\d{4})",
        exact_key(text).casefold(),
    )
    try:
        if found is None:
            return local(text)
        year, month, day = (int(found[part]) for part in ("y", "m", "d"))
        at = datetime(year, month, day, int(found["h"]), int(found["min"] or 0), tzinfo=HANOI)
    except ValueError as wrong:
        raise ValueError("Viết giờ và ngày như 08:00, 02/6/2026") from wrong
    return at.astimezone(UTC)


def read_day(text: str) -> date:
    """The day somebody typed: ``02/6/2026``, ``2-6-2026`` or ``2026-06-02``.

    Raises ValueError with a sentence for people.
    """
    found = re.fullmatch(r"(\d{1,2})[/.-](\d{1,2})[/.-](\d{4})", text.strip())
    try:
        if found is None:
            return date.fromisoformat(text.strip())
        day, month, year = map(int, found.groups())
        return date(year, month, day)
    except ValueError as wrong:
        raise ValueError("Viết ngày như 02/6/2026") from wrong


def number_text(number: int) -> str:
    """``1.086``."""
    return f"{number:,}".replace(",", ".")


def local(text: str) -> datetime:
    """The UTC moment of an ISO date and time written without a zone, as on the wall in Hà Nội."""
    return datetime.fromisoformat(text).replace(tzinfo=HANOI).astimezone(UTC)


def start_of_day(moment: datetime) -> datetime:
    """Midnight, in Hà Nội, of the day in which the moment falls."""
    return moment.astimezone(HANOI).replace(hour=0, minute=0, second=0, microsecond=0)


def _local(day: date | datetime) -> date | datetime:
    return day.astimezone(HANOI) if isinstance(day, datetime) else day


def words(text: str) -> list[str]:
    """The folded words of a search."""
    return re.findall(r"\w+", fold(text))
