"""``python -m app live``: where the morning stands, and what was afterwards."""

import json
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from app.commands.database import ready
from app.conferences.store import conference_named
from app.live import exports, store
from app.live.morning import Morning
from app.vietnamese import time_text

live = typer.Typer(help="The morning itself.", no_args_is_help=True)

Slug = Annotated[str, typer.Option("--conference", help="Slug of the conference.")]


class Format(StrEnum):
    XLSX = "xlsx"
    DOCX = "docx"


@live.command("status")
def status(
    conference: Slug, as_json: Annotated[bool, typer.Option("--json", help="For machines.")] = False
) -> None:
    """What is on, how late it is, when the rest is expected."""
    with ready().reading() as db:
        found = store.morning(db, conference_named(db, conference))
    told = _told(found)
    if as_json:
        typer.echo(json.dumps(told, ensure_ascii=False))
        return
    on = found.current
    typer.echo(f"{on.number} {on.title}" if on else found.state.phase.value)
    if on:
        typer.echo(f"chậm {found.minutes_late} phút" if found.minutes_late else "đúng giờ")
    for line in found.items:
        if line.expected is not None:
            span = f"{time_text(line.expected.starts_at)}-{time_text(line.expected.ends_at)}"
            typer.echo(f"{span}  {line.item.number}. {line.item.title}")


@live.command("report")
def report(
    conference: Slug,
    as_format: Annotated[Format, typer.Option("--format", help="Sheet, or draft minutes.")],
    to: Annotated[Path | None, typer.Option("--to", help="File to write; else output.")] = None,
) -> None:
    """Planned against actual as a sheet, or what the minutes are written from."""
    with ready().reading() as db:
        held = conference_named(db, conference)
        found = store.reported(db, held)
    make = exports.sheet_of if as_format is Format.XLSX else exports.minutes_of
    made = make(held, found)
    if to is None:
        typer.get_binary_stream("stdout").write(made)
    else:
        to.write_bytes(made)
        typer.echo(str(to))


def _told(found: Morning) -> dict[str, object]:
    return {
        "phase": found.state.phase,
        "sequence": found.state.sequence,
        "key": found.state.key,
        "minutes_late": found.minutes_late,
        "ends_at": found.ends_at.isoformat() if found.ends_at else None,
        "waiting": [cue.key for cue in found.remaining],
    }
