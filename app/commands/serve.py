"""``python -m app serve``: prepare what is missing, say how to sign in, and serve."""

from typing import Annotated

import typer
import uvicorn

from app import serving, trust
from app.settings import Settings

serve = typer.Typer()


@serve.command("serve")
def run(
    host: Annotated[str | None, typer.Option(help="Address to listen on; else HOST.")] = None,
    port: Annotated[int | None, typer.Option(help="Port to listen on; else PORT.")] = None,
    workers: Annotated[
        int, typer.Option(min=1, help="Processes; more than one need PostgreSQL.")
    ] = 1,
    tls: Annotated[bool, typer.Option(help="Over https, with certificates of its own.")] = False,
) -> None:
    """Prepare the database where needed, say how to sign in, and serve."""
    settings = Settings()
    settings.host, settings.port = host or settings.host, port or settings.port
    serving.check_workers(settings, workers)
    serving.prepare(settings)
    serving.raise_file_limit()
    certificates = serving.secured(settings) if tls else None
    if certificates:
        trust.serve_beside(settings, certificates.authority)
    _greet(serving.welcome(settings, "https" if tls else "http"), settings, tls)
    uvicorn.run(
        "app.main:build",
        factory=True,
        host=settings.host,
        port=settings.port,
        workers=workers,
        timeout_worker_healthcheck=60,  # a busy machine must not lose a worker that works
        http="app.web.connections:Connection",
        log_level="warning",
        access_log=False,  # addresses of delegates' pages are secrets
        timeout_graceful_shutdown=2,  # followers of the live page never hang up by themselves
        ssl_certfile=certificates.certificate if certificates else None,
        ssl_keyfile=certificates.key if certificates else None,
    )


def _greet(welcome: serving.Welcome, settings: Settings, tls: bool) -> None:
    lines = [
        ("Mở / open", welcome.address),
        ("Trong mạng nội bộ / from phones", welcome.in_the_hall),
        ("Tên đăng nhập / user", welcome.username),
        ("Mật khẩu / password", welcome.password or "(đã được đổi / changed)"),
        ("Trang một đại biểu / a delegate's page", welcome.delegate or "-"),
    ]
    if tls:
        page = trust.trust_page(settings)
        lines.append(("Trang để điện thoại tin cậy / trust", page))
    widest = max(len(label) for label, _ in lines)
    typer.echo("\n  Nghị Sự\n")
    for label, value in lines:
        typer.echo(f"  {label:{widest}}  {value}")
    typer.echo("")
