"""Outlets and their reporters on screen and on paper; and what everybody is asked to wear."""

from typing import Annotated

from fastapi import APIRouter, Depends
from pydantic import BaseModel, Field
from starlette.requests import Request
from starlette.responses import Response

from app.conferences import store as conferences
from app.conferences.guards import Desk, Organiser, desk_of
from app.conferences.rules import DeskRole
from app.delegates import dressing, press, press_papers, sums
from app.delegates.guards import Reader
from app.delegates.rules import Accredited, Role, Sex
from app.delegates.views import home
from app.errors import Refused
from app.paper.documents import DOCX
from app.paper.pdf import PDF
from app.web.forms import Typed, read
from app.web.pages import page, see
from app.web.session import Db

router = APIRouter(prefix="/conferences/{slug}/delegates", include_in_schema=False)

PressReader = Annotated[
    Desk, Depends(desk_of(DeskRole.ORGANISER, DeskRole.PRESS, DeskRole.DOOR, DeskRole.VIEWER))
]


class Decision(BaseModel):
    """What an outlet is granted."""

    state: Accredited
    places: int = Field(ge=0, le=999)
    note: str = Field(default="", max_length=200)


class NewOutlet(BaseModel):
    """An outlet that asks to come."""

    name: str = Field(max_length=160)
    places: int = Field(default=1, ge=0, le=999)


class DressForm(BaseModel):
    """What some people are asked to wear."""

    role: Role | None = None
    sex: Sex | None = None
    is_uniformed: bool = False
    text: str = Field(max_length=200)
    source: str = Field(default="", max_length=60)


@router.get("/press")
def outlets(request: Request, db: Db, desk: PressReader) -> Response:
    return page(
        request,
        "delegates/press.html",
        desk=desk,
        outlets=press.outlets(db, desk.conference_id),
        strays=press.strays(db, desk.conference_id),
        sums=sums.sums(db, desk.conference_id),
    )


@router.get("/press/list.docx")
def docx(db: Db, desk: PressReader) -> Response:
    found = press.outlets(db, desk.conference_id)
    return Response(press_papers.docx_of(desk.conference, found), media_type=DOCX)


@router.get("/press/list.pdf")
def pdf(db: Db, desk: PressReader) -> Response:
    found = press.outlets(db, desk.conference_id)
    return Response(press_papers.pdf_of(desk.conference, found), media_type=PDF)


@router.post("/press")
def add_outlet(request: Request, db: Db, desk: Organiser, typed: Typed) -> Response:
    wanted = read(NewOutlet, typed).value
    if wanted is None:
        raise Refused("Ghi tên cơ quan báo chí và số phóng viên")
    press.add_outlet(db, desk.author, desk.conference_id, wanted.name, wanted.places)
    return see(request, home(desk, "press"))


@router.post("/press/{unit_id}")
def decide(request: Request, db: Db, desk: Organiser, unit_id: int, typed: Typed) -> Response:
    wanted = read(Decision, typed).value
    if wanted is None:
        raise Refused("Chọn tình trạng và ghi số phóng viên")
    press.accredit(
        db, desk.author, desk.conference_id, unit_id, wanted.state, wanted.places, wanted.note
    )
    return see(request, home(desk, "press") + f"#outlet-{unit_id}")


@router.get("/dress")
def dress(request: Request, db: Db, desk: Reader) -> Response:
    """Who is asked to wear what, and for whom that cannot be told yet."""
    return page(
        request,
        "delegates/dress.html",
        desk=desk,
        rules=conferences.dress_rules(db, desk.conference_id),
        wardrobes=dressing.wardrobes(db, desk.conference_id),
        sums=sums.sums(db, desk.conference_id),
    )


@router.post("/dress")
def add_rule(request: Request, db: Db, desk: Organiser, typed: Typed) -> Response:
    wanted = read(DressForm, typed).value
    if wanted is None:
        raise Refused("Ghi trang phục cho quy định mới")
    values = wanted.model_dump() | {"is_uniformed": True if wanted.is_uniformed else None}
    dressing.add_rule(db, desk.author, desk.conference_id, values)
    return see(request, home(desk, "dress"))


@router.post("/dress/{rule_id}/end")
def remove_rule(request: Request, db: Db, desk: Organiser, rule_id: int) -> Response:
    dressing.remove_rule(db, desk.author, desk.conference_id, rule_id)
    return see(request, home(desk, "dress"))
