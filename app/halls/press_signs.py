"""How a drawn grid says which chairs are the press's: in words, or by a sign that its legend may
explain. Pure.

``BC`` and ``PV`` need no legend. A sign may stand alone in a cell or behind the chair's number.
"""

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from app import vietnamese
from app.halls import recognising

_USUAL = frozenset({"bc", "b/c", "pv"})
_SIGN = r"([a-z]{1,3}|[^\w\s,;:()=–-])"
_TOLD = re.compile(rf"(?:^|[\s,;(]){_SIGN}\s*[:=–-]\s*(?:ghe |cho |khu )?(?:bao chi|phong vien)\b")
_BEFORE = re.compile(rf"\b(?:bao chi|phong vien)\s*[:=]\s*{_SIGN}(?!\w)")
_BEHIND = re.compile(r"(.*\d)\s*[-–/(]?\s*([^\d\s()–-][^\d()]*?)\)?")
_BARE = "x"  # a chair without a number


@dataclass(frozen=True)
class Signs:
    """``press`` in small letters without marks; ``legend`` the cells that only explain them."""

    press: frozenset[str]
    legend: frozenset[tuple[int, int]]

    def read(self, text: str) -> tuple[str, bool]:
        """What the cell says besides, and whether the press sits there."""
        folded = vietnamese.fold(text)
        if self._means_press(folded):
            return _BARE, True
        behind = _BEHIND.fullmatch(text)
        if behind and self._means_press(vietnamese.fold(behind[2])):
            return behind[1].strip(), True
        return text, False

    def _means_press(self, folded: str) -> bool:
        return folded in self.press or recognising.is_press(folded)


def signs(lines: Sequence[Sequence[str]]) -> Signs:
    """Of a sheet, by its lines of cells."""
    folded = {
        (line, column): vietnamese.fold(text)
        for line, row in enumerate(lines)
        for column, text in enumerate(row)
        if text
    }
    explained = {at: set(_explained(text)) for at, text in folded.items()}
    told = {sign for found in explained.values() for sign in found}
    pairs = dict(_pairs(folded))
    alone = [row[0] for row in _rows(folded) if len(row) == 1]
    legend = {
        *(at for at, found in explained.items() if found),
        *(at for pair in pairs for at in pair),
        *(at for at in alone if _is_remark(folded[at])),
    }
    return Signs(_USUAL | told | set(pairs.values()), frozenset(legend))


def _is_remark(alone: str) -> bool:
    """Words alone in a line are no row of one chair; they may head the part below them."""
    return recognising.is_press(alone) and not recognising.is_part(alone)


def _explained(folded: str) -> Iterable[str]:
    """The signs that one cell explains: ``BC = báo chí``."""
    return [found[1] for how in (_TOLD, _BEFORE) for found in how.finditer(folded)]


def _pairs(
    folded: Mapping[tuple[int, int], str],
) -> Iterable[tuple[tuple[tuple[int, int], tuple[int, int]], str]]:
    """Two cells at the end of a line of which one explains the other: a sign that stands among the
    chairs too, and words that stand nowhere else."""
    count = Counter(folded.values())
    for row in _rows(folded):
        for sign, words in [row[-2:]] if len(row) > 1 else []:
            is_sign = re.fullmatch(_SIGN, folded[sign]) and count[folded[sign]] > 1
            if is_sign and recognising.is_press(folded[words]) and count[folded[words]] == 1:
                yield (sign, words), folded[sign]


def _rows(folded: Mapping[tuple[int, int], str]) -> list[list[tuple[int, int]]]:
    """The places of the cells with a text, line by line from the left."""
    rows: dict[int, list[tuple[int, int]]] = {}
    for at in sorted(folded):
        rows.setdefault(at[0], []).append(at)
    return list(rows.values())
