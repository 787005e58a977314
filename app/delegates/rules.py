"""What a delegate is at the conference, and what they are asked to wear."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from app.errors import Refused


class Sex(StrEnum):
    FEMALE = "female"
    MALE = "male"


class Attendance(StrEnum):
    """From invited to present; the day itself adds arrivals."""

    INVITED = "invited"
    CONFIRMED = "confirmed"
    ABSENT = "absent"
    SUBSTITUTED = "substituted"
    VACANT = "vacant"  # the post is held by nobody
    WALK_IN = "walk_in"

    @property
    def takes_seat(self) -> bool:
        return self in {Attendance.INVITED, Attendance.CONFIRMED, Attendance.WALK_IN}


class Role(StrEnum):
    """Several may fall to one person, who still has one seat."""

    CHAIR = "chair"
    PRESENTER = "presenter"
    MODERATOR = "moderator"
    MC = "mc"
    DELEGATE = "delegate"
    GUEST = "guest"
    SPEAKER = "speaker"
    RECIPIENT = "recipient"
    AWARD_PRESENTER = "award_presenter"
    PRESS = "press"
    STAFF = "staff"


# By hand a place becomes one of these; the others come with a person: a stand-in, a walk-in.
BY_HAND = (Attendance.INVITED, Attendance.CONFIRMED, Attendance.ABSENT, Attendance.VACANT)


def check_may_become(
    who: str, before: Attendance, after: Attendance, reason: str, *, has_stand_in: bool
) -> None:
    """Raises Refused where a place cannot be said to stand so.

    An absent person has a reason; whoever is replaced stays replaced until that is taken back.
    """
    if after is before:
        return
    if has_stand_in:
        raise Refused("{who} đã có người dự thay. Thôi dự thay trước", who=who)
    if after not in BY_HAND or before is Attendance.WALK_IN:
        raise Refused("Không ghi được tình trạng này cho {who}", who=who)
    if after is Attendance.ABSENT and not reason:
        raise Refused("Ghi lý do vắng của {who}", who=who)


def may_be_replaced(attendance: Attendance, *, has_stand_in: bool) -> bool:
    """Whether somebody can come in the place of a person who stands so."""
    return not has_stand_in and attendance not in {Attendance.VACANT, Attendance.WALK_IN}


def check_may_be_replaced(who: str, attendance: Attendance, *, has_stand_in: bool) -> None:
    """Raises Refused where nobody can come in this person's place."""
    if has_stand_in:
        raise Refused("{who} đã có người dự thay. Thôi dự thay trước", who=who)
    if not may_be_replaced(attendance, has_stand_in=has_stand_in):
        raise Refused("{who} không có suất để cử người dự thay", who=who)


def keeps_seat(rank_before: int | None, rank_now: int | None) -> bool:
    """Whoever stands in keeps the seat where they rank no lower than the person replaced.

    Ranks are places of lines in the order, 1 the highest. None: nothing is known, so nothing is
    passed on (practice.md 3: a rank is not delegated).
    """
    if rank_now is None:
        return False
    return rank_before is None or rank_now <= rank_before


def notice_of(host: str) -> str:
    """What people are told about their data where the office has no words of its own.

    Luật Bảo vệ dữ liệu cá nhân số 91/2025/QH15: who, what for, how long, and one's rights.
    """
    return (
        f"{host} xử lý họ tên, chức vụ, đơn vị và số điện thoại của đồng chí để mời, xếp chỗ, "
        "đón tiếp và bảo đảm an ninh Hội nghị, theo Luật Bảo vệ dữ liệu cá nhân số "
        "91/2025/QH15. Dữ liệu không dùng vào việc khác, không chuyển cho bên thứ ba và được ẩn "
        "danh sau Hội nghị. Hội nghị có ghi âm, ghi hình. Đồng chí có quyền xem, yêu cầu sửa "
        "hoặc xóa dữ liệu của mình qua đầu mối xác báo."
    )


def check_may_anonymise(ends_at: datetime, now: datetime, done_at: datetime | None) -> None:
    """Raises Refused before the conference has ended, and a second time."""
    if done_at is not None:
        raise Refused("Dữ liệu cá nhân đã được ẩn danh")
    if now < ends_at:
        raise Refused("Chỉ ẩn danh được sau khi Hội nghị kết thúc")


