"""The log between its rows and the rules: plain JSON in, actions out."""

from dataclasses import asdict
from datetime import datetime
from typing import Any

from sqlalchemy import Row

from app.live.rules import Action, ActionKind, Cue, Post

# Of the log: as columns, because everything that is shown begins with reading it whole.
Line = Row[ActionKind, datetime, int, dict[str, Any], str, str]


def read(line: Line) -> Action:
    """A line as the rules see it."""
    kind, at, sequence, told, who, label = line
    return Action(
        kind,
        tuple(told.get("keys", ())),
        at,
        sequence,
        told.get("seconds", 0),
        told.get("text", ""),
        tuple(map(Post, told.get("posts", ()))),
        told.get("is_on", False),
        tuple(Cue(**cue) for cue in told.get("cues", ())),
        who,
        label,
    )


def details(action: Action) -> dict[str, Any]:
    """What a row keeps of an action besides when, who and what it was called."""
    kept: dict[str, Any] = {
        "keys": list(action.keys),
        "seconds": action.seconds,
        "text": action.text,
        "posts": [post.value for post in action.posts],
        "is_on": action.is_on,
        "cues": [_cue(cue) for cue in action.cues],
    }
    return {name: value for name, value in kept.items() if value}


def _cue(cue: Cue) -> dict[str, Any]:
    """Inserted cues have no times of the plan, so all of it is plain."""
    told = asdict(cue)
    return {name: value for name, value in told.items() if value is not None}
