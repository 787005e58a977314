"""Importing lists on screen: the file, its columns, what it would change, saving, taking back."""

from pathlib import PurePath
from typing import Annotated, Any
from urllib.parse import urlencode

from fastapi import APIRouter, Query, UploadFile
from pydantic import BaseModel, Field, model_validator
from starlette.background import BackgroundTask
from starlette.requests import Request
from starlette.responses import Response

from app import clock
from app.conferences import store as conferences
from app.conferences.guards import Desk, Organiser
from app.roster import headings, store, work
from app.roster.columns import chosen_otherwise, columns_typed
from app.roster.lines import Verdict, open_questions
from app.roster.models import RosterContent, RosterImport, State
from app.roster.opening import LARGEST_FILE
from app.roster.reading import COLUMNS, ROWS, STRUCK, Options
from app.roster.reports import sentence, told
from app.web.forms import Form, Typed
from app.web.language import say
from app.web.pages import page, see
from app.web.scanned import scan_command
from app.web.session import Db, database

router = APIRouter(prefix="/conferences/{slug}/roster", include_in_schema=False)

PAGE, QUESTIONS = 50, 30
_INCLUDABLE = (ROWS, COLUMNS, STRUCK)


class View(BaseModel):
    """What part of the report is looked at."""

    verdict: Verdict | None = None
    page: int = Field(default=1, ge=1, le=10_000)
    outdated: bool = False  # somebody wanted to save what had changed meanwhile

    @model_validator(mode="before")
    @classmethod
    def without_blanks(cls, typed: dict[str, Any]) -> dict[str, Any]:
        return {name: value for name, value in typed.items() if value != ""}

    def with_(self, **changed: object) -> str:
        """The query string of this view with some of it changed; another view begins at page 1."""
        view = self.model_validate({**self.model_dump(), "page": 1, "outdated": False, **changed})
        return "?" + urlencode(view.model_dump(mode="json", exclude_defaults=True))


Viewed = Annotated[View, Query()]


@router.get("")
def imports(request: Request, db: Db, desk: Organiser) -> Response:
    return _imports(request, db, desk, Form({}))


