"""``python -m app.seeding``: the database at this version, with the seeds where it was empty."""

from sqlmodel import Session

from app import clock, schema
from app.accounts import passwords
from app.accounts import store as accounts
from app.db import Database
from app.seeding import plant, sign_in
from app.settings import Settings


def prepare(settings: Settings) -> None:
    """What is there already stays as it is."""
    database = Database(settings.database)
    if not schema.is_current(database.engine):
        schema.migrate(settings.database)
    with database.writing() as db:
        if not accounts.has_staff(db):
            _plant(db, settings)
    database.engine.dispose()


def _plant(db: Session, settings: Settings) -> None:
    """Every seed, and a first member of staff whose password lies in the data folder."""
    now = clock.now()
    password = passwords.first_password()
    accounts.add_staff(db, sign_in.USER, sign_in.NAME, password, now, is_administrator=True)
    for folder in plant.folders():
        plant.plant(db, folder, now)
    note = sign_in.note(settings)
    note.touch(mode=0o600)
    note.write_text(password, "utf-8")


if __name__ == "__main__":
    prepare(Settings())
