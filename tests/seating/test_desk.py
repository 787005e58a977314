"""Acts with undo, pins, releases, and proposals from asking to accepting; on both engines."""

import pytest
from sqlmodel import Session, select

from app import clock
from app.conferences.history import story
from app.conferences.store import conference_named
from app.db import Database
from app.delegates.models import Delegate
from app.delegates.rules import Attendance
from app.delegates.search import Filter
from app.delegates.store import Listed, everyone
from app.errors import NotFound, Refused
from app.halls.rules import OutKind
from app.seating import store
from app.seating.acts import store as acts
from app.seating.acts.store import Stale
from app.seating.desk import arranging, changes
from app.seating.late import asking
from app.seating.late.late import Late
from app.seating.models import Proposal
from app.seating.proposals import adopting, jobs
from app.seating.proposals import store as proposals
from app.seating.releases import store as releases
from app.seating.solver.model import Order, Policy, Rule, TieBreak
from app.seating.steps import ActState, JobState, ProposalKind
from app.seating.table.question import table
from tests.cast import AUTHOR, HA_NOI, HAI_PHONG
from tests.counting import statements


def here(db: Session) -> int:
    return conference_named(db, HAI_PHONG).id


def one(db: Session, search: str) -> Listed:
    return everyone(db, here(db), Filter(search=search))[0]


def swap(db: Session, from_seat: str, to_seat: str, seen: int | None = None) -> None:
    arranging.move(db, AUTHOR, here(db), from_seat, to_seat, seen)


def told(db: Session, person: Delegate) -> str:
    found = releases.seat_told(db, person)
    return found.label if found else ""


def seats(db: Session) -> dict[int, int]:
    return table(db, here(db)).placed


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


def test_acts_are_undone_and_redone_in_order(summit: Database) -> None:
    with summit.reading() as db:
        before = seats(db)
    with summit.writing() as db:
        swap(db, "B-01-09", "B-01-10")
        changes.pin(db, AUTHOR, here(db), one(db, "le ngoc chau").delegate.id, "Cạnh bục")
        seat = store.seat_labelled(db, here(db), "L-10-12")
        changes.block(db, AUTHOR, here(db), seat, "Ghế hỏng")
    with summit.writing() as db:
        for _ in range(3):
            acts.undo(db, AUTHOR, here(db))
    with summit.writing() as db:
        assert seats(db) == before
        assert store.pins(db, here(db)) == {}
        assert acts.undo(db, AUTHOR, here(db)) is None
        for _ in range(3):
            acts.redo(db, AUTHOR, here(db))
        assert acts.redo(db, AUTHOR, here(db)) is None
    with summit.reading() as db:
        assert one(db, "le ngoc chau").seat == "B-01-10"
        assert {pin.reason for pin in store.pins(db, here(db)).values()} == {"Cạnh bục"}
        blocked = store.map_to_print(db, here(db)).seat("L-10-12")
        assert (blocked.blocked, blocked.out) == ("Ghế hỏng", OutKind.OTHER)
        assert story(db, here(db))[0].reason == "làm lại"


def test_something_new_ends_what_could_be_redone(summit: Database) -> None:
    with summit.writing() as db:
        swap(db, "B-01-09", "B-01-10")
        acts.undo(db, AUTHOR, here(db))
        swap(db, "A-01-01", "A-01-02")
        assert acts.redo(db, AUTHOR, here(db)) is None
        assert [line.state for line in acts.acts(db, here(db))] == [ActState.DONE]


def test_a_pinned_person_stays_until_unpinned(summit: Database) -> None:
    with summit.writing() as db:
        who = one(db, "le ngoc chau").delegate.id
        changes.pin(db, AUTHOR, here(db), who, "Cạnh bục")
    for move in (("B-01-09", "L-10-12"), ("B-01-10", "B-01-09")):
        with pytest.raises(Refused, match="ghim tại chỗ: Cạnh bục"), summit.writing() as db:
            swap(db, *move)
    with pytest.raises(Refused, match="ghim"), summit.writing() as db:
        changes.free(db, AUTHOR, here(db), who)
    with summit.writing() as db:
        changes.unpin(db, AUTHOR, here(db), who)
        swap(db, "B-01-09", "L-10-12")


