"""The list of delegates on screen, and one delegate with all that is theirs."""

from collections.abc import Mapping
from dataclasses import asdict
from typing import Any

from fastapi import APIRouter
from pydantic import BaseModel, Field, model_validator
from starlette.requests import Request
from starlette.responses import Response

from app import addresses
from app.conferences import history
from app.conferences import store as conferences
from app.conferences.guards import Desk, Organiser
from app.delegates import changes, personal, prints, store
from app.delegates.changes import Enrolment
from app.delegates.guards import Reader
from app.delegates.rules import (
    Attendance,
    ReadingKind,
    Role,
    Sex,
    check_may_become,
    may_be_replaced,
)
from app.delegates.substitution import seat_question
from app.delegates.sums import sums
from app.delegates.typed import PHONE, Day, Posts
from app.delegates.views import Viewed, choices, home
from app.paper import qr
from app.vietnamese import day_text
from app.web.forms import Form, Typed, read
from app.web.language import say
from app.web.pages import is_fragment, page, see
from app.web.printed import printed
from app.web.session import Afterwards, Db

router = APIRouter(prefix="/conferences/{slug}/delegates", include_in_schema=False)

_TICKED = "role-"  # a form has one box for each role


class Person(BaseModel):
    """What an organiser types about a delegate."""

    name: str = Field(default="", max_length=80)
    positions: Posts = []
    group_id: int
    unit_id: int | None = None
    sex: Sex | None = None
    is_uniformed: bool = False
    rank: int = Field(default=0, ge=0, le=9_999)
    roles: list[Role] = []
    attendance: Attendance = Attendance.INVITED
    reason: str = Field(default="", max_length=200)
    phone: str = Field(default="", pattern=PHONE)
    needs_step_free: bool = False
    in_post_since: Day | None = None
    birth_year: int | None = Field(default=None, ge=1900, le=2100)
    note: str = Field(default="", max_length=200)

    @model_validator(mode="before")
    @classmethod
    def ticked(cls, typed: Mapping[str, Any]) -> dict[str, Any]:
        return {**typed, "roles": [role for role in Role if f"{_TICKED}{role}" in typed]}

    @model_validator(mode="after")
    def is_somebody(self) -> "Person":
        if not self.name and not self.positions:
            raise ValueError("Cần họ và tên hoặc ít nhất một chức vụ")
        return self


@router.get("")
def delegates(request: Request, db: Db, desk: Reader, view: Viewed) -> Response:
    found = store.listing(db, desk.conference_id, view, by_phone=desk.is_organiser)
    if is_fragment(request):
        return page(request, "delegates/_list.html", desk=desk, view=view, found=found)
    return page(
        request,
        "delegates/delegates.html",
        desk=desk,
        view=view,
        found=found,
        sums=sums(db, desk.conference_id),
        form=Form(dict(request.query_params)),
        **choices(db, desk),
    )


@router.get("/new")
def new(request: Request, db: Db, desk: Organiser, walk_in: bool = False) -> Response:
    how = Attendance.WALK_IN if walk_in else Attendance.INVITED
    return _form(request, db, desk, Form({f"{_TICKED}{Role.DELEGATE}": "true", "attendance": how}))


@router.post("")
def add(request: Request, db: Db, desk: Organiser, typed: Typed) -> Response:
    form = read(Person, typed)
    wanted = _wanted(db, desk, form)
    if wanted is None:
        return _form(request, db, desk, form, status=422)
    added = changes.add(db, desk.author, desk.conference_id, wanted)
    return _see(request, desk, added.id)


@router.get("/{delegate_id}")
def delegate(
    request: Request, db: Db, desk: Reader, delegate_id: int, after: Afterwards
) -> Response:
    found = store.delegate_of(db, desk.conference_id, delegate_id)
    kind, author, here = ReadingKind.PERSON, desk.author, desk.conference_id
    after.append(lambda db: personal.log(db, author, here, kind, delegate_id=delegate_id))
    return _delegate(request, db, desk, found)


@router.post("/{delegate_id}/phone")
def show_phone(request: Request, db: Db, desk: Organiser, delegate_id: int) -> Response:
    """The number itself: posted, for who saw it is written down."""
    found = store.delegate_of(db, desk.conference_id, delegate_id)
    personal.log(db, desk.author, desk.conference_id, ReadingKind.PHONE, delegate_id=delegate_id)
    return _delegate(request, db, desk, found, phone=found.delegate.phone)


