"""``make bench``: every figure with its target; ends non-zero where one is missed.

``python -m tests.bench pages`` measures one part only.
"""

import sys

from tests.bench import (
    agenda,
    checklist,
    desk,
    door_phone,
    doors,
    halls,
    history,
    intake,
    letters,
    live,
    live_killed,
    live_page,
    live_rules,
    pages,
    papers,
    reminders,
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
    "checklist": checklist.figures,
    "papers": papers.figures,
    "search": search.figures,
    "agenda": agenda.figures,
    "speeches": speeches.figures,
    "halls": halls.figures,
    "desk": desk.figures,
    "doors": doors.on_sqlite,
    "doors-postgresql": doors.on_postgresql,
    "door-phone": door_phone.figures,
    "letters": letters.figures,
    "reminders": reminders.figures,
    "live_rules": live_rules.figures,
    "live": live.figures,
    "live-deaf": live.never_reading,
    "live-postgresql": live.on_postgresql,
    "live-page": live_page.figures,
    "live-killed": live_killed.figures,
    "seating": seating.figures,
    "roster": roster.figures,
    "history": history.figures,
    "intake": intake.figures,
}


def main(wanted: list[str]) -> int:
    figures = [figure for name in wanted or PARTS for figure in PARTS[name]()]
    print(table(figures))
    return 0 if all(figure.is_met for figure in figures) else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
