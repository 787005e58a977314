"""What the console's buttons send, as forms and as programs send it."""

from collections.abc import Mapping
from typing import Annotated

from pydantic import BaseModel, BeforeValidator, Field
from sqlmodel import Session

from app.live.fit import Before
from app.live.presses import Press
from app.live.rules import SPEECH, ActionKind, Cue, Post, ReportKind
from app.speeches import store as speeches
from app.speeches.accepting import SUBJECT
from app.web.forms import Form, read
from app.web.language import say

_MINUTE = 60


def _split(value: object) -> object:
    """Several words in one field, as a form has them."""
    return value.split() if isinstance(value, str) else value


Key = Annotated[str, Field(max_length=80)]
Keys = Annotated[list[Key], Field(max_length=200), BeforeValidator(_split)]
Posts = Annotated[list[Post], Field(max_length=8), BeforeValidator(_split)]


class Insertion(BaseModel):
    """What is inserted: a speech of the conference by its number, or anything by its words."""

    speech: int | None = Field(default=None, ge=1, le=100_000)
    content: str = Field(default="", max_length=500)
    speaker: str = Field(default="", max_length=300)
    minutes: int | None = Field(default=None, ge=1, le=240)
    is_speech: bool = False

    def cue(self, db: Session, conference_id: int) -> Cue:
        """Raises NotFound for a number there is not."""
        kind = SPEECH if self.is_speech or self.speech else "other"
        if self.speech is None:
            return Cue("", "", "", kind, self.content, self.speaker, (self.minutes or 0) * _MINUTE)
        found = speeches.speech_numbered(db, conference_id, self.speech)
        minutes = self.minutes or found.minutes
        return Cue(
            f"{SUBJECT}{found.number}",
            "",
            "",
            kind,
            found.topic,
            self.speaker or found.unit_as_written,
            minutes * _MINUTE,
            unit_id=found.unit_id,
            theme=found.theme or "",
        )


class PressIn(Insertion):
    """A button. ``ago`` is how many seconds before it arrives it was pressed, ``late`` how many
    before that it should have been. A ``token`` is made for this press alone."""

    kind: ActionKind
    sequence: int = Field(default=0, ge=0)
    keys: Keys = []
    ago: int = Field(default=0, ge=0, le=86_400)
    late: int = Field(default=0, ge=0, le=86_400)
    seconds: int = Field(default=0, ge=-14_400, le=14_400)
    text: str = Field(default="", max_length=200)
    posts: Posts = []
    is_on: bool = False
    token: str = Field(default="", max_length=40)

    def press(self, db: Session, conference_id: int) -> Press:
        is_insert = self.kind is ActionKind.INSERT
        return Press(
            self.kind,
            self.sequence,
            tuple(self.keys),
            self.ago + self.late,
            self.seconds,
            self.text,
            tuple(self.posts),
            self.is_on,
            self.cue(db, conference_id) if is_insert else None,
        )


class PressForm(PressIn):
    """The same from the console, which is shown again ``before`` the time it was asked for."""

    before: Before = Before.SLOT


class ReportForm(BaseModel):
    """What a post says of a cue."""

    kind: ReportKind
    post: Post
    key: str = Field(max_length=80)
    is_at_console: bool = False


_NUMBERS = {"began": "late", "blackout": "is_on"}


def _done(said: str) -> dict[str, str]:
    """A button's words as the fields they stand for."""
    verb, _, about = said.partition(" ")
    kind, _, number = verb.partition(":")
    if not kind:
        return {}
    found = {
        "kind": kind,
        "posts" if kind == ActionKind.MESSAGE else "keys": about,
        _NUMBERS.get(kind, "seconds"): number,
    }
    return {name: value for name, value in found.items() if value}


def press_of(typed: Mapping[str, str]) -> Form[PressForm]:
    """A button as it was sent; one that cannot be read is told in a sentence.

    Buttons say what they ``do`` in one word and what it concerns: ``next``, ``extend:60``,
    ``cut speech:6 speech:9``, ``message stage``.
    """
    posts = " ".join(post for post in Post if typed.get(f"to_{post.value}"))
    form = read(PressForm, {**typed, "posts": posts, **_done(typed.get("do", ""))})
    if form.value is None and not {"minutes", "content", "speaker", "text"} & form.errors.keys():
        form.errors.clear()
        form.is_wrong("kind", say("Không rõ bấm nút nào, hãy tải lại trang"))
    return form


def report_of(typed: Mapping[str, str]) -> Form[ReportForm]:
    """Buttons may say kind and cue in one: ``at_steps speech:6``."""
    kind, _, key = typed.get("said", "").partition(" ")
    return read(ReportForm, {**typed, **({"kind": kind, "key": key} if kind else {})})
