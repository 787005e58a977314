"""Addresses to write to, pasted in as a list."""

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import Response

from app.conferences.guards import Desk, Organiser
from app.invitations import letters
from app.invitations.letters import Pasted
from app.invitations.rules import read_paste
from app.web.forms import Form, Typed
from app.web.pages import page
from app.web.session import Db

router = APIRouter(prefix="/conferences/{slug}/invitations", include_in_schema=False)


@router.get("/addresses")
def addresses(request: Request, desk: Organiser) -> Response:
    return _addresses(request, desk, "", None)


@router.post("/addresses")
def paste(request: Request, db: Db, desk: Organiser, typed: Typed) -> Response:
    """Keeps the certain lines, and gives the others back to be corrected."""
    entries = read_paste(typed.get("lines", ""))
    done = letters.paste_contacts(db, desk.author, desk.conference_id, entries)
    return _addresses(request, desk, "\n".join(one.entry.line for one in done.doubts), done)


def _addresses(request: Request, desk: Desk, lines: str, done: Pasted | None) -> Response:
    return page(
        request, "invitations/addresses.html", desk=desk, form=Form({"lines": lines}), done=done
    )
