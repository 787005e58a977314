"""Vietnamese text typed before Unicode: TCVN3 (fonts ``.VnTime``, ``.VnTimeH``) and VNI. Pure.

Such text is made of Western letters that only its font shows as Vietnamese. The font's name, the
other cells of the column and the letters themselves each tell something; ``Encoding`` is decided
for one piece of text at a time, and text that is Unicode already is never touched.
"""

import re
import unicodedata
from enum import StrEnum

from app.vietnamese import fold


class Encoding(StrEnum):
    """How the letters of a text stand for Vietnamese."""

    UNICODE = "unicode"
    TCVN3 = "tcvn3"
    VNI = "vni"


_TCVN3 = dict(
    zip(
        "µ¸¶·¹¨»¾¼½Æ©ÇÊÈÉË®ÌÐÎÏÑªÒÕÓÔÖ×ÝØÜÞßãáâä«åèæçé¬êíëìîïóñòô\u00adõøö÷ùúýûüþ¡¢£¤¥¦§",
        "àáảãạăằắẳẵặâầấẩẫậđèéẻẽẹêềếểễệìíỉĩịòóỏõọôồốổỗộơờớởỡợùúủũụưừứửữựỳýỷỹỵĂÂÊÔƠƯĐ",
        strict=True,
    )
)
_TONES = dict(zip("ùøûõï", "\u0301\u0300\u0309\u0303\u0323", strict=True))
_ROOFS = dict(
    zip("âáàåãä", ["\u0302" + t for t in ("", *"\u0301\u0300\u0309\u0303\u0323")], strict=True)
)
_BOWLS = dict(
    zip("êéèúüë", ["\u0306" + t for t in ("", *"\u0301\u0300\u0309\u0303\u0323")], strict=True)
)
_VNI_ALONE = dict(zip("íìæóòôöîñ", "íìỉĩịơưỵđ", strict=True))
_VNI_MARKS = {
    "a": {**_TONES, **_ROOFS, **_BOWLS},
    "e": {**_TONES, **_ROOFS},
    "o": {**_TONES, **_ROOFS},
    "u": _TONES,
    "y": _TONES,
    "ô": _TONES,
    "ö": _TONES,
}
_ONSET = "ngh|ng|nh|gh|gi|kh|ph|qu|th|tr|ch|[bcdđghklmnprstvx]|"
_NUCLEUS = (
    "iê|yê|uyê|uô|ươ|ưa|ia|ya|ua|uâ|uê|uơ|uy|oa|oă|oe|uya|[aăâeêioôơuưy]|oo|"
    "ai|ay|ao|au|âu|ây|eo|êu|iu|oi|ôi|ơi|ui|ưi|ưu|iêu|yêu|oai|oay|oao|oeo|uây|uôi|ươi|ươu|uyu|uay"
)
_SYLLABLE = re.compile(rf"(?:{_ONSET})(?:{_NUCLEUS})(ng|nh|ch|[cmnpt]|)$")
_MARKS = "\u0300\u0301\u0303\u0309\u0323"
_STOPPED_TONES = {"", "\u0301", "\u0323"}  # only these stand before c, ch, p, t; none in slips
_OPEN, _SURE, _FAMILY = 0.06, 0.2, 0.05  # how close two readings may come
# fmt: off
FAMILY_NAMES = frozenset(
    {
        "nguyen", "tran", "le", "pham", "hoang", "huynh", "phan", "vu", "vo", "dang", "bui",
        "do", "ho", "ngo", "duong", "ly", "dao", "doan", "vuong", "trinh", "truong", "dinh",
        "lam", "mai", "phung", "to", "ha", "luong", "luu", "ta", "ong", "khuc", "quach", "cao",
        "chu", "kieu", "thai", "tong", "nghiem", "dam", "trieu", "mac", "bach", "la", "khong",
        "kim", "vi", "hua", "lai", "tieu", "giap", "than", "ninh", "lo", "phi", "quan",
    }
)
# fmt: on


def decode(text: str, encoding: Encoding) -> str:
    """The text in Unicode. TCVN3 has no toned capitals: see ``restore_capitals``."""
    if encoding is Encoding.TCVN3:
        return "".join(_TCVN3.get(letter, letter) for letter in text)
    if encoding is Encoding.VNI:
        return _from_vni(text)
    return text


def font_says(font: str) -> Encoding | None:
    """What a font's name says about its text, if anything."""
    name = font.strip().casefold()
    if name.startswith(".vn"):
        return Encoding.TCVN3
    return Encoding.VNI if name.startswith("vni") else None


