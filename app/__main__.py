"""The command line, for the office's IT person: ``python -m app --help``."""

import json
from typing import Annotated

import typer
import uvicorn

from app import schema, serving
from app.commands.agenda import agenda
from app.commands.database import ready
from app.commands.export import export
from app.commands.hall import hall
from app.commands.live import live
from app.commands.outbox import outbox
from app.commands.roster import roster
from app.commands.runsheet import runsheet
from app.commands.seating import seating
from app.commands.speeches import speeches
from app.commands.user import user
from app.commands.verify_log import verify_log
from app.conferences.store import slugs
from app.errors import Told
from app.settings import Settings

cli = typer.Typer(
    help="Nghị Sự: plan a conference, seat it, run it.",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
)
cli.add_typer(user, name="user")
cli.add_typer(export, name="export")
cli.add_typer(roster, name="roster")
cli.add_typer(speeches, name="speeches")
cli.add_typer(agenda, name="agenda")
cli.add_typer(outbox, name="outbox")
cli.add_typer(runsheet, name="runsheet")
cli.add_typer(hall, name="hall")
cli.add_typer(live, name="live")
cli.add_typer(seating, name="seating")
cli.command("verify-log")(verify_log)


@cli.command()
def serve(
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
    secured = serving.secured(settings) if tls else None
    _greet(serving.welcome(settings, "https" if tls else "http"), secured)
    uvicorn.run(
        "app.main:build",
        factory=True,
        host=settings.host,
        port=settings.port,
        workers=workers,
        timeout_worker_healthcheck=60,  # a busy machine must not lose a worker that works
        log_level="warning",
        access_log=False,  # addresses of delegates' pages are secrets
        timeout_graceful_shutdown=2,  # followers of the live page never hang up by themselves
        ssl_certfile=secured.certificates.certificate if secured else None,
        ssl_keyfile=secured.certificates.key if secured else None,
    )


@cli.command()
def migrate(
    to: Annotated[str, typer.Option(help="A migration's number, head or base.")] = "head",
) -> None:
    """Bring the database's tables to this version, or to another one."""
    settings = Settings()
    settings.data_dir.mkdir(parents=True, exist_ok=True, mode=0o700)
    schema.migrate(settings.database, to)


@cli.command()
def seed(as_json: Annotated[bool, typer.Option("--json", help="For machines.")] = False) -> None:
    """Plant the seeds where there is nothing yet; otherwise leave everything as it is."""
    with ready().reading() as db:
        planted = slugs(db)
    typer.echo(json.dumps({"conferences": planted}) if as_json else "\n".join(planted))


def _greet(welcome: serving.Welcome, secured: serving.Secured | None) -> None:
    lines = [
        ("Mở / open", welcome.address),
        ("Trong mạng nội bộ / from phones", welcome.in_the_hall),
        ("Tên đăng nhập / user", welcome.username),
        ("Mật khẩu / password", welcome.password or "(đã được đổi / changed)"),
        ("Trang một đại biểu / a delegate's page", welcome.delegate or "-"),
    ]
    if secured:
        lines.append(("Trang để điện thoại tin cậy / trust", secured.trust_page))
    widest = max(len(label) for label, _ in lines)
    typer.echo("\n  Nghị Sự\n")
    for label, value in lines:
        typer.echo(f"  {label:{widest}}  {value}")
    typer.echo("")


def main() -> None:
    try:
        cli()
    except Told as refusal:
        typer.echo(str(refusal), err=True)
        raise SystemExit(1) from refusal


if __name__ == "__main__":
    main()
