"""The office's side of the units' links: making, revoking, printing, and what came in."""

from collections.abc import Callable
from typing import Annotated, Any
from urllib.parse import urlencode

from fastapi import APIRouter, Depends, Query
from fastapi.concurrency import run_in_threadpool
from pydantic import BaseModel, Field
from sqlmodel import Session
from starlette.datastructures import UploadFile
from starlette.requests import Request
from starlette.responses import Response

from app import addresses, enclosures
from app.accounts.guards import signed_in
from app.conferences import history
from app.conferences.guards import Desk, Organiser, sit_down
from app.conferences.rules import DeskRole
from app.delegates import personal
from app.delegates.rules import ReadingKind
from app.delegates.store import Listed
from app.enclosures import Kind
from app.errors import Refused
from app.files import download_headers
from app.intake import answers, codes, documents, exports
from app.intake.store import led_of, spoken_of
from app.intake.visiting import shelf
from app.links.store import make_links, revoke
from app.outbox.rules import is_address
from app.paper import qr
from app.paper.documents import as_docx
from app.paper.sheets import XLSX
from app.web.forms import Typed
from app.web.language import explained
from app.web.pages import page, see
from app.web.printed import linked, printed
from app.web.scanned import scanned
from app.web.session import Afterwards, Db, database

router = APIRouter(prefix="/conferences/{slug}/links", include_in_schema=False)


_PAGE = 50


class View(BaseModel):
    """Which units the list shows: by a part of the name, and by how far they have come."""

    search: str = Field(default="", max_length=100)
    state: str = Field(default="", max_length=12)
    page: int = Field(default=1, ge=1, le=10_000)


@router.get("")
def links(request: Request, db: Db, desk: Organiser, view: Annotated[View, Query()]) -> Response:
    return _links(request, db, desk, view)


@router.get("/print")
def paper(request: Request, db: Db, desk: Organiser, unit_id: int | None = None) -> Response:
    """A sheet with the address and its QR code for each unit, to go with the letter."""
    lines = answers.lines(db, desk.conference_id, desk.rehearsal_id)
    sheets = [
        (line, address, qr.svg(address))
        for line in lines
        if line.link is not None and unit_id in {None, line.unit.id}
        for address in [printed(request, addresses.of_unit(line.link.token))]
    ]
    return page(request, "intake/print.html", desk=desk, sheets=sheets)


@router.get("/answers.xlsx")
def answers_xlsx(db: Db, desk: Organiser, after: Afterwards) -> Response:
    here, lines, posts = desk.conference, *_all(db, desk, after)
    made = exports.sheet_of(here, lines, posts)
    return Response(made, media_type=XLSX, headers=download_headers("xac-bao-don-vi.xlsx"))


@router.get("/answers.docx")
def answers_docx(db: Db, desk: Organiser, after: Afterwards) -> Response:
    here, lines, posts = desk.conference, *_all(db, desk, after)
    made = as_docx(exports.document_of(here, lines, posts))
    media_type = enclosures.MEDIA_TYPES[Kind.DOCX]
    return Response(made, media_type=media_type, headers=download_headers("xac-bao-don-vi.docx"))


@router.post("")
def make(request: Request, db: Db, desk: Organiser, typed: Typed) -> Response:
    """For one unit, or for every unit that has posts and no link."""
    chosen = typed.get("unit_id", "")
    lines = answers.lines(db, desk.conference_id, desk.rehearsal_id)
    wanted = [int(chosen)] if chosen.isdecimal() else [line.unit.id for line in lines]
    make_links(db, desk.author, desk.conference, desk.now, wanted)
    back = f"/{wanted[0]}" if typed.get("back") else ""
    return see(request, f"{_home(desk)}{back}")


@router.post("/terms")
def set_terms(request: Request, db: Db, desk: Organiser, typed: Typed) -> Response:
    """Whether the one-time code is asked."""
    asks_code = typed.get("asks_code") == "true"
    codes.set_terms(db, desk.author, desk.conference, asks_code=asks_code)
    return see(request, _home(desk))


async def _enclosed(request: Request, slug: str) -> tuple[str, bytes] | Refused:
    """The file that the office gives, scanned before the change begins."""
    form = await request.form(max_files=1)
    sent = form.get("file")
    content = await sent.read() if isinstance(sent, UploadFile) else b""
    name = sent.filename or "" if isinstance(sent, UploadFile) else ""
    await form.close()
    csrf = request.headers.get("x-csrf-token") or str(form.get("csrf", ""))
    return await run_in_threadpool(_scanned, request, slug, csrf, name, content)


