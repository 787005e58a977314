"""From invited to present: who answered, quotas, and whoever comes instead of somebody."""

from typing import Any

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import Response

from app.conferences import store as conferences
from app.conferences.guards import Desk, Organiser
from app.conferences.history import amend
from app.delegates import attendance, prints, quotas, store, substitution, sums
from app.delegates.attendance import note_attendance
from app.delegates.guards import Reader
from app.delegates.rules import Attendance
from app.delegates.search import LARGEST_ID, Filter
from app.delegates.substitution import Sent
from app.delegates.typed import Because, Just, Noted, Quota, Sending
from app.delegates.views import View, Viewed, home
from app.errors import NotFound, Refused
from app.web.forms import Form, Typed, read
from app.web.pages import is_fragment, page, see
from app.web.session import Db

router = APIRouter(prefix="/conferences/{slug}/delegates", include_in_schema=False)

_TICKED = "who-"  # one box for each line of the list


@router.post("/attendance")
def note_many(request: Request, db: Db, desk: Organiser, view: Viewed, typed: Typed) -> Response:
    """How everybody who is ticked stands from now on."""
    noted = read(Noted, typed).value
    ticked = (name.removeprefix(_TICKED) for name in typed if name.startswith(_TICKED))
    ids = [int(id) for id in ticked if id.isdecimal() and int(id) <= LARGEST_ID]
    if noted is None:
        raise Refused("Chọn một tình trạng")
    if not ids:
        raise Refused("Đánh dấu ít nhất một đại biểu trong danh sách")
    people = store.those(db, desk.conference_id, ids).values()
    author = desk.author
    changed = note_attendance(db, author, people, noted.attendance, noted.reason)
    at = author.at if changed else None
    if not is_fragment(request):
        return see(request, home(desk) + view.with_(page=view.page, noted=at))
    return _list(request, db, desk, view.model_copy(update={"noted": at}), changed=changed)


@router.post("/attendance/taking-back")
def take_many_back(
    request: Request, db: Db, desk: Organiser, view: Viewed, typed: Typed
) -> Response:
    """What this person has just noted of many is as it was; whoever was changed since stays."""
    just = read(Just, typed).value
    if just is None:
        raise Refused("Không còn gì để hoàn tác")
    taken, kept = attendance.take_back(db, desk.author, desk.conference_id, just.at)
    if not taken:
        raise Refused("Không còn gì để hoàn tác")
    if not is_fragment(request):
        return see(request, home(desk) + view.with_(page=view.page))
    view = view.model_copy(update={"noted": None})
    return _list(request, db, desk, view, changed=taken, taken=taken, kept=kept)


def _list(request: Request, db: Db, desk: Desk, view: View, **told: int) -> Response:
    """The list with its sums, after something changed."""
    db.flush()
    return page(
        request,
        "delegates/_list.html",
        desk=desk,
        view=view,
        found=store.listing(db, desk.conference_id, view, by_phone=True),
        sums=sums.sums(db, desk.conference_id),
        **told,
    )


@router.get("/answers")
def answers(request: Request, db: Db, desk: Reader, only: str = "") -> Response:
    """How the places of every group and unit stand, and which units have not answered."""
    here = desk.conference_id
    units = sums.by_unit(db, here)
    return page(
        request,
        "delegates/answers.html",
        desk=desk,
        sums=sums.sums(db, here),
        groups=sums.by_group(db, here),
        units=[unit for unit in units if only != "waiting" or unit.sums.waiting],
        silent=sum(1 for unit in units if unit.sums.waiting),
        only=only,
    )


@router.get("/answers/{unit_id}")
def reminder(request: Request, db: Db, desk: Reader, unit_id: int) -> Response:
    """Who of one unit has not answered, with a text to send them."""
    unit = conferences.units_by_id(db, desk.conference_id, [unit_id]).get(unit_id)
    if unit is None:
        raise NotFound("Không có đơn vị này")
    waiting = Filter(unit_id=unit_id, attendance=Attendance.INVITED)
    return page(
        request,
        "delegates/reminder.html",
        desk=desk,
        unit=unit,
        sums=sums.sums(db, desk.conference_id),
        people=store.everyone(db, desk.conference_id, waiting),
    )


