"""Several processes over one PostgreSQL: a press in one is seen on the screens of all."""

import json
from collections.abc import Iterator
from http.client import HTTPResponse
from pathlib import Path
from urllib.request import Request, urlopen

import pytest
from sqlalchemy import text

from app import addresses, clock
from app.accounts import store as accounts
from app.accounts.models import Staff
from app.conferences import store as conferences
from app.conferences.rules import DeskRole
from app.db import Database
from tests import databases, postgresql
from tests.cast import AUTHOR, HAI_PHONG
from tests.served import Served

API = f"/api/v1/conferences/{HAI_PHONG}/live/actions"
PATIENCE = 60  # seconds: on a busy machine


class Screen:
    """Somebody who follows a stream."""

    def __init__(self, address: str) -> None:
        self.stream: HTTPResponse = urlopen(address, timeout=PATIENCE)
        self.version = -1

    def sees(self, version: int) -> bool:
        """Reads on until this much has happened; an error where it never comes."""
        while self.version < version:
            line = self.stream.readline()
            assert line, "the stream ended"
            if line.startswith(b"data: {"):
                self.version = json.loads(line[6:]).get("n", 0)
        return self.version == version


class Office:
    """A database that several processes serve, with a moderator's token and the addresses."""

    def __init__(self, url: str) -> None:
        self.url, self.database = url, Database(url)
        with self.database.writing() as db:
            here = conferences.conference_named(db, HAI_PHONG)
            staff = Staff(
                username="moderator", full_name="x", password_hash="x", created_at=clock.now()
            )
            db.add(staff)
            db.flush()
            conferences.admit(db, AUTHOR, here, staff, DeskRole.MODERATOR)
            self.token = accounts.issue_token(db, staff, "test", clock.now())
            self.live = f"{addresses.of_followers(here.follow_code)}/stream"
            self.stage = f"{addresses.of_screens(here.screen_code)}/stage/stream"

    def press(self, server: Served, kind: str, sequence: int) -> None:
        body = json.dumps({"kind": kind, "sequence": sequence}).encode()
        headers = {"Authorization": f"Bearer {self.token}", "Content-Type": "application/json"}
        urlopen(Request(server.url + API, body, headers), timeout=PATIENCE).close()

    def couriers(self) -> set[int]:
        """The connections that carry notices."""
        query = "SELECT pid FROM pg_stat_activity WHERE application_name = 'nghi-su courier'"
        with self.database.engine.connect() as connection:
            return set(connection.execute(text(query)).scalars())

    def cut(self) -> None:
        """Every connection that carries notices is lost at once."""
        with self.database.engine.connect() as connection:
            for pid in self.couriers():
                connection.execute(text("SELECT pg_terminate_backend(:pid)"), {"pid": pid})


@pytest.fixture(scope="module")
def template() -> Iterator[tuple[databases.PostgreSQLMaker, str]]:
    with postgresql.server() as url:
        maker = databases.PostgreSQLMaker(url)
        yield maker, maker.template("summit", databases.seeds)
        maker.server.dispose()


@pytest.fixture
def shared(template: tuple[databases.PostgreSQLMaker, str]) -> Iterator[Office]:
    maker, summit = template
    office = Office(maker.clone(summit))
    yield office
    office.database.engine.dispose()


def test_two_workers_tell_each_other(shared: Office, tmp_path: Path) -> None:
    server = Served(tmp_path, database_url=shared.url, workers=2)
    server.start()
    try:
        phones = [Screen(server.url + shared.live) for _ in range(40)]  # over both workers
        stages = [Screen(server.url + shared.stage) for _ in range(4)]
        for version, kind in enumerate(("start", "next", "next", "back"), 1):
            shared.press(server, kind, version - 1)
            assert all(screen.sees(version) for screen in (*phones, *stages))
    finally:
        server.stop()


def test_another_machine_hears_also_after_its_line_was_cut(shared: Office, tmp_path: Path) -> None:
    folders = [tmp_path / name for name in ("here", "there")]
    for folder in folders:
        folder.mkdir()
    here, there = (Served(folder, database_url=shared.url) for folder in folders)
    here.start()
    there.start()
    try:
        phone, stage = Screen(there.url + shared.live), Screen(there.url + shared.stage)
        shared.press(here, "start", 0)
        assert phone.sees(1)
        assert stage.sees(1)
        before = shared.couriers()
        shared.cut()
        shared.press(here, "next", 1)
        assert phone.sees(2), "it looks again once its line is back"
        assert not before & shared.couriers()
        shared.press(here, "next", 2)
        assert phone.sees(3)
        here.kill()
        shared.press(there, "back", 3)
        assert stage.sees(4)
    finally:
        for server in (here, there):
            server.stop()
