"""Deadlines to the second: "trước" is before, "chậm nhất" is not later than."""

from datetime import UTC, datetime, timedelta

import pytest

from app.deadlines import Relation, Standing, standing
from app.vietnamese import local

TEXTS = local("2026-05-29T11:00")  # "trước 11 giờ, ngày 29/5/2026", 63-KH/TU line 111
REPORT = local("2026-05-31T08:00")  # "chậm nhất 08 giờ, ngày 31/5/2026", line 95: a Sunday
SECOND = timedelta(seconds=1)
BEFORE, NOT_LATER = Relation.BEFORE, Relation.NOT_LATER


@pytest.mark.parametrize(
    ("deadline", "relation", "now", "expected"),
    [
        (TEXTS, BEFORE, TEXTS - SECOND, Standing.DUE_SOON),
        (TEXTS, BEFORE, TEXTS, Standing.OVERDUE),
        (REPORT, NOT_LATER, REPORT, Standing.DUE_SOON),
        (REPORT, NOT_LATER, REPORT + SECOND, Standing.OVERDUE),
        (TEXTS, BEFORE, TEXTS - timedelta(hours=24), Standing.DUE_SOON),
        (TEXTS, BEFORE, TEXTS - timedelta(hours=24) - SECOND, Standing.OPEN),
        (REPORT, NOT_LATER, local("2026-05-30T23:59"), Standing.DUE_SOON),
        (REPORT, NOT_LATER, local("2026-06-01T00:00"), Standing.OVERDUE),
        (None, None, TEXTS, Standing.UNDATED),
        (TEXTS, None, TEXTS, Standing.DUE_SOON),
    ],
)
def test_what_is_not_done(
    deadline: datetime | None, relation: Relation | None, now: datetime, expected: Standing
) -> None:
    assert standing(deadline, relation, None, now) is expected


@pytest.mark.parametrize(
    ("deadline", "relation", "done_at", "expected"),
    [
        (TEXTS, BEFORE, TEXTS - SECOND, Standing.DONE),
        (TEXTS, BEFORE, TEXTS, Standing.DONE_LATE),
        (REPORT, NOT_LATER, REPORT, Standing.DONE),
        (REPORT, NOT_LATER, REPORT + SECOND, Standing.DONE_LATE),
        (None, None, TEXTS, Standing.DONE),
    ],
)
def test_what_is_done_stays_as_it_was_done(
    deadline: datetime | None, relation: Relation | None, done_at: datetime, expected: Standing
) -> None:
    much_later = datetime(2027, 1, 1, tzinfo=UTC)
    assert standing(deadline, relation, done_at, much_later) is expected
