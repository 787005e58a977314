"""Award batches in the programme: brought over in one step, and seen when out of step."""

import re

import pytest
from starlette.testclient import TestClient

from app.agenda import store as agenda
from app.agenda.rules import CueKind, ItemKind
from app.awards import programme
from app.conferences.rules import DeskRole
from app.conferences.store import conference_named
from app.db import Database
from app.errors import Refused
from tests.cast import AUTHOR, HA_NOI, HAI_PHONG
from tests.conftest import Joins

AWARDS = f"/conferences/{HAI_PHONG}/awards"
STALE = "chưa theo kịp"


def cues(database: Database) -> list[tuple[str, str, int, int]]:
    """Kind, content, seconds and how many come on stage, of the awards' item."""
    with database.reading() as db:
        slot = agenda.day(db, conference_named(db, HAI_PHONG)).slot_of(ItemKind.AWARDS)
        assert slot is not None
        found = [one.cue for one in slot.cues]
        return [(c.kind, c.content, c.seconds, len(c.people.splitlines())) for c in found]


def test_batches_become_cues_with_their_people(organiser: TestClient, summit: Database) -> None:
    assert "chưa có trong mục 5" in organiser.get(AWARDS).text
    assert organiser.post(f"{AWARDS}/cues").status_code == 303
    found = cues(summit)
    assert [kind for kind, *_ in found] == [CueKind.AWARDS] * 5
    assert [people for *_, people in found] == [8, 7, 12, 10, 13]
    assert sum(seconds for _, _, seconds, _ in found) == 20 * 60
    assert "đang có đúng các đợt trao này" in organiser.get(AWARDS).text


def test_a_changed_batch_is_out_of_step_until_it_is_brought_over(
    organiser: TestClient, summit: Database
) -> None:
    organiser.post(f"{AWARDS}/cues")
    page = organiser.get(AWARDS).text
    batch = re.findall(r'id="batch-(\d+)"', page)[0]
    award = re.findall(r'<tr id="award-(\d+)"', page)[0]
    assert STALE not in page
    new = {"form": "Bằng khen mẫu", "minutes": "6"}
    organiser.post(f"{AWARDS}/batches/{batch}", data=new)
    assert STALE in organiser.get(AWARDS).text
    organiser.post(f"{AWARDS}/cues")
    assert cues(summit)[0][1:3] == ("Đợt 1: Bằng khen mẫu", 360)
    organiser.post(f"{AWARDS}/{award}/later")
    assert STALE in organiser.get(AWARDS).text, "another order on stage"


def test_what_was_written_in_a_cue_stays(organiser: TestClient, summit: Database) -> None:
    organiser.post(f"{AWARDS}/cues")
    with summit.writing() as db:
        slot = agenda.day(db, conference_named(db, HAI_PHONG)).slot_of(ItemKind.AWARDS)
        assert slot is not None
        db.add(slot.cues[0].cue.sqlmodel_update({"sound": "Nhạc trao thưởng"}))
    organiser.post(f"{AWARDS}/cues")
    with summit.reading() as db:
        slot = agenda.day(db, conference_named(db, HAI_PHONG)).slot_of(ItemKind.AWARDS)
        assert slot is not None
        assert slot.cues[0].cue.sound == "Nhạc trao thưởng"


def test_only_organisers_bring_over(joins: Joins) -> None:
    assert joins(DeskRole.MODERATOR).client.post(f"{AWARDS}/cues").status_code == 403
    assert joins(None).client.post(f"{AWARDS}/cues").status_code == 404


def test_without_batches_there_is_nothing_to_bring_over(summit: Database) -> None:
    with pytest.raises(Refused), summit.writing() as db:
        programme.bring_over(db, AUTHOR, conference_named(db, HA_NOI))
