"""Drawing the hall, importing and exporting it. It stands here because a change must not lose a
seat on which somebody is placed, and the hall itself does not know who is."""

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from typing import Annotated
from urllib.parse import urlencode

from fastapi import APIRouter, File, Form, UploadFile
from sqlmodel import Session
from starlette.requests import Request
from starlette.responses import Response

from app.conferences.guards import Desk, Organiser
from app.errors import Refused
from app.halls import changes, editing
from app.halls.faults import BadPlan
from app.halls.laying import SeatsLost, layout_of
from app.halls.layout import Layout
from app.halls.receiving import Received, named_after, receive
from app.halls.store import hall_of, hall_row
from app.halls.surveying import Side
from app.seating import store
from app.seating.hall.forms import REASONS, BlockForm, HallForm, MarkForm, SeatsForm, filled
from app.seating.picture import drawing, signs
from app.web import forms
from app.web.forms import Typed
from app.web.language import explained, say_counts
from app.web.pages import page, see
from app.web.session import Db

router = APIRouter(prefix="/conferences/{slug}/hall", include_in_schema=False)

Model = HallForm | BlockForm | SeatsForm | MarkForm


@router.get("")
def editor(
    request: Request,
    db: Db,
    desk: Organiser,
    block: str = "",
    seats: str = "",
    mark: str = "",
    tool: str = "",
) -> Response:
    named: dict[str, object] = {"seats": forms.Form[SeatsForm]({"seats": seats[:20_000]})}
    return _editor(request, db, desk, block, named, mark=mark, tool=tool)


@router.post("")
def describe(request: Request, db: Db, desk: Organiser, typed: Typed) -> Response:
    """The hall's name and stage; the first time, an empty hall."""
    form = forms.read(HallForm, typed)
    found = form.value
    if found is None:
        return _editor(request, db, desk, "", {"hall": form}, 422)
    if hall_of(db, desk.conference_id) is None:
        received = Received(found.empty(), Counter())
        changes.replace(db, desk.author, desk.conference_id, found.hall_name, received, {})
        return _back(request, desk)
    return _change(request, db, desk, typed, "hall", form, found.on, found.hall_name)


@router.post("/blocks")
def put_block(request: Request, db: Db, desk: Organiser, typed: Typed) -> Response:
    """Add a block, or change the one with this code."""
    form = forms.read(BlockForm, typed)
    if form.value is None:
        return _editor(request, db, desk, typed.get("old", ""), {"block": form}, 422)
    what = f"Khu {form.value.code}"
    return _change(request, db, desk, typed, "block", form, form.value.on, what)


@router.post("/blocks/{code}/removal")
def remove_block(request: Request, db: Db, desk: Organiser, code: str, typed: Typed) -> Response:
    form = forms.Form[BlockForm](typed)
    how: Callable[[Layout], Layout] = lambda layout: editing.remove_block(layout, code)  # noqa: E731
    return _change(request, db, desk, typed, "block", form, how, f"Bỏ khu {code}")


@router.post("/seats")
def change_seats(request: Request, db: Db, desk: Organiser, typed: Typed) -> Response:
    form = forms.read(SeatsForm, typed)
    found = form.value
    if found is None:
        return _editor(request, db, desk, typed.get("block", ""), {"seats": form}, 422)
    return _change(request, db, desk, typed, "seats", form, found.on, found.what)


@router.post("/marks")
def put_mark(request: Request, db: Db, desk: Organiser, typed: Typed) -> Response:
    form = forms.read(MarkForm, typed)
    if form.value is None:
        return _editor(request, db, desk, "", {"mark": form}, 422)
    return _change(request, db, desk, typed, "mark", form, form.value.on, form.value.mark_name)


@router.post("/marks/{code}/removal")
def remove_mark(request: Request, db: Db, desk: Organiser, code: str, typed: Typed) -> Response:
    form = forms.Form[MarkForm](typed)
    how: Callable[[Layout], Layout] = lambda layout: editing.remove_mark(layout, code)  # noqa: E731
    return _change(request, db, desk, typed, "mark", form, how, f"Bỏ cửa {code}")


@router.post("/undo")
def undo(request: Request, db: Db, desk: Organiser, typed: Typed) -> Response:
    taken = store.taken(db, desk.conference_id)
    changes.undo(db, desk.author, desk.conference_id, taken, _version(typed) or 0)
    return _back(request, desk, typed.get("block", ""))


@router.post("/redo")
def redo(request: Request, db: Db, desk: Organiser, typed: Typed) -> Response:
    taken = store.taken(db, desk.conference_id)
    changes.redo(db, desk.author, desk.conference_id, taken, _version(typed) or 0)
    return _back(request, desk, typed.get("block", ""))


@router.get("/import")
def ask_file(request: Request, db: Db, desk: Organiser) -> Response:
    return _asking(request, db, desk)


