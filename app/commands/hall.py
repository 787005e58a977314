"""``python -m app hall``: the plan of the hall, in and out."""

import json
import sys
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from app import clock
from app.commands.database import ready
from app.commands.naming import with_hall
from app.commands.user import AT_COMMAND_LINE
from app.conferences.history import Author
from app.errors import Refused
from app.halls import changes
from app.halls.faults import BadPlan
from app.halls.laying import SeatsLost, layout_of
from app.halls.layout import Layout
from app.halls.receiving import Received, named_after, receive
from app.halls.surveying import Side
from app.seating.store import hall_to_fill, taken
from app.vietnamese import number_text
from app.web.language import explained, say_counts

hall = typer.Typer(help="The plan of the hall.", no_args_is_help=True)

Slug = Annotated[
    str | None,
    typer.Option("--conference", help="Slug; may be left out where only one has a hall."),
]
AsJson = Annotated[bool, typer.Option("--json", help="Print for machines.")]


class Format(StrEnum):
    """``json`` holds everything that is known; ``pretix`` what other programs read."""

    PRETIX = "pretix"
    JSON = "json"


@hall.command("import")
def import_(
    file: Annotated[Path, typer.Argument(exists=True, dir_okay=False)],
    conference: Slug = None,
    side: Annotated[Side | None, typer.Option(help="Where on the drawing the stage is.")] = None,
    annex: Annotated[
        bool, typer.Option("--annex", help="Add it as a second hall, for those who find no seat.")
    ] = False,
    name: Annotated[
        str, typer.Option(help="How it is called; else as the plan or the file says.")
    ] = "",
    as_json: AsJson = False,
) -> None:
    """Put up the hall of FILE: a pretix plan, a grid in .xlsx, or what export wrote.

    Ends with 1, and changes nothing, where the file is wrong or a taken seat would be lost.
    """
    try:
        with ready().writing() as db:
            found = with_hall(db, conference)
            received = receive(file.read_bytes(), named_after(file.name), side)
            if name.strip():
                received = received.called(name.strip()[:120])
            author = Author(None, AT_COMMAND_LINE, clock.now())
            what = f"Nạp {file.name}"
            put = changes.annex if annex else changes.replace
            put(db, author, found.id, what, received, taken(db, found.id))
    except Refused as refusal:
        _tell(_refused(refusal), explained(refusal), as_json=as_json, err=True)
        raise typer.Exit(1) from refusal
    report = _report(received)
    seats = number_text(len(received.layout.seats))
    lines = [f"{seats} ghế, {report['blocks']} khu, {report['aisles']} chỗ có lối đi"]
    lines += [f"- {odd.value} ({number_text(count)})" for odd, count in received.notes.items()]
    _tell(report, "\n".join(lines), as_json=as_json)


@hall.command("export")
def export(
    conference: Slug = None,
    format_: Annotated[Format, typer.Option("--format", help="Whose form.")] = Format.PRETIX,
    to: Annotated[Path | None, typer.Option(help="File to write; else standard output.")] = None,
    as_json: AsJson = False,
) -> None:
    """The hall as JSON; byte for byte the pretix plan it came from, if its seats are the same."""
    with ready().reading() as db:
        found = with_hall(db, conference)
        layout = layout_of(hall_to_fill(db, found.id))
        is_pretix = format_ is Format.PRETIX
        text = changes.exported(db, found.id) if is_pretix else layout.model_dump_json(indent=1)
    if to is None:
        sys.stdout.buffer.write(text.encode())
        return
    to.write_bytes(text.encode())
    report = {**_counts(layout), "file": str(to), "bytes": len(text.encode())}
    _tell(report, f"{to}: {report['seats']}", as_json=as_json)


def _tell(report: dict[str, object], text: str, *, as_json: bool, err: bool = False) -> None:
    typer.echo(json.dumps(report, ensure_ascii=False) if as_json else text, err=err and not as_json)


def _counts(layout: Layout) -> dict[str, object]:
    return {
        "hall": layout.name,
        "seats": len(layout.seats),
        "blocks": len(layout.blocks),
        "aisles": sum(seat.is_after_aisle for seat in layout.seats),
    }


def _report(received: Received) -> dict[str, object]:
    notes = [{"what": odd.value, "count": count} for odd, count in received.notes.items()]
    return {**_counts(received.layout), "imported": True, "notes": notes}


def _refused(refusal: Refused) -> dict[str, object]:
    report: dict[str, object] = {"imported": False, "why": explained(refusal)}
    if isinstance(refusal, BadPlan):
        report["faults"] = [
            {"path": fault.path, "what": say_counts(fault.what, **fault.values)}
            for fault in refusal.faults
        ]
    if isinstance(refusal, SeatsLost):
        report["lost"] = refusal.seats
    return report
