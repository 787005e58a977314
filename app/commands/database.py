"""The database a command works on: the one the server uses, brought up to date first."""

from app import serving
from app.db import Database
from app.settings import Settings


def settings() -> Settings:
    return Settings()


def ready() -> Database:
    """Migrated, and with the seeds planted where there was nothing."""
    found = settings()
    serving.prepare(found)
    return Database(found.database)