@router.post("/import")
def take_file(
    request: Request,
    db: Db,
    desk: Organiser,
    file: Annotated[UploadFile, File()],
    side: Annotated[str, Form()] = "",
    called: Annotated[str, Form(max_length=120)] = "",
    is_annex: Annotated[bool, Form()] = False,
) -> Response:
    """Put up the hall of a file, or add it as a second hall. Whatever is wrong with it is told at
    once, and nothing changes. Where nobody says how it is ``called`` and the plan does not, the
    venue names the hall, and the file a second one."""
    name = (file.filename or "").rsplit("/", maxsplit=1)[-1][:120]
    try:
        chosen = Side(side) if side in set(Side) else None
        itself = named_after(name)
        other = itself if is_annex else desk.conference.venue[:120] or itself
        received = receive(file.file.read(), other, chosen)
        if called.strip():
            received = received.called(called.strip())
        put = changes.annex if is_annex else changes.replace
        taken = store.taken(db, desk.conference_id)
        put(db, desk.author, desk.conference_id, f"Nạp {name}", received, taken)
    except BadPlan as bad:
        return _asking(request, db, desk, 422, bad=bad)
    except SeatsLost as lost:
        db.rollback()
        return _asking(request, db, desk, 409, lost=lost)
    return _back(request, desk)


def _asking(
    request: Request,
    db: Session,
    desk: Desk,
    status: int = 200,
    bad: BadPlan | None = None,
    lost: SeatsLost | None = None,
) -> Response:
    """The form for a file, and what is wrong with the one that was sent."""
    has_hall = hall_row(db, desk.conference_id) is not None
    return page(
        request,
        "halls/import.html",
        status,
        desk=desk,
        said=say_counts,
        bad=bad,
        lost=lost,
        has_hall=has_hall,
    )


@router.get("/plan.json")
def plan_json(db: Db, desk: Organiser) -> Response:
    """As a pretix seating plan; byte for byte the file that was imported, if its seats are."""
    return _download(desk, changes.exported(db, desk.conference_id), "pretix")


@router.get("/layout.json")
def layout_json(db: Db, desk: Organiser) -> Response:
    """With everything that is known of the hall."""
    layout = layout_of(store.hall_to_fill(db, desk.conference_id))
    return _download(desk, layout.model_dump_json(indent=1), "hall")


def _download(desk: Desk, text: str, kind: str) -> Response:
    disposition = f'attachment; filename="{desk.conference.slug}-{kind}.json"'
    headers = {"Content-Disposition": disposition}
    return Response(text, media_type="application/json", headers=headers)


def _change(
    request: Request,
    db: Session,
    desk: Desk,
    typed: dict[str, str],
    which: str,
    form: forms.Form[HallForm]
    | forms.Form[BlockForm]
    | forms.Form[SeatsForm]
    | forms.Form[MarkForm],
    how: Callable[[Layout], Layout],
    what: str,
) -> Response:
    """Where the change is refused, the form comes back and says why."""
    taken, block = store.taken(db, desk.conference_id), typed.get("block", "")
    try:
        changes.change(
            db, desk.author, desk.conference_id, what, how, taken, version=_version(typed)
        )
    except Refused as told:
        db.rollback()
        form.is_wrong("", explained(told))
        lost = told.seats if isinstance(told, SeatsLost) else []
        return _editor(request, db, desk, block, {which: form}, 409, lost=lost)
    return _back(request, desk, block, which)


def _editor(
    request: Request,
    db: Session,
    desk: Desk,
    wanted: str,
    typed: Mapping[str, object],
    status: int = 200,
    *,
    mark: str = "",
    tool: str = "",
    lost: Sequence[str] = (),
) -> Response:
    """``typed`` are forms that come back; ``tool`` is the part of the page that lies open."""
    plan = store.seat_map(db, desk.conference_id)
    if plan is None:
        form = typed.get("hall") or forms.Form({"hall_name": desk.conference.venue})
        return page(request, "halls/none.html", status, desk=desk, form=form)
    block = next((part for part in plan.hall.blocks if part.code == wanted), None)
    layout = layout_of(plan.hall)
    laid = next((part for part in layout.blocks if part.code == wanted), None)
    return page(
        request,
        "halls/editor.html",
        status,
        desk=desk,
        said=say_counts,
        plan=plan,
        block=block,
        laid=laid,
        layout=layout,
        steps=changes.steps(db, desk.conference_id),
        forms={**filled(layout, wanted, mark), **typed},
        tool=next(iter(typed)) if status != 200 else "mark" if mark else tool,  # noqa: PLR2004
        lost=lost,
        reasons=REASONS,
        drawn=drawing.draw(plan, block=block, query="seats=", ground=True),
        box=drawing.frame(plan.hall, block, ground=True).box,
        sample=signs.sample,
    )


def _version(typed: dict[str, str]) -> int | None:
    version = typed.get("version", "")
    return int(version) if version.isdecimal() and len(version) < 10 else None  # noqa: PLR2004


def _back(request: Request, desk: Desk, block: str = "", tool: str = "") -> Response:
    kept = {name: value for name, value in (("block", block), ("tool", tool)) if value}
    query = f"?{urlencode(kept)}" if kept else ""
    return see(request, f"/conferences/{desk.conference.slug}/hall{query}")
