"""``python -m app runsheet``: the run sheet to take away."""

from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from app.commands.database import ready
from app.conferences.store import conference_named
from app.runsheet import exports, store

runsheet = typer.Typer(help="The run sheet (kịch bản điều hành).", no_args_is_help=True)


class Format(StrEnum):
    DOCX = "docx"
    PDF = "pdf"


@runsheet.command("export")
def export(
    conference: Annotated[str, typer.Option("--conference", help="Slug of the conference.")],
    as_format: Annotated[Format, typer.Option("--format", help="What to make.")],
    to: Annotated[Path | None, typer.Option("--to", help="File to write; else output.")] = None,
) -> None:
    """The booklet: the sheet in columns, then the MC's words."""
    with ready().reading() as db:
        sheet = store.sheet(db, conference_named(db, conference))
    make = exports.booklet_pdf if as_format is Format.PDF else exports.booklet_docx
    made = make(sheet)
    if to is None:
        typer.get_binary_stream("stdout").write(made)
    else:
        to.write_bytes(made)
        typer.echo(str(to))


@runsheet.callback()
def _group() -> None:
    """A group, though it has one command."""
