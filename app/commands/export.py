"""``python -m app export``: the plan for machines, lists and cards for people."""

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Annotated

import typer
from sqlmodel import Session, SQLModel

from app import addresses, clock
from app.agenda.store import day
from app.commands.database import ready, settings
from app.commands.user import AT_COMMAND_LINE
from app.conferences.history import Author
from app.conferences.models import Conference
from app.conferences.store import conference_named, documents, groups, units
from app.delegates import exports as delegate_papers
from app.delegates.personal import log
from app.delegates.rules import Order, ReadingKind
from app.delegates.search import Filter
from app.delegates.store import Listed, everyone, tokens
from app.seating.papers import cards as seat_papers
from app.seating.store import map_to_print
from app.speeches.store import speeches
from app.tasks.store import tasks
from app.vietnamese import number_text
from app.web.printed import public_base

export = typer.Typer(help="Take the plan, lists and cards out.", no_args_is_help=True)

Slug = Annotated[str, typer.Option("--conference", help="Slug of the conference.")]
To = Annotated[Path, typer.Option("--to", help="File to write.")]


@export.command("plan")
def plan(conference: Slug) -> None:
    """The whole plan as JSON on standard output: no phone numbers, no tokens."""
    with ready().reading() as db:
        found = conference_named(db, conference)
        typer.echo(json.dumps(_plan(db, found), ensure_ascii=False, indent=2))


@export.command("delegates")
def delegates(conference: Slug, to: To) -> None:
    """The list of delegates as .xlsx, in the office's form."""
    with ready().writing() as db:
        found = conference_named(db, conference)
        people = everyone(db, found.id, Filter(order=Order.GROUP))
        to.write_bytes(delegate_papers.sheet_of(found, people))
        author = Author(None, AT_COMMAND_LINE, clock.now())
        log(db, author, found.id, ReadingKind.COMMAND, people=len(people))
    typer.echo(f"{to}: {number_text(len(people))}")


@export.command("cards")
def cards(conference: Slug, to: To) -> None:
    """All seat cards as PDF; their codes open PUBLIC_URL."""
    with ready().reading() as db:
        found = conference_named(db, conference)
        made = seat_papers.cards_pdf(
            found,
            map_to_print(db, found.id),
            everyone(db, found.id),
            {
                one: addresses.whole(public_base(settings()), addresses.of_delegate(token))
                for one, token in tokens(db, found.id).items()
            },
            seat_papers.Sheet(),
        )
    to.write_bytes(made)
    typer.echo(str(to))


def _plan(db: Session, conference: Conference) -> dict[str, object]:
    now = clock.now()
    here = conference.id
    names = {unit.id: unit.name for unit in units(db, here)}
    return {
        "conference": _row(conference, {"follow_code", "screen_code", "poster_code"}),
        "documents": _rows(documents(db, here)),
        "groups": _rows(groups(db, here)),
        "units": _rows(units(db, here), {"name_key", "search_key", "sort_key"}),
        "agenda": [
            {
                **_row(slot.item),
                "starts_at": slot.timed.starts_at.isoformat(),
                "ends_at": slot.timed.ends_at.isoformat(),
                "cues": _rows([one.cue for one in slot.cues]),
            }
            for slot in day(db, conference).slots
        ],
        "speeches": [
            {**_row(listed.speech), "unit": names[listed.speech.unit_id]}
            for listed in speeches(db, here, None, now)
        ],
        "tasks": [
            {
                **_row(one.task),
                "lead": one.lead.name if one.lead else None,
                "done_at": one.completion.completed_at.isoformat() if one.completion else None,
            }
            for one in tasks(db, here, None, now)
        ],
        "delegates": [_delegate(listed) for listed in everyone(db, here)],
    }


def _delegate(listed: Listed) -> dict[str, object]:
    return {
        **_row(listed.delegate, {"phone", "sort_key", "search_key", "accented_key"}),
        "positions": listed.positions,
        "roles": list(listed.roles),
        "group": listed.group.code,
        "unit": listed.unit.name if listed.unit else None,
        "seat": listed.seat,
    }


def _row(row: SQLModel, without: frozenset[str] | set[str] = frozenset()) -> dict[str, object]:
    return row.model_dump(mode="json", exclude={"conference_id", *without})


def _rows(
    rows: Sequence[SQLModel], without: frozenset[str] | set[str] = frozenset()
) -> list[object]:
    return [_row(row, without) for row in rows]
