"""Prints of the programme: recorded, and known to be out of date when they are."""

from datetime import timedelta

import pytest
from starlette.testclient import TestClient

from app.agenda import changes, prints
from app.agenda.differences import Paper
from app.conferences.rules import DeskRole
from app.db import Database
from app.errors import NotFound
from tests.agenda.planning import choose, cues, summit_of
from tests.cast import AUTHOR, HAI_PHONG
from tests.conftest import Joins

PAPERS = f"/conferences/{HAI_PHONG}/agenda/papers"


def stale(database: Database) -> set[Paper]:
    with database.reading() as db:
        return {one.paper for one in prints.standing(db, summit_of(db)) if one.is_stale}


def test_only_what_was_printed_can_be_out_of_date(summit: Database) -> None:
    with summit.writing() as db:
        choose(db)
        prints.record(db, AUTHOR, summit_of(db), Paper.PROGRAMME, 0)
        prints.record(db, AUTHOR, summit_of(db), Paper.SPEECH_LIST, 0)
    assert stale(summit) == set()
    with summit.writing() as db:
        speech = cues(db)[0]
        changes.change(db, AUTHOR, speech, {"content": "Tham luận khác"}, version=speech.version)
    assert stale(summit) == {Paper.SPEECH_LIST}, "the programme does not show single speeches"
    with summit.writing() as db:
        conference = summit_of(db)
        later = conference.starts_at + timedelta(minutes=30)
        changes.start_at(db, AUTHOR, conference, later, moves_end=True)
    assert stale(summit) == {Paper.PROGRAMME, Paper.SPEECH_LIST}, "invitations were not printed"
    with summit.writing() as db:
        prints.record(db, AUTHOR, summit_of(db), Paper.PROGRAMME, 0)
    assert stale(summit) == {Paper.SPEECH_LIST}


def test_a_release_that_is_not_there_was_not_printed(summit: Database) -> None:
    with pytest.raises(NotFound), summit.writing() as db:
        prints.record(db, AUTHOR, summit_of(db), Paper.PROGRAMME, 3)


def test_the_office_notes_a_print_and_sees_it(organiser: TestClient, joins: Joins) -> None:
    form = {"paper": "programme", "number": "0"}
    assert "chưa ghi nhận lần in nào" in organiser.get(PAPERS).text
    assert organiser.post(PAPERS, data=form).status_code == 303
    assert "còn đúng" in organiser.get(PAPERS).text
    agenda = PAPERS.removesuffix("/papers")
    organiser.post(f"{agenda}/start", data={"fixed_start": "08:30"})
    assert "in lại" in organiser.get(PAPERS).text
    assert organiser.post(PAPERS, data={"paper": "tờ rơi", "number": "0"}).status_code == 422
    assert joins(DeskRole.VIEWER).client.post(PAPERS, data=form).status_code == 403
