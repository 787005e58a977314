"""The pages behind the QR codes. Nobody signs in; nobody sees anybody else's data."""

from fastapi import APIRouter
from pydantic import BaseModel, Field, field_validator
from starlette.requests import Request
from starlette.responses import Response

from app import addresses
from app.conferences import store as conferences
from app.halls.drawing import way
from app.portal import rules, store
from app.portal.rules import Doubt
from app.portal.store import Occasion
from app.web.forms import Form, Typed, read
from app.web.language import say
from app.web.limits import limits
from app.web.pages import page
from app.web.session import Db, database

router = APIRouter(include_in_schema=False)

COOKIE = "delegate"  # the token of the page this phone opened last
_TRIES = 20  # a minute, for names typed at one poster


class Sought(BaseModel):
    """What somebody types at the poster."""

    name: str = Field(max_length=120)
    unit_id: int | None = Field(default=None, ge=1, le=2**31 - 1)

    @field_validator("name")
    @classmethod
    def is_whole(cls, name: str) -> str:
        if " " not in name:
            raise ValueError("Đồng chí gõ đủ họ và tên")
        return name


@router.get("/G/{token}")
@router.get("/g/{token}")
def delegate(request: Request, db: Db, token: str) -> Response:
    """A delegate's own page. The phone remembers whose it is, for the codes on the chairs."""
    visit = store.visit(db, token)
    if visit is None:
        return _replaced(request) if store.was_replaced(db, token) else _lost(request)
    place, conference = visit.place, visit.occasion.conference
    answer = _page(
        request,
        "portal/delegate.html",
        visit.occasion,
        visit=visit,
        map=way(place.floor, place.seat) if place else "",
        arrive_at=conference.starts_at - rules.ARRIVE_EARLY,
        seated_at=conference.starts_at - rules.SEATED_EARLY,
        follow=addresses.of_followers(conference.follow_code),
    )
    answer.set_cookie(
        COOKIE,
        token.upper(),
        max_age=int(rules.remembered_for(conference.ends_at, visit.occasion.now).total_seconds()),
        httponly=True,
        samesite="lax",
        secure=request.url.scheme == "https",
    )
    return answer


@router.get("/S/{code}")
@router.get("/s/{code}")
def chair(request: Request, db: Db, code: str) -> Response:
    """The code on a chair."""
    visit = store.chair_visit(db, code, request.cookies.get(COOKIE, ""))
    if visit is None:
        return _lost(request)
    own = visit.own if visit.sitting is rules.Sitting.ELSEWHERE else None
    return _page(
        request,
        "portal/chair.html",
        visit.occasion,
        visit=visit,
        map=way(own.floor, own.seat) if own else "",
        poster=addresses.of_poster(visit.occasion.conference.poster_code),
    )


@router.get("/P/{code}")
@router.get("/p/{code}")
def poster(request: Request, db: Db, code: str) -> Response:
    """The poster at the entrance: find my seat."""
    occasion = store.poster(db, code)
    if occasion is None:
        return _lost(request)
    return _poster(request, db, occasion, Form({}))


@router.post("/P/{code}")
@router.post("/p/{code}")
def look_up(request: Request, code: str, typed: Typed) -> Response:
    """Posted so that names stay out of addresses; it changes nothing and waits for no writer."""
    with database(request).reading() as db:
        occasion = store.poster(db, code)
        if occasion is None:
            return _lost(request)
        limits(request).spend("poster", request, times=_TRIES, seconds=60)
        form = read(Sought, typed)
        if form.value is None:
            return _poster(request, db, occasion, form)
        sought, here = form.value, occasion.conference.id
        found = store.whoever_is(db, here, sought.name, sought.unit_id)
        if isinstance(found, Doubt):
            _doubt(form, found)
            return _poster(request, db, occasion, form)
        person, place = found
        return _page(request, "portal/found.html", occasion, person=person, place=place)


def _doubt(form: Form[Sought], doubt: Doubt) -> None:
    if doubt is Doubt.NOBODY:
        form.is_wrong("name", say("Không tìm thấy. Đồng chí kiểm tra lại hoặc hỏi bàn đón tiếp"))
    elif doubt is Doubt.WHICH_UNIT:
        form.is_wrong("unit_id", say("Có nhiều đại biểu cùng tên, đồng chí chọn đơn vị"))
    else:
        form.is_wrong(
            "unit_id", say("Đơn vị có nhiều đại biểu cùng tên, đồng chí hỏi bàn đón tiếp")
        )


def _poster(request: Request, db: Db, occasion: Occasion, form: Form[Sought]) -> Response:
    units = conferences.units(db, occasion.conference.id)
    choices = [(unit.id, unit.name) for unit in units]
    status = 422 if form.errors else 200
    return _page(request, "portal/poster.html", occasion, status, form=form, units=choices)


def _page(
    request: Request, template: str, occasion: Occasion, status: int = 200, **values: object
) -> Response:
    return page(
        request,
        template,
        status,
        conference=occasion.conference,
        rehearsal=occasion.rehearsal,
        now=occasion.now,
        **values,
    )


def _replaced(request: Request) -> Response:
    """The code of somebody in whose place somebody else comes: it says so, and no more."""
    limits(request).spend("token", request, times=30, seconds=60)
    return page(request, "portal/replaced.html", 410)


def _lost(request: Request) -> Response:
    """The same for a code that is wrong, revoked or malformed. Only failures are counted."""
    limits(request).spend("token", request, times=30, seconds=60)
    return page(request, "portal/lost.html", 404)
