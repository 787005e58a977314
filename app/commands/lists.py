"""``python -m app roster import``: lists of delegates, as the page imports them."""

import json
from pathlib import Path
from typing import Annotated

import typer

from app import clock
from app.commands.database import ready
from app.commands.user import AT_COMMAND_LINE
from app.conferences.history import Author
from app.conferences.store import conference_named
from app.errors import Refused
from app.roster import reports, work
from app.vietnamese import number_text

Slug = Annotated[str, typer.Option("--conference", help="Slug of the conference.")]


def import_(
    file: Path,
    conference: Slug,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Say it, save nothing.")] = False,
    unit: Annotated[str, typer.Option(help="The unit whose list it is.")] = "",
    as_json: Annotated[bool, typer.Option("--json", help="The whole report.")] = False,
) -> None:
    """Read an .xlsx or .csv and save whom it names. Doubtful and refused lines are left out."""
    try:
        content = file.read_bytes()
    except OSError as wrong:
        raise Refused("Không mở được tệp {file}", file=file) from wrong
    author = Author(None, AT_COMMAND_LINE, clock.now())
    database = ready()
    with database.reading() as db:
        here = conference_named(db, conference).id
        reading = work.opened(db, here, file.name, content, unit)
    if dry_run:
        with database.reading() as db:
            report = work.tried(db, author, here, file.name, reading)
    else:
        with database.writing() as db:
            report = work.saved(db, author, here, file.name, reading)
    told = reports.report(report.draft, report.content)
    typer.echo(json.dumps(told, ensure_ascii=False, indent=2) if as_json else _in_words(told))


def _in_words(told: dict[str, object]) -> str:
    counts = told["counts"]
    assert isinstance(counts, dict)
    words = {
        "read": "đọc",
        "new": "mới",
        "changed": "đổi",
        "same": "giữ nguyên",
        "doubtful": "còn hỏi",
        "refused": "không nhận",
    }
    return ", ".join(f"{word} {number_text(counts[key])}" for key, word in words.items())
