"""What the planner answers: the tree as it now stands, or both versions where they differ."""

import json
from collections.abc import Callable
from typing import Any

from sqlmodel import Session
from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from app.agenda import changes, figures, store
from app.agenda.forms import ItemForm, length_text, typed_cue, typed_item
from app.agenda.models import AgendaItem, Cue
from app.agenda.rules import EditState
from app.agenda.settled import day_after, raised_by
from app.conferences.guards import Desk
from app.conferences.store import units
from app.errors import Refused
from app.web.forms import Form
from app.web.pages import is_fragment, page, see

Typed = dict[str, str]
_FIGURES = "application/json"


def agenda_page(
    request: Request, db: Session, desk: Desk, form: Form[ItemForm] | None = None, status: int = 200
) -> Response:
    found = form or Form({"minutes": 10})
    return page(request, "agenda/agenda.html", status, **_shown(db, desk), form=found)


def tree_answer(request: Request, db: Session, desk: Desk) -> Response:
    """After a change: its figures or the tree alone where the planner's script asks, else its
    page."""
    if request.headers.get("accept") == _FIGURES:
        return JSONResponse(figures.figures(made=raised_by(db), **_shown(db, desk)))
    if is_fragment(request):
        return page(request, "agenda/_tree.html", **_shown(db, desk))
    return see(request, f"/conferences/{desk.conference.slug}/agenda")


def save(
    request: Request,
    db: Session,
    desk: Desk,
    row: AgendaItem | Cue,
    values: dict[str, Any],
    typed: Typed,
) -> Response:
    """Write the row, or show both versions where somebody else was faster."""
    reason = typed.get("reason", "")
    return unless_stale(
        request,
        db,
        desk,
        typed,
        lambda: changes.change(
            db, desk.author, row, values, version=version_of(typed), reason=reason
        ),
    )


def unless_stale(
    request: Request, db: Session, desk: Desk, typed: Typed, act: Callable[[], None]
) -> Response:
    try:
        act()
    except changes.Stale as stale:
        return _both(request, db, desk, stale.row, typed)
    return tree_answer(request, db, desk)


def version_of(typed: Typed) -> int | None:
    """What the editor saw; None where a request does not say."""
    return whole(typed, "version") if typed.get("version") else None


def whole(typed: Typed, name: str) -> int:
    """Raises Refused where no whole number was sent."""
    text = typed.get(name, "")
    if not text.isascii() or not text.isdigit() or len(text) > 9:  # noqa: PLR2004  # an int's
        raise Refused("Yêu cầu thiếu thông tin, hãy tải lại trang")
    return int(text)


def unit_names(db: Session, desk: Desk) -> list[tuple[int, str]]:
    return [(unit.id, unit.name) for unit in units(db, desk.conference_id)]


def _both(
    request: Request, db: Session, desk: Desk, row: AgendaItem | Cue, typed: Typed
) -> Response:
    """Both versions, field by field; what only one side changed is chosen beforehand."""
    is_cue = isinstance(row, Cue)
    theirs = typed_cue(row) if isinstance(row, Cue) else typed_item(row)
    if "length" in typed:
        typed = {**typed, ("seconds" if is_cue else "minutes"): typed["length"]}
    mine = {**theirs, **{name: value for name, value in typed.items() if name in theirs}}
    if "was" in typed and "is_conditional" not in typed:
        mine["is_conditional"] = ""  # a box that is not ticked sends nothing
    was = _seen(typed.get("was", ""))
    fields = [
        (name, theirs[name], mine[name], mine[name] != was.get(name))
        for name in theirs
        if theirs[name] != mine[name]
    ]
    return page(
        request,
        "agenda/_conflict.html" if is_fragment(request) else "agenda/conflict.html",
        409,
        desk=desk,
        row=row,
        path=f"{'cues' if is_cue else 'items'}/{row.id}",
        fields=fields,
        same={name: value for name, value in theirs.items() if value == mine[name]},
        reason=typed.get("reason", ""),
        units=dict(unit_names(db, desk)),
    )


def _seen(text: str) -> dict[str, str]:
    """What the form showed before it was edited."""
    try:
        found = json.loads(text)
    except ValueError:
        return {}
    return found if isinstance(found, dict) else {}


def _shown(db: Session, desk: Desk) -> dict[str, Any]:
    staff_id, here = desk.staff.id, desk.conference_id
    return {
        "desk": desk,
        "day": day_after(db, desk.conference),
        "length_text": length_text,
        "done": store.last_edit(db, here, staff_id, EditState.DONE),
        "undone": store.last_edit(db, here, staff_id, EditState.UNDONE),
        "released": store.last_number(db, here),
        "mark": store.mark(db, desk.conference),
        "sign": figures.sign,
        "item_when": figures.item_when,
        "cue_when": figures.cue_when,
    }