@router.post("")
def upload(
    request: Request, db: Db, desk: Organiser, typed: Typed, file: UploadFile | None = None
) -> Response:
    """The file is read once the answer is on its way; the draft's page shows how far it is."""
    form: Form[View] = Form(typed)
    sender = _sender(db, desk, typed)
    if file is None or not file.filename:
        form.is_wrong("file", say("Chưa chọn tệp"))
    elif (file.size or 0) > LARGEST_FILE:
        form.is_wrong("file", say("Tệp lớn quá {most} MB", most=LARGEST_FILE // 1024**2))
    if form.errors or file is None:
        return _imports(request, db, desk, form, status=422)
    draft = work.begin(
        db,
        desk.author,
        desk.conference_id,
        PurePath(file.filename or "").name,
        file.file.read(),
        sender,
        confirms="confirms" in typed,
    )
    return _read_on(request, desk, draft)


@router.get("/{import_id}")
def report(request: Request, db: Db, desk: Organiser, import_id: int, view: Viewed) -> Response:
    draft = store.import_of(db, desk.conference_id, import_id)
    if draft.state in {State.READING, State.FAILED}:
        return _waiting(request, desk, draft)
    content = store.content_of(db, import_id)
    lines = work.lines_of(content)
    found = [line for line in lines if view.verdict is None or line.verdict is view.verdict]
    pages = max(1, -(-len(found) // PAGE))
    number = min(view.page, pages)
    return page(
        request,
        "roster/report.html",
        desk=desk,
        draft=draft,
        view=view,
        reading=content.reading,
        done=content.done or {},
        questions=open_questions(lines)[:QUESTIONS],
        asked=len(open_questions(lines)),
        unclear=_unclear(content),
        lines=found[(number - 1) * PAGE : number * PAGE],
        number=number,
        pages=pages,
        sentence=sentence,
        told=told,
        units=_units(db, desk),
    )


@router.get("/{import_id}/progress")
def progress(request: Request, db: Db, desk: Organiser, import_id: int) -> Response:
    """The fragment that asks again until the file is read."""
    draft = store.import_of(db, desk.conference_id, import_id)
    if draft.state is State.READING and not work.is_lost(draft, clock.now()):
        return page(request, "roster/_progress.html", desk=desk, draft=draft)
    return see(request, _after_reading(db, desk, draft))


@router.post("/{import_id}/reading")
def read_again(request: Request, db: Db, desk: Organiser, import_id: int) -> Response:
    draft = store.import_of(db, desk.conference_id, import_id)
    work.reread(db, draft, None, desk.author.at)
    return _read_on(request, desk, draft)


@router.get("/{import_id}/columns")
def columns(request: Request, db: Db, desk: Organiser, import_id: int) -> Response:
    draft = store.import_of(db, desk.conference_id, import_id)
    if draft.state is not State.READY:
        return see(request, _address(desk, draft))
    content = store.content_of(db, import_id)
    return page(
        request,
        "roster/columns.html",
        desk=desk,
        draft=draft,
        reading=content.reading,
        options=content.options,
        sentence=sentence,
        fields=[field.value for field in headings.Field if field is not headings.Field.ID_CARD],
        form=Form({"sender_id": draft.sender_id or "", "confirms": draft.confirms}),
        units=_units(db, desk),
    )


@router.post("/{import_id}/columns")
def map_columns(
    request: Request, db: Db, desk: Organiser, import_id: int, typed: Typed
) -> Response:
    """Remembered for the sender; the file is read again where something is different now."""
    draft = store.import_of(db, desk.conference_id, import_id)
    content = store.content_of(db, import_id)
    if draft.state is not State.READY or content.reading is None:
        return see(request, _address(desk, draft))
    sender = _sender(db, desk, typed)
    mapped = columns_typed(content.reading["tables"], typed)
    for signature, fields in mapped.items():
        store.remember(db, desk.conference_id, sender, signature, fields)
    options = Options(
        corrected=chosen_otherwise(content.reading["tables"], mapped),
        included=[what for what in _INCLUDABLE if f"include-{what}" in typed],
        sheets=[
            table["sheet"]
            for number, table in enumerate(content.reading["tables"])
            if f"sheet-{number}" in typed
        ],
    )
    asked = (options.kept(), sender, "confirms" in typed)
    if asked == (Options(**content.options).kept(), draft.sender_id, draft.confirms):
        return see(request, _address(desk, draft))
    draft.sender_id, draft.confirms = sender, "confirms" in typed
    work.reread(db, draft, options, desk.author.at)
    return _read_on(request, desk, draft)


@router.post("/{import_id}/answers")
def answer(request: Request, db: Db, desk: Organiser, import_id: int, typed: Typed) -> Response:
    """Each answered question comes as its key and the chosen answer; empty ones stay open."""
    draft = store.import_of(db, desk.conference_id, import_id)
    answers = {
        key: typed.get(f"other-{number}") or typed.get(f"answer-{number}", "")
        for number in range(QUESTIONS)
        if (key := typed.get(f"key-{number}"))
    }
    work.answer(db, draft, {key: chosen for key, chosen in answers.items() if chosen})
    return see(request, _address(desk, draft))


@router.post("/{import_id}/commitment")
def commit(request: Request, db: Db, desk: Organiser, import_id: int) -> Response:
    draft = store.import_of(db, desk.conference_id, import_id)
    is_saved = work.commit(db, desk.author, draft)
    return see(request, _address(desk, draft) + ("" if is_saved else "?outdated=true"))


@router.post("/{import_id}/withdrawal")
def undo(request: Request, db: Db, desk: Organiser, import_id: int) -> Response:
    draft = store.import_of(db, desk.conference_id, import_id)
    work.undo(db, desk.author, draft)
    return see(request, _address(desk, draft))


@router.post("/{import_id}/cancellation")
def cancel(request: Request, db: Db, desk: Organiser, import_id: int) -> Response:
    work.cancel(db, store.import_of(db, desk.conference_id, import_id))
    return see(request, f"/conferences/{desk.conference.slug}/roster")


def _imports(request: Request, db: Db, desk: Desk, form: Form[View], status: int = 200) -> Response:
    found = store.imports(db, desk.conference_id)
    return page(
        request,
        "roster/imports.html",
        status,
        desk=desk,
        imports=found,
        units=_units(db, desk),
        form=form,
    )


def _waiting(request: Request, desk: Desk, draft: RosterImport) -> Response:
    failure = told(draft.failure) if draft.failure else ""
    is_lost = work.is_lost(draft, clock.now())
    return page(
        request, "roster/waiting.html", desk=desk, draft=draft, failure=failure, is_lost=is_lost
    )


def _read_on(request: Request, desk: Desk, draft: RosterImport) -> Response:
    """Read in the background once this request's changes are committed."""
    answer = see(request, _address(desk, draft))
    answer.background = BackgroundTask(
        work.read, database(request), draft.id, scan_command(request)
    )
    return answer


def _after_reading(db: Db, desk: Desk, draft: RosterImport) -> str:
    """First to the columns, unless somebody has confirmed those of every table before."""
    here = _address(desk, draft)
    content = store.content_of(db, draft.id)
    if draft.state is not State.READY or content.reading is None:
        return here
    whys = [one["why"] for table in content.reading["tables"] for one in table["columns"]]
    return here if {"corrected", "remembered"} & set(whys) else f"{here}/columns"


def _unclear(content: RosterContent) -> list[str]:
    """Headings of columns with texts that nothing was made of."""
    tables = content.reading["tables"] if content.reading else []
    return [
        one["heading"] or one["letter"]
        for table in tables
        for one in table["columns"]
        if one["why"] == "unknown" and one["field"] == "ignored" and one["samples"]
    ]


def _sender(db: Db, desk: Desk, typed: dict[str, str]) -> int | None:
    chosen = typed.get("sender_id", "")
    ids = [int(chosen)] if chosen.isdigit() and len(chosen) < len("1000000000") else []
    return next(iter(conferences.units_by_id(db, desk.conference_id, ids)), None)


def _units(db: Db, desk: Desk) -> list[tuple[int, str]]:
    return [(unit.id, unit.name) for unit in conferences.units(db, desk.conference_id)]


def _address(desk: Desk, draft: RosterImport) -> str:
    return f"/conferences/{desk.conference.slug}/roster/{draft.id}"
