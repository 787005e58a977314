"""``python -m app roster``: finding people, and taking the list out."""

import json
from collections.abc import Callable, Sequence
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from app import clock
from app.commands.database import ready
from app.commands.lists import import_
from app.commands.user import AT_COMMAND_LINE
from app.conferences.history import Author
from app.conferences.models import Conference
from app.conferences.store import conference_named
from app.delegates import exports, personal
from app.delegates.rules import Order, ReadingKind
from app.delegates.search import Filter
from app.delegates.store import Listed, everyone, listing
from app.vietnamese import number_text

roster = typer.Typer(help="The list of delegates.", no_args_is_help=True)
roster.command("import")(import_)

Slug = Annotated[str, typer.Option("--conference", help="Slug of the conference.")]
AsJson = Annotated[bool, typer.Option("--json", help="Print for machines.")]


class Form(StrEnum):
    """How the list is written."""

    OFFICE = "office"
    FLAT = "flat"


Writer = Callable[[Conference, Sequence[Listed]], bytes]

_OFFICE: dict[str, Writer] = {
    ".xlsx": exports.sheet_of,
    ".docx": exports.docx_of,
    ".pdf": exports.pdf_of,
}


@roster.command("search")
def search(
    text: str,
    conference: Slug,
    page: Annotated[int, typer.Option(min=1, help="Pages of 50.")] = 1,
    as_json: AsJson = False,
) -> None:
    """People by part of name, post, unit, seat or the end of a phone number; accents may miss."""
    with ready().reading() as db:
        found_conference = conference_named(db, conference)
        wanted = Filter(search=text, page=page)
        found = listing(db, found_conference.id, wanted, by_phone=True)
    if as_json:
        answer = {
            "total": found.total,
            "page": found.page,
            "pages": found.pages,
            "delegates": [_told(listed) for listed in found.delegates],
        }
        typer.echo(json.dumps(answer, ensure_ascii=False))
        return
    for listed in found.delegates:
        typer.echo("\t".join(str(part or "") for part in _told(listed).values()))


@roster.command("export")
def export(
    conference: Slug,
    to: Annotated[Path, typer.Option("--to", help="File to write: .xlsx, .docx or .pdf.")],
    form: Annotated[Form, typer.Option(help="For people, or flat to import again.")] = Form.OFFICE,
    as_json: AsJson = False,
) -> None:
    """The whole list; that it was taken is written down."""
    write = _OFFICE.get(to.suffix.lower())
    if form is Form.FLAT:
        write = (lambda _, found: exports.flat_of(found)) if to.suffix == ".xlsx" else None
    if write is None:
        raise typer.BadParameter("office: .xlsx, .docx or .pdf; flat: .xlsx", param_hint="--to")
    with ready().writing() as db:
        here = conference_named(db, conference)
        people = everyone(db, here.id, Filter(order=Order.GROUP))
        to.write_bytes(write(here, people))
        author = Author(None, AT_COMMAND_LINE, clock.now())
        personal.log(db, author, here.id, ReadingKind.COMMAND, people=len(people))
    answer = {"file": str(to), "delegates": len(people)}
    typer.echo(json.dumps(answer) if as_json else f"{to}: {number_text(len(people))}")


def _told(listed: Listed) -> dict[str, object]:
    """Without phone numbers: what a terminal shows stays in its history."""
    delegate = listed.delegate
    return {
        "number": delegate.number,
        "name": delegate.name,
        "positions": "; ".join(listed.positions),
        "unit": listed.unit.name if listed.unit else None,
        "attendance": delegate.attendance.value,
        "seat": listed.seat,
    }
