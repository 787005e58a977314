"""Proposals: computed beside everything else, nothing until accepted, one act when they are."""

import pytest
from sqlmodel import select

from app import clock
from app.conferences.rules import UnitKind
from app.conferences.store import add_unit, conference_named
from app.db import Database
from app.delegates.models import Delegate
from app.delegates.rules import Attendance
from app.delegates.search import Filter
from app.delegates.store import everyone
from app.errors import Refused
from app.seating import store
from app.seating.acts import store as acts
from app.seating.acts.store import Stale
from app.seating.desk import changes
from app.seating.late import asking
from app.seating.late.late import Late
from app.seating.models import Proposal
from app.seating.proposals import adopting, jobs
from app.seating.proposals import store as proposals
from app.seating.solver import simple
from app.seating.solver.model import Answer, Locks, Order, Person, Policy, Remark, Rule, TieBreak
from app.seating.solver.wire import dumps
from app.seating.steps import JobState, ProposalKind
from app.seating.table import fairness
from app.seating.table.question import table
from tests.cast import AUTHOR, HA_NOI
from tests.seating.desk import here, one, seats, swap
from tests.seating.solver.halls import hall_of


def computed(
    summit: Database, kind: ProposalKind, late: Late | None = None, policy: Policy | None = None
) -> int:
    with summit.writing() as db:
        asked = proposals.ask(db, AUTHOR, here(db), kind, policy or Policy(), late)
    assert jobs.run(summit, asked.id) is JobState.DONE
    return asked.number


def accept(summit: Database, number: int, seen: int | None = None) -> None:
    with summit.writing() as db:
        found = proposals.proposal_numbered(db, here(db), number)
        adopting.adopt(db, AUTHOR, found, seen=seen)


def test_a_proposal_changes_nothing_until_accepted_and_can_be_undone(summit: Database) -> None:
    with summit.reading() as db:
        before = seats(db)
    number = computed(summit, ProposalKind.ANEW)
    with summit.reading() as db:
        found = proposals.proposal_numbered(db, here(db), number)
        figures, given = proposals.figures(found), proposals.seats_of(db, found)
        assert seats(db) == before
        assert figures is not None
        assert (len(given), figures.broken) == (1_086, ())
        assert {score.rule for score in figures.scores} == set(Rule)
        assert all(one.why for one in given.values())
        assert found.progress
    accept(summit, number)
    with pytest.raises(Refused, match="đã được chấp nhận"):
        accept(summit, number)
    with summit.writing() as db:
        assert seats(db) == {who: one.seat_id for who, one in given.items()}
        acts.undo(db, AUTHOR, here(db))
        assert seats(db) == before


def test_a_change_moves_only_who_must_and_makes_it_true_when_accepted(summit: Database) -> None:
    with summit.writing() as db:
        pinned = one(db, "le ngoc chau").delegate.id
        changes.pin(db, AUTHOR, here(db), pinned, "Chủ trì")
        late = asking.late(
            table(db, here(db)),
            absent=f"{one(db, 'do manh hien').delegate.number}",
            extra=3,
            blocked="E-20-07",
            why="Ghế hỏng",
        )
        before = seats(db)
        was = one(db, "do manh hien").delegate.attendance
        (gone,) = late.blocked
        sat = next((who for who, seat in before.items() if seat == gone), None)
    number = computed(summit, ProposalKind.CHANGE, late)
    with summit.reading() as db:
        found = proposals.proposal_numbered(db, here(db), number)
        figures, given = proposals.figures(found), proposals.seats_of(db, found)
        assert figures is not None
        assert figures.lower_bound is not None
        assert figures.lower_bound <= len(figures.moves)
        assert sat in {move.person for move in figures.moves}
        assert given[pinned].seat_id == before[pinned]
        assert {who for who in given if who < 0} == {-1, -2, -3}
        assert everyone(db, here(db))[-1].delegate.attendance is not Attendance.WALK_IN
    accept(summit, number)
    with summit.reading() as db:
        assert one(db, "do manh hien").delegate.attendance is Attendance.ABSENT
        guests = everyone(db, here(db), Filter(search="khach phat sinh"))
        assert [guest.seat is not None for guest in guests] == [True] * 3
        assert store.map_to_print(db, here(db)).seat("E-20-07").blocked == "Ghế hỏng"
        assert table(db, here(db)).unseated == []
    with summit.writing() as db:
        acts.undo(db, AUTHOR, here(db))
    with summit.reading() as db:
        assert one(db, "do manh hien").delegate.attendance is was
        assert seats(db) == before
        guests = everyone(db, here(db), Filter(search="khach phat sinh"))
        assert {guest.delegate.attendance for guest in guests} == {Attendance.ABSENT}
        assert table(db, here(db)).unseated == []
    with summit.writing() as db:
        acts.redo(db, AUTHOR, here(db))
    with summit.reading() as db:
        assert one(db, "do manh hien").delegate.attendance is Attendance.ABSENT
        guests = everyone(db, here(db), Filter(search="khach phat sinh"))
        assert {guest.delegate.attendance for guest in guests} == {Attendance.WALK_IN}
        assert [guest.seat is not None for guest in guests] == [True] * 3


