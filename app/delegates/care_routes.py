"""Personal data on screen: who looked, what people are told, and removing it after the event."""

from fastapi import APIRouter
from pydantic import BaseModel, Field
from starlette.requests import Request
from starlette.responses import Response

from app.conferences.guards import Desk, Organiser
from app.delegates import personal, sums
from app.delegates.rules import notice_of
from app.delegates.views import home
from app.errors import Refused
from app.web.forms import Form, Typed, read
from app.web.language import say
from app.web.pages import page, see
from app.web.session import Db

router = APIRouter(prefix="/conferences/{slug}/delegates", include_in_schema=False)

CONFIRMED = "ẩn danh"  # typed by whoever means it


class NoticeForm(BaseModel):
    """The words about personal data on an invitation; empty for the usual ones."""

    notice: str = Field(default="", max_length=2_000)


@router.get("/care")
def care(request: Request, db: Db, desk: Organiser, before: int | None = None) -> Response:
    return _care(request, db, desk, Form({}), before)


@router.post("/care/notice")
def set_notice(request: Request, db: Db, desk: Organiser, typed: Typed) -> Response:
    form = read(NoticeForm, typed)
    if form.value is None:
        return _care(request, db, desk, form, status=422)
    text = form.value.notice
    usual = text == notice_of(desk.conference.host)
    personal.set_notice(db, desk.author, desk.conference, "" if usual else text)
    return see(request, home(desk, "care"))


@router.post("/care/anonymisation")
def anonymise(request: Request, db: Db, desk: Organiser, typed: Typed) -> Response:
    """Once, after the conference, and never back."""
    if typed.get("confirmed", "").strip().casefold() != CONFIRMED:
        form: Form[NoticeForm] = Form(typed)
        form.is_wrong("confirmed", say("Gõ đúng chữ “ẩn danh” để xác nhận"))
        return _care(request, db, desk, form, status=422)
    if desk.rehearsal is not None:
        raise Refused("Đang diễn tập. Tắt đồng hồ diễn tập rồi mới ẩn danh")
    personal.anonymise(db, desk.author, desk.conference, desk.now)
    return see(request, home(desk, "care"))


def _care(
    request: Request,
    db: Db,
    desk: Desk,
    form: Form[NoticeForm],
    before: int | None = None,
    status: int = 200,
) -> Response:
    typed = {"notice": personal.notice(db, desk.conference), **form.typed}
    return page(
        request,
        "delegates/care.html",
        status,
        desk=desk,
        form=Form(typed, form.errors),
        care=personal.care(db, desk.conference_id),
        looks=personal.looks(db, desk.conference_id, before),
        has_ended=desk.now >= desk.conference.ends_at,
        sums=sums.sums(db, desk.conference_id),
    )
