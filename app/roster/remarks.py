"""Sentences about a file or one of its lines, kept as pattern and values until somebody reads."""

from dataclasses import dataclass, fields, is_dataclass
from typing import Any


@dataclass(frozen=True)
class Remark:
    """A sentence for people: ``Remark("Ô {cell} …", {"cell": "D12"})``."""

    pattern: str
    values: dict[str, str | int]


def told(thing: Any) -> dict[str, Any]:
    """A dataclass as JSON holds it, without what is empty; nothing is copied that need not be."""
    found: dict[str, Any] = {}
    for field in fields(thing):
        value = getattr(thing, field.name)
        if value is None or value in ("", [], {}):
            continue
        if isinstance(value, list) and is_dataclass(value[0]):
            value = [_whole(one) for one in value]
        found[field.name] = _whole(value) if is_dataclass(value) else value
    return found


def _whole(thing: Any) -> dict[str, Any]:
    """Everything of a small dataclass."""
    found = {}
    for field in fields(thing):
        value = getattr(thing, field.name)
        if isinstance(value, list) and value and is_dataclass(value[0]):
            value = [_whole(one) for one in value]
        found[field.name] = _whole(value) if is_dataclass(value) else value
    return found
