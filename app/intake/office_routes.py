"""The office's list of units' links: making, revoking, printing, and who has answered."""

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import Response

from app import addresses
from app.conferences.guards import Organiser
from app.intake import store
from app.paper import qr
from app.web.forms import Typed
from app.web.pages import page, see
from app.web.printed import printed
from app.web.session import Db

router = APIRouter(prefix="/conferences/{slug}/links", include_in_schema=False)


@router.get("")
def links(request: Request, db: Db, desk: Organiser) -> Response:
    return page(
        request,
        "intake/links.html",
        desk=desk,
        lines=store.lines(db, desk.conference_id, desk.rehearsal_id),
        address_of=addresses.of_unit,
    )


@router.get("/print")
def paper(request: Request, db: Db, desk: Organiser, unit_id: int | None = None) -> Response:
    """A sheet with the address and its QR code for each unit, to go with the letter."""
    lines = store.lines(db, desk.conference_id, desk.rehearsal_id)
    sheets = [
        (line.unit, address, qr.svg(address))
        for line in lines
        if line.link is not None and unit_id in {None, line.unit.id}
        for address in [printed(request, addresses.of_unit(line.link.token))]
    ]
    return page(request, "intake/print.html", desk=desk, sheets=sheets)


@router.post("")
def make(request: Request, db: Db, desk: Organiser, typed: Typed) -> Response:
    """For one unit, or for every unit that has posts and no link."""
    chosen = typed.get("unit_id", "")
    lines = store.lines(db, desk.conference_id, desk.rehearsal_id)
    wanted = [int(chosen)] if chosen.isdecimal() else [line.unit.id for line in lines]
    store.make_links(db, desk.author, desk.conference, desk.now, wanted)
    return see(request, f"/conferences/{desk.conference.slug}/links")


@router.post("/{unit_id}/revocation")
def revoke(request: Request, db: Db, desk: Organiser, unit_id: int) -> Response:
    store.revoke(db, desk.author, desk.conference_id, unit_id)
    return see(request, f"/conferences/{desk.conference.slug}/links")
