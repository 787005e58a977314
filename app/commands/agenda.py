"""``python -m app agenda``: the timed programme, to read and to take away."""

import json
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from app import clock
from app.agenda import exports, store
from app.agenda.api import as_json
from app.agenda.releases import Issue, issue_of
from app.commands.database import ready, settings
from app.conferences.store import conference_named
from app.vietnamese import programme_time_text
from app.web.printed import public_base

agenda = typer.Typer(help="The timed programme.", no_args_is_help=True)

Slug = Annotated[str, typer.Option("--conference", help="Slug of the conference.")]
OfRelease = Annotated[
    int, typer.Option("--release", min=0, help="Number of a release; 0 is the draft.")
]


class Format(StrEnum):
    PDF = "pdf"
    DOCX = "docx"
    ICS = "ics"
    JSON = "json"
    XML = "xml"
    ONTIME = "ontime"


@agenda.command("show")
def show(
    conference: Slug,
    as_machine: Annotated[bool, typer.Option("--json", help="For machines.")] = False,
) -> None:
    """The programme as it is planned now: times, items, cues, and what does not add up."""
    with ready().reading() as db:
        day = store.day(db, conference_named(db, conference))
    if as_machine:
        typer.echo(json.dumps(as_json(day).model_dump(mode="json"), ensure_ascii=False, indent=2))
        return
    for slot in day.slots:
        typer.echo(_line(str(slot.item.number), slot))
        for cue in slot.cues:
            typer.echo(f"    {_line(cue.number, cue)}")
    for fault in day.faults:
        other = f" ({day.number_of(fault.other)})" if fault.other else ""
        who = f" {fault.who.name}" if fault.who else ""
        length = f" {fault.minutes} min" if fault.seconds else ""
        typer.echo(f"! {day.number_of(fault.place)} {fault.kind}{length}{other}{who}")


@agenda.command("export")
def export(
    conference: Slug,
    as_format: Annotated[Format, typer.Option("--format", help="What to make.")],
    to: Annotated[Path | None, typer.Option("--to", help="File to write; else output.")] = None,
    release: OfRelease = 0,
) -> None:
    """The programme as paper (pdf, docx), calendar (ics), schedule (json, xml) or for Ontime 4."""
    with ready().reading() as db:
        issue = issue_of(db, conference_named(db, conference), release, clock.now())
    made = _made(issue, as_format)
    if to is None:
        typer.get_binary_stream("stdout").write(made)
    else:
        to.write_bytes(made)
        typer.echo(str(to))


def _line(number: str, of: store.Slot | store.CueSlot) -> str:
    row = of.item if isinstance(of, store.Slot) else of.cue
    when = f"{programme_time_text(of.timed.starts_at)} - {programme_time_text(of.timed.ends_at)}"
    who = " · ".join(filter(None, [row.presenter, row.moderator]))
    return f"{when}  {number}. {row.content}" + (f" [{who}]" if who else "")


def _made(issue: Issue, as_format: Format) -> bytes:
    base = public_base(settings())
    match as_format:
        case Format.PDF:
            return exports.programme_pdf(issue)
        case Format.DOCX:
            return exports.programme_docx(issue)
        case Format.ICS:
            return exports.ics(issue)
        case Format.JSON:
            return exports.schedule_json_text(issue, base)
        case Format.XML:
            return exports.schedule_xml_text(issue, base)
        case Format.ONTIME:
            return exports.ontime_text(issue)
