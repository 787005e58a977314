"""What happened meanwhile is kept: people who have come in, and what others noted since."""

import pytest
from starlette.testclient import TestClient

from app.checkin import devices
from app.checkin.models import Arrival
from app.conferences.store import rehearsal
from app.db import Database
from app.delegates.models import Delegate
from app.delegates.rules import Attendance
from app.errors import Refused
from app.seating.acts import store as acts
from app.seating.late import asking
from app.seating.proposals import store as proposals
from app.seating.steps import ProposalKind
from app.seating.table.question import table
from tests.cast import AUTHOR
from tests.seating.desk import here, one, swap
from tests.seating.test_proposals import accept, computed


def test_a_late_change_is_not_undone_over_what_somebody_noted_since(summit: Database) -> None:
    with summit.writing() as db:
        number = one(db, "do manh hien").delegate.number
        late = asking.late(table(db, here(db)), absent=f"{number}")
    accept(summit, computed(summit, ProposalKind.CHANGE, late))
    with summit.writing() as db:
        db.get_one(Delegate, one(db, "do manh hien").delegate.id).attendance = Attendance.CONFIRMED
    with pytest.raises(Refused, match="Đỗ Mạnh Hiến"), summit.writing() as db:
        acts.undo(db, AUTHOR, here(db))


def come_in(summit: Database, search: str) -> int:
    """As a door would note it, in the present rehearsal or on the day."""
    with summit.writing() as db:
        who = one(db, search).delegate.id
        entrance = devices.main_entrance(db, here(db))
        going_on = rehearsal(db, here(db))
        device = devices.add(db, AUTHOR, entrance, search, "Cửa 1", may_substitute=False)
        db.flush()
        db.add(
            Arrival(
                conference_id=here(db),
                entrance_id=entrance.id,
                delegate_id=who,
                rehearsal_id=going_on.id if going_on else None,
                at=AUTHOR.at,
                door="Cửa 1",
                device_id=device.id,
                scan_id=search,
            )
        )
    return who


@pytest.mark.parametrize("kind", ProposalKind)
def test_whoever_has_come_in_is_never_moved(
    client: TestClient, summit: Database, kind: ProposalKind
) -> None:
    with summit.writing() as db:
        swap(db, "B-01-09", "L-10-12")  # the chair, where no plan would put him
        far = one(db, "le ngoc chau").chair
        assert far is not None
        far_id = far.id
    chair = come_in(summit, "le ngoc chau")
    number = computed(summit, kind)
    with summit.reading() as db:
        given = proposals.seats_of(db, proposals.proposal_numbered(db, here(db), number))
        assert given[chair].seat_id == far_id


def test_a_plan_is_not_accepted_over_somebody_who_came_in_since(
    client: TestClient, summit: Database
) -> None:
    with summit.writing() as db:
        swap(db, "B-01-09", "L-10-12")
    number = computed(summit, ProposalKind.ANEW)
    come_in(summit, "le ngoc chau")
    with pytest.raises(Refused, match="đã vào hội trường"):
        accept(summit, number)
