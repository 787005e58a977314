"""What a unit may write about its posts, and what is still missing before it can be sent."""

import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

OF_POST = ("answer", "name", "positions", "phone", "reason", "instead", "instead_positions", "same")
OF_UNIT = ("vehicle", "lodging")
LONGEST = 400
LARGEST_FILE = 10 * 1024 * 1024
_PHONE = re.compile(r"[0-9 .+()-]{6,20}")
_LENGTHS = {"name": 80, "reason": 200, "instead": 80, "vehicle": 200, "lodging": 200}
_KEPT_AFTER = timedelta(days=30)
_SIGNS = {b"%PDF-": "pdf", b"PK\x03\x04": "docx", b"\xff\xd8\xff": "jpg", b"\x89PNG": "png"}


class Answer(StrEnum):
    """What a unit says of one of its posts; empty where it has not said anything."""

    COMES = "comes"
    ABSENT = "absent"
    INSTEAD = "instead"  # somebody else comes
    VACANT = "vacant"
    SAME = "same"  # held by whoever fills another post of the unit


@dataclass(frozen=True)
class Written:
    """A field as it stands: its value, and how often it was written. 0: as the plan has it."""

    value: str
    version: int = 0


def key(field: str, delegate_id: int) -> str:
    """Under which name a field of a post is written and kept."""
    return f"{field}-{delegate_id}"


def keys(delegate_ids: Collection[int]) -> set[str]:
    """Every field a unit with these posts may write."""
    return {*OF_UNIT, *(key(field, id) for id in delegate_ids for field in OF_POST)}


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


def expires(ends_at: datetime, now: datetime) -> datetime:
    """When a link stops opening anything: a while after the conference."""
    return max(ends_at, now) + _KEPT_AFTER


def evidence_kind(content: bytes) -> str | None:
    """pdf, docx, jpg or png by what the file holds, not by what it is called; else None."""
    if not content or len(content) > LARGEST_FILE:
        return None
    return next((kind for sign, kind in _SIGNS.items() if content.startswith(sign)), None)