class PrintKind(StrEnum):
    """What is printed for a person, with what a change of it makes wrong."""

    SEAT_CARD = "seat_card"
    NAME_PLATE = "name_plate"
    BADGE = "badge"
    INVITATION = "invitation"
    MC_LIST = "mc_list"
    SEAT_MAP = "seat_map"

    @property
    def parts(self) -> tuple[str, ...]:
        """What of a person stands on it; see ``delegates.prints``."""
        return _PRINTED[self]


# A pass stands on it as its QR code; "comes" is no text, but nobody hands out what is not needed.
_PERSONAL = ("comes", "name", "positions", "unit", "seat", "pass")
_PRINTED: dict[PrintKind, tuple[str, ...]] = {
    PrintKind.SEAT_CARD: (*_PERSONAL, "group", "place"),
    PrintKind.NAME_PLATE: _PERSONAL,
    PrintKind.BADGE: (*_PERSONAL, "group", "place"),
    PrintKind.INVITATION: ("comes", "name", "positions", "unit", "pass"),
    PrintKind.MC_LIST: ("comes", "name", "positions", "unit"),
    PrintKind.SEAT_MAP: ("comes", "name", "post", "unit", "seat"),
}


class Accredited(StrEnum):
    """Where the accreditation of an outlet stands."""

    ASKED = "asked"
    GRANTED = "granted"
    REFUSED = "refused"


class ReadingKind(StrEnum):
    """In which way somebody reached personal data."""

    PERSON = "person"
    PHONE = "phone"
    EXPORT = "export"
    PROGRAM = "program"  # through the API, with phone numbers
    COMMAND = "command"


# What papers and the history call these, whatever language the reader's screen has.
ON_PAPER: dict[StrEnum, str] = {
    Attendance.INVITED: "chờ xác báo",
    Attendance.CONFIRMED: "dự",
    Attendance.ABSENT: "vắng",
    Attendance.SUBSTITUTED: "có người dự thay",
    Attendance.VACANT: "khuyết",
    Attendance.WALK_IN: "khách phát sinh",
    Accredited.ASKED: "đề nghị",
    Accredited.GRANTED: "đã cấp thẻ",
    Accredited.REFUSED: "không cấp",
    Role.CHAIR: "chủ trì",
    Role.PRESENTER: "trình bày",
    Role.MODERATOR: "điều hành",
    Role.MC: "dẫn chương trình",
    Role.DELEGATE: "đại biểu",
    Role.GUEST: "khách mời",
    Role.SPEAKER: "tham luận",
    Role.RECIPIENT: "nhận khen thưởng",
    Role.AWARD_PRESENTER: "trao thưởng",
    Role.PRESS: "báo chí",
    Role.STAFF: "phục vụ",
}


class Order(StrEnum):
    """In which order a list of delegates is shown."""

    PRECEDENCE = "precedence"
    NAME = "name"
    UNIT = "unit"
    GROUP = "group"  # by precedence within each group


def called(name: str, positions: Sequence[str]) -> str:
    """How people speak of a place of the list: by its holder's name, else by its first position."""
    return name or next(iter(positions), "")


def masked(phone: str) -> str:
    """Enough of a phone number to recognise it, for those who may not call it: ``••• 789``."""
    return f"••• {phone[-3:]}" if phone else ""


@dataclass(frozen=True)
class Dress:
    """A dress rule of the conference; an empty condition holds for everybody."""

    text: str
    role: str = ""
    sex: str = ""
    is_uniformed: bool | None = None


def dress_of(
    rules: Iterable[Dress], roles: Collection[str], sex: str | None, is_uniformed: bool
) -> str | None:
    """What this person is asked to wear, or None where the plan says nothing.

    Of the rules that fit, uniform comes before sex and sex before role alone: a woman of the armed
    forces who receives an award wears her uniform (plan 63-KH/TU, lines 31-35).
    """
    fitting = [
        rule
        for rule in rules
        if (not rule.role or rule.role in roles)
        and (not rule.sex or rule.sex == sex)
        and (rule.is_uniformed is None or rule.is_uniformed == is_uniformed)
    ]
    best = max(
        fitting,
        key=lambda rule: (rule.is_uniformed is True, bool(rule.sex), bool(rule.role)),
        default=None,
    )
    return best.text if best else None


def needs_sex(rules: Iterable[Dress], roles: Collection[str], is_uniformed: bool) -> bool:
    """Whether a woman and a man in these roles would be asked to wear different things."""
    rules = list(rules)
    woman = dress_of(rules, roles, Sex.FEMALE, is_uniformed)
    return woman != dress_of(rules, roles, Sex.MALE, is_uniformed)
