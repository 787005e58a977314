"""What becomes of a letter: its states, when it is tried again, what an answer means."""

from datetime import timedelta
from enum import StrEnum


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


def outcome_of(code: int) -> Outcome:
    """What an SMTP reply means before the text was handed over (RFC 5321, 4.2.1).

    4xx may pass later, 5xx will not. A server that says nothing sensible is asked again.
    """
    return Outcome.REFUSED if code >= 500 else Outcome.LATER  # noqa: PLR2004  # as the RFC counts
