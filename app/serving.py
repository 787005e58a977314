"""Starting the server on a machine that may be quite new: tables, seeds, a first sign-in."""

import resource
from dataclasses import dataclass
from pathlib import Path

from sqlmodel import Session

from app import addresses, clock, schema, trust
from app.accounts import passwords
from app.accounts import store as accounts
from app.certificates import Certificates, certificates
from app.db import Database
from app.delegates.store import example_token
from app.errors import Refused
from app.seeding import plant
from app.settings import Settings
from app.web.printed import network_address

FIRST_USER = "vanphong"
FIRST_NAME = "Văn phòng Thành ủy"


@dataclass(frozen=True)
class Welcome:
    """What somebody who has just started the server needs to know."""

    address: str
    in_the_hall: str  # for phones of the same network
    username: str
    password: str | None  # None once it is no longer the first one
    delegate: str | None


@dataclass(frozen=True)
class Secured:
    """How the server proves who it is, and where a phone learns to believe it."""

    certificates: Certificates
    trust_page: str


def check_workers(settings: Settings, workers: int) -> None:
    """Raises Refused for several processes over SQLite, where writers take turns in one process."""
    if workers > 1 and settings.database.startswith("sqlite"):
        raise Refused("Nhiều tiến trình cần PostgreSQL: đặt DATABASE_URL")


def prepare(settings: Settings) -> None:
    """Bring the database up to date and plant the seeds where there is nothing yet."""
    settings.data_dir.mkdir(parents=True, exist_ok=True, mode=0o700)
    database = Database(settings.database)
    if not schema.is_current(database.engine):
        schema.migrate(settings.database)
    with database.writing() as db:
        if not accounts.has_staff(db):
            seed(db, settings)
    database.engine.dispose()


def seed(db: Session, settings: Settings) -> None:
    """Every seed, and a first member of staff whose password lies in the data folder."""
    now = clock.now()
    password = passwords.first_password()
    accounts.add_staff(db, FIRST_USER, FIRST_NAME, password, now, is_administrator=True)
    for folder in plant.folders():
        plant.plant(db, folder, now)
    note = _password_note(settings)
    note.touch(mode=0o600)
    note.write_text(password, "utf-8")


def welcome(settings: Settings, scheme: str = "http") -> Welcome:
    database = Database(settings.database)
    with database.reading() as db:
        note = _password_note(settings)
        password = note.read_text("utf-8") if note.exists() else None
        if password and accounts.recognised(db, FIRST_USER, password) is None:
            note.unlink()  # it was changed: the note is of no more use
            password = None
        token = example_token(db)
    database.engine.dispose()
    at_home = f"{scheme}://localhost:{settings.port}"
    around = address(settings, scheme)
    delegate = around + addresses.of_delegate(token) if token else None
    return Welcome(at_home, around, FIRST_USER, password, delegate)


def address(settings: Settings, scheme: str = "http") -> str:
    """Where phones reach this server: ``PUBLIC_URL``, or this machine in its network."""
    return settings.public_url or f"{scheme}://{network_address()}:{settings.port}"


def secured(settings: Settings) -> Secured:
    """Certificates for all names of this machine, and the page that helps phones to trust them,
    served beside the application on the next port."""
    around = network_address()
    made = certificates(settings.data_dir / "tls", trust.names(around), clock.now())
    page = f"http://{around}:{settings.port + 1}"
    app = trust.trust_app(made.authority, page, address(settings, "https"))
    trust.serve_beside(app, settings.host, settings.port + 1)
    return Secured(made, page)


def raise_file_limit() -> None:
    """Every follower of the live page holds a connection: a default of 1,024 is too few."""
    _, most = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (most, most))


def _password_note(settings: Settings) -> Path:
    return settings.data_dir / "first-sign-in.txt"
