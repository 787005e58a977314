"""``python -m app checklist``: what is still to be done, to read and to take away."""

import json
from pathlib import Path
from typing import Annotated

import typer

from app.checklist import exports, lists, store
from app.checklist.api import out
from app.checklist.exports import Format, Paper
from app.checklist.lists import Show
from app.checklist.rules import Entry
from app.checklist.words import title
from app.commands.database import ready
from app.conferences.store import conference_named, present
from app.errors import NotFound
from app.vietnamese import moment_text

checklist = typer.Typer()


@checklist.command("checklist")
def listed(
    conference: Annotated[str, typer.Option("--conference", help="Slug of the conference.")],
    show: Annotated[Show, typer.Option("--show", help="Which part of it.")] = Show.OPEN,
    unit: Annotated[str, typer.Option("--unit", help="Only this unit's, by its whole name.")] = "",
    as_machine: Annotated[bool, typer.Option("--json", help="For machines.")] = False,
    paper: Annotated[
        Paper | None, typer.Option("--paper", help="Write this paper instead.")
    ] = None,
    as_format: Annotated[
        Format, typer.Option("--format", help="What to make of the paper.")
    ] = Format.DOCX,
    to: Annotated[
        Path | None, typer.Option("--to", help="File for the paper; else output.")
    ] = None,
) -> None:
    """What is still to be done, by whom, by when; or the assignment table and progress report."""
    with ready().reading() as db:
        here = conference_named(db, conference)
        rehearsal, now = present(db, here.id)
        rehearsal_id = rehearsal.id if rehearsal else None
        named = {body.name: body.id for body in store.bodies(db, here.id).values()}
        if unit and unit not in named:
            raise NotFound("Không có đơn vị này")
        if paper is not None:
            papers = exports.collected(db, here, rehearsal_id, now, named.get(unit))
            _write(exports.made(papers, paper, as_format), to)
            return
        entries = store.entries(db, here, rehearsal_id, now)
    mine = [e for e in entries if not unit or e.duty.concerns(named[unit])]
    shown = lists.chosen(mine, show)
    if as_machine:
        found = [out(entry).model_dump(mode="json") for entry in shown]
        typer.echo(json.dumps(found, ensure_ascii=False, indent=2))
        return
    for entry in lists.earliest_first(shown):
        typer.echo(_line(entry))


def _line(entry: Entry) -> str:
    when = moment_text(entry.deadline) if entry.deadline else entry.timing or "-"
    whose = entry.unit.name if entry.unit else "-"
    count = f" {entry.have}/{entry.want}" if entry.want else ""
    return f"{entry.standing:9}  {when:17}  {whose}: {title(entry)}{count}"


def _write(made: bytes, to: Path | None) -> None:
    if to is None:
        typer.get_binary_stream("stdout").write(made)
    else:
        to.write_bytes(made)
        typer.echo(str(to))
