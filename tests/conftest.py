"""Databases on both engines, and clients for the people of ``tests.cast``."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from hypothesis import settings
from starlette.testclient import TestClient

from app.conferences.rules import DeskRole
from app.db import Database
from app.main import create_app
from app.settings import Settings
from tests import cast, databases, postgresql

# No test asserts a time. Everybody tries the same examples, so that a failure is seen by all; who
# looks for new ones says ``pytest --hypothesis-profile=explore``.
settings.register_profile("explore", deadline=None)
settings.register_profile("same", deadline=None, derandomize=True)
settings.load_profile("same")

Maker = databases.SQLiteMaker | databases.PostgreSQLMaker
Joins = Callable[..., cast.Actor]


@pytest.fixture(scope="session", params=["sqlite", "postgresql"])
def maker(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Maker]:
    """Whatever uses it, directly or not, runs on both engines."""
    if request.param == "sqlite":
        yield databases.SQLiteMaker(tmp_path_factory.mktemp("sqlite"))
    else:
        with postgresql.server() as url:
            maker = databases.PostgreSQLMaker(url)
            yield maker
            maker.server.dispose()


@pytest.fixture(scope="session")
def empty_template(maker: Maker) -> str:
    return maker.template("empty", databases.nothing)


@pytest.fixture(scope="session")
def summit_template(maker: Maker) -> str:
    return maker.template("summit", databases.seeds)


@pytest.fixture
def database(maker: Maker, empty_template: str) -> Iterator[Database]:
    """All tables, nothing in them."""
    yield from _clone(maker, empty_template)


@pytest.fixture
def summit(maker: Maker, summit_template: str) -> Iterator[Database]:
    """Both seeds planted."""
    yield from _clone(maker, summit_template)


@pytest.fixture
def client(summit: Database, tmp_path: Path) -> Iterator[TestClient]:
    """Somebody who has not signed in, before the seeded application."""
    with _serve(summit, tmp_path) as client:
        yield client


@pytest.fixture
def joins(summit: Database, tmp_path: Path) -> Iterator[Joins]:
    """Call with a role for a signed-in member of staff, with None for a stranger."""
    clients: list[TestClient] = []

    def join(role: DeskRole | None, slug: str = cast.HAI_PHONG) -> cast.Actor:
        client = _serve(summit, tmp_path)
        client.__enter__()
        clients.append(client)
        return cast.join(summit, client, role, slug)

    yield join
    for client in clients:
        client.__exit__(None, None, None)


@pytest.fixture
def organiser(joins: Joins) -> TestClient:
    return joins(DeskRole.ORGANISER).client


def _serve(database: Database, folder: Path) -> TestClient:
    """``folder`` holds what is handed in."""
    url = database.engine.url.render_as_string(hide_password=False)
    settings = Settings(database_url=url, data_dir=folder, tick_seconds=0)  # tests keep the time
    return TestClient(create_app(settings), follow_redirects=False)


def _clone(maker: Maker, template: str) -> Iterator[Database]:
    url = maker.clone(template)
    database = Database(url)
    yield database
    database.engine.dispose()
    maker.drop(url)
