"""Notes that hold data: a vacant post, absence and why, a substitute, a second post. Pure."""

import re
from dataclasses import dataclass, field

from app.roster import names, posts
from app.roster.headings import is_post
from app.vietnamese import fold

VACANT, ABSENT, CONFIRMED, SUBSTITUTED, INVITED = (
    "vacant",
    "absent",
    "confirmed",
    "substituted",
    "invited",
)
_WHO = r"(?:đ\s*/\s*c|đ\.c|đc|đồng chí|ông|bà)"
_CALLED = re.compile(rf"(?<!\w){_WHO}[\s.:]+(?=\S)", re.IGNORECASE)
_INSTEAD = re.compile(r"\s+(?:(?:đi|tham|sẽ|dự|họp|gia)\s+)*thay\b(?!.*\bthay\b)", re.IGNORECASE)
_SENT = re.compile(
    r"^.*\b(?:cử|ủy quyền|uỷ quyền|phân công|giao|do|mời)\b(?:\s+cho\b)?", re.IGNORECASE
)
_THEN = re.compile(r"\s*[,(–]\s*|\s+-\s+")
_FOR = re.compile(
    rf"(?:dự|họp|đi)\s+thay(?:\s+mặt)?(?:\s+cho)?\s+(?:{_WHO}[\s.:]+)?(?P<whom>[^,;.()]+)",
    re.IGNORECASE,
)
# Tones tell "bận" from "Ban" and "nghỉ" from "nghị"; the plain ones are for those who type none.
_VACANT = re.compile(
    r"\b(?:khuyết(?! tật)|chưa (?:kiện toàn|bố trí|bổ nhiệm|phân công|có$|có người))|^trống$"
)
_VACANT_PLAIN = re.compile(
    r"\b(?:khuyet(?! tat)|chua (?:kien toan|bo tri|bo nhiem|phan cong|co$|co nguoi))|^trong$"
)
_AWAY = re.compile(
    r"\b(?:vắng|nghỉ|ốm|bận|bảo lưu|xin phép|thai sản|điều trị)\b|\bkhông (?:tham )?dự\b"
    r"|\b(?:đi|đang) (?:công tác|học|nước ngoài|viện)\b"
    r"|^công tác(?=$|[,;.]| (?:nước ngoài|xa|đột xuất))"
)
_AWAY_PLAIN = re.compile(
    r"\b(?:vang mat|om|xin phep|thai san|dieu tri|nghi (?:phep|om|thai|che do|huu|viec))\b"
    r"|^(?:vang|nghi$|ban$|ban (?:hop|viec))\b|\bkhong (?:tham )?du\b"
    r"|\b(?:di|dang) (?:cong tac|hoc|nuoc ngoai|vien)\b|^cong tac$"
)
_SAID = re.compile(r"^(?:sẽ |có |xác nhận |đã xác nhận |đăng ký )?(?:dự|tham dự|dự họp|có mặt)$")
_COMES = re.compile(r"^(x|v|✓|✔|☑|co|du|co du|co mat|tham du|se du|da xac bao|xac nhan|ok|yes|1)$")
_STAYS = re.compile(r"^(khong|ko|k|vang|vang mat|khong du|no|0)$")
_WAITS = re.compile(r"^(cho xac bao|chua xac bao|chua tra loi)$")
_ALSO = re.compile(
    r"\bkiêm(?: nhiệm)?(?: chức danh| chức vụ)?\s*:?\s+(?P<post>[^;.()]+)", re.IGNORECASE
)
_LEAST_WORDS, _MOST_REASON = 2, 200


@dataclass
class Noted:
    """What a note says. ``attendance`` is empty where it says nothing of it."""

    attendance: str = ""
    reason: str = ""
    note: str = ""  # what is no data
    instead_of: str = ""  # the name or post of whom they stand in for
    substitute: str = ""
    substitute_posts: list[str] = field(default_factory=list)
    also: list[str] = field(default_factory=list)


def note(text: str, of: str = "") -> Noted:
    """What stands in a note about ``of``; what is no data stays a note."""
    said = names.tidy(text)
    if not said or fold(said) in {"ten mau", "-"}:
        return Noted()
    also = [post for found in _ALSO.finditer(said) for post in posts.posts(found["post"])]
    also = [post for post in also if is_post(post)]
    named = _FOR.search(said)
    whom = names.read_name(named["whom"]).name if named else ""
    if whom and not (of and names.name_keys(whom) == names.name_keys(of)):
        return Noted(CONFIRMED, note=said[:_MOST_REASON], instead_of=whom, also=also)
    if (instead := _INSTEAD.search(said)) is not None:
        before = said[: instead.start()]
        called = list(_CALLED.finditer(before))
        before = before[called[-1].start() :] if called else _SENT.sub("", before)
        who, *held = _THEN.split(before.strip(), maxsplit=1)
        name = names.read_name(who).name
        if len(name.split()) >= _LEAST_WORDS and name[:1].isupper():
            found = posts.posts(held[0].strip(" ()") if held else "")
            return Noted(
                SUBSTITUTED,
                said[:_MOST_REASON],
                substitute=name,
                substitute_posts=found,
                also=also,
            )
    if _is_vacant(said):
        rest = "" if len(said.strip("(). ").split()) == 1 else said
        return Noted(VACANT, note=rest[:_MOST_REASON], also=also)
    if _is_away(said):
        return Noted(ABSENT, said[:_MOST_REASON], also=also)
    if _SAID.match(said.casefold().strip(" .")):
        return Noted(CONFIRMED, also=also)
    rest = names.tidy(_ALSO.sub("", said)).strip(" ;,.") if also else said
    return Noted(note=rest[:_MOST_REASON], also=also)


def attendance(text: str) -> str:
    """What a cell in a column about attendance says; empty where it is nothing known."""
    folded = fold(names.tidy(text)).strip(" .")
    known = {
        "cho xac bao": INVITED,
        "du": CONFIRMED,
        "co nguoi du thay": SUBSTITUTED,
        "du thay": CONFIRMED,
        "khach phat sinh": "walk_in",
    }
    if folded in known:
        return known[folded]
    if _COMES.match(folded) or folded in {"v", "√"}:
        return CONFIRMED
    if _WAITS.match(folded):
        return INVITED
    if _is_vacant(text):
        return VACANT
    return ABSENT if _STAYS.match(folded) or _is_away(text) else ""


def is_tick(text: str) -> bool:
    """``x``, ``X``, ``✓``, ``1``, ``có``: a box that is ticked."""
    return bool(_COMES.match(fold(names.tidy(text)).strip(" ."))) or text.strip() in {"√", "+", "●"}


def is_vacant(text: str) -> bool:
    """A name cell that says that nobody holds the post."""
    return _is_vacant(names.tidy(text).strip("().- "))


def _is_vacant(text: str) -> bool:
    return _says(text, _VACANT, _VACANT_PLAIN)


def _is_away(text: str) -> bool:
    return _says(text, _AWAY, _AWAY_PLAIN)


def _says(text: str, toned: re.Pattern[str], plain: re.Pattern[str]) -> bool:
    said = names.tidy(text).casefold().strip("(). ")
    return bool((plain if said.isascii() else toned).search(said))
