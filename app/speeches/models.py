"""The contribution speeches of a conference."""

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKeyConstraint, Index, UniqueConstraint, text
from sqlmodel import Field, SQLModel

from app.db import choice
from app.manuscripts import Flaw, Kind
from app.speeches.rules import SYLLABLES_A_MINUTE, Delivery, Stage
from app.speeches.selection import Lock, Weights

_SAME_VERSION = {"refused": "Có người vừa nộp một bản khác, hãy tải lại trang"}


class Speech(SQLModel, table=True):
    """One topic given to one unit."""

    __table_args__ = (
        UniqueConstraint("conference_id", "number"),
        ForeignKeyConstraint(["conference_id", "unit_id"], ["unit.conference_id", "unit.id"]),
        ForeignKeyConstraint(["conference_id", "reviewer_id"], ["unit.conference_id", "unit.id"]),
        ForeignKeyConstraint(
            ["conference_id", "item_id"], ["agendaitem.conference_id", "agendaitem.id"]
        ),
        ForeignKeyConstraint(
            ["conference_id", "speaker_id"], ["delegate.conference_id", "delegate.id"]
        ),
        CheckConstraint("minutes > 0", "minutes"),
        CheckConstraint("priority BETWEEN 1 AND 5", "priority"),
    )

    id: int = Field(default=None, primary_key=True)
    conference_id: int = Field(foreign_key="conference.id", ondelete="CASCADE")
    number: int
    topic: str = Field(max_length=500)
    unit_id: int
    unit_as_written: str = Field(default="", max_length=160)
    item_id: int | None = None  # the slot of the programme it belongs to
    speaker_id: int | None = None
    minutes: int
    delivery: Delivery = Field(default=Delivery.UNDECIDED, sa_type=choice(Delivery))
    due_at: datetime | None = None  # the text must be in before this moment
    reviewer_id: int | None = None  # the unit that reviews the text
    review_due_at: datetime | None = None  # and must have passed it before this moment
    source: str = Field(default="", max_length=60)
    theme: str | None = Field(default=None, max_length=60)  # None: as its topic's words propose
    priority: int = Field(default=3, sa_column_kwargs={"server_default": "3"})
    lock: Lock = Field(
        default=Lock.FREE, sa_type=choice(Lock), sa_column_kwargs={"server_default": "free"}
    )
    place: int | None = None  # in the order of those to be spoken


class SpeechTerms(SQLModel, table=True):
    """What one conference counts with: how fast people speak, the minutes between two speeches,
    and the points of ``selection.Weights``."""

    conference_id: int = Field(primary_key=True, foreign_key="conference.id", ondelete="CASCADE")
    syllables_a_minute: int = SYLLABLES_A_MINUTE
    change_over: int = 1
    more: int = Weights.more
    priority: int = Weights.priority
    ready: int = Weights.ready
    long: int = Weights.long
    balance: int = Weights.balance
    repeat: int = Weights.repeat
    side: int = Weights.side

    @property
    def weights(self) -> Weights:
        return Weights(**{name: getattr(self, name) for name in Weights.__dataclass_fields__})


class SpeechText(SQLModel, table=True):
    """One version of a speech's text, as a file and as what can be read in it."""

    __table_args__ = (
        UniqueConstraint("speech_id", "rehearsal_id", "version", info=_SAME_VERSION),
        Index(
            "uq_speechtext_real_version",
            "speech_id",
            "version",
            unique=True,
            sqlite_where=text("rehearsal_id IS NULL"),
            postgresql_where=text("rehearsal_id IS NULL"),
            info=_SAME_VERSION,
        ),
    )

    id: int = Field(default=None, primary_key=True)
    speech_id: int = Field(foreign_key="speech.id", index=True, ondelete="CASCADE")
    rehearsal_id: int | None = Field(default=None, foreign_key="rehearsal.id", ondelete="CASCADE")
    version: int
    file: str = Field(unique=True, max_length=64)  # where the shelf holds it
    name: str = Field(max_length=200)
    kind: Kind = Field(sa_type=choice(Kind))
    size: int  # bytes
    digest: str = Field(max_length=64)  # SHA-256
    flaw: Flaw = Field(default=Flaw.NONE, sa_type=choice(Flaw))
    syllables: int
    body: str  # its paragraphs, as ``manuscripts.written`` has them
    at: datetime
    who: str = Field(max_length=120)


class SpeechStep(SQLModel, table=True):
    """A speech's text reached a stage: when, and who says so. The last step is where it stands;
    one at the same stage is a remark."""

    id: int = Field(default=None, primary_key=True)
    speech_id: int = Field(foreign_key="speech.id", index=True, ondelete="CASCADE")
    rehearsal_id: int | None = Field(default=None, foreign_key="rehearsal.id", ondelete="CASCADE")
    stage: Stage = Field(sa_type=choice(Stage))
    at: datetime
    who: str = Field(max_length=120)
    remark: str = Field(default="", max_length=4_000)
    text_id: int | None = Field(default=None, foreign_key="speechtext.id", ondelete="SET NULL")