def _delegate(
    request: Request, db: Db, desk: Desk, found: store.Listed, phone: str = ""
) -> Response:
    delegate_id, attendance = found.delegate.id, found.delegate.attendance
    held = store.valid_pass(db, delegate_id) if desk.is_organiser else None
    address = addresses.of_delegate(held.token) if held else ""
    return page(
        request,
        "delegates/delegate.html",
        desk=desk,
        found=found,
        phone=phone,
        dress=store.dress_of(db, found),
        lines=history.about(db, desk.conference_id, "delegate", delegate_id),
        question=seat_question(db, found),
        stale=prints.out_of_date_of(db, found),
        may_be_replaced=may_be_replaced(attendance, has_stand_in=found.stand_in is not None),
        held=held,
        address=address,
        code=qr.svg(printed(request, address)) if held else "",
    )


@router.get("/{delegate_id}/edit")
def edit(request: Request, db: Db, desk: Organiser, delegate_id: int) -> Response:
    found = store.delegate_of(db, desk.conference_id, delegate_id)
    return _form(request, db, desk, Form(_as_typed(changes.as_enrolled(found))), found)


@router.post("/{delegate_id}")
def change(request: Request, db: Db, desk: Organiser, delegate_id: int, typed: Typed) -> Response:
    found = store.delegate_of(db, desk.conference_id, delegate_id)
    form = read(Person, typed)
    wanted = _wanted(db, desk, form)
    if wanted is not None:
        _check_attendance(form, found, wanted)
    if wanted is None or form.errors:
        return _form(request, db, desk, form, found, status=422)
    changes.change(db, desk.author, found, wanted, typed.get("why", ""))
    return _see(request, desk, delegate_id)


@router.post("/{delegate_id}/pass")
def renew_pass(request: Request, db: Db, desk: Organiser, delegate_id: int) -> Response:
    """The old code is refused from now on."""
    found = store.delegate_of(db, desk.conference_id, delegate_id)
    changes.renew_pass(db, desk.author, found)
    return _see(request, desk, delegate_id)


def _wanted(db: Db, desk: Desk, form: Form[Person]) -> Enrolment | None:
    """What the form asks for, or None with its faults: also a group or unit from elsewhere."""
    person = form.value
    if person is None:
        return None
    if person.group_id not in {group.id for group in conferences.groups(db, desk.conference_id)}:
        form.is_wrong("group_id", say("Không có lựa chọn này"))
    chosen = [person.unit_id] if person.unit_id else []
    units = conferences.units_by_id(db, desk.conference_id, chosen)
    if len(units) < len(chosen):
        form.is_wrong("unit_id", say("Không có lựa chọn này"))
    if form.errors:
        return None
    unit = units[person.unit_id] if person.unit_id else None
    return Enrolment(**person.model_dump(exclude={"unit_id"}), unit=unit)


def _check_attendance(form: Form[Person], found: store.Listed, wanted: Enrolment) -> None:
    """Raises Refused for what goes against the state; a missing reason is a fault of the form."""
    before, after = found.delegate.attendance, wanted.attendance
    if after is Attendance.ABSENT is not before and not wanted.reason:
        form.is_wrong("reason", say("Ghi lý do vắng"))
        return
    has_stand_in = found.stand_in is not None
    check_may_become(found.called, before, after, wanted.reason, has_stand_in=has_stand_in)


def _as_typed(enrolment: Enrolment) -> dict[str, object]:
    typed = asdict(enrolment)
    typed["positions"] = "\n".join(enrolment.positions)
    typed["in_post_since"] = day_text(enrolment.in_post_since) if enrolment.in_post_since else ""
    typed["birth_year"] = enrolment.birth_year or ""
    typed["unit_id"] = enrolment.unit.id if enrolment.unit else ""
    return typed | {f"{_TICKED}{role}": "true" for role in enrolment.roles}


def _form(
    request: Request,
    db: Db,
    desk: Desk,
    form: Form[Person],
    found: store.Listed | None = None,
    status: int = 200,
) -> Response:
    return page(
        request,
        "delegates/form.html",
        status,
        desk=desk,
        form=form,
        found=found,
        **choices(db, desk),
    )


def _see(request: Request, desk: Desk, delegate_id: int) -> Response:
    return see(request, home(desk, delegate_id))