def test_a_proposal_for_another_list_is_refused(summit: Database) -> None:
    number = computed(summit, ProposalKind.ANEW)
    with summit.writing() as db:
        db.get_one(Delegate, one(db, "do manh hien").delegate.id).attendance = Attendance.ABSENT
    with pytest.raises(Refused, match=r"đã đổi sau khi lập phương án \(1 người\)"):
        accept(summit, number)


def test_accepting_over_somebody_elses_work_is_refused(summit: Database) -> None:
    number = computed(summit, ProposalKind.ANEW, policy=Policy(order=Order.LISTED))
    with summit.writing() as db:
        swap(db, "B-01-09", "B-01-10")
    with pytest.raises(Stale):
        accept(summit, number, seen=0)


def test_a_job_is_stopped_or_seen_as_lost(summit: Database) -> None:
    with summit.writing() as db:
        asked = proposals.ask(db, AUTHOR, here(db), ProposalKind.ANEW, Policy())
        asked.is_to_stop = True
        left = proposals.ask(db, AUTHOR, here(db), ProposalKind.ANEW, Policy())
        assert proposals.state(left, AUTHOR.at) is JobState.WAITING
    assert jobs.run(summit, asked.id) is JobState.STOPPED
    with summit.reading() as db:
        assert proposals.proposal_with(db, asked.id).state is JobState.STOPPED
        assert proposals.state(proposals.proposal_with(db, left.id), clock.now()) is JobState.LOST


def test_too_few_seats_are_told_beside_the_proposal(summit: Database) -> None:
    with summit.writing() as db:
        late = asking.late(table(db, here(db)), extra=600)
        asked = proposals.ask(db, AUTHOR, here(db), ProposalKind.CHANGE, Policy(), late)
    assert jobs.run(summit, asked.id) is JobState.FAILED
    with summit.reading() as db:
        fault = db.exec(select(Proposal.fault).where(Proposal.id == asked.id)).one()
    assert fault == "Thiếu 197 ghế: 1.686 đại biểu, 1.489 ghế"


def test_a_solver_that_breaks_is_told_in_a_sentence(
    summit: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    with summit.writing() as db:
        asked = proposals.ask(db, AUTHOR, here(db), ProposalKind.ANEW, Policy())
    monkeypatch.setenv("PYTHONHOME", "/nowhere")  # no process can start
    assert jobs.run(summit, asked.id) is JobState.FAILED
    with summit.reading() as db:
        fault = db.exec(select(Proposal.fault).where(Proposal.id == asked.id)).one()
    assert fault.startswith("Máy tính toán gặp lỗi")


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ({"absent": "99999"}, "Không có đại biểu dự nào"),
        ({"absent": "nguyễn"}, "hãy ghi số thứ tự"),
        ({"blocked": "Z-99"}, "Không có ghế, hàng hay khu"),
    ],
)
def test_late_changes_that_are_not_clear_are_asked_back(
    summit: Database, typed: dict[str, str], sentence: str
) -> None:
    with summit.reading() as db, pytest.raises(Refused, match=sentence):
        asking.late(table(db, here(db)), **typed)  # type: ignore[arg-type]


def test_the_policy_in_force_is_that_of_the_plan_accepted_last(summit: Database) -> None:
    wanted = Policy(tie_break=TieBreak.LOT, seed=7, weights=tuple(reversed(Rule)))
    accept(summit, computed(summit, ProposalKind.ANEW, policy=wanted))
    with summit.reading() as db:
        assert proposals.policy_in_force(db, here(db)) == wanted


def test_what_was_found_until_the_stop_is_kept() -> None:
    plan = simple.solve(hall_of([[3]]), [Person(1, (1,))], Policy(), Locks())
    whole = (dumps(Answer(plan=plan)) + "\n").encode()
    kept = jobs.last_answer(whole + whole[:40], is_stopped=True)
    assert kept is not None
    assert kept.plan is not None
    assert (kept.plan.assign, kept.plan.message) == (plan.assign, Remark.BEST_SO_FAR)
    assert jobs.last_answer(whole[:40], is_stopped=True) is None
    done = jobs.last_answer(whole * 2, is_stopped=False)
    assert done == Answer(plan=plan)


def test_who_sat_far_away_before_comes_first_now(summit: Database) -> None:
    with summit.writing() as db:
        before, now = here(db), conference_named(db, HA_NOI).id
        assert fairness.past(db, before) == {}, "the first conference of all"
        names = ["Phường Thủy Nguyên", "Đặc khu Cát Hải", "Đơn vị chưa dự lần nào"]
        made = [
            add_unit(db, now, name, UnitKind.WARD, position=900 + n) for n, name in enumerate(names)
        ]
        found = fairness.past(db, now)
        near, far, new = (found[unit.id] for unit in made)
        assert near > 0
        assert far != near
        assert min(found.values()) < new < max(found.values()), "as the others on average"
        asked = proposals.ask(db, AUTHOR, now, ProposalKind.ANEW, Policy(tie_break=TieBreak.PAST))
        assert proposals.policy_of(asked).past == pytest.approx(found)
