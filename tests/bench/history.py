"""Checking the chain of a long history, and writing one as an import does, on both engines."""

import time

from app.conferences import history
from app.conferences.history import Author, write
from app.conferences.models import Revision
from app.conferences.store import conference_named
from app.db import Database
from tests.bench.engines import both
from tests.bench.figures import Figure
from tests.cast import HAI_PHONG, THEN

LINES, BATCH = 100_000, 20_000
LAN = Author(None, "Nguyễn Thị Mẫu Lan", THEN)


def figures() -> list[Figure]:
    found = []
    for engine, made in both("history"):
        with made() as database:
            written = [_written(database) for _ in range(LINES // BATCH)]
            found.append(
                Figure(f"history, 20.000 lines chained, {engine}", max(written), 3_000, "ms")
            )
            began = time.perf_counter()
            with database.reading() as db:
                faults = history.faults(db, conference_named(db, HAI_PHONG).id)
            took = (time.perf_counter() - began) * 1000
            assert not faults, "an untouched history is whole"
            found.append(Figure(f"history, 100.000 lines verified, {engine}", took, 2_000, "ms"))
    return found


def _written(database: Database) -> float:
    with database.reading() as db:
        here = conference_named(db, HAI_PHONG).id
    lines = [
        Revision(
            conference_id=here, at=LAN.at, who=LAN.name, table="delegate", row_id=n,
            label="Nguyễn Văn Mẫu An", field="positions", before="Phó Bí thư Đảng uỷ",
            after="Bí thư Đảng uỷ", reason="Theo danh sách bổ sung",
        )
        for n in range(BATCH)
    ]  # fmt: skip
    began = time.perf_counter()
    with database.writing() as db:
        write(db, lines)
    return (time.perf_counter() - began) * 1000
