"""Failures become answers: a page, a notice in the page, or JSON, with the sentence for people."""

import logging
from http import HTTPStatus

from fastapi import FastAPI
from fastapi.exceptions import RequestValidationError
from sqlalchemy.exc import DataError
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import JSONResponse, RedirectResponse, Response

from app.errors import Forbidden, NotFound, Refused, SignInNeeded, Told, TooMany
from app.web.language import explained, say
from app.web.pages import is_fragment, page

_log = logging.getLogger(__name__)
_STATUS: dict[type[Told], int] = {
    SignInNeeded: 401,
    Forbidden: 403,
    NotFound: 404,
    Refused: 409,
    TooMany: 429,
}
_SENTENCES = {
    400: "Yêu cầu không đọc được",
    404: "Không tìm thấy",
    405: "Không thực hiện được ở địa chỉ này",
    413: "Dữ liệu gửi lên quá lớn",
    422: "Thông tin gửi lên chưa đúng",
    500: "Hệ thống gặp lỗi. Việc vừa làm chưa được lưu, hãy thử lại",
}


def answer_problems(app: FastAPI) -> None:
    """Let ``app`` answer every failure in the reader's language."""
    app.add_exception_handler(Told, _told)
    app.add_exception_handler(HTTPException, _http)
    app.add_exception_handler(RequestValidationError, _invalid)
    app.add_exception_handler(OverflowError, _too_large)
    app.add_exception_handler(DataError, _too_large)
    app.add_exception_handler(Exception, _unexpected)


def problem(request: Request, status: int, sentence: str) -> Response:
    """The same failure, as the caller can show it."""
    if request.url.path.startswith("/api/"):
        return JSONResponse({"status": status, "detail": sentence}, status)
    if is_fragment(request):
        notice = page(request, "ui/_notice.html", status, sentence=sentence)
        notice.headers["HX-Retarget"] = "#notice"
        notice.headers["HX-Reswap"] = "outerHTML"
        return notice
    return page(request, "problem.html", status, sentence=sentence, code=status)


def _told(request: Request, failure: Exception) -> Response:
    assert isinstance(failure, Told)
    status = next(found for kind, found in _STATUS.items() if isinstance(failure, kind))
    is_page = request.method == "GET" and not request.url.path.startswith("/api/")
    if status == HTTPStatus.UNAUTHORIZED and is_page:
        wanted = "" if is_fragment(request) else f"?next={request.url.path}"
        if is_fragment(request):
            return Response(status_code=204, headers={"HX-Redirect": "/sign-in"})
        return RedirectResponse(f"/sign-in{wanted}", 303)
    return problem(request, status, explained(failure))


def _http(request: Request, failure: Exception) -> Response:
    assert isinstance(failure, HTTPException)
    sentence = _SENTENCES.get(failure.status_code, HTTPStatus(failure.status_code).phrase)
    answer = problem(request, failure.status_code, say(sentence))
    answer.headers.update(failure.headers or {})
    return answer


def _invalid(request: Request, failure: Exception) -> Response:
    assert isinstance(failure, RequestValidationError)
    if request.url.path.startswith("/api/"):
        faults = [{"at": list(e["loc"]), "fault": e["msg"]} for e in failure.errors()]
        detail = say(_SENTENCES[422])
        return JSONResponse({"status": 422, "detail": detail, "faults": faults}, 422)
    return problem(request, 422, say(_SENTENCES[422]))


def _too_large(request: Request, _: Exception) -> Response:
    """A number or a character no database can hold: nothing by that name is there."""
    return problem(request, 404, say(_SENTENCES[404]))


def _unexpected(request: Request, _: Exception) -> Response:
    _log.error(
        "%s %s", request.method, request.scope["route"].path if "route" in request.scope else "?"
    )
    return problem(request, 500, say(_SENTENCES[500]))
