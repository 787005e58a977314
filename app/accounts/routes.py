"""Signing in and out, one's own password and the tokens of one's programs."""

from typing import Annotated
from urllib.parse import urlsplit

from fastapi import APIRouter, Query
from pydantic import BaseModel, Field
from starlette.requests import Request
from starlette.responses import Response

from app import clock
from app.accounts import passwords, store
from app.accounts.guards import COOKIE, Here
from app.web.forms import Form, Typed, read
from app.web.language import COOKIE as LANGUAGE_COOKIE
from app.web.language import say
from app.web.limits import limits
from app.web.pages import page, see
from app.web.session import Db, database

router = APIRouter(include_in_schema=False)

HOME = "/conferences"


class SignIn(BaseModel):
    username: str = Field(max_length=40)
    password: str = Field(max_length=200)


class NewPassword(BaseModel):
    present: str = Field(max_length=200)
    password: str = Field(min_length=passwords.SHORTEST, max_length=200)


class NewToken(BaseModel):
    name: str = Field(max_length=80)


@router.get("/")
def home() -> Response:
    return Response(status_code=303, headers={"Location": HOME})


@router.get("/sign-in")
def sign_in_form(request: Request, next: Annotated[str, Query(max_length=500)] = "") -> Response:
    return page(request, "accounts/sign_in.html", form=Form({"next": next}))


@router.post("/sign-in")
def sign_in(request: Request, typed: Typed) -> Response:
    """The password is checked outside any writing transaction: it is slow on purpose."""
    limits(request).spend("sign-in", request, times=10, seconds=300)
    form = read(SignIn, typed)
    staff = None
    if form.value is not None:
        with database(request).reading() as db:
            staff = store.recognised(db, form.value.username, form.value.password)
        if staff is None:
            form.is_wrong("password", say("Tên đăng nhập hoặc mật khẩu chưa đúng"))
    if staff is None:
        return page(request, "accounts/sign_in.html", 422, form=form)
    limits(request).forgive("sign-in", request)
    with database(request).writing() as db:
        secret = store.open_session(db, staff, clock.now())
    answer = see(request, _inside(typed.get("next", "")))
    answer.set_cookie(
        COOKIE,
        secret,
        max_age=int(store.SESSION_LASTS.total_seconds()),
        httponly=True,
        samesite="lax",
        secure=request.url.scheme == "https",
    )
    return answer


@router.post("/sign-out")
def sign_out(request: Request, db: Db, here: Here) -> Response:
    store.close_session(db, here.session)
    answer = see(request, "/sign-in")
    answer.delete_cookie(COOKIE)
    return answer


@router.get("/account")
def account(request: Request, db: Db, here: Here) -> Response:
    return page(
        request,
        "accounts/account.html",
        here=here,
        form=Form({}),
        issued=None,
        tokens=store.tokens_of(db, here.staff),
    )


@router.post("/account/password")
def change_password(request: Request, db: Db, here: Here, typed: Typed) -> Response:
    form = read(NewPassword, typed)
    if form.value and not passwords.is_right(form.value.present, here.staff.password_hash):
        form.is_wrong("present", say("Mật khẩu hiện tại chưa đúng"))
    if form.value is None:
        return page(
            request,
            "accounts/account.html",
            422,
            here=here,
            form=form,
            issued=None,
            tokens=store.tokens_of(db, here.staff),
        )
    store.change_password(db, here.staff, form.value.password, here.session)
    return see(request, "/account")


@router.post("/account/tokens")
def issue_token(request: Request, db: Db, here: Here, typed: Typed) -> Response:
    """The token stands on the answer itself: it is never shown again."""
    form = read(NewToken, typed)
    issued = store.issue_token(db, here.staff, form.value.name, clock.now()) if form.value else None
    return page(
        request,
        "accounts/account.html",
        200 if issued else 422,
        here=here,
        form=form,
        issued=issued,
        tokens=store.tokens_of(db, here.staff),
    )


@router.post("/account/tokens/{token_id}/revocation")
def revoke_token(request: Request, db: Db, here: Here, token_id: int) -> Response:
    store.revoke_token(db, here.staff, token_id, clock.now())
    return see(request, "/account")


@router.post("/language/{code}")
def choose_language(request: Request, code: str) -> Response:
    back = urlsplit(request.headers.get("referer", HOME)).path
    answer = see(request, _inside(back))
    answer.set_cookie(
        LANGUAGE_COOKIE,
        "en" if code == "en" else "vi",
        max_age=31_536_000,
        httponly=True,
        samesite="lax",
    )
    return answer


def _inside(address: str) -> str:
    """Only a path of this site may be followed after signing in."""
    parts = urlsplit(address)
    is_ours = address.startswith("/") and not address.startswith(("//", "/\\")) and not parts.netloc
    return address if is_ours else HOME
