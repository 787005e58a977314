"""``python -m app user``: staff who sign in."""

import json
from typing import Annotated

import typer

from app import clock
from app.accounts import passwords
from app.accounts import store as accounts
from app.commands.database import ready
from app.conferences import store as conferences
from app.conferences.history import Author
from app.conferences.rules import DeskRole

user = typer.Typer(help="Staff who sign in.", no_args_is_help=True)

AT_COMMAND_LINE = "Dòng lệnh"


@user.command("add")
def add(
    username: str,
    name: Annotated[str, typer.Option(help="The name people know.")],
    conference: Annotated[str | None, typer.Option(help="Slug of their conference.")] = None,
    role: Annotated[DeskRole, typer.Option(help="Their role there.")] = DeskRole.VIEWER,
    administrator: Annotated[bool, typer.Option(help="Sees and changes everything.")] = False,
    as_json: Annotated[bool, typer.Option("--json", help="Print for machines.")] = False,
) -> None:
    """Add a member of staff; prints the password they sign in with for the first time."""
    password = passwords.first_password()
    now = clock.now()
    with ready().writing() as db:
        staff = accounts.add_staff(
            db, username, name, password, now, is_administrator=administrator
        )
        if conference is not None:
            found = conferences.conference_named(db, conference)
            conferences.admit(db, Author(None, AT_COMMAND_LINE, now), found, staff, role)
        answer = {"username": staff.username, "password": password}
    typer.echo(json.dumps(answer) if as_json else f"{answer['username']}: {password}")


@user.command("list")
def listed(
    as_json: Annotated[bool, typer.Option("--json", help="Print for machines.")] = False,
) -> None:
    """Everybody who may sign in."""
    with ready().reading() as db:
        found = [
            {"username": staff.username, "name": staff.full_name} for staff in accounts.everyone(db)
        ]
    lines = [f"{one['username']}\t{one['name']}" for one in found]
    typer.echo(json.dumps(found, ensure_ascii=False) if as_json else "\n".join(lines))
