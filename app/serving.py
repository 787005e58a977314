"""Starting the server on a machine that may be quite new."""

import resource
import subprocess
import sys
from dataclasses import dataclass

from app import addresses, clock, schema, trust
from app.accounts import store as accounts
from app.certificates import Certificates, certificates
from app.db import Database
from app.delegates.store import example_token
from app.errors import Refused
from app.seeding import sign_in
from app.settings import Settings
from app.web.printed import network_address, public_base


@dataclass(frozen=True)
class Welcome:
    """What somebody who has just started the server needs to know."""

    address: str
    in_the_hall: str  # for phones of the same network
    username: str
    password: str | None  # None once it is no longer the first one
    delegate: str | None


def check_workers(settings: Settings, workers: int) -> None:
    """Raises Refused for several processes over SQLite, where writers take turns in one process."""
    if workers > 1 and settings.database.startswith("sqlite"):
        raise Refused("Nhiều tiến trình cần PostgreSQL: đặt DATABASE_URL")


def prepare(settings: Settings) -> None:
    """Bring the database up to date and plant the seeds where there is nothing yet.

    Whoever starts the server again finds everything ready; what is seldom needed is loaded in a
    process of its own. Ends this one where that fails: it has said why.
    """
    if not _is_ready(settings):
        done = subprocess.run([sys.executable, "-m", "app.seeding"], check=False)
        if done.returncode:
            raise SystemExit(done.returncode)


def _is_ready(settings: Settings) -> bool:
    settings.data_dir.mkdir(parents=True, exist_ok=True, mode=0o700)
    database = Database(settings.database)
    try:
        with database.reading() as db:
            return schema.is_current(database.engine) and accounts.has_staff(db)
    finally:
        database.engine.dispose()


def welcome(settings: Settings, scheme: str = "http") -> Welcome:
    database = Database(settings.database)
    with database.reading() as db:
        note = sign_in.note(settings)
        password = note.read_text("utf-8") if note.exists() else None
        if password and accounts.recognised(db, sign_in.USER, password) is None:
            note.unlink()  # it was changed: the note is of no more use
            password = None
        token = example_token(db)
    database.engine.dispose()
    at_home = f"{scheme}://localhost:{settings.port}"
    around = public_base(settings, scheme)
    delegate = around + addresses.of_delegate(token) if token else None
    return Welcome(at_home, around, sign_in.USER, password, delegate)


def secured(settings: Settings) -> Certificates:
    """Certificates for all names of this machine."""
    names = trust.names(network_address())
    return certificates(settings.data_dir / "tls", names, clock.now())


def raise_file_limit() -> None:
    """Every follower of the live page holds a connection: a default of 1,024 is too few."""
    _, most = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (most, most))
