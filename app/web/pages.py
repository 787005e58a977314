"""Pages and fragments from templates."""

from collections.abc import Callable
from datetime import date, datetime
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from starlette.requests import Request
from starlette.responses import HTMLResponse, RedirectResponse, Response

from app import vietnamese
from app.web.assets import asset
from app.web.language import language, number, say, speaking

_TEMPLATES = Path(__file__).parents[1] / "templates"


def _weekday(day: date | datetime) -> str:
    return say(vietnamese.weekday_text(day))


def _on_paper(caller: Callable[[], str]) -> str:
    """``{% call on_paper() %}``: printed forms are Vietnamese, whatever the screen speaks."""
    with speaking("vi"):
        return caller()


templates = Environment(
    loader=FileSystemLoader(_TEMPLATES),
    autoescape=True,
    undefined=StrictUndefined,
    trim_blocks=True,
    lstrip_blocks=True,
    auto_reload=False,
)
templates.globals.update(_=say, asset=asset, language=language, on_paper=_on_paper)
templates.filters.update(
    epoch=lambda moment: round(moment.timestamp() * 1000),  # what browsers count from
    day=vietnamese.day_text,
    weekday=_weekday,
    time=vietnamese.time_text,
    programme_time=vietnamese.programme_time_text,
    moment=vietnamese.moment_text,
    number=number,
)


def render(template: str, **values: object) -> str:
    """The template's text, where no request asks for it."""
    return templates.get_template(template).render(**values)


def page(request: Request, template: str, status: int = 200, **values: object) -> Response:
    """A page or a fragment: the template with ``values``, and ``request``."""
    return HTMLResponse(render(template, request=request, **values), status)


def is_fragment(request: Request) -> bool:
    """True where htmx asks for a part of the page it already shows."""
    return "hx-request" in request.headers and "hx-history-restore-request" not in request.headers


def see(request: Request, address: str) -> Response:
    """After a change: go and see the result at ``address``."""
    if is_fragment(request):
        return Response(status_code=204, headers={"HX-Redirect": address})
    return RedirectResponse(address, 303)
