"""The outbox on screen: what waits, what went, and a person's word before anything goes."""

from collections.abc import Callable, Sequence
from typing import Annotated, Self
from urllib.parse import urlencode

from fastapi import APIRouter, Query
from pydantic import BaseModel, Field, model_validator
from sqlmodel import Session
from starlette.requests import Request
from starlette.responses import Response

from app import clock
from app.conferences.guards import Desk, Organiser
from app.conferences.history import Author
from app.outbox import changes, store
from app.outbox.models import Letter
from app.outbox.rules import Act, Kind, State, is_address, may, seal
from app.settings import Settings
from app.vietnamese import HANOI
from app.web.forms import Form, Typed, read
from app.web.pages import page, see
from app.web.session import Db

router = APIRouter(prefix="/conferences/{slug}/outbox", include_in_schema=False)

_SHOWN = 12  # names before "and n more"


class View(store.Filter):
    """What part of the outbox is looked at."""

    def with_(self, **changed: object) -> str:
        """The query string of this view with some of it changed; another view begins at page 1."""
        view = self.model_validate({**self.model_dump(), "page": 1, **changed})
        return "?" + urlencode(view.model_dump(mode="json", exclude_defaults=True))


class Text(BaseModel):
    """What an organiser may change in a draft."""

    address: str = ""
    subject: str = Field(max_length=200)
    body: str = Field(max_length=20_000)

    @model_validator(mode="after")
    def reaches_somebody(self) -> Self:
        if self.address and not is_address(self.address):
            raise ValueError("Địa chỉ thư điện tử viết chưa đúng")
        return self


@router.get("")
def outbox(request: Request, db: Db, desk: Organiser, view: Annotated[View, Query()]) -> Response:
    letters, total = store.listing(db, desk.conference_id, view)
    settings: Settings = request.app.state.settings
    return page(
        request,
        "outbox/outbox.html",
        desk=desk,
        view=view,
        form=Form(view.model_dump(exclude_none=True)),
        letters=letters,
        total=total,
        pages=max(1, -(-total // store.PAGE)),
        tallies=store.tallies(db, desk.conference_id),
        has_server=bool(settings.smtp_host),
        now=clock.now(),
    )


@router.get("/release")
def before_release(request: Request, db: Db, desk: Organiser, kind: Kind | None = None) -> Response:
    """How many letters would go, and to whom."""
    drafts = store.drafts(db, desk.conference_id, kind)
    by_mail = [letter for letter in drafts if letter.address]
    settings: Settings = request.app.state.settings
    return page(
        request,
        "outbox/release.html",
        desk=desk,
        kind=kind,
        by_mail=by_mail,
        by_hand=[letter for letter in drafts if not letter.address],
        shown=_SHOWN,
        seen=seal([letter.written_at for letter in drafts]),
        is_quiet=_is_quiet(db, desk, drafts),
        has_server=bool(settings.smtp_host),
    )


@router.post("/releases")
def release_all(
    request: Request, db: Db, desk: Organiser, typed: Typed, kind: Kind | None = None
) -> Response:
    changes.release_all(db, desk.author, desk.conference_id, kind, typed.get("seen", ""))
    return see(request, _home(desk))


@router.post("/retries")
def retry_failed(request: Request, db: Db, desk: Organiser) -> Response:
    changes.retry_failed(db, desk.author, desk.conference_id)
    return see(request, _home(desk))


@router.get("/letters/{letter_id}")
def letter(request: Request, db: Db, desk: Organiser, letter_id: int) -> Response:
    found = store.letter_of(db, desk.conference_id, letter_id)
    return _letter(request, db, desk, found, Form(found.model_dump()))


@router.post("/letters/{letter_id}")
def edit(request: Request, db: Db, desk: Organiser, letter_id: int, typed: Typed) -> Response:
    found = store.letter_of(db, desk.conference_id, letter_id)
    form = read(Text, typed)
    if form.value is None:
        return _letter(request, db, desk, found, form, 422)
    text = form.value
    changes.edit(db, desk.author, found, text.address, text.subject, text.body)
    return see(request, f"{_home(desk)}/letters/{letter_id}")


@router.get("/letters/{letter_id}/attachments/{attachment_id}")
def attachment(db: Db, desk: Organiser, letter_id: int, attachment_id: int) -> Response:
    found = store.letter_of(db, desk.conference_id, letter_id)
    file = store.attachment_of(db, found.id, attachment_id)
    return Response(file.content, media_type=file.media_type)


@router.post("/letters/{letter_id}/carrying")
def carry_over(request: Request, db: Db, desk: Organiser, letter_id: int) -> Response:
    """The text was copied by hand; on to the next that waits for it."""
    found = store.letter_of(db, desk.conference_id, letter_id)
    changes.carry_over(db, desk.author, found)
    db.flush()
    following = None if found.address else store.next_by_hand(db, desk.conference_id)
    return see(request, f"{_home(desk)}/letters/{following.id if following else letter_id}")


def _act(path: str, change: Callable[[Session, Author, Letter], None]) -> None:
    """A button of the letter's page."""

    @router.post(f"/letters/{{letter_id}}/{path}", name=f"outbox {path}")
    def do(request: Request, db: Db, desk: Organiser, letter_id: int) -> Response:
        change(db, desk.author, store.letter_of(db, desk.conference_id, letter_id))
        return see(request, f"{_home(desk)}/letters/{letter_id}")


_act("release", changes.release)
_act("withdrawal", changes.withdraw)
_act("draft", changes.redraft)
_act("retry", changes.retry)
_act("arrival", changes.confirm)


def _letter(
    request: Request, db: Db, desk: Desk, found: Letter, form: Form[Text], status: int = 200
) -> Response:
    settings: Settings = request.app.state.settings
    return page(
        request,
        "outbox/letter.html",
        status,
        desk=desk,
        letter=found,
        form=form,
        files=store.attachments(db, [found.id]),
        attempts=store.attempts_of(db, found.id),
        acts={act for act in Act if may(act, found.state, found.attempts)},
        is_waiting=found.state in {State.RELEASED, State.SENDING} and bool(found.address),
        is_quiet=_is_quiet(db, desk, [found]),
        now=clock.now(),
        has_server=bool(settings.smtp_host),
        sender=settings.smtp_from,
    )


def _is_quiet(db: Session, desk: Desk, letters: Sequence[Letter]) -> bool:
    """Whether reminders among these letters would be let go at night."""
    has_reminders = any(letter.kind is Kind.REMINDER and letter.address for letter in letters)
    quiet = store.manner(db, desk.conference_id).quiet
    return has_reminders and quiet.holds(clock.now().astimezone(HANOI))


def _home(desk: Desk) -> str:
    return f"/conferences/{desk.conference.slug}/outbox"
