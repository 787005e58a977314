"""What the words on a drawing mean: the stage, doors, steps, upper floors. Pure."""

import re

from app.halls.rules import LandmarkKind, OutKind

_STAGE = re.compile(r"san khau|chu tich doan|\bstage\b|buhne|\bscene\b|escenario|palco|\bpodium\b")
_DOOR = re.compile(r"^(cua|door|entrance|eingang|ausgang|exit|tur|entree|loi vao)\b")
_SCREEN = re.compile(r"^(man hinh|screen|leinwand)\b")
_STEPS = re.compile(r"^(bac|cau thang|steps|stairs|treppe)\b")
_UPPER = re.compile(r"\b(tang|lau|floor|level)\s*([2-9])\b|ban cong|balcon|balkon|empore|\brang\b")
_PART = re.compile(
    r"^(khu|tang|lau|ban cong|lo|khan dai|san|hoi truong"
    r"|balcony|balkon|stalls|parkett|floor|level)\b"
)
_AISLES = re.compile(r"loi di|aisle|\bgang\b")
_REMARK = re.compile(r"^(ghi chu|chu thich|chu giai|luu y|tong so|tong cong|note)\b|:|.{40}")
_CORNER = re.compile(r"(so )?(hang|day|row)(\s*[/\\-]\s*(so )?(ghe|seat))?|stt|so ghe")
_STEP_FREE = re.compile(r"rollstuhl|wheelchair|xe lan|step.?free|khong (co )?bac|khuyet tat")
_RESERVE = re.compile(r"\b(du phong|reserve|reserved)\b")
_OUT = re.compile(r"\b(khong xep|khong ban|blocked|gesperrt|not for sale)\b")
_PRESS = re.compile(r"\b(bao chi|phong vien|press|presse|media)\b")


def is_stage(folded: str) -> bool:
    """``folded`` is a text without marks, in small letters."""
    return _STAGE.search(folded) is not None


def landmark(folded: str) -> LandmarkKind | None:
    if _DOOR.search(folded):
        return LandmarkKind.DOOR
    if _SCREEN.search(folded):
        return LandmarkKind.SCREEN
    return LandmarkKind.STEPS if _STEPS.search(folded) else None


def level(folded: str) -> int:
    """The floor a part of the hall is on: 0 the stalls."""
    found = _UPPER.search(folded)
    if found is None:
        return 0
    return int(found[2]) - 1 if found[2] else 1


def is_step_free(folded: str) -> bool:
    return _STEP_FREE.search(folded) is not None


def is_press(folded: str) -> bool:
    return _PRESS.search(folded) is not None


def out(folded: str) -> OutKind | None:
    """What a seat is taken out for, by the name of its category."""
    if _RESERVE.search(folded):
        return OutKind.RESERVE
    return OutKind.OTHER if _OUT.search(folded) else None


def is_part(folded: str) -> bool:
    """Whether it names a part of the hall: a block, a floor, a box."""
    return _PART.search(folded) is not None


def is_aisle(folded: str) -> bool:
    return _AISLES.search(folded) is not None


def is_remark(folded: str) -> bool:
    """A remark beside the drawing: too long for a chair, begun as remarks are, or what stands over
    the names of the rows."""
    return _REMARK.search(folded) is not None or _CORNER.fullmatch(folded) is not None
