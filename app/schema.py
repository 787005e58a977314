"""Bringing a database to the tables of this version of the program."""

from pathlib import Path

from sqlalchemy import Engine, inspect, text

from app.db import engine_for

FOLDER = Path(__file__).parents[1] / "migrations"


def head() -> str:
    """The newest migration: they are numbered, and their files begin with the number."""
    return max(path.name.split("_")[0] for path in (FOLDER / "versions").glob("[0-9]*.py"))


def is_current(engine: Engine) -> bool:
    """Cheap enough for every start: the migration library is not loaded for it."""
    with engine.connect() as connection:
        if not inspect(connection).has_table("alembic_version"):
            return False
        found = connection.execute(text("SELECT version_num FROM alembic_version")).scalar()
    return found == head()


def migrate(url: str, to: str = "head") -> None:
    """Up (or down) to a numbered migration, in one transaction; ``base`` is before the first."""
    from alembic import command  # noqa: PLC0415  # a running server never needs it
    from alembic.config import Config  # noqa: PLC0415

    config = Config()
    config.set_main_option("script_location", str(FOLDER))
    config.set_main_option("path_separator", "os")
    is_down = to == "base" or (to != "head" and to < head())
    engine = engine_for(url, checks_references=False)
    try:
        with engine.begin() as connection:
            config.attributes["connection"] = connection
            (command.downgrade if is_down else command.upgrade)(config, to)
    finally:
        engine.dispose()
