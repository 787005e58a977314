"""Accepting a proposal: only then does anybody sit by it, and the late changes become true."""

from collections.abc import Mapping

from sqlmodel import Session

from app.conferences.history import Author, note
from app.conferences.models import Unit
from app.delegates.changes import Enrolment, enrol
from app.delegates.rules import Attendance, Role, check_may_become
from app.delegates.store import last_rank, those
from app.errors import Refused
from app.halls.rules import OutKind
from app.seating.acts import store as acts
from app.seating.late.late import Late
from app.seating.models import Proposal, SeatingAct
from app.seating.proposals import store as proposals
from app.seating.proposals.store import Given
from app.seating.steps import ActKind, JobState, ProposalKind, Step, What
from app.seating.table.question import Table, table

_NOT_YET = "Khách phát sinh đã thôi"


def adopt(
    db: Session, author: Author, proposal: Proposal, *, seen: int | None = None
) -> SeatingAct | None:
    """Seat everybody as the proposal has it, in one act.

    Raises Refused where the list of delegates or the hall has changed since it was computed, and
    acts.Stale where somebody has worked on the seating since version ``seen``.
    """
    if proposal.state is not JobState.DONE:
        raise Refused("Phương án này chưa tính xong")
    if proposal.accepted_at is not None:
        raise Refused("Phương án này đã được chấp nhận")
    changes, here = proposals.late_of(proposal), proposal.conference_id
    lying = table(db, here)
    given = proposals.seats_of(db, proposal)
    _check(lying, changes, given)
    away = _stay_away(db, here, changes)
    given, guests = _enrol(db, author, here, changes, lying, given)
    steps = [*_seats(proposal, lying, given), *_rest(lying, changes)]
    told = {"number": proposal.number, "people": sum(step.before != step.after for step in steps)}
    steps += [*away, *guests]
    done = acts.perform(db, author, here, ActKind.ADOPT, told, steps, reason=changes.why, seen=seen)
    proposal.accepted_at, proposal.accepted_by = author.at, author.name
    db.add(proposal)
    return done


def _check(lying: Table, changes: Late, given: Mapping[int, Given]) -> None:
    """Raises Refused unless the proposal is about the people and seats that there are."""
    coming = {person.id for person in lying.people} - set(changes.absent)
    strangers = coming ^ {person for person in given if person > 0}
    if strangers:
        raise Refused(
            "Danh sách đại biểu đã đổi sau khi lập phương án ({n} người). Hãy lập phương án mới",
            n=len(strangers),
        )
    usable = {seat.id for seat in lying.view.seats if seat.blocked is None}
    lost = [found.seat_id for found in given.values() if found.seat_id not in usable]
    if lost:
        raise Refused(
            "{n} ghế của phương án không còn dùng được. Hãy lập phương án mới", n=len(lost)
        )
    for person, seat in lying.locks.arrived.items():
        if person in given and given[person].seat_id != seat:
            raise Refused(
                "{who} đã vào hội trường sau khi lập phương án. Hãy lập phương án mới",
                who=lying.named[person].called,
            )
    for person, pin in lying.locks.pins.items():
        if (
            person in given
            and given[person].seat_id != pin.seat
            and pin.seat not in changes.blocked
        ):
            raise Refused(
                "{who} đã được ghim sau khi lập phương án. Hãy lập phương án mới",
                who=lying.named[person].called,
            )


def _stay_away(db: Session, conference_id: int, changes: Late) -> list[Step]:
    """Raises Refused for somebody who cannot be absent, such as one who was replaced."""
    why = changes.why or "Vắng"
    steps = []
    for person in those(db, conference_id, changes.absent).values():
        was, has_stand_in = person.delegate.attendance, person.stand_in is not None
        check_may_become(person.called, was, Attendance.ABSENT, why, has_stand_in=has_stand_in)
        before = (was.value, Attendance.ABSENT.value)
        steps.append(Step(What.COMING, person.delegate.id, *before, person.delegate.reason, why))
    return steps


def _enrol(
    db: Session,
    author: Author,
    conference_id: int,
    changes: Late,
    lying: Table,
    given: Mapping[int, Given],
) -> tuple[dict[int, Given], list[Step]]:
    """Late guests get a place in the list: the seats by the numbers that they now have.

    That they come is a step of the act: undone, their places stay in the list as of people who do
    not come, since numbers of the list are never given twice.
    """
    steps = []
    seated = {person: found for person, found in given.items() if person > 0}
    if changes.extra:
        kin = proposals.kin(db, changes, lying)
        unit = db.get_one(Unit, changes.unit) if changes.unit is not None else None
        wanted = [
            Enrolment(
                group_id=kin.group,
                positions=[f"Khách phát sinh {number:02}"],
                unit=unit,
                rank=last_rank(db, kin.group, unit) + number,
                roles=(Role.DELEGATE,),
                attendance=Attendance.ABSENT,
                reason=_NOT_YET,
            )
            for number in range(1, changes.extra + 1)
        ]
        for number, guest in enumerate(enrol(db, conference_id, wanted, author.at), 1):
            seated[guest.id] = given[-number]
            label = wanted[number - 1].positions[0]
            note(db, author, guest, label, "delegate", None, label, changes.why)
            turned = (Attendance.ABSENT.value, Attendance.WALK_IN.value)
            steps.append(Step(What.COMING, guest.id, *turned, _NOT_YET, changes.why))
    return seated, steps


def _seats(proposal: Proposal, lying: Table, given: Mapping[int, Given]) -> list[Step]:
    """Where few are moved, whoever stays keeps the reason why they sit there."""
    is_change = proposal.kind is ProposalKind.CHANGE
    steps = []
    for person in sorted({*lying.placed, *given}):
        before, found = lying.placed.get(person), given.get(person)
        why_before = lying.why.get(person, "")
        if found is None:
            steps.append(Step(What.SEAT, person, before, None, why_before))
        elif before != found.seat_id or not is_change:
            steps.append(Step(What.SEAT, person, before, found.seat_id, why_before, found.why))
    return steps


def _rest(lying: Table, changes: Late) -> list[Step]:
    """Pins to seats that broke are given up, the seats blocked; who is there already is pinned."""
    broken = set(changes.blocked)
    open_seats = {seat.id for seat in lying.view.seats if seat.blocked is None}
    pins = lying.locks.pins
    lifted = [
        Step(What.PIN, person, pin.why, None)
        for person, pin in pins.items()
        if pin.seat in broken or person in changes.absent
    ]
    held = [
        Step(What.PIN, person, None, "Đã vào chỗ")
        for person in changes.present
        if person in lying.placed and person not in pins
    ]
    blocked = [
        Step(What.BLOCK, seat, None, changes.why or "Hỏng", "", OutKind.BROKEN)
        for seat in sorted(broken & open_seats)
    ]
    return [*lifted, *held, *blocked]