def test_a_stale_act_is_refused_and_others_are_not(summit: Database) -> None:
    with summit.writing() as db:
        seen = acts.version(db, here(db))
        swap(db, "A-01-01", "A-01-02")
    with summit.writing() as db:
        swap(db, "B-01-09", "B-01-10", seen)  # nobody was there
    with pytest.raises(Stale) as refused, summit.writing() as db:
        swap(db, "A-01-02", "A-01-03", seen)
    assert [line.told["seat"] for line in refused.value.meanwhile] == ["B-01-10", "A-01-02"]
    with pytest.raises(Stale), summit.writing() as db:
        acts.undo(db, AUTHOR, here(db), seen)


def test_what_changed_another_way_is_not_undone(summit: Database) -> None:
    with summit.writing() as db:
        swap(db, "B-01-09", "B-01-10")
    with summit.writing() as db:
        held = store.placement_of(db, one(db, "le ngoc chau").delegate.id)
        db.delete(held)
    with pytest.raises(Refused, match="bằng cách khác"), summit.writing() as db:
        acts.undo(db, AUTHOR, here(db))


def test_a_unit_moves_whole_and_the_rules_tell_what_that_did(summit: Database) -> None:
    with summit.writing() as db:
        lying = table(db, here(db))
        person = next(p for p in lying.people if p.unit is not None and p.speaker is None)
        label = lying.label(lying.placed[person.id])
        arranging.move_unit(db, AUTHOR, here(db), label, "L-10-02", None)
    with summit.reading() as db:
        bench = arranging.bench(db, here(db))
        where = {bench.table.label(seats(db)[who])[:4] for who in bench.company(person.id)}
        assert where == {"L-10"}
        assert bench.did is not None
        change = next(found for found in bench.did.rules if found.rule is Rule.PRECEDENCE)
        assert change.after > change.before


def test_a_release_freezes_and_is_told_once(summit: Database) -> None:
    with pytest.raises(Refused, match="Không có gì thay đổi"), summit.writing() as db:
        releases.release(db, AUTHOR, here(db))
    with summit.writing() as db:
        chair = one(db, "le ngoc chau").delegate
        who = chair.id
        swap(db, "B-01-09", "L-10-12")
        assert told(db, chair) == "B-01-09"
        made = releases.release(db, AUTHOR, here(db), "Đổi chỗ chủ trì")
    with summit.reading() as db:
        assert made.number == 2
        assert told(db, chair) == "L-10-12"
        first = releases.told_in(db, releases.release_numbered(db, here(db), 1))
        assert next(line.seat for line in first if line.delegate_id == who) == "B-01-09"
        assert releases.since_release(db, here(db)).count == 0
        with pytest.raises(NotFound):
            releases.release_numbered(db, conference_named(db, HA_NOI).id, 1)


def test_the_released_lines_outlive_the_person(summit: Database) -> None:
    with summit.writing() as db:
        db.delete(one(db, "do manh hien").delegate)
    with summit.reading() as db:
        told = releases.told_in(db, releases.newest(db, here(db)))
        assert "Đỗ Mạnh Hiến" in {line.called for line in told if line.delegate_id is None}


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
        late = asking.late(table(db, here(db)), blocked="H, K, L, E")
        asked = proposals.ask(db, AUTHOR, here(db), ProposalKind.CHANGE, Policy(), late)
    assert jobs.run(summit, asked.id) is JobState.FAILED
    with summit.reading() as db:
        assert "ghế" in db.exec(select(Proposal.fault).where(Proposal.id == asked.id)).one()


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


def test_the_table_costs_as_many_queries_for_few_as_for_many(summit: Database) -> None:
    with summit.reading() as db, statements(summit.engine) as many:
        arranging.bench(db, here(db))
    with summit.writing() as db:
        for person in everyone(db, here(db))[20:]:
            person.delegate.attendance = Attendance.ABSENT
            db.delete(store.placement_of(db, person.delegate.id))
    with summit.reading() as db, statements(summit.engine) as few:
        arranging.bench(db, here(db))
    assert len(few) == len(many)
