"""The run sheet: what is said, how long it takes, what changed since the last print."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from datetime import datetime, timedelta
from itertools import groupby
from math import ceil


def spoken_seconds(text: str, words_per_minute: int) -> int:
    """How long it takes to read a text out. A Vietnamese word here is a syllable."""
    return ceil(len(text.split()) * 60 / words_per_minute)


@dataclass(frozen=True)
class Guest:
    """Somebody to be introduced: ``called`` with full titles, ``group`` as the plan names it."""

    called: str
    group: str


@dataclass(frozen=True)
class Introduction:
    """The MC's introduction of delegates: its lines, and how far they fit."""

    lines: tuple[str, ...]
    named: int
    together: int
    seconds: int
    limit: int  # seconds

    @property
    def is_fitting(self) -> bool:
        return self.seconds <= self.limit


_OPENING = "Đến dự Hội nghị hôm nay, xin trân trọng giới thiệu:"
_REST = "Cùng dự Hội nghị, xin nhiệt liệt chào mừng:"


def introduce(guests: Sequence[Guest], limit: int, words_per_minute: int) -> Introduction:
    """The highest by name, the rest together by group, as many by name as ``limit`` seconds allow.

    ``guests`` in order of precedence, guests before hosts. Posts of one title that follow one
    another and have no names yet are read as one line. Nobody is left out: at least the groups are
    greeted, even where that alone takes too long.
    """
    entries = [(guest, len(list(same))) for guest, same in groupby(guests)]
    most = limit * words_per_minute // 60
    fitting = [named for named, words in enumerate(_lengths(entries)) if words <= most]
    named = max(fitting, default=0)
    lines = tuple(_said(entries, named))
    introduced = sum(count for _, count in entries[:named])
    return Introduction(
        lines,
        introduced,
        len(guests) - introduced,
        spoken_seconds(" ".join(line.removeprefix("- ") for line in lines), words_per_minute),
        limit,
    )


def _said(entries: Sequence[tuple[Guest, int]], named: int) -> list[str]:
    lines = [
        f"- {f'{count} ' if count > 1 else ''}{guest.called};" for guest, count in entries[:named]
    ]
    groups: dict[str, int] = {}
    for guest, count in entries[named:]:
        groups[guest.group] = groups.get(guest.group, 0) + count
    rest = [f"- {group}: {count} đồng chí;" for group, count in groups.items()]
    said = [*([_OPENING, *lines] if lines else []), *([_REST, *rest] if rest else [])]
    if said:
        said[-1] = said[-1].removesuffix(";") + "."
    return said


def _lengths(entries: Sequence[tuple[Guest, int]]) -> Iterator[int]:
    """How many words are said where nobody, one, two … entries are named, as ``_said`` has them."""
    waiting = Counter(guest.group for guest, _ in entries)
    opening, rest, by_name = len(_OPENING.split()), len(_REST.split()), 0
    by_group = sum(_greeted(group) for group in waiting)
    yield rest + by_group if entries else 0
    for guest, count in entries:
        by_name += len(guest.called.split()) + (count > 1)
        waiting[guest.group] -= 1
        if not waiting[guest.group]:
            by_group -= _greeted(guest.group)
        yield opening + by_name + (rest + by_group if by_group else 0)


def _greeted(group: str) -> int:
    """Words of ``Khối A: 4 đồng chí``."""
    return len(group.split()) + 3


def proposed_words(kind: str, content: str, who: str, moderator: str = "") -> str:
    """What an MC usually says where nobody has written it yet; shown as a proposal. Who only
    moderates is asked to do that."""
    who, moderator = _within(who), _within(moderator)
    if moderator and not who:
        return f"Tiếp theo chương trình: {content}. Xin trân trọng kính mời {moderator} điều hành."
    match kind:
        case "speech":
            about = f" trình bày tham luận: {content}" if content else " trình bày tham luận"
            return f"Xin trân trọng kính mời {who}{about}. Xin trân trọng kính mời." if who else ""
        case "awards":
            return (
                "Xin trân trọng kính mời các tập thể, cá nhân có tên sau đây bước lên lễ đài"
                f" nhận khen thưởng{f'; trân trọng kính mời {who} trao thưởng' if who else ''}."
            )
        case "break":
            return "Xin mời các vị đại biểu giải lao."
        case "opening":
            return "Kính thưa các vị đại biểu, Hội nghị xin phép được bắt đầu."
        case "report" | "address" | "closing":
            return f"Tiếp theo chương trình, xin trân trọng kính mời {who}." if who else ""
    return ""


