"""``python -m app outbox``: sending what was released, where no server runs."""

import json
from typing import Annotated

import typer

from app.commands.database import ready, settings
from app.errors import Refused
from app.outbox.rules import Outcome
from app.outbox.sender import send_due

outbox = typer.Typer(help="The outbox: letters that a person has released.", no_args_is_help=True)


@outbox.command("send")
def send(as_json: Annotated[bool, typer.Option("--json", help="For machines.")] = False) -> None:
    """Send every letter that is released and due, once. Nothing else is ever sent."""
    if not settings().smtp_host:
        raise Refused("Chưa đặt máy chủ thư: SMTP_HOST")
    done = send_due(ready(), settings())
    counts = {outcome.value: done[outcome] for outcome in Outcome if outcome is not Outcome.BY_HAND}
    lines = [f"{name}: {count}" for name, count in counts.items()]
    typer.echo(json.dumps(counts) if as_json else "\n".join(lines))


@outbox.callback()
def _group() -> None:
    """A group, though it has one command."""
