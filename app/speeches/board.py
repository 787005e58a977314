"""A speech as the office sees it, and all of them against the time there is."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from app.agenda.store import Slot
from app.conferences.models import Unit
from app.deadlines import Standing
from app.delegates.store import Listed as Speaker
from app.speeches import rules, selection, themes
from app.speeches.models import Speech, SpeechStep, SpeechTerms, SpeechText
from app.speeches.rules import Budget, Choice, Delivery, End, Progress, Spoken, Stage
from app.speeches.selection import Body, Candidate, Room, Score

LAST = 10_000  # the place of those chosen before places were kept
_BODIES = {body.value: body for body in Body}  # a board is whatever is not of commune level


@dataclass(frozen=True)
class Listed:
    """A speech with its people and where it stands. ``text`` and ``review`` are the standings of
    the two things to be done: handing the text in, and passing it. ``newest`` is the last version
    of the text (its body is not loaded), ``spoken`` how long that takes to say."""

    speech: Speech
    unit: Unit
    reviewer: Unit | None
    speaker: Speaker | None
    progress: Progress
    text: Standing
    review: Standing
    newest: SpeechText | None
    spoken: Spoken | None
    last: SpeechStep | None

    @property
    def is_self_reviewed(self) -> bool:
        """The unit that speaks also reviews: lawful, and to be seen."""
        return self.reviewer is not None and self.reviewer.id == self.unit.id

    @property
    def is_overdue(self) -> bool:
        """Something is late: the text, or the review of a text that is there."""
        return Standing.OVERDUE in {self.text, self.text.is_done and self.review}

    @property
    def urgency(self) -> tuple[int, int]:
        """Red first: late, then what will be soon, then what came late, then the rest."""
        standings = (self.text, self.review if self.text.is_done else Standing.OPEN)
        order = (Standing.OVERDUE, Standing.DUE_SOON, Standing.DONE_LATE)
        first = min((order.index(s) for s in standings if s in order), default=len(order))
        return first, self.speech.number

    @property
    def theme(self) -> str:
        said = self.speech.theme
        return themes.proposed(self.speech.topic) if said is None else said

    @property
    def candidate(self) -> Candidate:
        """The speech as one that may be chosen."""
        speech = self.speech
        return Candidate(
            speech.number,
            speech.minutes,
            _BODIES.get(self.unit.kind.value, Body.BOARD),
            self.theme,
            speech.priority,
            speech.lock,
            self.progress.stage,
            self.spoken is not None and self.spoken.is_too_long,
        )


@dataclass(frozen=True)
class Board:
    """All speeches, against the item of the programme in which they are to be given (None where
    there is none): what all would take, and what those chosen to be spoken take."""

    speeches: list[Listed]
    slot: Slot | None
    budget: Budget
    choice: Choice
    terms: SpeechTerms
    room: Room

    @property
    def spoken(self) -> list[Listed]:
        """Those to be spoken, in their order."""
        chosen = [found for found in self.speeches if found.speech.delivery is Delivery.SPOKEN]
        return sorted(chosen, key=lambda one: (one.speech.place or LAST, one.speech.number))

    @property
    def timetable(self) -> list[tuple[Listed, datetime, datetime]]:
        """Those to be spoken with their start and end, one after the other in the slot."""
        if self.slot is None:
            return []
        found, at = [], self.slot.timed.starts_at
        for listed in self.spoken:
            end = at + timedelta(minutes=listed.speech.minutes)
            found.append((listed, at, end))
            at = end + timedelta(minutes=self.room.change_over)
        return found

    @property
    def others(self) -> list[Listed]:
        return [one for one in self.speeches if one.speech.delivery is not Delivery.SPOKEN]

    @property
    def ends(self) -> dict[int, list[End]]:
        """When it would end by the minutes of each speech (as it is, and two fewer) and by the
        number of speakers."""
        if self.slot is None:
            return {}
        limit, start = self.budget.each, self.slot.timed.starts_at
        limits = [minutes for minutes in (limit - 2, limit - 1, limit) if minutes > 0]
        return rules.ends(start, self.room.slot, len(self.speeches), limits, self.room.change_over)

    @property
    def candidates(self) -> list[Candidate]:
        return [listed.candidate for listed in self.speeches]

    @property
    def score(self) -> Score:
        """What those to be spoken are worth, in their order."""
        chosen = [listed.candidate for listed in self.spoken]
        return selection.score(self.candidates, chosen, self.room, self.terms.weights)

    def count(self, delivery: Delivery | None = None, stage: Stage | None = None) -> int:
        return sum(
            delivery in {None, found.speech.delivery} and stage in {None, found.progress.stage}
            for found in self.speeches
        )
