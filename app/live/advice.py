"""Who should go to writing first, and why. Pure."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

from app.live.order import spans
from app.live.rules import Cue, Programme, State

_USUAL = 3  # of the priorities 1 to 5
_THEME_HEARD, _TEXT_IN = 2, 1  # points for going to writing


class Reason(StrEnum):
    """Why somebody should go to writing."""

    THEME_HEARD = "theme_heard"
    TEXT_IN = "text_in"
    LESS_URGENT = "less_urgent"
    LAST = "last"
    NO_TEXT = "no_text"  # speaks against it: the text must be asked for


@dataclass(frozen=True)
class Talk:
    """What is known of a speech besides the programme."""

    is_locked: bool = False
    is_handed_in: bool = False
    theme: str = ""
    priority: int = _USUAL


@dataclass(frozen=True)
class Advice:
    """A speech that should go to writing. ``like`` is the speech that had its theme."""

    cue: Cue
    reasons: tuple[Reason, ...]
    like: str = ""


def heard(programme: Programme, state: State, talks: Mapping[str, Talk]) -> dict[str, str]:
    """Themes that were or are being spoken about, with the number of the speech."""
    found: dict[str, str] = {}
    for key, _, _ in spans(state.course):
        cue = programme.by_key.get(key) or state.course.inserted.get(key)
        theme = _theme(cue, talks) if cue else ""
        if cue and theme and key not in state.course.dropped:
            found.setdefault(theme, cue.number)
    return found


def _theme(cue: Cue, talks: Mapping[str, Talk]) -> str:
    talk = talks.get(cue.key)
    return (talk.theme if talk else "") or cue.theme


def ranked(
    speeches: Sequence[Cue], talks: Mapping[str, Talk], heard: Mapping[str, str]
) -> list[Advice]:
    """All that may go to writing, first who should first; ``heard`` are themes already heard."""
    themes = dict(heard)
    scored: list[tuple[int, int, Advice]] = []
    for place, cue in enumerate(speeches):
        talk, theme = talks.get(cue.key, Talk()), _theme(cue, talks)
        like = themes.get(theme, "") if theme else ""
        if theme:
            themes.setdefault(theme, cue.number)
        if talk.is_locked:
            continue
        points = _THEME_HEARD * bool(like) + _TEXT_IN * talk.is_handed_in
        points += _USUAL - talk.priority
        scored.append((points, place, Advice(cue, _reasons(talk, like), like)))
    scored.sort(key=lambda one: one[:2], reverse=True)
    last = max((place for _, place, _ in scored), default=-1)
    return [
        replace(one, reasons=(*one.reasons, Reason.LAST)) if place == last else one
        for _, place, one in scored
    ]


def _reasons(talk: Talk, like: str) -> tuple[Reason, ...]:
    found = {
        Reason.THEME_HEARD: bool(like),
        Reason.TEXT_IN: talk.is_handed_in,
        Reason.LESS_URGENT: talk.priority < _USUAL,
        Reason.NO_TEXT: not talk.is_handed_in,
    }
    return tuple(reason for reason, holds in found.items() if holds)
