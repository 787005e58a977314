"""Values of the model as JSON, and back. Only what differs from its default travels."""

import json
from dataclasses import MISSING, fields, is_dataclass
from enum import Enum
from functools import cache
from types import NoneType, UnionType
from typing import Any, TypeVar, get_args, get_origin, get_type_hints

T = TypeVar("T")


def dumps(value: object) -> str:
    """The same value gives the same text."""
    return json.dumps(plain(value), ensure_ascii=False, separators=(",", ":"))


def loads(kind: type[T], text: str | bytes) -> T:
    """Raises ValueError, KeyError or TypeError where the text does not hold such a value."""
    found: T = _read(kind, json.loads(text))
    return found


def plain(value: object) -> Any:
    """The value in what JSON knows."""
    if isinstance(value, Enum):
        return value.value
    if is_dataclass(value):
        return {
            name: plain(getattr(value, name))
            for name, default in _defaults(value.__class__)
            if getattr(value, name) != default
        }
    if isinstance(value, dict):
        return {str(key): plain(value[key]) for key in sorted(value)}
    if isinstance(value, tuple | list):
        return [plain(part) for part in value]
    return value


@cache
def _defaults(kind: Any) -> list[tuple[str, Any]]:
    return [
        (
            part.name,
            part.default_factory() if part.default_factory is not MISSING else part.default,
        )
        for part in fields(kind)
    ]


@cache
def _hints(kind: Any) -> dict[str, Any]:
    return get_type_hints(kind)


def _read(kind: Any, found: Any) -> Any:
    if is_dataclass(kind) and isinstance(kind, type):
        hints = _hints(kind)
        return kind(**{name: _read(hints[name], part) for name, part in found.items()})
    parts = get_args(kind)
    origin = get_origin(kind)
    if origin is UnionType:
        other = next(part for part in parts if part is not NoneType)
        return None if found is None else _read(other, found)
    if origin is tuple:
        if parts[-1] is Ellipsis:
            return tuple(_read(parts[0], part) for part in found)
        return tuple(_read(part, value) for part, value in zip(parts, found, strict=True))
    if origin is dict:
        return {parts[0](key): _read(parts[1], value) for key, value in found.items()}
    return kind(found)
