"""The database a command works on: the one the server uses, brought up to date first."""

import json
from typing import Annotated

import typer

from app import schema, serving
from app.conferences.store import slugs
from app.db import Database
from app.settings import Settings

database = typer.Typer()


def settings() -> Settings:
    return Settings()


def ready() -> Database:
    """Migrated, and with the seeds planted where there was nothing."""
    found = settings()
    serving.prepare(found)
    return Database(found.database)


@database.command()
def migrate(
    to: Annotated[str, typer.Option(help="A migration's number, head or base.")] = "head",
) -> None:
    """Bring the database's tables to this version, or to another one."""
    found = settings()
    found.data_dir.mkdir(parents=True, exist_ok=True, mode=0o700)
    schema.migrate(found.database, to)


@database.command()
def seed(as_json: Annotated[bool, typer.Option("--json", help="For machines.")] = False) -> None:
    """Plant the seeds where there is nothing yet; otherwise leave everything as it is."""
    with ready().reading() as db:
        planted = slugs(db)
    typer.echo(json.dumps({"conferences": planted}) if as_json else "\n".join(planted))
