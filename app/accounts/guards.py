"""Who is asking: a signed-in browser, or a program with a token."""

import hmac
from dataclasses import dataclass
from typing import Annotated

from fastapi import Depends
from fastapi.security import HTTPAuthorizationCredentials, HTTPBearer
from starlette.requests import Request

from app import clock
from app.accounts import store
from app.accounts.models import Staff, StaffSession
from app.errors import Forbidden, SignInNeeded
from app.web.session import Db

COOKIE = "session"
_SAFE = {"GET", "HEAD"}
_bearer = HTTPBearer(auto_error=False, description="Mã truy cập của chương trình")


@dataclass(frozen=True)
class SignedIn:
    """A member of staff at a browser."""

    staff: Staff
    session: StaffSession

    @property
    def csrf(self) -> str:
        """What every form of this session must send back."""
        return self.session.csrf


async def _sent_csrf(request: Request) -> str:
    if request.method in _SAFE:
        return ""
    in_header = request.headers.get("x-csrf-token")
    return in_header or str((await request.form()).get("csrf", ""))


def signed_in(request: Request, db: Db, csrf: Annotated[str, Depends(_sent_csrf)]) -> SignedIn:
    """Raises SignInNeeded for a stranger, Forbidden for a change without the CSRF token."""
    secret = request.cookies.get(COOKIE)
    found = store.session_of(db, secret, clock.now()) if secret else None
    if found is None:
        raise SignInNeeded
    session, staff = found
    if request.method not in _SAFE and not hmac.compare_digest(
        csrf.encode(), session.csrf.encode()
    ):
        raise Forbidden("Biểu mẫu đã cũ, hãy tải lại trang rồi làm lại")
    return SignedIn(staff, session)


def program(
    db: Db, credentials: Annotated[HTTPAuthorizationCredentials | None, Depends(_bearer)]
) -> Staff:
    """The member of staff for whom a program acts. Raises SignInNeeded for a wrong token."""
    holder = store.holder_of_token(db, credentials.credentials) if credentials else None
    if holder is None:
        raise SignInNeeded("Cần mã truy cập còn hiệu lực")
    return holder


Here = Annotated[SignedIn, Depends(signed_in)]
Program = Annotated[Staff, Depends(program)]
