"""What a column holds, told by its heading, however written, and by what stands in it. Pure."""

import re
from collections.abc import Sequence
from enum import StrEnum
from functools import lru_cache

from app.legacy import FAMILY_NAMES
from app.vietnamese import fold, tone_key


class Field(StrEnum):
    """What the cells of a column are about."""

    IGNORED = "ignored"
    ORDINAL = "ordinal"  # STT: restarts, is missing, tells nothing
    NAME = "name"
    FAMILY = "family"  # family and middle name, where the given name has its own column
    GIVEN = "given"
    TITLE = "title"  # Ông, Bà, Đ/c
    RANK = "rank"  # Đại tá, PGS.TS.
    POSITION = "position"
    UNIT = "unit"
    GROUP = "group"
    PHONE = "phone"
    SEX = "sex"
    MALE = "male"
    FEMALE = "female"
    BIRTH = "birth"
    ATTENDANCE = "attendance"
    PRESENT = "present"
    ABSENT = "absent"
    REASON = "reason"
    SUBSTITUTE = "substitute"
    NOTE = "note"
    ROLES = "roles"
    PRECEDENCE = "precedence"
    UNIFORMED = "uniformed"
    STEP_FREE = "step_free"
    IN_POST = "in_post"
    NUMBER = "number"  # of a delegate, in our own flat form
    STANDS_IN_FOR = "stands_in_for"  # the number of the delegate in whose place somebody comes
    SAMPLE = "sample"  # the name is a sample
    ID_CARD = "id_card"  # never read


