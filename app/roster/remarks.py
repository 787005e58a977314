"""Sentences about a file or one of its lines, kept as pattern and values until somebody reads."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Remark:
    """A sentence for people: ``Remark("Ô {cell} …", {"cell": "D12"})``."""

    pattern: str
    values: dict[str, str | int]
