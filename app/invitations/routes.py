"""Invitations on screen and on paper, and the addresses they go to."""

from collections.abc import Sequence
from typing import Annotated, Self

from fastapi import APIRouter, Depends, Query
from fastapi.concurrency import run_in_threadpool
from pydantic import BaseModel, Field, model_validator
from starlette.requests import Request
from starlette.responses import Response

from app.accounts.guards import signed_in
from app.conferences.guards import Desk, Organiser, sit_down
from app.conferences.rules import DeskRole
from app.delegates import prints, sums
from app.delegates.rules import PrintKind
from app.invitations import exports, letters, store
from app.invitations.rules import Whom
from app.links.store import make_links
from app.outbox import changes as outbox
from app.outbox.rules import is_address
from app.paper import qr
from app.paper.pdf import PDF
from app.web.forms import Form, Typed, read
from app.web.limits import limits
from app.web.pages import page, see
from app.web.printed import linked, printed
from app.web.session import Afterwards, Db, database

router = APIRouter(include_in_schema=False)

_HERE = "/conferences/{slug}/invitations"
_PAGE = 50
_ID = Field(ge=1, le=2**31 - 1)


class Part(BaseModel):
    """Which invitations are meant: units or people, of them a group, or those still without."""

    whom: Whom = Whom.UNITS
    group_id: Annotated[int | None, _ID] = None
    only_new: bool = False
    page: Annotated[int, _ID] = 1

    @model_validator(mode="before")
    @classmethod
    def without_blanks(cls, typed: dict[str, object]) -> dict[str, object]:
        return {name: value for name, value in typed.items() if value != ""}

    def of(self, book: store.Book) -> list[store.Invitee]:
        return [
            one
            for one in book.of(self.whom)
            if self.group_id in {None, *(person.group.id for person in one.people)}
            and not (self.only_new and one.letters)
        ]


class Said(BaseModel):
    """What an organiser writes into every letter."""

    number: str = Field(default="", max_length=40)
    place_and_day: str = Field(default="", max_length=80)
    reply_by: str = Field(default="", max_length=120)
    contact: str = Field(default="", max_length=300)
    remark: str = Field(default="", max_length=1_000)
    notice: str = Field(max_length=2_000)
    capacity: str = Field(default="", max_length=200)
    signatory: str = Field(default="", max_length=80)


class Address(BaseModel):
    """Whom to write to."""

    name: str = Field(default="", max_length=120)
    email: str = ""
    phone: str = Field(default="", pattern=r"^[0-9 .+()-]{6,20}$")

    @model_validator(mode="after")
    def reaches_somebody(self) -> Self:
        if self.email and not is_address(self.email):
            raise ValueError("Địa chỉ thư điện tử viết chưa đúng")
        return self


@router.get(_HERE)
def invitations(
    request: Request, db: Db, desk: Organiser, part: Annotated[Part, Query()]
) -> Response:
    return _invitations(request, db, desk, part)


@router.post(f"{_HERE}/wording")
def write_wording(request: Request, db: Db, desk: Organiser, typed: Typed) -> Response:
    form = read(Said, typed)
    if form.value is None:
        return _invitations(request, db, desk, Part(), form, 422)
    letters.write_wording(db, desk.author, desk.conference, form.value.model_dump())
    return see(request, _home(desk))


async def _made(request: Request, slug: str) -> letters.Files:
    """The printed letters of units, made before the request's transaction: nobody else waits."""
    form = await request.form()
    typed = {name: value for name, value in form.items() if isinstance(value, str)}
    csrf = request.headers.get("x-csrf-token") or typed.get("csrf", "")
    part = read(Part, typed).value or Part()
    async with database(request).turn:
        await run_in_threadpool(_link, request, slug, csrf, part)
    return await run_in_threadpool(_print, request, slug, csrf, part)


def _link(request: Request, slug: str, csrf: str, part: Part) -> None:
    """Units' letters carry the code of the unit's own page: whoever has none gets one."""
    with database(request).writing() as db:
        desk = _desk(request, db, slug, csrf)
        if part.whom is Whom.UNITS:
            wanted = [one.id for one in part.of(store.book(db, desk.conference))]
            make_links(db, desk.author, desk.conference, desk.now, wanted)


def _desk(request: Request, db: Db, slug: str, csrf: str) -> Desk:
    here = signed_in(request, db, csrf)
    return sit_down(db, here.staff, slug, (DeskRole.ORGANISER,), here.csrf)


def _print(request: Request, slug: str, csrf: str, part: Part) -> letters.Files:
    with database(request).reading() as db:
        book = store.book(db, _desk(request, db, slug, csrf).conference)
        wanted = part.of(book)
        return letters.printed(book, wanted, lambda path: printed(request, path))


Made = Annotated[letters.Files, Depends(_made)]