def _scanned(
    request: Request, slug: str, csrf: str, name: str, content: bytes
) -> tuple[str, bytes] | Refused:
    with database(request).reading() as db:
        here = signed_in(request, db, csrf)
        sit_down(db, here.staff, slug, (DeskRole.ORGANISER,), here.csrf)
    try:
        enclosures.kind_of(content)
        scanned(request, content)
    except Refused as refused:
        return refused
    return name, content


@router.post("/documents")
def give(
    request: Request,
    sent: Annotated[tuple[str, bytes] | Refused, Depends(_enclosed)],
    db: Db,
    desk: Organiser,
    typed: Typed,
) -> Response:
    """A document for one unit, or for all."""
    if isinstance(sent, Refused):
        return _links(request, db, desk, View(), 422, explained(sent))
    name, content = sent
    unit_id, title = typed.get("unit_id", ""), typed.get("title", "").strip()[:200]
    documents.give(
        db,
        shelf(request),
        desk.author,
        desk.conference,
        int(unit_id) if unit_id.isdecimal() else None,
        title,
        name,
        enclosures.kind_of(content),
        content,
    )
    return see(request, f"{_home(desk)}#documents")


@router.get("/documents/{document_id}")
def document(request: Request, db: Db, desk: Organiser, document_id: int) -> Response:
    found = documents.document_of(db, desk.conference_id, document_id)
    return Response(
        shelf(request).read(found.file),
        media_type=enclosures.MEDIA_TYPES[Kind(found.kind)],
        headers=download_headers(found.name),
    )


@router.post("/documents/{document_id}/withdrawal")
def withdraw(request: Request, db: Db, desk: Organiser, document_id: int) -> Response:
    documents.withdraw(db, shelf(request), desk.author, desk.conference, document_id)
    return see(request, f"{_home(desk)}#documents")


@router.get("/{unit_id}")
def unit(request: Request, db: Db, desk: Organiser, unit_id: int) -> Response:
    """Everything one unit has sent, field by field, with what came late."""
    here, rehearsal_id = desk.conference_id, desk.rehearsal_id
    found = answers.given(db, here, rehearsal_id, unit_id)
    link = found.line.link
    path = addresses.of_unit(link.token) if link else ""
    return page(
        request,
        "intake/office_unit.html",
        desk=desk,
        given=found,
        line=found.line,
        path=path,
        address=linked(request, path) if path else "",
        code=qr.svg(printed(request, path)) if path else "",
        spoken=spoken_of(db, here, unit_id, rehearsal_id, desk.now),
        led=led_of(db, here, unit_id, rehearsal_id, desk.now),
        documents=documents.documents_of(db, here, unit_id),
        lines=history.about(db, here, "unit", unit_id),
    )


@router.post("/{unit_id}/revocation")
def revoke_link(request: Request, db: Db, desk: Organiser, unit_id: int, typed: Typed) -> Response:
    revoke(db, desk.author, desk.conference_id, unit_id)
    back = f"/{unit_id}" if typed.get("back") else ""
    return see(request, f"{_home(desk)}{back}")


def _links(
    request: Request, db: Db, desk: Desk, view: View, status: int = 200, fault: str = ""
) -> Response:
    lines = answers.lines(db, desk.conference_id, desk.rehearsal_id)
    return page(
        request,
        "intake/links.html",
        status,
        desk=desk,
        view=view,
        **_counted(lines, view),
        documents=documents.documents(db, desk.conference_id),
        terms=codes.terms(db, desk.conference_id),
        fault=fault,
    )


def _counted(lines: list[answers.Line], view: View) -> dict[str, Any]:
    """The lines that fit, and how many units have come how far."""
    states = [line.state for line in lines]
    fitting = answers.fitting(lines, view.search, view.state)
    pages = max(1, -(-len(fitting) // _PAGE))
    number = min(view.page, pages)
    return {
        "units": [line.unit for line in lines],
        "names": {line.unit.id: line.unit.name for line in lines},
        "lines": fitting[(number - 1) * _PAGE : number * _PAGE],
        "number": number,
        "pages": pages,
        "asked": urlencode({"search": view.search, "state": view.state}),
        "counts": {state: states.count(state) for state in answers.STATES},
        "without_mail": sum(
            not (line.contact and is_address(line.contact.email)) for line in lines
        ),
    }


def _all(
    db: Db, desk: Desk, after: list[Callable[[Session], object]]
) -> tuple[list[answers.Line], dict[int, list[Listed]]]:
    """All that papers hold; that somebody took it along is written down."""
    lines = answers.lines(db, desk.conference_id, desk.rehearsal_id)
    posts = answers.delegations(db, desk.conference_id)
    author, here, many = desk.author, desk.conference_id, sum(map(len, posts.values()))
    after.append(lambda db: personal.log(db, author, here, ReadingKind.EXPORT, people=many))
    return lines, posts


def _home(desk: Desk) -> str:
    return f"/conferences/{desk.conference.slug}/links"