def shows_capitals(font: str) -> bool:
    """Fonts such as ``.VnTimeH`` show small letters as capitals."""
    name = font.strip()
    return name.casefold().startswith(".vn") and name.endswith("H")


def readings(text: str) -> dict[Encoding, float]:
    """How much of the text (0-1) is Vietnamese, read in each way in which it can be read at all.

    One reading alone is certain: text with letters that only Unicode has, or plain ASCII.
    """
    if text.isascii() or any(_is_vietnamese_only(letter) for letter in text):
        return {Encoding.UNICODE: 1.0}
    return {
        Encoding.UNICODE: plausible(text),
        Encoding.TCVN3: plausible(decode(text, Encoding.TCVN3)) - _doubt(text, _TCVN3),
        Encoding.VNI: plausible(decode(text, Encoding.VNI)),
    }


def guess(text: str, font: str = "", usual: Encoding | None = None) -> Encoding:
    """How this text is to be read.

    ``usual`` is how the rest of its column is read. Where the letters leave it open the font
    decides, then the column, then Unicode.
    """
    scores = readings(text)
    if len(scores) == 1:
        return Encoding.UNICODE
    best = max(scores.values())
    open_ = {encoding for encoding, score in scores.items() if score > best - _OPEN}
    for said in (font_says(font), usual, Encoding.UNICODE):
        if said in open_:
            return said
    return max(scores, key=lambda encoding: scores[encoding])


def certain(text: str) -> Encoding | None:
    """How the text must be read by its letters alone; None where that is open."""
    if text.isascii():
        return None
    scores = readings(text)
    best = max(scores.values())
    open_ = [encoding for encoding, score in scores.items() if score > best - _SURE]
    return open_[0] if len(open_) == 1 and best > 0.5 else None  # noqa: PLR2004


def restore_capitals(text: str) -> str:
    """Capitals that TCVN3 lost: ``TRầN ANH`` is ``TRẦN ANH``, and in a name ``ánh`` is ``Ánh``."""
    letters = [letter for letter in text if letter.isalpha()]
    capitals = sum(letter.isupper() for letter in letters)
    if capitals > 1 and all(letter.isupper() or not letter.isascii() for letter in letters):
        return text.upper()
    return " ".join(
        word[:1].upper() + word[1:] if word[:1].islower() and not word.isascii() else word
        for word in text.split(" ")
    )


def plausible(text: str) -> float:
    """The part of the words (0-1) that are Vietnamese; family names count a little more."""
    found = [word for word in re.split(r"[\s.,;:()/\-–\d]+", text) if word]
    if not found:
        return 1.0
    right = sum(_is_syllable(word) for word in found)
    family = _FAMILY if fold(found[0]) in FAMILY_NAMES else 0.0
    return right / len(found) + family


def _is_syllable(word: str) -> bool:
    if len(word) > 1 and word[1:] != word[1:].lower() and word != word.upper():
        return False
    plain = unicodedata.normalize("NFD", word.casefold())
    tones = [mark for mark in plain if mark in _MARKS]
    bare = unicodedata.normalize("NFC", "".join(c for c in plain if c not in _MARKS))
    found = _SYLLABLE.match(bare)
    if found is None or len(tones) > 1:
        return bare.isascii() and bare.isalpha() and not tones and word == word.upper()
    stopped = found[1] in {"c", "ch", "p", "t"}
    return not stopped or "".join(tones) in _STOPPED_TONES


def _doubt(text: str, known: dict[str, str]) -> float:
    """Letters beyond ASCII that the encoding has not got speak against it."""
    foreign = [letter for letter in text if not letter.isascii() and letter.isalpha()]
    unknown = sum(letter not in known for letter in foreign)
    return 0.5 * unknown / len(foreign) if foreign else 0.0


def _is_vietnamese_only(letter: str) -> bool:
    return (
        letter in "ăĂđĐơƠưƯĩĨũŨ"
        or "\u1ea0" <= letter <= "\u1ef9"
        or "\u0300" <= letter <= "\u036f"  # marks of their own
    )


def _from_vni(text: str) -> str:
    written: list[str] = []
    place = 0
    while place < len(text):
        letter = text[place]
        low = letter.lower()
        mark = _VNI_MARKS.get(low, {}).get(text[place + 1 : place + 2].lower(), "")
        made = _VNI_ALONE.get(low, low)
        if mark:
            made = unicodedata.normalize("NFC", made + mark)
        written.append(made.upper() if letter != low else made)
        place += 2 if mark else 1
    return "".join(written)
