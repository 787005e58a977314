"""What organisers type for items and cues, and how long things are."""

import re
from collections.abc import Mapping
from datetime import datetime
from typing import Annotated

from pydantic import BaseModel, BeforeValidator, Field

from app import vietnamese
from app.agenda.models import AgendaItem, Cue
from app.agenda.rules import CueKind, ItemKind
from app.conferences.models import Conference

LONGEST = 86_400  # seconds


def read_length(text: object) -> int:
    """The seconds of ``7``, ``7:30`` or ``1:02:30``: minutes, unless seconds follow.

    Raises ValueError with a sentence for people.
    """
    found = re.fullmatch(r"(?:(\d{1,2}):(?=\d+:))?(\d{1,4})(?::([0-5]\d))?", str(text).strip())
    if found is None:
        raise ValueError("Viết độ dài như 7 hoặc 7:30 (phút:giây)")
    hours, minutes, seconds = (int(part or 0) for part in found.groups())
    return hours * 3_600 + minutes * 60 + seconds


def length_text(seconds: int) -> str:
    """``7:30``, as it is typed."""
    return f"{seconds // 60}:{seconds % 60:02}"


OnTheWall = Annotated[datetime, BeforeValidator(vietnamese.read_moment)]
Length = Annotated[int, BeforeValidator(read_length), Field(ge=0, le=LONGEST)]


class Notes(BaseModel):
    """What items and cues ask of those at work, as people and as programs send it."""

    moderator: str = Field(default="", max_length=200)
    is_conditional: bool = False
    script: str = ""
    sound: str = Field(default="", max_length=400)
    screen: str = Field(default="", max_length=400)
    light: str = Field(default="", max_length=400)
    ushers: str = Field(default="", max_length=400)
    documents: str = Field(default="", max_length=400)
    people: str = ""


class Staging(Notes):
    """What is the same for items and cues."""

    fixed_start: OnTheWall | None = None


class ItemForm(Staging):
    kind: ItemKind = ItemKind.OTHER
    content: str = Field(max_length=400)
    minutes: int = Field(ge=0, le=1_440)
    presenter: str = Field(default="", max_length=200)


class CueForm(Staging):
    kind: CueKind = CueKind.OTHER
    content: str = Field(max_length=500)
    seconds: Length
    presenter: str = Field(default="", max_length=300)
    unit_id: int | None = None
    theme: str = Field(default="", max_length=80)


class Lines(BaseModel):
    """Many cues at once: one a line, ``content | presenter``; ``change_over`` goes between."""

    kind: CueKind = CueKind.SPEECH
    seconds: Length
    change_over: Length = 0
    lines: str

    def cues(self) -> list[dict[str, object]]:
        """The values of the cues, change-overs among them."""
        found: list[dict[str, object]] = []
        for line in filter(None, map(str.strip, self.lines.splitlines())):
            if found and self.change_over:
                found.append(
                    {
                        "kind": CueKind.CHANGE_OVER,
                        "content": "Chuyển tiếp",
                        "seconds": self.change_over,
                    }
                )
            content, _, presenter = (part.strip() for part in line.partition("|"))
            found.append(
                {
                    "kind": self.kind,
                    "content": content[:500],
                    "presenter": presenter[:300],
                    "seconds": self.seconds,
                }
            )
        return found


def plain(typed: Mapping[str, str], conference: Conference) -> dict[str, str]:
    """What was typed, with single line ends, and with the conference's day where a start has only
    its hour."""
    found = {name: value.replace("\r\n", "\n").strip() for name, value in typed.items()}
    start = found.get("fixed_start", "")
    if re.fullmatch(r"\d{1,2}\s*(?::|h|giờ)\s*\d{0,2}'?", start):
        found["fixed_start"] = f"{start}, {vietnamese.day_text(conference.starts_at)}"
    return found


def typed_item(item: AgendaItem) -> dict[str, str]:
    """An item as its form shows it."""
    return _typed(item.model_dump(include=set(ItemForm.model_fields)))


def typed_cue(cue: Cue) -> dict[str, str]:
    """A cue as its form shows it."""
    found = cue.model_dump(include=set(CueForm.model_fields))
    return _typed({**found, "seconds": length_text(cue.seconds)})


def _typed(values: Mapping[str, object]) -> dict[str, str]:
    return {name: _text(value) for name, value in values.items()}


def _text(value: object) -> str:
    if isinstance(value, datetime):
        return vietnamese.moment_text(value)
    if isinstance(value, bool):
        return "true" if value else ""
    return "" if value is None else str(value)
