"""What a unit may write about its posts, and what is still missing before it can be sent."""

import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from zlib import crc32

from app.errors import Refused

OF_POST = ("answer", "name", "positions", "phone", "reason", "instead", "instead_positions", "same")
OF_UNIT = ("vehicle", "lodging")
LONGEST = 400
JOINED = "Kiêm nhiệm"  # why a post is vacant that somebody holds beside another
_PHONE = re.compile(r"[0-9 .+()-]{6,20}")
_LENGTHS = {"name": 80, "reason": 200, "instead": 80, "vehicle": 200, "lodging": 200}


class Answer(StrEnum):
    """What a unit says of one of its posts; empty where it has not said anything."""

    COMES = "comes"
    ABSENT = "absent"
    INSTEAD = "instead"  # somebody else comes
    VACANT = "vacant"
    SAME = "same"  # held by whoever fills another post of the unit


@dataclass(frozen=True)
class Seen:
    """What somebody saw of a field before writing: how often it had been written, and a mark of
    its words, which tells what was typed from what only stood there. As text: ``3.8f21c0aa``."""

    version: int = 0
    mark: str = ""

    @classmethod
    def read(cls, text: str) -> "Seen":
        version, _, mark = text.partition(".")
        return cls(int(version) if version.isdecimal() else 0, mark)

    def shows(self, value: str) -> bool:
        """Whether the page showed this very value: then nobody has typed it."""
        return self.mark == _mark(value)


@dataclass(frozen=True)
class Written:
    """A field as it stands: its value, and how often it was written. 0: as the plan has it."""

    value: str
    version: int = 0

    @property
    def seen(self) -> str:
        """What a page that shows the field holds beside it."""
        return f"{self.version}.{_mark(self.value)}"


def _mark(value: str) -> str:
    return f"{crc32(' '.join(value.split()).encode()):08x}"


def key(field: str, delegate_id: int) -> str:
    """Under which name a field of a post is written and kept."""
    return f"{field}-{delegate_id}"


def keys(delegate_ids: Collection[int], *, is_sealed: bool = False) -> set[str]:
    """Every field a unit with these posts may write; no phones where they are sealed."""
    fields = [field for field in OF_POST if not (is_sealed and field == "phone")]
    return {*OF_UNIT, *(key(field, id) for id in delegate_ids for field in fields)}


@dataclass(frozen=True)
class Change:
    """A field that is sent with another value than it had; ``delegate_id`` None: of the unit."""

    delegate_id: int | None
    field: str
    before: str
    after: str


def changes(
    before: Mapping[str, str], after: Mapping[str, str], delegate_ids: Collection[int]
) -> list[Change]:
    """What an answer changes, in the order in which the page asks."""
    places = [(key(field, id), id, field) for id in delegate_ids for field in OF_POST]
    own: list[tuple[str, int | None, str]] = [(field, None, field) for field in OF_UNIT]
    return [
        Change(id, field, before.get(name, ""), after[name])
        for name, id, field in [*places, *own]
        if after[name] != before.get(name, "")
    ]


def is_stale(known: Written | None, base: int, value: str) -> bool:
    """Whether somebody else wrote this field since its writer saw version ``base``."""
    return known is not None and known.version != base and known.value != value


def faults(values: Mapping[str, str], delegate_ids: Collection[int]) -> dict[str, str]:
    """What must be mended before the unit can send, by field: sentences for people."""
    found: dict[str, str] = {}
    for name in OF_UNIT:
        _check_length(found, values, name, name)
    for id in delegate_ids:
        for name in ("name", "reason", "instead"):
            _check_length(found, values, key(name, id), name)
        phone = values.get(key("phone", id), "")
        if phone and not _PHONE.fullmatch(phone):
            found[key("phone", id)] = "Số điện thoại chưa đúng"
        _check_answer(found, values, id, delegate_ids)
    return found


def _check_length(
    found: dict[str, str], values: Mapping[str, str], written: str, name: str
) -> None:
    if len(values.get(written, "")) > _LENGTHS[name]:
        found[written] = "Dài quá"


def _check_answer(
    found: dict[str, str], values: Mapping[str, str], id: int, delegate_ids: Collection[int]
) -> None:
    answer = values.get(key("answer", id), "")
    if answer and answer not in set(Answer):
        found[key("answer", id)] = "Không có lựa chọn này"
    if answer in {Answer.ABSENT, Answer.INSTEAD} and not values.get(key("reason", id)):
        found[key("reason", id)] = "Ghi lý do vắng"
    if answer == Answer.INSTEAD and not values.get(key("instead", id)):
        found[key("instead", id)] = "Ghi họ tên người dự thay"
    if answer == Answer.SAME:
        holder = values.get(key("same", id), "")
        others = {str(other) for other in delegate_ids if other != id}
        if holder not in others:
            found[key("same", id)] = "Chọn chức vụ mà người này đã giữ"
        elif values.get(key("answer", int(holder)), "") == Answer.SAME:
            found[key("same", id)] = "Chọn chức vụ có người giữ"


CODE_LASTS = timedelta(minutes=10)
CODE_PAUSE = timedelta(minutes=1)  # between two codes
CODES_AN_HOUR = 5
CODE_TRIES = 5
KEY_LASTS = timedelta(hours=12)  # how long a browser that typed the code stays trusted


def check_may_send(sent: Sequence[datetime], now: datetime) -> None:
    """Raises Refused where a code was sent just now, or too many within the hour."""
    recent = [at for at in sent if now - at < timedelta(hours=1)]
    if recent and now - max(recent) < CODE_PAUSE:
        raise Refused("Mã vừa được gửi. Hãy chờ một phút rồi lấy mã khác")
    if len(recent) >= CODES_AN_HOUR:
        raise Refused("Đã lấy mã nhiều lần. Hãy thử lại sau một giờ hoặc liên hệ Văn phòng")
