"""What a delegate is at the conference, and what they are asked to wear."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum


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
_PRINTED: dict[PrintKind, tuple[str, ...]] = {
    PrintKind.SEAT_CARD: ("comes", "name", "positions", "unit", "seat", "pass"),
    PrintKind.NAME_PLATE: ("comes", "name", "positions"),
    PrintKind.BADGE: ("comes", "name", "positions", "unit", "seat", "pass"),
    PrintKind.INVITATION: ("comes", "name", "positions", "unit", "pass"),
    PrintKind.MC_LIST: ("comes", "name", "positions", "unit"),
    PrintKind.SEAT_MAP: ("comes", "name", "seat"),
}


# What papers and the history call these, whatever language the reader's screen has.
ON_PAPER: dict[StrEnum, str] = {
    Attendance.INVITED: "chờ xác báo",
    Attendance.CONFIRMED: "dự",
    Attendance.ABSENT: "vắng",
    Attendance.SUBSTITUTED: "có người dự thay",
    Attendance.VACANT: "khuyết",
    Attendance.WALK_IN: "khách phát sinh",
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
