"""Search as it is typed, at the size of the plan and at 20,000 invented people, on both engines."""

import random
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from sqlmodel import Session

from app.conferences.store import conference_named, groups, units
from app.db import Database
from app.delegates import store
from app.delegates.changes import Enrolment, enrol
from app.delegates.search import Filter
from tests import databases, postgresql
from tests.bench.figures import Figure
from tests.cast import HAI_PHONG, THEN

MANY = 20_000
TYPED = [
    "n", "ng", "nguyen", "nguyen thi", "cẩm giàng", "cam giang bi thu", "le ngoc chau", "B-05",
    "345", "truong phong kinh te", "đặng", "thuỷ nguyên", "mẫu an", "khongcoai",
]  # fmt: skip
_FAMILIES = ["Nguyễn", "Trần", "Lê", "Phạm", "Đặng", "Bùi", "Đỗ", "Vũ", "Hoàng", "Ngô"]
_MIDDLES = ["Văn Mẫu", "Thị Mẫu", "Mẫu", "Đức Mẫu", "Ngọc Mẫu"]
_GIVENS = ["An", "Ánh", "Ân", "Bình", "Châu", "Dung", "Dũng", "Đạt", "Giang", "Hoà", "Lan", "Tú"]


def figures() -> list[Figure]:
    found = []
    for engine, made in (("SQLite", _sqlite), ("PostgreSQL", _postgresql)):
        with made() as database:
            found.append(_searched(database, f"search, 1.086, {engine}, p95", 30))
            with database.writing() as db:
                _crowd(db)
            found.append(_searched(database, f"search, 20.000 invented, {engine}, p95", 100))
    return found


def _searched(database: Database, name: str, most: float) -> Figure:
    with database.reading() as db:
        here = conference_named(db, HAI_PHONG).id
    spent = []
    for _ in range(5):
        for typed in TYPED:
            began = time.perf_counter()
            with database.reading() as db:
                store.listing(db, here, Filter(search=typed), by_phone=True)
            spent.append((time.perf_counter() - began) * 1000)
    spent.sort()
    return Figure(name, spent[int(len(spent) * 0.95)], most, "ms")


def _crowd(db: Session) -> None:
    """Plainly invented people up to 20,000, in the seed's own groups and units."""
    here = conference_named(db, HAI_PHONG).id
    chance = random.Random(1)
    group, places = groups(db, here)[-1], units(db, here)
    enrol(
        db,
        here,
        [
            Enrolment(
                group_id=group.id,
                positions=[f"Chuyên viên thử số {number}"],
                unit=chance.choice(places),
                name=" ".join(map(chance.choice, (_FAMILIES, _MIDDLES, _GIVENS))),
                is_synthetic=True,
                phone=f"09{chance.randrange(10**8):08}",
            )
            for number in range(MANY - 1_086)
        ],
        THEN,
    )


@contextmanager
def _sqlite() -> Iterator[Database]:
    with tempfile.TemporaryDirectory() as folder:
        made = databases.SQLiteMaker(Path(folder)).template("search", databases.seeds)
        database = Database(f"sqlite:///{made}")
        yield database
        database.engine.dispose()


@contextmanager
def _postgresql() -> Iterator[Database]:
    with postgresql.server() as url:
        maker = databases.PostgreSQLMaker(url)
        database = Database(maker.clone(maker.template("search", databases.seeds)))
        with database.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as found:
            found.exec_driver_sql("ANALYZE")
        yield database
        database.engine.dispose()
        maker.server.dispose()