@router.post("/quotas/units/{unit_id}")
def set_unit_quota(
    request: Request, db: Db, desk: Organiser, unit_id: int, typed: Typed
) -> Response:
    unit = conferences.units_by_id(db, desk.conference_id, [unit_id]).get(unit_id)
    if unit is None:
        raise NotFound("Không có đơn vị này")
    quotas.set_for_unit(db, desk.author, unit, _places(typed))
    return see(request, home(desk, "answers"))


@router.post("/quotas/groups/{group_id}")
def set_group_quota(
    request: Request, db: Db, desk: Organiser, group_id: int, typed: Typed
) -> Response:
    groups = conferences.groups(db, desk.conference_id)
    group = next((group for group in groups if group.id == group_id), None)
    if group is None:
        raise NotFound("Không có khối này")
    amend(db, desk.author, group, {"quota": _places(typed) or 0}, label=group.name)
    return see(request, home(desk, "answers"))


@router.post("/{delegate_id}/attendance")
def note_one(request: Request, db: Db, desk: Organiser, delegate_id: int, typed: Typed) -> Response:
    found = store.delegate_of(db, desk.conference_id, delegate_id)
    noted = read(Noted, typed).value
    if noted is None:
        raise Refused("Chọn một tình trạng")
    note_attendance(db, desk.author, [found], noted.attendance, noted.reason)
    return see(request, home(desk, delegate_id))


@router.get("/{delegate_id}/substitution")
def ask_for_stand_in(request: Request, db: Db, desk: Organiser, delegate_id: int) -> Response:
    found = store.delegate_of(db, desk.conference_id, delegate_id)
    return _sending(request, desk, found, Form({"reason": found.delegate.reason}))


@router.post("/{delegate_id}/substitution")
def substitute(
    request: Request, db: Db, desk: Organiser, delegate_id: int, typed: Typed
) -> Response:
    found = store.delegate_of(db, desk.conference_id, delegate_id)
    form = read(Sending, typed)
    if form.value is None:
        return _sending(request, desk, found, form, 422)
    sent = Sent(**form.value.model_dump(exclude={"reason"}))
    stand_in = substitution.substitute(db, desk.author, found, sent, form.value.reason)
    return see(request, home(desk, stand_in.id))


@router.post("/{delegate_id}/substitution/end")
def take_back(
    request: Request, db: Db, desk: Organiser, delegate_id: int, typed: Typed
) -> Response:
    """The person replaced comes after all."""
    found = store.delegate_of(db, desk.conference_id, delegate_id)
    because = read(Because, typed).value or Because()
    absent_id = substitution.take_back(db, desk.author, found, because.reason)
    return see(request, home(desk, absent_id))


@router.post("/{delegate_id}/seat")
def decide_seat(
    request: Request, db: Db, desk: Organiser, delegate_id: int, typed: Typed
) -> Response:
    """The seat of a stand-in of lower rank: the one left, or the one proposed."""
    found = store.delegate_of(db, desk.conference_id, delegate_id)
    seat = typed.get("seat_id", "")
    if seat.isdecimal():
        substitution.take_other_seat(db, desk.author, found, int(seat))
    else:
        substitution.keep_seat(db, desk.author, found)
    return see(request, home(desk, delegate_id))


@router.get("/reprints")
def reprints(request: Request, db: Db, desk: Reader) -> Response:
    """What was printed and is no longer true."""
    return page(
        request,
        "delegates/reprints.html",
        desk=desk,
        stale=prints.out_of_date(db, desk.conference_id),
        counts=prints.counts(db, desk.conference_id),
        sums=sums.sums(db, desk.conference_id),
    )


def _sending(
    request: Request, desk: Desk, found: store.Listed, form: Form[Any], status: int = 200
) -> Response:
    return page(request, "delegates/substitution.html", status, desk=desk, found=found, form=form)


def _places(typed: dict[str, str]) -> int | None:
    quota = read(Quota, typed).value
    if quota is None:
        raise Refused("Số suất là một số từ 0 trở lên")
    return quota.places