REPEATED = {Field.POSITION, Field.NOTE, Field.IGNORED, Field.ID_CARD, Field.PHONE, Field.REASON}
_MOST_HEADING, _MOST_WORDS = 80, 9
_PATTERNS: tuple[tuple[Field, str], ...] = (
    (Field.ID_CARD, r"\b(cccd|cmnd|cmt|cmtnd|can cuoc|dinh danh|chung minh|ho chieu)\b"),
    (  # what a conference does not need, and what stands there looks like birth or unit
        Field.IGNORED,
        (
            r"^(dan toc|ton giao|que( quan)?|nguyen quan|noi sinh|sinh quan|dia chi|noi o|cho o"
            r"|ho khau|thuong tru|tam tru|trinh do|ly luan|chuyen mon)\b|\b(vao dang|ket nap)\b"
            r"|^(ngay )?chinh thuc$|^(so )?the dang"
        ),
    ),
    (Field.ORDINAL, r"^(stt|tt|so tt|so thu tu|thu tu|no|so)$"),
    (Field.NUMBER, r"^ma( (so )?dai bieu)?$"),
    (Field.STANDS_IN_FOR, r"\bdu thay cho ma\b"),
    (Field.SAMPLE, r"^ten mau$"),
    (Field.SUBSTITUTE, r"\b(du thay|thay the|nguoi thay|di thay)\b"),
    (
        Field.FAMILY,
        r"^(ho|ho dem|ho va dem|ho lot|ho va lot|ho (va )?(ten|chu)( va)? (dem|lot)|ho chu dem)$",
    ),
    (Field.GIVEN, r"^(ten|ten rieng|ten goi)$"),
    (Field.NAME, r"^(ho va ten|ho ten)\b(?! (dem|lot))"),  # whatever else stands in the column
    (Field.PRECEDENCE, r"\b(ngoi thu|thu tu trong khoi)\b"),
    (Field.IN_POST, r"\b(giu chuc|bo nhiem|nhan chuc)\b"),
    (Field.TITLE, r"^(danh xung|ong ba|quy danh)$"),
    (Field.SEX, r"\b(gioi tinh|gioi)\b|^(gt|nam nu|phai)$"),
    (Field.BIRTH, r"\b(nam sinh|ngay sinh|thang nam sinh|sinh nam|sinh ngay)\b|^ns$"),
    (Field.PHONE, r"\b(dien thoai|sdt|so dt|di dong|dtdd|phone|mobile|so may|zalo|tel)\b|^d?dt$"),
    (Field.PHONE, r"^(so )?(lien he|lien lac)$|^d thoai$|^dthoai$"),
    (Field.REASON, r"\bly do\b"),
    (Field.ATTENDANCE, r"\b(xac bao|du vang|vang du|tinh trang|trang thai|diem danh|xac nhan)\b"),
    (Field.UNIFORMED, r"\b(vu trang|trang phuc nganh|luc luong)\b"),
    (Field.STEP_FREE, r"\b(bac thang|khong bac|khuyet tat|xe lan)\b"),
    (Field.ROLES, r"\b(vai tro|lam gi|nhiem vu tai)\b"),
    (Field.RANK, r"\b(cap bac|quan ham|cap ham|hoc ham|hoc vi)\b"),
    (
        Field.NAME,
        r"^(hoten|ho \w* ?ten)\b|(?<!ro )\bho (va )?ten\b|^(ten|danh sach) (dai bieu|nguoi|can bo)",
    ),
    (Field.POSITION, r"\b(chuc vu|chuc danh|cuong vi|chuc trach|c vu)\b|^(c ?v|chuc|position)$"),
    (Field.UNIT, r"\b(don vi|co quan|dvct|noi cong tac|noi lam viec|to chuc dang)\b|^(dv|unit)$"),
    (
        Field.UNIT,
        r"^(dia phuong|xa|phuong|xa phuong.*|phuong xa.*|ten xa.*|ten phuong.*|so nganh)$",
    ),
    (Field.GROUP, r"\b(thanh phan|doi tuong)\b|^(khoi|nhom|nhom dai bieu|khoi dai bieu)$"),
    (Field.NOTE, r"\b(ghi chu|chu thich|note|luu y)\b|^gc$"),
    (
        Field.NAME,
        r"^(dai bieu|dong chi|d c|dc|can bo|full name|name|nguoi (tham )?du( hop| hoi nghi)?)$",
    ),
    (Field.ABSENT, r"^(vang|vang mat|khong du|khong tham du|vang co ly do)$"),
    (Field.PRESENT, r"^(du|co mat|co du|tham gia|tham du|du hop|co)$"),
    (Field.MALE, r"^nam$"),
    (Field.FEMALE, r"^nu$"),
)
_COMPILED = tuple((field, re.compile(pattern)) for field, pattern in _PATTERNS)
_BODIES = (
    "các|khối|đoàn đại biểu|đoàn thanh niên|đoàn công tác|đoàn khối|lãnh đạo"
    "|đại biểu|đại diện"
    "|thường trực|ban|bộ|sở|phường|xã|đặc khu|đảng ủy|đảng bộ|ủy ban|hội|hội đồng|văn phòng|vp"
    "|công an|trường"
    "|công ty|trung tâm|tập thể|cá nhân|liên đoàn|mặt trận|mttq|ubmttq|ubnd|hđnd"
    "|thành ủy|báo|đài"
    "|tỉnh|thành phố|quận|huyện|trung ương|khách mời|phóng viên|cơ quan|cấp|ngành|chi bộ|chi cục"
    "|viện|tòa án|kho bạc|thuế|đơn vị|nhóm|p.|x."
)
_OFFICES = (
    "bí thư|phó|pct|pbt|pbttt|chủ tịch|ct|cvp|pcvp|chánh|trưởng|ủy viên|uv|uvbtv|thành ủy viên|tuv"
    "|giám đốc|gđ|pgđ|hiệu trưởng|tổng|vụ trưởng|cục trưởng|chỉ huy|chính ủy|đội trưởng|biên tập"
    "|phóng viên|thủ trưởng|thư ký|đại biểu|cán bộ|chuyên viên|công chức|kế toán|nguyên|quyền|q."
    "|lãnh đạo|ktv|đại diện|viện trưởng|tp|tp.|btv|thành viên|thường trực|bt|tt"
)


