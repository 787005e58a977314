"""The command line, for the office's IT person: ``python -m app --help``."""

import json
from typing import Annotated

import typer
import uvicorn

from app import clock, schema, serving
from app.accounts import passwords
from app.accounts import store as accounts
from app.conferences import store as conferences
from app.conferences.history import Author
from app.conferences.rules import DeskRole
from app.db import Database
from app.errors import Told
from app.settings import Settings

cli = typer.Typer(
    help="Nghị Sự: plan a conference, seat it, run it.",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
)
user = typer.Typer(help="Staff who sign in.", no_args_is_help=True)
cli.add_typer(user, name="user")

AsJson = Annotated[bool, typer.Option("--json", help="Print what a machine can read.")]
AT_COMMAND_LINE = "Dòng lệnh"


@cli.command()
def serve(
    host: Annotated[str | None, typer.Option(help="Address to listen on; else HOST.")] = None,
    port: Annotated[int | None, typer.Option(help="Port to listen on; else PORT.")] = None,
) -> None:
    """Prepare the database where needed, say how to sign in, and serve."""
    settings = Settings()
    settings.host, settings.port = host or settings.host, port or settings.port
    serving.prepare(settings)
    serving.raise_file_limit()
    _greet(serving.welcome(settings))
    uvicorn.run(
        "app.main:build",
        factory=True,
        host=settings.host,
        port=settings.port,
        log_level="warning",
        access_log=False,  # addresses of delegates' pages are secrets
        timeout_graceful_shutdown=2,  # followers of the live page never hang up by themselves
    )


@cli.command()
def migrate(
    to: Annotated[str, typer.Option(help="A migration's number, head or base.")] = "head",
) -> None:
    """Bring the database's tables to this version, or to another one."""
    schema.migrate(Settings().database, to)


@cli.command()
def seed(as_json: AsJson = False) -> None:
    """Plant the seeds where there is nothing yet; otherwise leave everything as it is."""
    settings = Settings()
    serving.prepare(settings)
    with Database(settings.database).reading() as db:
        first = accounts.staff_named(db, serving.FIRST_USER)
        slugs = [conference.slug for conference in conferences.conferences_of(db, first)]
    typer.echo(json.dumps({"conferences": slugs}) if as_json else "\n".join(slugs))


@user.command("add")
def add_user(
    username: str,
    name: Annotated[str, typer.Option(help="The name people know.")],
    conference: Annotated[str | None, typer.Option(help="Slug of their conference.")] = None,
    role: Annotated[DeskRole, typer.Option(help="Their role there.")] = DeskRole.VIEWER,
    administrator: Annotated[bool, typer.Option(help="Sees and changes everything.")] = False,
    as_json: AsJson = False,
) -> None:
    """Add a member of staff; prints the password they sign in with for the first time."""
    password = passwords.first_password()
    now = clock.now()
    with _database().writing() as db:
        staff = accounts.add_staff(
            db, username, name, password, now, is_administrator=administrator
        )
        if conference is not None:
            found = conferences.conference_named(db, conference)
            conferences.admit(db, Author(None, AT_COMMAND_LINE, now), found, staff, role)
    answer = {"username": staff.username, "password": password}
    typer.echo(json.dumps(answer) if as_json else f"{staff.username}: {password}")


def _database() -> Database:
    settings = Settings()
    serving.prepare(settings)
    return Database(settings.database)


def _greet(welcome: serving.Welcome) -> None:
    lines = [
        ("Mở / open", welcome.address),
        ("Trong mạng nội bộ / from phones", welcome.in_the_hall),
        ("Tên đăng nhập / user", welcome.username),
        ("Mật khẩu / password", welcome.password or "(đã được đổi / changed)"),
        ("Trang một đại biểu / a delegate's page", welcome.delegate or "-"),
    ]
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
