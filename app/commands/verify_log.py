"""``python -m app verify-log``: whether the history is whole."""

import json
from typing import Annotated

import typer
from sqlmodel import Session

from app.commands.database import settings
from app.conferences import history
from app.conferences.chain import Damage, Fault, Head
from app.conferences.store import conference_named, slugs
from app.db import Database

verify_log = typer.Typer()

_WORDS = {
    Damage.CHANGED: "đã bị sửa",
    Damage.REMOVED: "đã bị xóa",
    Damage.FORGED: "không nối với dòng trước",
    Damage.CUT: "không phải là dòng cuối đã ghi",
}


@verify_log.command("verify-log")
def verify(
    conference: Annotated[str | None, typer.Option(help="Its slug; else all of them.")] = None,
    as_json: Annotated[bool, typer.Option("--json", help="For machines.")] = False,
) -> None:
    """Name every line of the history that was changed or removed; ends with 1 where there is one.

    It only reads: a database that somebody brings for examination stays as it is.
    """
    database = Database(settings().database)
    with database.reading() as db:
        wanted = [conference] if conference else slugs(db)
        found = {slug: _checked(db, slug) for slug in wanted}
    if as_json:
        typer.echo(json.dumps({slug: _out(*one) for slug, one in found.items()}))
    else:
        for slug, (head, faults) in found.items():
            _tell(slug, head, faults)
    if any(faults for _, faults in found.values()):
        raise typer.Exit(1)


def _checked(db: Session, slug: str) -> tuple[Head, list[Fault]]:
    here = conference_named(db, slug).id
    return history.head(db, here), history.faults(db, here)


def _out(head: Head, faults: list[Fault]) -> dict[str, object]:
    return {
        "lines": head.sequence,
        "seal": head.seal,
        "whole": not faults,
        "faults": [
            {"line": one.sequence, "damage": one.damage.value, "told": one.told} for one in faults
        ],
    }


def _tell(slug: str, head: Head, faults: list[Fault]) -> None:
    typer.echo(f"{slug}: {head.sequence} dòng, dấu cuối {head.seal or '-'}")
    for one in faults:
        told = f": {one.told}" if one.told else ""
        typer.echo(f"  dòng {one.sequence} {_WORDS[one.damage]}{told}")
    if not faults:
        typer.echo("  nguyên vẹn")