@router.post(f"{_HERE}/letters")
def write_letters(request: Request, files: Made, db: Db, desk: Organiser, typed: Typed) -> Response:
    """Into the outbox, as drafts. Refused where people changed while the letters were printed."""
    part = read(Part, typed).value or Part()
    book = store.book(db, desk.conference)
    wanted = part.of(book)
    letters.write_letters(db, desk.author, book, wanted, lambda path: linked(request, path), files)
    return see(request, f"/conferences/{desk.conference.slug}/outbox?kind=invitation")


@router.get(f"{_HERE}/letters.pdf")
def letters_pdf(
    request: Request,
    db: Db,
    desk: Organiser,
    part: Annotated[Part, Query()],
    after: Afterwards,
) -> Response:
    """All letters of a part in one file; that they were printed is noted."""
    book = store.book(db, desk.conference)
    wanted = part.of(book)
    made = exports.letters_pdf(book, wanted, lambda path: printed(request, path))
    _note_print(desk, after, wanted)
    return Response(made, media_type=PDF)


@router.get(f"{_HERE}/{{whom}}/{{id}}.pdf")
def letter_pdf(
    request: Request, db: Db, desk: Organiser, whom: Whom, id: int, after: Afterwards
) -> Response:
    book = store.book(db, desk.conference)
    one = book.one(whom, id)
    made = exports.letters_pdf(book, [one], lambda path: printed(request, path))
    _note_print(desk, after, [one])
    return Response(made, media_type=PDF)


@router.get(f"{_HERE}/{{whom}}/{{id}}")
def letter(request: Request, db: Db, desk: Organiser, whom: Whom, id: int) -> Response:
    """The letter as its recipient sees it, its text, and whom it goes to."""
    return _letter(request, db, desk, whom, id)


@router.post(f"{_HERE}/{{whom}}/{{id}}/contact")
def save_contact(
    request: Request, db: Db, desk: Organiser, whom: Whom, id: int, typed: Typed
) -> Response:
    form = read(Address, typed)
    one = store.book(db, desk.conference).one(whom, id)
    if form.value is None:
        return _letter(request, db, desk, whom, id, form, 422)
    outbox.save_contact(
        db,
        desk.author,
        desk.conference_id,
        unit_id=id if whom is Whom.UNITS else None,
        delegate_id=id if whom is Whom.PEOPLE else None,
        label=one.name,
        **form.value.model_dump(),
    )
    return see(request, f"{_home(desk)}/{whom}/{id}")


@router.get("/I/{token}")
@router.get("/i/{token}")
def own_letter(request: Request, db: Db, token: str) -> Response:
    """What the code in an invitation opens: the letter of its holder alone."""
    found = store.own_book(db, token)
    if found is None:
        limits(request).spend("token", request, times=30, seconds=60)
        return page(request, "portal/lost.html", 404)
    book, invitee = found
    return page(
        request,
        "invitations/own.html",
        conference=book.conference,
        rehearsal=None,
        paper=exports.paper(book, invitee),
        codes=_codes(request, exports.paper(book, invitee)),
        unit_code="",
        own_page=f"/G/{token.upper()}",
    )


def _invitations(
    request: Request,
    db: Db,
    desk: Desk,
    part: Part,
    form: Form[Said] | None = None,
    status: int = 200,
) -> Response:
    book = store.book(db, desk.conference)
    wanted = part.of(book)
    last = max(1, -(-len(wanted) // _PAGE))
    number = min(part.page, last)
    return page(
        request,
        "invitations/invitations.html",
        status,
        desk=desk,
        sums=sums.sums(db, desk.conference_id),
        book=book,
        part=part,
        total=len(wanted),
        invitees=wanted[(number - 1) * _PAGE : number * _PAGE],
        number=number,
        pages=last,
        groups=list({one.people[0].group.id: one.people[0].group for one in book.people}.values()),
        form=form or Form(book.wording.model_dump()),
    )


def _letter(
    request: Request,
    db: Db,
    desk: Desk,
    whom: Whom,
    id: int,
    form: Form[Address] | None = None,
    status: int = 200,
) -> Response:
    book = store.book(db, desk.conference)
    one = book.one(whom, id)
    it = exports.paper(book, one)
    return page(
        request,
        "invitations/letter.html",
        status,
        desk=desk,
        invitee=one,
        paper=it,
        codes=_codes(request, it),
        unit_code=qr.svg(printed(request, it.unit_path)) if it.unit_path else "",
        text=exports.text(book, one, lambda path: linked(request, path)),
        form=form or Form(one.contact.model_dump() if one.contact else {}),
        version=book.wording.version,
    )


def _note_print(desk: Desk, after: Afterwards, invitees: Sequence[store.Invitee]) -> None:
    """What changes of these people from now on makes their letters out of date."""
    ids = {one.delegate.id for invitee in invitees for one in invitee.people}
    author, here, kind = desk.author, desk.conference_id, PrintKind.INVITATION
    after.append(lambda db: prints.record(db, author, here, kind, ids))


def _codes(request: Request, it: exports.Paper) -> list[str]:
    """The drawing of each guest's code."""
    return [qr.svg(printed(request, guest.path)) if guest.path else "" for guest in it.guests]


def _home(desk: Desk) -> str:
    return f"/conferences/{desk.conference.slug}/invitations"
