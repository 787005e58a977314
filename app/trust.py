"""The page that helps a phone to trust this server, on an address that needs no trust yet."""

import socket
import threading
from pathlib import Path

import uvicorn
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import FileResponse, Response
from starlette.routing import Mount, Route

from app.paper import qr
from app.settings import Settings
from app.web.assets import Assets
from app.web.headers import SecurityMiddleware
from app.web.pages import page
from app.web.printed import network_address, public_base


def trust_app(authority: Path, here: str, secure: str) -> Starlette:
    """``here`` is this page's own address, ``secure`` that of the application over https."""

    def show(request: Request) -> Response:
        return page(request, "trust.html", here=here, secure=secure, code=qr.svg(here.upper()))

    def certificate(_: Request) -> Response:
        return FileResponse(
            authority, media_type="application/x-x509-ca-cert", filename="nghi-su-ca.crt"
        )

    app = Starlette(
        routes=[Route("/", show), Route("/ca.crt", certificate), Mount("/static", Assets())]
    )
    app.add_middleware(SecurityMiddleware)
    return app


def trust_page(settings: Settings) -> str:
    """The page's address: the next port to the application's."""
    return f"http://{network_address()}:{settings.port + 1}"


def serve_beside(settings: Settings, authority: Path) -> None:
    """In a thread that ends with the process."""
    app = trust_app(authority, trust_page(settings), public_base(settings, "https"))
    config = uvicorn.Config(app, host=settings.host, port=settings.port + 1, log_level="warning")
    server = uvicorn.Server(config)
    threading.Thread(target=server.run, daemon=True).start()


def names(host: str) -> list[str]:
    """What this machine may be called from the hall: its addresses and its names."""
    own = socket.gethostname()
    return list(dict.fromkeys(["localhost", "127.0.0.1", host, own, f"{own}.local"]))
