"""Which unit or group a list means. Names decide with their tones; without, they ask. Pure."""

import difflib
import re
from dataclasses import dataclass, field

from app.roster.known import KnownGroup, KnownUnit
from app.roster.names import tidy
from app.vietnamese import fold, tone_key

_KIND = re.compile(r"(?:^|[\s,.(-])(phuong|xa|dac khu|dk|p|x)(?:\.\s*|\s+)(?=\S)")
_FULL = {
    "p": "phường",
    "x": "xã",
    "dk": "đặc khu",
    "phuong": "phường",
    "xa": "xã",
    "dac khu": "đặc khu",
}
_SHORT_KIND = re.compile(r"^(p|x|đk)\.\s*(?=\S)", re.IGNORECASE)
# What follows a unit's name and tells nothing new: a count, the city.
_TAIL = re.compile(
    r"^(.+?)\s*(?:\(\s*(.*?)\)?|[,;–-]\s+(.*)|\s(tp\b.*|thành phố\b.*))$", re.IGNORECASE
)
_NEAR, _MOST = 0.82, 4
_MOST_WORDS = 10  # of a unit's name
_LEAST = 6  # letters; shorter words are near to everything


@dataclass(frozen=True)
class Resolved:
    """The unit that is meant, or those that may be."""

    unit: KnownUnit | None = None
    maybe: list[KnownUnit] = field(default_factory=list)


class Units:
    """Finds units by what lists write."""

    def __init__(self, units: list[KnownUnit]) -> None:
        self.by_id = {unit.id: unit for unit in units}
        self._by_key: dict[str, KnownUnit] = {}
        self._by_fold: dict[str, list[KnownUnit]] = {}
        self._by_bare: dict[str, list[KnownUnit]] = {}
        for unit in units:
            for name in unit.names:
                self._by_key.setdefault(tone_key(name), unit)
                self._note(self._by_fold, fold(name), unit)
            if unit.is_commune_level:
                self._note(self._by_bare, tone_key(_bare(unit.name)), unit)
                self._note(self._by_fold, fold(_bare(unit.name)), unit)
        self._seen: dict[str, Resolved] = {}
        self._in_posts: dict[str, KnownUnit | None] = {}

    def find(self, text: str) -> Resolved:
        """The unit a cell names, or the ones to ask about."""
        if text not in self._seen:
            self._seen[text] = self._find(tidy(text).strip(" .,;:-"))
        return self._seen[text]

    def within(self, text: str) -> KnownUnit | None:
        """The unit with which a post ends: Giám đốc Sở Nội vụ, Bí thư Đảng ủy phường Lê Chân."""
        if text not in self._in_posts:
            self._in_posts[text] = self._within(text)
        return self._in_posts[text]

    def mentioned(self, text: str) -> KnownUnit | None:
        """The one unit that a title names: DANH SÁCH ĐẠI BIỂU PHƯỜNG AN DƯƠNG."""
        words, found = tidy(text).split(), dict[int, KnownUnit]()
        start = 0
        while start < len(words):
            unit, after = self._longest(words, start)
            if unit:
                found[unit.id] = unit
            start = after
        return next(iter(found.values())) if len(found) == 1 else None

    def _longest(self, words: list[str], start: int) -> tuple[KnownUnit | None, int]:
        """The unit whose name begins at a word, and where to look on."""
        for end in range(min(len(words), start + _MOST_WORDS), start, -1):
            name = re.sub(_SHORT_KIND, _full_kind, " ".join(words[start:end]).strip(" ,;:.()"))
            if unit := self._by_key.get(tone_key(name)):
                return unit, end
        return None, start + 1

    def _find(self, text: str) -> Resolved:
        if not text:
            return Resolved()
        if found := self._exactly(text):
            return Resolved(found)
        head, tail = _parted(text)
        if head and (found := self._exactly(head)) and not self._exactly(tail):
            return Resolved(found)
        named = self._by_bare.get(tone_key(text), [])
        if len(named) == 1:
            return Resolved(named[0])
        return Resolved(None, named or self._like(text))

    def _exactly(self, text: str) -> KnownUnit | None:
        return self._by_key.get(tone_key(text)) or self._of_commune(text)

    def _of_commune(self, text: str) -> KnownUnit | None:
        """``UBND P. Lê Chân`` is one of the ward's many names."""
        plain = fold(text)
        if len(plain) != len(text):
            return None
        for found in reversed(list(_KIND.finditer(plain))):
            name = f"{_FULL[found[1]]} {text[found.end() :]}"
            if unit := self._by_key.get(tone_key(name)):
                return unit
        return None

    def _like(self, text: str) -> list[KnownUnit]:
        plain = fold(text)
        bare = _KIND.sub(" ", f" {plain}").strip()
        maybe = [*self._by_fold.get(plain, []), *self._by_fold.get(bare, [])]
        if not maybe and len(plain) >= _LEAST:
            longer = [key for key in self._by_fold if key.startswith(f"{plain} ")]
            maybe = [unit for key in longer[:_MOST] for unit in self._by_fold[key]]
        if not maybe and len(plain) >= _LEAST:
            near = difflib.get_close_matches(plain, self._by_fold, _MOST, _NEAR)
            maybe = [unit for key in near for unit in self._by_fold[key]]
        return list({unit.id: unit for unit in maybe}.values())[:_MOST]

    def _within(self, text: str) -> KnownUnit | None:
        words = tidy(text).split()
        for start in range(1, len(words)):
            key = tone_key(" ".join(words[start:]))
            if unit := self._by_key.get(key):
                return unit
        head, _ = _parted(tidy(text))
        return self._of_commune(tidy(text)) or (self._exactly(head) if head else None)

    @staticmethod
    def _note(into: dict[str, list[KnownUnit]], key: str, unit: KnownUnit) -> None:
        if unit not in into.setdefault(key, []):
            into[key].append(unit)


class Groups:
    """Finds parts of the composition by code, name, block or part of the name."""

    def __init__(self, groups: list[KnownGroup]) -> None:
        self.by_id = {group.id: group for group in groups}
        self._seen: dict[str, KnownGroup | None] = {}

    def find(self, text: str) -> KnownGroup | None:
        """None also where several fit."""
        if text not in self._seen:
            self._seen[text] = self._find(tone_key(tidy(text)))
        return self._seen[text]

    def _find(self, key: str) -> KnownGroup | None:
        groups = self.by_id.values()
        for fits in (
            [g for g in groups if key in {tone_key(g.code), tone_key(g.name)}],
            [g for g in groups if key == tone_key(g.block)],
            [g for g in groups if len(key) > _LEAST and f" {key} " in f" {tone_key(g.name)} "],
        ):
            if len(fits) == 1:
                return fits[0]
        return None


def is_commune_like(text: str) -> bool:
    """Begins as the name of a ward, commune or special zone."""
    return bool(re.match(r"(phuong|xa|dac khu|p\.|x\.) ?\S", fold(tidy(text))))


def _full_kind(found: re.Match[str]) -> str:
    return f"{_FULL[fold(found[1])]} "


def _parted(text: str) -> tuple[str, str]:
    """``UBND phường An Dương, TP Hải Phòng`` in two."""
    found = _TAIL.match(text)
    return (found[1], " ".join(filter(None, found.groups()[1:]))) if found else ("", "")


def _bare(name: str) -> str:
    return re.sub(r"^(phường|xã|đặc khu)\s+", "", name, flags=re.IGNORECASE)
