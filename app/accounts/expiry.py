"""Sessions that nobody can use any more."""

from app import clock
from app.accounts import store
from app.db import Database


def close_ended(database: Database) -> str:
    """Forget the sessions that have ended; how many they were."""
    with database.writing() as db:
        return str(store.forget_ended(db, clock.now()))
