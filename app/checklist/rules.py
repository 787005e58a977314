"""The checklist's words: what an entry asks for, whose it is and by when. Pure.

Deadlines come in the conference's own time zone, so that their day is the day on its wall.
"""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from app.deadlines import Relation, Standing, standing
from app.errors import Refused


class Kind(StrEnum):
    """What an entry asks for, and so where it comes from."""

    TASK = "task"
    TEXT = "text"  # of a speech, handed in
    REVIEW = "review"  # of a speech's text, passed
    ANSWER = "answer"  # a unit has answered for every place it was given
    NAMING = "naming"  # everybody of a group has a name
    INVITED = "invited"  # everybody of a group has been sent an invitation
    SEATS = "seats"  # everybody of a group has a seat
    PRESENTER = "presenter"  # of an item of the programme
    MODERATOR = "moderator"
    CONFIRMED = "confirmed"  # whoever leads an item has said yes
    DOCUMENTS = "documents"  # what an item needs lies ready
    REHEARSED = "rehearsed"  # an item was gone through
    AWARDS = "awards"  # form and recipients of a batch are no longer assumed
    RECIPIENTS = "recipients"  # those who come on stage in a batch have names
    HALL = "hall"  # a seat map with a seat for everybody
    PAPER = "paper"  # a paper made from the programme is printed, and still true
    CARDS = "cards"  # papers made for each person are printed, and still true
    DEVICES = "devices"  # of the doors, enrolled
    ROSTER = "roster"  # every device of the doors has the newest list
    CHECK = "check"  # of the day: sound, power, medical, security
    DATE = "date"  # an internal date
    OFFER = "offer"  # what the template proposes and nobody has adopted

    @property
    def is_ticked(self) -> bool:
        """Only a person can say that it is done; everything else closes itself."""
        return self in _TICKED


_TICKED = {Kind.CONFIRMED, Kind.DOCUMENTS, Kind.REHEARSED, Kind.CHECK}


class Origin(StrEnum):
    """Whose deadline it is."""

    PLAN = "plan"
    ADOPTED = "adopted"  # internal, once proposed
    PROPOSED = "proposed"  # nobody's yet: never late


@dataclass(frozen=True, slots=True)
class Body:
    """A unit. ``order`` is its place in the host's own list; ``is_commune`` one of the 114."""

    id: int
    name: str
    order: int
    is_commune: bool = False


@dataclass(frozen=True, slots=True)
class Duty:
    """Whose it is, and by when. ``directing`` and ``through`` stand above the unit that does it,
    from the directing body down; ``coordinating`` beside it."""

    unit: Body | None = None
    deadline: datetime | None = None
    relation: Relation | None = None
    origin: Origin = Origin.PLAN
    directing: Body | None = None
    through: Body | None = None
    coordinating: tuple[Body, ...] = ()
    others: str = ""  # coordinating bodies the plan does not name
    report_to: str = ""

    @property
    def chain(self) -> tuple[Body, ...]:
        """From the directing body to the unit that does it."""
        return tuple(body for body in (self.directing, self.through, self.unit) if body)

    def concerns(self, unit_id: int) -> bool:
        """Whether this unit does it, coordinates in it or directs it."""
        return any(body.id == unit_id for body in (*self.chain, *self.coordinating))


NOBODYS = Duty()


@dataclass(frozen=True, slots=True)
class Closing:
    """That it was done: when, who says so, and the proof. Without a moment where only the fact is
    known; ``reason`` why it came before what it needs."""

    at: datetime | None = None
    who: str = ""
    evidence: str = ""
    reason: str = ""


OPEN = Closing()


@dataclass(frozen=True, slots=True)
class Entry:
    """One thing to be done. ``key`` (kind and number of the source's row) stays the same however
    the plan is ordered.

    ``place`` is where it is done, below the conference's address; ``have`` of ``want`` where it can
    be counted; ``timing`` a time in words, without a date; ``needs`` the keys of what must be done
    first, while that is not. ``progress`` in per cent and ``obstacle`` as the unit reported them.
    """

    kind: Kind
    id: int
    number: int
    subject: str
    duty: Duty
    standing: Standing
    place: str
    source: str = ""
    closing: Closing = OPEN
    have: int = 0
    want: int = 0
    timing: str = ""
    is_conditional: bool = False
    needs: tuple[str, ...] = ()
    progress: int | None = None
    obstacle: str = ""
    detail: str = ""  # what kind of paper, what an internal date is about

    @property
    def key(self) -> str:
        return f"{self.kind.value}-{self.id}"

    @property
    def unit(self) -> Body | None:
        return self.duty.unit

    @property
    def deadline(self) -> datetime | None:
        return self.duty.deadline

    @property
    def origin(self) -> Origin:
        return self.duty.origin

    @property
    def done_at(self) -> datetime | None:
        return self.closing.at

    @property
    def is_done(self) -> bool:
        return self.standing.is_done

    @property
    def is_late(self) -> bool:
        """Overdue; what is only proposed never is."""
        return self.standing is Standing.OVERDUE


def reached(duty: Duty, done_at: datetime | None, now: datetime) -> Standing:
    """Where something stands that was done at ``done_at``, or is not done."""
    return standing(duty.deadline, duty.relation, done_at, now)


def closed(is_closed: bool, duty: Duty, now: datetime) -> Standing:
    """Of something that is known to be done, but not since when."""
    return Standing.DONE if is_closed else reached(duty, None, now)


def check_tick(entry: Entry, at: datetime, now: datetime, *, is_proved: bool, reason: str) -> None:
    """Raises Refused for what closes itself or is closed, for a moment to come, without proof, and
    without a reason before what the entry needs."""
    if not entry.kind.is_ticked:
        raise Refused("Việc này tự khép lại khi đã làm xong, không xác nhận tay")
    if entry.is_done:
        raise Refused("Việc này đã được xác nhận")
    if at > now:
        raise Refused("Thời điểm hoàn thành không thể ở sau hiện tại")
    if not is_proved:
        raise Refused("Ghi minh chứng hoặc gửi kèm tệp")
    if entry.needs and not reason:
        raise Refused("Việc cần làm trước chưa xong. Nếu vẫn xác nhận, hãy nêu lý do")
