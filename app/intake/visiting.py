"""Who stands before a unit's page, and the page as it is shown to them."""

from typing import Any

from sqlmodel import Session
from starlette.requests import Request
from starlette.responses import Response

from app import addresses, clock
from app.delegates.rules import masked
from app.errors import NotFound, Refused
from app.files import Shelf
from app.intake import codes, store
from app.intake.answers import delegation
from app.intake.documents import documents_of
from app.intake.rules import Written
from app.intake.store import Visit
from app.web.language import explained, say
from app.web.limits import limits
from app.web.pages import page
from app.web.scanned import scanned
from app.web.session import database

COOKIE = "unit-key"  # only ever sent to the unit's own address


def visited(request: Request, db: Session, token: str, *, is_writing: bool = False) -> Visit:
    """Raises NotFound for a link that is wrong, revoked, expired or malformed, and TooMany for
    somebody who keeps trying."""
    key = request.cookies.get(COOKIE, "")
    visit = store.visit(db, token, key, is_writing=is_writing)
    if visit is None:
        limits(request).spend("token", request, times=30, seconds=60)
        raise NotFound
    return visit


def unsealed(request: Request, db: Session, token: str, *, is_writing: bool = False) -> Visit:
    """For files: raises Refused where the unit's code has to be typed first."""
    visit = visited(request, db, token, is_writing=is_writing)
    if visit.is_sealed:
        raise Refused("Nhập mã xác nhận gửi qua thư điện tử của đơn vị trước khi gửi, tải tệp")
    return visit


def checked(request: Request, token: str, content: bytes) -> None:
    """Before a file from outside is looked at: strangers' are not, and not too many; then what
    the scanner says. Takes as long as the scanner does: not while a transaction writes."""
    with database(request).reading() as db:
        unsealed(request, db, token)
    limits(request).spend("unit file", request, times=30, seconds=60)
    scanned(request, content)


def shelf(request: Request) -> Shelf:
    """Where this installation keeps its files."""
    found: Shelf = request.app.state.shelf
    return found


def home(visit: Visit) -> str:
    return addresses.of_unit(visit.link.token)


def lost(request: Request) -> Response:
    """The same for a link that is wrong, revoked, expired or malformed."""
    limits(request).spend("token", request, times=30, seconds=60)
    return page(request, "portal/lost.html", 404)


def unit_page(
    request: Request,
    db: Session,
    visit: Visit,
    status: int = 200,
    *,
    typed: dict[str, str] | None = None,
    stale: dict[str, Written] | None = None,
    wrong: dict[str, str] | None = None,
    refused: Refused | None = None,
    at: str = "",
) -> Response:
    """``wrong`` are sentences by field; ``refused`` is told at the part called ``at``."""
    posts = delegation(db, visit.here, visit.unit.id)
    planned = store.planned(db, visit, posts)
    fields = store.written(db, visit, planned)
    return page(
        request,
        "intake/unit.html",
        status,
        visit=visit,
        conference=visit.conference,
        rehearsal=visit.rehearsal,
        now=visit.now,
        here=home(visit),
        posts=posts,
        fields=fields,
        answered=sum(bool(fields[f"answer-{one.delegate.id}"].value) for one in posts),
        typed=typed or {},
        stale=stale or {},
        wrong={name: say(sentence) for name, sentence in (wrong or {}).items()},
        fault=explained(refused) if refused else "",
        at=at,
        due=store.deadline(db, visit),
        sent=store.last_answer(db, visit),
        is_unsent=any(one.value != planned[name] for name, one in fields.items()),
        spoken=store.spoken(db, visit),
        led=store.led(db, visit),
        seats=store.seats(db, posts),
        documents=documents_of(db, visit.here, visit.unit.id),
        has_letter=store.has_letter(db, visit),
        day=store.programme(db, visit),
        follow=addresses.of_followers(visit.conference.follow_code),
        **_code(db, visit),
    )


def _code(db: Session, visit: Visit) -> dict[str, Any]:
    """To which address the code goes, enough of it for whoever reads its mail; and the one that is
    on its way."""
    name, _, host = codes.address(db, visit.link).partition("@") if visit.is_sealed else ("",) * 3
    return {
        "code_to": f"{name[:1]}•••@{host}" if host else "",
        "code_sent": codes.waiting(db, visit.link, clock.now()) if visit.is_sealed else None,
        "masked": masked,
    }
