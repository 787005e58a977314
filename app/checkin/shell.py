"""The page at the door and its parts. It holds nobody's data, and is kept by the device."""

import hashlib
from functools import cache

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import JSONResponse, RedirectResponse, Response

from app.web.assets import ROOT, asset
from app.web.language import language
from app.web.pages import page, render

router = APIRouter(include_in_schema=False)
SHELL = "/door"
_DECODER = "/door/decoder.js"
_SCRIPT = "text/javascript"
_MODULES = sorted(path.name for path in (ROOT / "js/door").glob("*.js") if path.stem != "main")


@router.get(SHELL)
def shell(request: Request) -> Response:
    answer = page(request, "checkin/door.html")
    answer.headers["Cache-Control"] = "no-cache"
    return answer


@router.get("/D/{code}")
@router.get("/d/{code}")
def enrol(code: str) -> Response:
    """What the QR of a new device opens. After the # the code travels to no server's log."""
    return RedirectResponse(f"{SHELL}#{code.upper()}", 303)


@router.get("/door/sw.js")
def service_worker() -> Response:
    """Keeps the page and everything it needs on the device; new whenever any of it is."""
    text = render("checkin/sw.js", version=_version(language()), files=_files(), shell=SHELL)
    headers = {"Cache-Control": "no-cache", "Service-Worker-Allowed": SHELL}
    return Response(text, media_type=_SCRIPT, headers=headers)


@router.get(_DECODER)
def decoder() -> Response:
    """Knows under which addresses the decoder lies."""
    return Response(
        render("checkin/decoder.js"), media_type=_SCRIPT, headers={"Cache-Control": "no-cache"}
    )


@router.get("/door/app.webmanifest")
def manifest() -> Response:
    """Lets the page stand on the device's home screen, without the browser's bars."""
    described = {
        "name": "Nghị Sự",
        "short_name": "Nghị Sự",
        "start_url": SHELL,
        "scope": SHELL,
        "display": "standalone",
        "background_color": "#ffffff",
        "theme_color": "#ffffff",
        "icons": [{"src": asset("icon.svg"), "sizes": "any", "type": "image/svg+xml"}],
    }
    return JSONResponse(described, media_type="application/manifest+json")


@cache
def _version(spoken: str) -> str:
    parts = [(ROOT / "js/door" / name).read_bytes() for name in _MODULES]
    whole = render("checkin/door.html") + render("checkin/decoder.js") + repr(_files()) + spoken
    return hashlib.sha256(b"".join(parts) + whole.encode()).hexdigest()[:12]


def _files() -> list[str]:
    named = ("css/base.css", "css/door.css", "js/door/main.js", "icon.svg")
    vendored = ("vendor/zxing-reader.js", "vendor/zxing_reader.wasm")
    modules = [f"/static/js/door/{name}" for name in _MODULES]
    return [SHELL, _DECODER, *modules, *(asset(name) for name in (*named, *vendored))]