def _beginnings(listed: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """As texts begin: with their tones (Trưởng is not Trương), and typed without any accents."""
    phrases = listed.split("|")
    toned = tuple(f"{tone_key(phrase)} " for phrase in phrases)
    return toned, tuple(f"{fold(phrase)} " for phrase in phrases)


_BODY, _OFFICE = _beginnings(_BODIES), _beginnings(_OFFICES)
_GLUED = re.compile(r"^([px])\.(?=\S)", re.IGNORECASE)  # P.Lê Chân
_WORD = re.compile(r"[^\W\d_]+(?:['’.-][^\W\d_]+)*\.?")
_SHARE = 0.6
_MOST_SAMPLES = 60
_LEAST_YEAR, _LAST_YEAR = 1925, 2012
_NAME_WORDS = range(2, 8)


def key(text: str) -> str:
    """A heading without accents and signs: ``Số ĐT (di động)`` is ``so dt di dong``."""
    return " ".join(re.findall(r"[a-z0-9]+", fold(text)))


@lru_cache(maxsize=4096)
def recognised(heading: str) -> Field | None:
    """What a heading of one row says, or None where it says nothing known."""
    words = key(heading)
    if words.count(" ") >= _MOST_WORDS:
        words = key(re.sub(r"\([^()]*\)", " ", heading))  # without how it is to be filled in
    if len(words) > _MOST_HEADING or words.count(" ") >= _MOST_WORDS:
        return None
    return next((field for field, pattern in _COMPILED if pattern.search(words)), None)


def of_parts(parts: Sequence[str]) -> Field | None:
    """The field of a heading that stands on several rows, the broadest first."""
    own = recognised(parts[-1]) if parts else None
    if own is not None and own is not Field.ORDINAL:
        return own
    for part in (" ".join(parts), *reversed(parts[:-1])):
        if (field := recognised(part)) is not None:
            return field
    return own


def by_content(texts: Sequence[str]) -> Field | None:
    """What a column without a telling heading holds, where most of its cells agree."""
    samples = [text for text in texts if text.strip()][:_MOST_SAMPLES]
    if not samples:
        return None
    tests = (
        (Field.ID_CARD, [is_id_card(text) for text in samples]),
        (Field.PHONE, [is_phone_like(text) for text in samples]),
        (Field.BIRTH, [_is_birth(text) for text in samples]),
        (Field.ORDINAL, [bool(re.fullmatch(r"\d{1,5}\.?", text)) for text in samples]),
        (Field.SEX, [fold(text).strip(" .") in {"nam", "nu"} for text in samples]),
        (Field.POSITION, [is_post(text) for text in samples]),
        (Field.NAME, [is_name_like(text) for text in samples]),
        (Field.UNIT, [_begins(text, _BODY) for text in samples]),
    )
    for field, right in tests:
        if sum(right) >= _SHARE * len(samples):
            return field
    return None


def is_id_card(text: str) -> bool:
    """Twelve digits: a personal number, which is never read."""
    return bool(re.fullmatch(r"\d{12}", re.sub(r"[\s.\-']", "", text)))


def is_phone_like(text: str) -> bool:
    """One phone number, or the beginning of several."""
    digits = re.sub(r"\D", "", re.split(r"[/;,\n]| - ", text.strip())[0])
    return bool(re.fullmatch(r"(84|0)?[1235789]\d{8,9}", digits))


def is_name_like(text: str) -> bool:
    """A person's full name: a family name and more, nothing that is an office or a body."""
    bare = re.sub(r"^(đ/c|đc|đồng chí|ông|bà)\.?:?\s+", "", text.strip(), flags=re.IGNORECASE)
    words = bare.split()
    if len(words) not in _NAME_WORDS or not all(_WORD.fullmatch(word) for word in words):
        return False
    if sum(word[0].isupper() for word in words) * 2 <= len(words):
        return False
    return any(fold(word) in FAMILY_NAMES for word in words[:3]) and not is_body(bare)


def is_body(text: str) -> bool:
    """The name of a body, a group or an office, as headings over groups give it."""
    return _begins(text, _BODY) or _begins(text, _OFFICE)


def is_post(text: str) -> bool:
    """Begins as a post does: Bí thư, Phó …, Chủ tịch, Trưởng …"""
    return _begins(text, _OFFICE)


@lru_cache(maxsize=8192)
def _begins(text: str, beginnings: tuple[tuple[str, ...], tuple[str, ...]]) -> bool:
    toned, plain = beginnings
    bare = _GLUED.sub(r"\1. ", text.strip(" -.,()"))
    if bare.isascii():
        return f"{fold(bare)} ".startswith(plain)
    return f"{tone_key(bare)} ".startswith(toned)


def _is_birth(text: str) -> bool:
    found = re.search(r"(?:^|[/.-])(19\d\d|20\d\d)$", text.strip())
    return bool(found) and _LEAST_YEAR <= int(found[1] if found else 0) <= _LAST_YEAR