def _within(name: str) -> str:
    """As it stands within a sentence."""
    return f"đồng chí {name[9:]}" if name.startswith("Đồng chí ") else name


@dataclass(frozen=True)
class Line:
    """One step of the morning, as the run sheet shows it. Times are UTC."""

    key: str
    number: str
    kind: str
    starts_at: datetime
    ends_at: datetime
    content: str
    who: str = ""
    words: str = ""
    is_proposed: bool = False  # the words are ours, not the office's
    people: tuple[str, ...] = ()  # on stage, in order
    sound: str = ""
    screen: str = ""
    light: str = ""
    ushers: str = ""
    documents: str = ""
    is_conditional: bool = False

    @property
    def minutes(self) -> int:
        return -(-int((self.ends_at - self.starts_at).total_seconds()) // 60)


_SAID = ("content", "who", "words", "people", "sound", "screen", "light", "ushers", "documents")
_TIMES = {"starts_at", "ends_at"}


def frozen(lines: Sequence[Line]) -> list[dict[str, object]]:
    """The lines as a print keeps them: plain JSON."""
    return [
        {
            name: value.isoformat() if isinstance(value, datetime) else value
            for name, value in asdict(line).items()
        }
        for line in lines
    ]


@dataclass(frozen=True)
class Mark:
    """How a line differs from the last print. ``fresh`` are those lines of its words and people
    that the print does not have."""

    is_new: bool = False
    is_moved: bool = False  # another time
    changed: tuple[str, ...] = ()  # names of fields
    fresh: frozenset[str] = frozenset()

    @property
    def is_any(self) -> bool:
        return self.is_new or self.is_moved or bool(self.changed)

    @property
    def is_worded(self) -> bool:
        """More than its time."""
        return self.is_new or bool(self.changed)


def marks(
    lines: Sequence[Line], printed: Sequence[Mapping[str, object]]
) -> tuple[dict[str, Mark], list[str]]:
    """What changed since the print, by line; and the contents of lines that are gone."""
    before = {str(line["key"]): line for line in printed}
    found = {}
    for line, now in zip(lines, frozen(lines), strict=True):
        old = before.pop(line.key, None)
        found[line.key] = _mark(now, old)
    return found, [str(line["content"]) for line in before.values()]


def _mark(now: Mapping[str, object], old: Mapping[str, object] | None) -> Mark:
    if old is None:
        return Mark(is_new=True)
    changed = tuple(name for name in _SAID if _plain(now[name]) != _plain(old[name]))
    return Mark(
        is_moved=any(now[name] != old[name] for name in _TIMES),
        changed=changed,
        fresh=frozenset(_sentences(now) - _sentences(old)),
    )


def _sentences(line: Mapping[str, object]) -> set[str]:
    return {*str(line["words"]).splitlines(), *_plain(line["people"])}


def _plain(value: object) -> tuple[str, ...]:
    """JSON knows lists, not tuples."""
    return tuple(map(str, value)) if isinstance(value, list | tuple) else (str(value),)


@dataclass(frozen=True)
class Call:
    """Whom to bring on stage, and in how many minutes (below zero: now, or past)."""

    line: Line
    minutes: int


def ahead(lines: Sequence[Line], shifts: Mapping[str, timedelta]) -> list[Line]:
    """The lines of items that are on or still to come, at the times when they are now expected.

    ``shifts`` by the number of the item: how much later than planned it starts. Items without one
    are over.
    """
    found = []
    for line in lines:
        by = shifts.get(line.number.partition(".")[0])
        if by is not None:
            moved = replace(line, starts_at=line.starts_at + by, ends_at=line.ends_at + by)
            found.append(moved)
    return found


def calls(lines: Sequence[Line], now: datetime) -> list[Call]:
    """What backstage still has ahead: lines that have not ended and need people or things."""
    return [
        Call(line, int((line.starts_at - now).total_seconds() // 60))
        for line in lines
        if line.ends_at > now and (line.people or line.ushers or line.documents)
    ]
