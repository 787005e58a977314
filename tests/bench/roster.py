"""Importing lists as the command line does: processor time and memory of all processes together."""

import os
import resource
import subprocess
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path

from app.conferences.store import conference_named
from app.db import Database
from app.delegates.store import everyone
from app.roster import store, work
from app.roster.models import RosterImport
from app.settings import Settings
from tests.bench.figures import Figure
from tests.cast import AUTHOR, HAI_PHONG
from tests.roster import files
from tests.served import seeded

MANY = 20_000


def figures() -> list[Figure]:
    with tempfile.TemporaryDirectory() as folder:
        place = Path(folder)
        seeded(place)
        database = Database(Settings(data_dir=place).database)
        content = files.plain(_summit(database))
        spent = _spent(lambda: _import(database, content))
        again = _tried(database, content)
        database.engine.dispose()
        (place / "many.xlsx").write_bytes(files.plain([_somebody(n) for n in range(MANY)]))
        many = _spent(lambda: _command(place, "many.xlsx"))
    peak = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024
    return [
        Figure("1.086 rows, dry run and commit, processor", spent, 3, "s"),
        Figure("1.086 rows, lines the second import would change", again, 0, ""),
        Figure("20.000 rows, from the command to the report, processor", many, 30, "s"),
        Figure("20.000 rows, largest process", peak, 300, "MiB"),
    ]


def _import(database: Database, content: bytes) -> None:
    """As the page does it: a draft, the reader's process, the report, the transaction."""
    draft = _drafted(database, content)
    with database.writing() as db:
        found = store.import_of(db, draft.conference_id, draft.id)
        assert work.commit(db, AUTHOR, found)


def _tried(database: Database, content: bytes) -> int:
    draft = _drafted(database, content)
    return draft.counts["new"] + draft.counts["changed"]


def _drafted(database: Database, content: bytes) -> RosterImport:
    with database.writing() as db:
        here = conference_named(db, HAI_PHONG).id
        draft = work.begin(db, AUTHOR, here, "summit.xlsx", content, None, confirms=False)
    work.read(database, draft.id)
    with database.reading() as db:
        return store.import_of(db, here, draft.id)


def _summit(database: Database) -> list[files.Row]:
    """Everybody of the seed under a new name each, as one long list."""
    with database.reading() as db:
        people = everyone(db, conference_named(db, HAI_PHONG).id)
    return [
        [
            number,
            f"Nguyễn Mẫu {_word(number)}",
            "; ".join(one.positions),
            one.unit.name if one.unit else None,
            f"09{number:08}",
            None,
        ]
        for number, one in enumerate(people, 1)
    ]


def _somebody(number: int) -> files.Row:
    name = f"Lê {_word(number)} Mẫu"
    return [number, name, f"Chuyên viên {number % 40}", "Phường An Dương", f"09{number:08}", None]


def _word(number: int) -> str:
    """A syllable or two that no other number has."""
    letters = "bcdđghklmn"
    return "a".join(letters[int(digit)] for digit in str(number)).capitalize() + "a"


def _command(folder: Path, name: str) -> None:
    command = [sys.executable, "-m", "app", "roster", "import", str(folder / name)]
    command += ["--conference", HAI_PHONG, "--json"]
    environment = {**os.environ, "DATA_DIR": str(folder)}
    subprocess.run(command, check=True, env=environment, stdout=subprocess.DEVNULL)


def _spent(work_: Callable[[], None]) -> float:
    """Processor seconds of this process and those it started."""
    before = os.times()
    work_()
    after = os.times()
    return sum(after[:4]) - sum(before[:4])
