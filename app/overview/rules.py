"""What an office must know first: what does not add up, and how far each unit is."""

from dataclasses import dataclass
from enum import StrEnum


class Concern(StrEnum):
    """A thing the plan leaves open or gets wrong. Each has its place where it is put right."""

    OVERDUE = "overdue"
    SPEECHES_TOO_LONG = "speeches_too_long"
    CHOICE_TOO_LONG = "choice_too_long"
    AGENDA_FAULT = "agenda_fault"
    NO_BUFFER = "no_buffer"
    PLACES_DIFFER = "places_differ"
    UNSEATED = "unseated"
    UNDATED = "undated"
    ASSUMED_QUOTAS = "assumed_quotas"
    ASSUMED_AWARDS = "assumed_awards"
    ASSUMED_HALL = "assumed_hall"
    SELF_REVIEW = "self_review"
    TENTATIVE = "tentative"


@dataclass(frozen=True)
class Notice:
    """``place`` lies below the conference's address; the numbers are told in the sentence."""

    concern: Concern
    place: str
    is_grave: bool = False
    n: int = 0
    of: int = 0


@dataclass(frozen=True)
class Facts:
    """Numbers of the plan, as the rooms below hold them. Minutes where it says so."""

    overdue: int = 0
    undated: int = 0
    speech_slot: int = 0  # minutes
    speech_wanted: int = 0  # minutes
    choice_left: int = 0  # minutes; below zero the choice does not fit
    is_chosen: bool = False
    agenda_faults: int = 0
    agenda_minutes: int = 0
    agenda_spare: int = 0  # minutes
    places: int = 0
    stated: int = 0
    unseated: int = 0
    assumed_quotas: int = 0
    assumed_awards: int = 0
    is_hall_assumed: bool = False
    self_reviews: int = 0
    is_tentative: bool = False


def notices(facts: Facts) -> list[Notice]:
    """Grave ones first. A speech budget is no longer a warning once a choice that fits is made."""
    is_too_long = facts.speech_slot > 0 and facts.speech_wanted > facts.speech_slot
    is_full = facts.agenda_minutes > 0 and facts.agenda_spare == 0 and not facts.agenda_faults
    found = [
        (
            facts.overdue > 0,
            Notice(Concern.OVERDUE, "checklist?show=red", True, facts.overdue),
        ),
        (
            is_too_long and not facts.is_chosen,
            Notice(
                Concern.SPEECHES_TOO_LONG, "speeches", True, facts.speech_wanted, facts.speech_slot
            ),
        ),
        (
            facts.is_chosen and facts.choice_left < 0,
            Notice(Concern.CHOICE_TOO_LONG, "speeches", True, -facts.choice_left),
        ),
        (
            facts.agenda_faults > 0,
            Notice(Concern.AGENDA_FAULT, "agenda", True, facts.agenda_faults),
        ),
        (
            facts.stated > 0 and facts.places != facts.stated,
            Notice(Concern.PLACES_DIFFER, "composition", True, facts.places, facts.stated),
        ),
        (
            facts.unseated > 0,
            Notice(Concern.UNSEATED, "seating", True, facts.unseated),
        ),
        (is_full, Notice(Concern.NO_BUFFER, "agenda", n=facts.agenda_minutes)),
        (
            facts.undated > 0,
            Notice(Concern.UNDATED, "checklist?show=undated", n=facts.undated),
        ),
        (
            facts.self_reviews > 0,
            Notice(Concern.SELF_REVIEW, "speeches", n=facts.self_reviews),
        ),
        (
            facts.assumed_quotas > 0,
            Notice(Concern.ASSUMED_QUOTAS, "composition", n=facts.assumed_quotas),
        ),
        (
            facts.assumed_awards > 0,
            Notice(Concern.ASSUMED_AWARDS, "awards", n=facts.assumed_awards),
        ),
        (facts.is_hall_assumed, Notice(Concern.ASSUMED_HALL, "seating")),
        (facts.is_tentative, Notice(Concern.TENTATIVE, "details")),
    ]
    return [notice for holds, notice in found if holds]


class Reached(StrEnum):
    """How far a unit has named its people."""

    NONE = "none"
    PART = "part"
    ALL = "all"


@dataclass(frozen=True)
class UnitState:
    """One unit's places and duties."""

    unit_id: int
    name: str
    is_commune_level: bool
    places: int = 0
    named: int = 0
    duties: int = 0
    done: int = 0
    overdue: int = 0

    @property
    def reached(self) -> Reached:
        if self.named >= self.places:
            return Reached.ALL
        return Reached.PART if self.named else Reached.NONE
