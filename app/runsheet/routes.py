"""The run sheet on screen: for the office, the MC and the technician; and on paper."""

from zlib import crc32

from fastapi import APIRouter
from pydantic import BaseModel, Field
from starlette.requests import Request
from starlette.responses import Response

from app.conferences.guards import Desk, Organiser
from app.delegates.guards import Reader
from app.paper.documents import DOCX
from app.paper.pdf import PDF
from app.runsheet import exports, store
from app.web.assets import asset
from app.web.forms import Form, Typed, read
from app.web.pages import page, render, see
from app.web.session import Db

_MC_FILES = ("css/base.css", "css/mc.css", "js/live.js", "js/mc.js", "js/ready.js", "icon.svg")

router = APIRouter(prefix="/conferences/{slug}/runsheet", include_in_schema=False)


class Pace(BaseModel):
    """How fast the MC reads, and how long the introduction may take."""

    words_per_minute: int = Field(ge=60, le=300)
    introduction_minutes: int = Field(ge=1, le=30)


@router.get("")
def runsheet(request: Request, db: Db, desk: Reader) -> Response:
    return _sheet(request, db, desk)


@router.post("/pace")
def set_pace(request: Request, db: Db, desk: Organiser, typed: Typed) -> Response:
    form = read(Pace, typed)
    if form.value is None:
        return _sheet(request, db, desk, form, 422)
    store.set_pace(db, desk.author, desk.conference, form.value.model_dump())
    return see(request, f"/conferences/{desk.conference.slug}/runsheet")


@router.post("/prints")
def keep_print(request: Request, db: Db, desk: Organiser) -> Response:
    """What is given out now is what changes are marked against."""
    store.keep_print(db, desk.author, desk.conference)
    return see(request, f"/conferences/{desk.conference.slug}/runsheet")


@router.get("/mc")
def mc(request: Request, db: Db, desk: Reader) -> Response:
    """Every cue in one page, shown one at a time: once open it needs no network."""
    sheet = store.sheet(db, desk.conference)
    return page(request, "runsheet/mc.html", desk=desk, sheet=sheet)


@router.get("/sw.js")
def service_worker(desk: Reader) -> Response:
    """Keeps the MC's page on the device for when the network goes; new whenever its parts are."""
    files = [asset(name) for name in _MC_FILES]
    version = f"{desk.conference_id}-{crc32(repr(files).encode()):08x}"
    address = f"/conferences/{desk.conference.slug}/runsheet/mc"
    text = render("runsheet/sw.js", version=version, page=address, files=files)
    return Response(text, media_type="text/javascript", headers={"Cache-Control": "no-cache"})


@router.get("/technician")
def technician(request: Request, db: Db, desk: Reader) -> Response:
    sheet = store.sheet(db, desk.conference)
    return page(request, "runsheet/technician.html", desk=desk, sheet=sheet)


@router.get("/booklet.docx")
def booklet_docx(db: Db, desk: Reader) -> Response:
    sheet = store.sheet(db, desk.conference)
    return Response(exports.booklet_docx(sheet), media_type=DOCX, headers=_named(desk, "docx"))


@router.get("/booklet.pdf")
def booklet_pdf(db: Db, desk: Reader) -> Response:
    sheet = store.sheet(db, desk.conference)
    return Response(exports.booklet_pdf(sheet), media_type=PDF)


def _sheet(
    request: Request, db: Db, desk: Desk, form: Form[Pace] | None = None, status: int = 200
) -> Response:
    sheet = store.sheet(db, desk.conference)
    return page(
        request,
        "runsheet/runsheet.html",
        status,
        desk=desk,
        sheet=sheet,
        form=form or Form(sheet.settings.model_dump()),
    )


def _named(desk: Desk, ending: str) -> dict[str, str]:
    name = f"kich-ban-{desk.conference.slug}.{ending}"
    return {"Content-Disposition": f'attachment; filename="{name}"'}
