"""``make bench``: every figure with its target; ends non-zero where one is missed.

``python -m tests.bench pages`` measures one part only.
"""

import sys

from tests.bench import (
    agenda,
    desk,
    doors,
    halls,
    history,
    letters,
    pages,
    papers,
    roster,
    search,
    seating,
    speeches,
    startup,
)
from tests.bench.figures import table

PARTS = {
    "startup": startup.figures,
    "pages": pages.figures,
    "papers": papers.figures,
    "search": search.figures,
    "agenda": agenda.figures,
    "speeches": speeches.figures,
    "halls": halls.figures,
    "desk": desk.figures,
    "doors": doors.on_sqlite,
    "doors-postgresql": doors.on_postgresql,
    "letters": letters.figures,
    "seating": seating.figures,
    "roster": roster.figures,
    "history": history.figures,
}


def main(wanted: list[str]) -> int:
    figures = [figure for name in wanted or PARTS for figure in PARTS[name]()]
    print(table(figures))
    return 0 if all(figure.is_met for figure in figures) else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
