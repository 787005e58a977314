"""What becomes of a letter: its states, when it is tried again, what an answer means."""

import re
from collections.abc import Sequence
from datetime import datetime, timedelta
from enum import StrEnum

from app.deadlines import Quiet


class Kind(StrEnum):
    """What a letter is about; letters are shown and released by kind."""

    INVITATION = "invitation"
    AGENDA = "agenda"  # a new version of the programme
    SPEECH = "speech"
    REMINDER = "reminder"  # urging
    OTHER = "other"


class State(StrEnum):
    """From written to received by the recipient's server.

    A letter without an address is released too: a person copies its text and says so.
    """

    DRAFT = "draft"
    RELEASED = "released"
    SENDING = "sending"  # claimed by a sender
    SENT = "sent"
    FAILED = "failed"  # refused for good, or tried too often
    DOUBTFUL = "doubtful"  # perhaps sent: a person decides
    WITHDRAWN = "withdrawn"


class Outcome(StrEnum):
    """How one try ended."""

    SENT = "sent"
    LATER = "later"  # a temporary failure: surely not sent, tried again by itself
    REFUSED = "refused"  # for good
    UNKNOWN = "unknown"  # handed over, and no answer came
    BY_HAND = "by_hand"  # a person copied the text


# Growing, so that a server that is down or busy is asked gently; in all about two days.
_PAUSES = tuple(timedelta(minutes=n) for n in (1, 3, 10, 30, 60, 120, 240, 480, 480, 480, 480, 480))


def pause(attempts: int) -> timedelta | None:
    """How long to wait after this many failed tries; None when it is time to give up."""
    return _PAUSES[attempts - 1] if attempts <= len(_PAUSES) else None


def leaves_at(kind: Kind, due: datetime, quiet: Quiet, let_go_at: datetime | None) -> datetime:
    """When a letter leaves whose turn comes at ``due``, as on the conference's wall.

    A reminder whose turn comes in quiet hours waits until they are over, unless a person has let
    it go (``let_go_at``) within these very hours.
    """
    if kind is not Kind.REMINDER or not quiet.holds(due):
        return due
    return due if let_go_at and let_go_at >= quiet.begun(due) else quiet.over(due)


def outcome_of(code: int) -> Outcome:
    """What an SMTP reply means before the text was handed over (RFC 5321, 4.2.1).

    4xx may pass later, 5xx will not. A server that says nothing sensible is asked again.
    """
    return Outcome.REFUSED if code >= 500 else Outcome.LATER  # noqa: PLR2004  # as the RFC counts


class Act(StrEnum):
    """What a person may do with a letter."""

    EDIT = "edit"
    RELEASE = "release"
    WITHDRAW = "withdraw"
    REDRAFT = "redraft"  # back to a draft, to be changed
    RETRY = "retry"
    CONFIRM = "confirm"  # it did arrive
    BY_HAND = "by_hand"


_FROM: dict[Act, set[State]] = {
    Act.EDIT: {State.DRAFT},
    Act.RELEASE: {State.DRAFT},
    Act.WITHDRAW: {State.DRAFT, State.RELEASED, State.FAILED, State.DOUBTFUL},
    Act.REDRAFT: {State.RELEASED, State.FAILED, State.WITHDRAWN},
    Act.RETRY: {State.FAILED, State.DOUBTFUL, State.RELEASED},
    Act.CONFIRM: {State.DOUBTFUL},
    Act.BY_HAND: {State.DRAFT, State.RELEASED, State.FAILED, State.DOUBTFUL},
}


def may(act: Act, state: State, attempts: int = 0) -> bool:
    """Whether this can be done with a letter in this state, after so many tries.

    What a sender holds, and what was sent, nobody can take back. A released letter is only tried
    again where it was tried before.
    """
    if act is Act.RETRY and state is State.RELEASED:
        return attempts > 0
    return state in _FROM[act]


def seal(written_at: Sequence[datetime]) -> str:
    """What somebody has seen of some drafts: another number of them, or a text written since,
    gives another seal."""
    newest = max(written_at, default=None)
    return f"{len(written_at)}/{newest.isoformat() if newest else '-'}"


_ADDRESS = re.compile(r"[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]+@[A-Za-z0-9-]+(\.[A-Za-z0-9-]+)+")
_LONGEST_ADDRESS = 254


def is_address(text: str) -> bool:
    """One plain e-mail address, without a name or letters that many servers refuse."""
    return len(text) <= _LONGEST_ADDRESS and _ADDRESS.fullmatch(text) is not None
