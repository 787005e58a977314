"""What each part of the plan holds that the checklist asks about, as plain values. Pure."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from app.checklist.rules import NOBODYS, Body, Closing, Duty


@dataclass(frozen=True, slots=True)
class TaskFact:
    """``needs`` is the key of the task that must be done first, while it is not; ``progress`` and
    ``obstacle`` stand in the unit's last report."""

    id: int
    number: int
    content: str
    duty: Duty
    closing: Closing | None = None
    source: str = ""
    timing: str = ""
    is_conditional: bool = False
    needs: tuple[str, ...] = ()
    progress: int | None = None
    obstacle: str = ""


@dataclass(frozen=True, slots=True)
class SpeechFact:
    id: int
    number: int
    topic: str
    unit_as_written: str
    text: Duty
    review: Duty
    handed_in_at: datetime | None = None
    passed_at: datetime | None = None
    is_spoken: bool = False
    source: str = ""


@dataclass(frozen=True, slots=True)
class QuotaFact:
    """A unit's places, and for how many of them it has answered; ``sent_at`` for the last time."""

    unit: Body
    places: int
    answered: int
    sent_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class GroupFact:
    """``posts``: places that somebody holds; ``to_seat``: people who take a seat."""

    id: int
    name: str
    posts: int
    named: int
    to_seat: int
    seated: int
    invited: int = 0


@dataclass(frozen=True, slots=True)
class ItemFact:
    """``texts`` (passed, all) where an item's documents are the texts of its speeches."""

    id: int
    number: int
    content: str
    presenter: str
    moderator: str
    is_moderated: bool
    is_conditional: bool = False
    source: str = ""
    texts: tuple[int, int] | None = None


@dataclass(frozen=True, slots=True)
class BatchFact:
    """``assumed``: how many of its recipients are only assumed."""

    id: int
    number: int
    form: str
    is_assumed: bool
    recipients: int
    assumed: int
    named: int


@dataclass(frozen=True, slots=True)
class PaperFact:
    """A paper made from the programme: its last print, and how much in it is no longer true."""

    id: int
    paper: str
    printed_at: datetime | None = None
    who: str = ""
    changes: int = 0


@dataclass(frozen=True, slots=True)
class CardsFact:
    """Papers of one kind for each person: how many are printed and true, of how many."""

    id: int
    paper: str
    true: int
    people: int


@dataclass(frozen=True, slots=True)
class DoorsFact:
    """Devices of the doors: all of them, those enrolled, those with the newest list."""

    devices: int
    enrolled: int
    current: int


@dataclass(frozen=True, slots=True)
class CheckFact:
    """A check of the day, which a person ticks."""

    id: int
    number: int
    content: str
    duty: Duty
    place: str = ""


@dataclass(frozen=True, slots=True)
class DateFact:
    """An internal date: of a task, which closes it, or of what can be counted (``concern``)."""

    id: int
    content: str
    duty: Duty
    task: int | None = None
    concern: str = ""
    closing: Closing | None = None


@dataclass(frozen=True, slots=True)
class OfferFact:
    """A line of the template that nobody has adopted; ``number`` is its place there."""

    number: int
    content: str
    duty: Duty
    concern: str


@dataclass(frozen=True, slots=True)
class Plan:
    """Everything the checklist is derived from. ``duties`` says by concern whose the counted things
    are and by when; ``ticks`` what people have confirmed, by the entry's key."""

    tasks: Sequence[TaskFact] = ()
    speeches: Sequence[SpeechFact] = ()
    quotas: Sequence[QuotaFact] = ()
    groups: Sequence[GroupFact] = ()
    items: Sequence[ItemFact] = ()
    batches: Sequence[BatchFact] = ()
    papers: Sequence[PaperFact] = ()
    cards: Sequence[CardsFact] = ()
    doors: DoorsFact = DoorsFact(0, 0, 0)
    checks: Sequence[CheckFact] = ()
    dates: Sequence[DateFact] = ()
    offers: Sequence[OfferFact] = ()
    has_map: bool = False
    duties: Mapping[str, Duty] = field(default_factory=dict)
    ticks: Mapping[str, Closing] = field(default_factory=dict)

    def duty(self, concern: str) -> Duty:
        return self.duties.get(concern, NOBODYS)
