"""When a task may be reported as done."""

from datetime import timedelta

import pytest

from app.errors import Refused
from app.tasks.rules import check_completion
from app.vietnamese import local

NOW = local("2026-05-30T09:00")


@pytest.mark.parametrize(
    ("waiting_for", "reason", "may"),
    [(None, "", True), (9, "", False), (9, "Đã duyệt miệng", True)],
)
def test_before_what_it_needs_a_task_takes_a_reason(
    waiting_for: int | None, reason: str, may: bool
) -> None:
    if may:
        check_completion(NOW, NOW, waiting_for, reason)
    else:
        with pytest.raises(Refused, match="Nhiệm vụ 9 chưa hoàn thành"):
            check_completion(NOW, NOW, waiting_for, reason)


def test_nothing_is_done_in_the_future() -> None:
    with pytest.raises(Refused):
        check_completion(NOW + timedelta(seconds=1), NOW, None, "")
