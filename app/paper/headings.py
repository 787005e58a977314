"""Headings of tables on two rows, for every writer."""

from collections.abc import Mapping, Sequence
from itertools import groupby
from typing import Any


def spans(columns: Sequence[Mapping[str, Any]]) -> list[tuple[str, int, int]] | None:
    """The upper row: each heading over several columns with its first and last place, from 0.

    None where no column has one, so that a single row is enough.
    """
    if not any(column.get("over") for column in columns):
        return None
    found = []
    for over, members in groupby(enumerate(columns), key=lambda one: one[1].get("over", "")):
        places = [place for place, _ in members]
        if over:
            found.append((over, places[0], places[-1]))
    return found
