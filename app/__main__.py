"""The command line, for the office's IT person: ``python -m app --help``.

What a command needs is loaded when the command is named: the server does not carry the others.
"""

import sys
from importlib import import_module

import typer
from pydantic import BaseModel

from app.errors import Told
from app.web.language import explained

# Before any model is made: one that is never used is never made ready. Hundreds of tables and of
# the framework's own descriptions are not: 4 MiB of every server, and a tenth of its start.
BaseModel.model_config["defer_build"] = True

# Each command, and the module of app.commands it lies in; a group of commands has its own name.
_COMMANDS = {
    "serve": "serve",
    "migrate": "database",
    "seed": "database",
    "verify-log": "verify_log",
    "checklist": "checklist",
    "agenda": "agenda",
    "export": "export",
    "hall": "hall",
    "live": "live",
    "outbox": "outbox",
    "reminders": "reminders",
    "roster": "roster",
    "runsheet": "runsheet",
    "seating": "seating",
    "speeches": "speeches",
    "user": "user",
}


def command_line(*named: str) -> typer.Typer:
    """The commands that are ``named``, or all of them where none is known."""
    cli = typer.Typer(no_args_is_help=True, pretty_exceptions_enable=False)
    cli.callback()(_about)
    wanted = [_COMMANDS[name] for name in named if name in _COMMANDS] or _COMMANDS.values()
    for module in dict.fromkeys(wanted):
        commands: typer.Typer = getattr(import_module(f"app.commands.{module}"), module)
        cli.add_typer(commands, name=module if commands.info.no_args_is_help is True else None)
    return cli


def _about() -> None:
    """Nghị Sự: plan a conference, seat it, run it."""


def main() -> None:
    try:
        command_line(*sys.argv[1:2])()
    except Told as refusal:
        typer.echo(explained(refusal), err=True)
        raise SystemExit(1) from refusal
    except OSError as fault:
        if fault.filename is None:
            raise
        typer.echo(f"{fault.filename}: {fault.strerror}", err=True)
        raise SystemExit(1) from fault


if __name__ == "__main__":
    main()
