"""What an office must know first, as a table."""

import pytest

from app.overview.rules import Concern, Facts, Reached, UnitState, notices

SEED = Facts(
    speech_slot=85,
    speech_wanted=168,
    agenda_minutes=180,
    places=1086,
    stated=1086,
    assumed_quotas=14,
    assumed_awards=50,
    is_hall_assumed=True,
    is_tentative=True,
    undated=12,
    self_reviews=1,
)


def test_the_seed_has_one_grave_problem_and_says_its_numbers() -> None:
    grave = [notice for notice in notices(SEED) if notice.is_grave]
    assert [(n.concern, n.n, n.of) for n in grave] == [(Concern.SPEECHES_TOO_LONG, 168, 85)]


def test_an_empty_conference_has_nothing_to_warn_of() -> None:
    assert notices(Facts()) == []


@pytest.mark.parametrize(
    ("facts", "concern", "n"),
    [
        (Facts(overdue=3), Concern.OVERDUE, 3),
        (Facts(is_chosen=True, choice_left=-6), Concern.CHOICE_TOO_LONG, 6),
        (Facts(agenda_faults=2), Concern.AGENDA_FAULT, 2),
        (Facts(places=1080, stated=1086), Concern.PLACES_DIFFER, 1080),
        (Facts(unseated=4), Concern.UNSEATED, 4),
        (Facts(agenda_minutes=180), Concern.NO_BUFFER, 180),
        (Facts(undated=5), Concern.UNDATED, 5),
    ],
)
def test_each_problem_is_named_with_its_number(facts: Facts, concern: Concern, n: int) -> None:
    assert [(notice.concern, notice.n) for notice in notices(facts)] == [(concern, n)]


@pytest.mark.parametrize(
    "facts",
    [
        Facts(speech_slot=85, speech_wanted=168, is_chosen=True, choice_left=6),
        Facts(speech_slot=0, speech_wanted=168),
        Facts(agenda_minutes=170, agenda_spare=10),
        Facts(places=126, stated=0),
    ],
    ids=["a choice that fits", "no slot yet", "a buffer", "no number stated"],
)
def test_what_is_settled_or_unknown_is_no_problem(facts: Facts) -> None:
    assert notices(facts) == []


@pytest.mark.parametrize(
    ("named", "reached"), [(0, Reached.NONE), (3, Reached.PART), (8, Reached.ALL)]
)
def test_how_far_a_unit_has_named_its_people(named: int, reached: Reached) -> None:
    assert UnitState(1, "Xã An Khánh", True, places=8, named=named).reached is reached
