"""Short names for what a drawing calls by long ones, each given once. Pure."""

from collections import Counter

LONGEST_CODE = 8
_SHORT = 3  # letters of a word that is a code as it stands


class Names:
    """Short names, each once."""

    def __init__(self, longest: int) -> None:
        self._longest, self._given = longest, set[str]()

    def of(self, name: str) -> str:
        base, number = name[: self._longest] or "1", 2
        given = base
        while given in self._given:
            end = f" {number}"
            given, number = base[: self._longest - len(end)] + end, number + 1
        self._given.add(given)
        return given


class Codes:
    """A short code for each block: of its name the last short word, else its initials."""

    def __init__(self) -> None:
        self._given = set[str]()
        self._numbers = Counter[str]()  # of each short word, what it was numbered with last

    def of(self, name: str) -> str:
        words = "".join(sign if _is_plain(sign) else " " for sign in name).split()
        short = [word for word in words if len(word) <= _SHORT]
        base = short[-1] if short else "".join(word[0] for word in words)[:4]
        base = (base or chr(ord("A") + len(self._given) % 26)).upper()[:LONGEST_CODE]
        code = base
        while code in self._given:
            self._numbers[base] += 1
            end = str(self._numbers[base] + 1)
            code = base[: LONGEST_CODE - len(end)] + end
        self._given.add(code)
        return code


def _is_plain(sign: str) -> bool:
    """A letter or a digit: no ² and no ①."""
    return sign.isalpha() or sign.isdecimal()
