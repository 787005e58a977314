"""The Hải Phòng summit, to be read and changed."""

from collections.abc import Iterator

import pytest
from sqlmodel import Session

from app.conferences.store import conference_named
from app.db import Database
from tests.cast import HAI_PHONG


@pytest.fixture
def db(summit: Database) -> Iterator[Session]:
    with summit.writing() as db:
        yield db


@pytest.fixture
def here(db: Session) -> int:
    return conference_named(db, HAI_PHONG).id
