"""The history: a chain that shows what was tampered with, read by object, taken back by line."""

import hashlib
import json
import re
from datetime import timedelta
from threading import Thread

import pytest
from hypothesis import given
from hypothesis import strategies as some
from sqlalchemy import text
from sqlmodel import select
from starlette.testclient import TestClient

from app.awards import store as awards
from app.awards.models import Award, AwardBatch
from app.conferences import chain, history
from app.conferences.chain import Damage, Head
from app.conferences.history import Author, note
from app.conferences.models import Conference, Revision
from app.conferences.rules import DeskRole
from app.conferences.store import conference_named
from app.db import Database
from app.speeches import changes as speech_changes
from app.speeches.store import speech_numbered
from app.tasks import store as tasks
from app.tasks.models import ProposedDate
from tests.cast import HA_NOI, HAI_PHONG, THEN
from tests.conferences.test_routes import DETAILS
from tests.conftest import Joins

HERE = f"/conferences/{HAI_PHONG}"
LAN = Author(None, "Nguyễn Thị Mẫu Lan", THEN)


def _told(database: Database, times: int, slug: str = HAI_PHONG) -> int:
    with database.writing() as db:
        conference = conference_named(db, slug)
        for n in range(times):
            note(db, LAN, conference, f"Việc {n}", "venue", str(n), str(n + 1))
        return conference.id


def _faults(database: Database, conference_id: int) -> list[tuple[int, Damage]]:
    with database.reading() as db:
        return [(one.sequence, one.damage) for one in history.faults(db, conference_id)]


def _tamper(database: Database, statement: str, here: int) -> None:
    with database.writing() as db:
        db.connection().execute(text(statement), {"here": here})


def test_an_untouched_history_is_whole_in_every_conference(summit: Database) -> None:
    here, there = _told(summit, 12), _told(summit, 3, HA_NOI)
    _told(summit, 5)
    assert _faults(summit, here) == _faults(summit, there) == []


@pytest.mark.parametrize(
    ("statement", "damage"),
    [
        ("UPDATE revision SET after = 'x' WHERE sequence = 4", Damage.CHANGED),
        ("UPDATE revision SET who = 'Ai đó' WHERE sequence = 4", Damage.CHANGED),
        ("UPDATE revision SET seal = 'x' WHERE sequence = 4", Damage.FORGED),
        ("DELETE FROM revision WHERE sequence = 4", Damage.REMOVED),
        ("UPDATE revision SET redacted = 'x' WHERE sequence = 4", Damage.CHANGED),
        ("UPDATE revision SET at = '2026-05-01 00:00:00+00' WHERE sequence = 4", Damage.CHANGED),
    ],
)
def test_a_tampered_line_is_named(summit: Database, statement: str, damage: Damage) -> None:
    here = _told(summit, 9)
    _tamper(summit, f"{statement} AND conference_id = :here", here)
    assert (4, damage) in _faults(summit, here)


def test_a_history_cut_at_its_end_is_seen(summit: Database) -> None:
    here = _told(summit, 6)
    last = "(SELECT sequence FROM historyhead WHERE conference_id = :here)"
    _tamper(summit, f"DELETE FROM revision WHERE conference_id = :here AND sequence = {last}", here)
    with summit.reading() as db:
        end = history.head(db, here).sequence
    assert _faults(summit, here) == [(end, Damage.REMOVED)]


def test_a_line_put_behind_the_end_is_seen(summit: Database) -> None:
    here = _told(summit, 2)
    with summit.reading() as db:
        last = history.head(db, here)
        line = history.line_numbered(db, here, last.sequence)
        forged = line.model_copy(update={"sequence": last.sequence + 1, "after": "x"})
    forged.digest = chain.digest(forged)
    forged.seal = chain.seal(last.seal, forged.digest)
    with summit.writing() as db:
        db.add(Revision(**forged.model_dump(exclude={"id"})))
    assert _faults(summit, here) == [(last.sequence + 1, Damage.CUT)]


def test_workers_writing_at_once_leave_one_whole_chain(summit: Database) -> None:
    here = _told(summit, 1)
    with summit.reading() as db:
        before = history.head(db, here).sequence
    workers = [Thread(target=lambda: [_told(summit, 3) for _ in range(5)]) for _ in range(4)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    with summit.reading() as db:
        assert history.head(db, here).sequence == before + 60
    assert _faults(summit, here) == []


def test_what_fails_leaves_no_line(summit: Database) -> None:
    here = _told(summit, 1)
    with pytest.raises(ValueError, match="power"), summit.writing() as db:
        note(db, LAN, db.get_one(Conference, here), "Việc hỏng", "venue", "", "x")
        raise ValueError("power")
    with summit.reading() as db:
        assert history.story(db, here)[0].label == "Việc 0"
    assert _faults(summit, here) == []


def _lines(values: list[str]) -> tuple[list[Revision], Head]:
    lines, seal = [], chain.START
    for n, value in enumerate(values, 1):
        line = Revision(
            conference_id=1, at=THEN + timedelta(seconds=n), who="Mẫu", table="task", row_id=n,
            label="Việc", field="topic", before="", after=value, sequence=n,
        )  # fmt: skip
        line.digest = chain.digest(line)
        line.seal = seal = chain.seal(seal, line.digest)
        lines.append(line)
    return lines, Head(len(values), seal)


def _rows(lines: list[Revision]) -> list[chain.Row]:
    return [tuple(getattr(line, name) for name in chain.COLUMNS) for line in lines]


@given(some.lists(some.text(alphabet=some.characters(codec="utf-8")), min_size=6, max_size=6))
def test_a_line_is_sealed_over_its_json(texts: list[str]) -> None:
    """The form in which lines were sealed from the first day on."""
    who, label, field, before, after, reason = texts
    line = Revision(
        conference_id=1, at=THEN, who=who, table="task", row_id=5, label=label, field=field,
        before=before, after=after, reason=reason, sequence=7,
    )  # fmt: skip
    moment = round(THEN.timestamp() * 1_000_000)
    told = [1, 7, moment, who, "task", 5, label, field, before, after, reason]
    written = json.dumps(told, ensure_ascii=False, separators=(",", ":"))
    assert chain.digest(line) == hashlib.sha256(written.encode()).hexdigest()


@given(some.lists(some.text(), min_size=1, max_size=8), some.data())
def test_any_change_of_any_text_is_found(values: list[str], data: some.DataObject) -> None:
    lines, head = _lines(values)
    assert list(chain.faults(_rows(lines), head)) == []
    hurt = data.draw(some.sampled_from(lines))
    hurt.after += data.draw(some.text(min_size=1))
    assert [one.sequence for one in chain.faults(_rows(lines), head)] == [hurt.sequence]


@given(some.integers(2, 9), some.data())
def test_any_removed_line_is_named(many: int, data: some.DataObject) -> None:
    lines, head = _lines([str(n) for n in range(many)])
    gone = data.draw(some.sampled_from(lines))
    left = [line for line in lines if line is not gone]
    assert (gone.sequence, Damage.REMOVED) in [
        (one.sequence, one.damage) for one in chain.faults(_rows(left), head)
    ]


def _takings_back(page: str) -> list[str]:
    return re.findall(r'action="([^"]+/taking-back)"', page)


def test_a_change_is_taken_back_with_its_reason(organiser: TestClient) -> None:
    organiser.post(f"{HERE}/details", data=DETAILS)
    page = organiser.get(f"{HERE}/history", params={"search": ""}).text
    line = next(
        address for address in _takings_back(page)
        if "08:30" in page.split(address)[0].rsplit("<li id=", 1)[1]
    )  # fmt: skip
    assert organiser.post(line, data={"reason": " "}).status_code == 409
    assert organiser.post(line, data={"reason": "Đổi nhầm"}).status_code == 303
    assert 'value="08:00, 02/6/2026"' in organiser.get(f"{HERE}/details").text
    assert "Đổi nhầm" in organiser.get(f"{HERE}/history").text
    again = organiser.post(line, data={"reason": "Lần nữa"})
    assert again.status_code == 409
    assert "đã thay đổi từ đó" in again.text


def test_only_organisers_of_this_conference_take_back(joins: Joins, organiser: TestClient) -> None:
    organiser.post(f"{HERE}/details", data=DETAILS)
    line = _takings_back(organiser.get(f"{HERE}/history").text)[0]
    said = {"reason": "Thử"}
    assert joins(DeskRole.VIEWER).client.post(line, data=said).status_code == 403
    assert joins(None).client.post(line, data=said).status_code == 404
    assert organiser.post(line.replace(HAI_PHONG, HA_NOI), data=said).status_code == 404
    assert organiser.post(f"{HERE}/history/99999/taking-back", data=said).status_code == 404


def test_the_story_of_one_object(organiser: TestClient, summit: Database) -> None:
    here = _told(summit, 2)
    organiser.post(f"{HERE}/details", data=DETAILS)
    one = organiser.get(f"{HERE}/history", params={"table": "conference", "row": here}).text
    assert "Đổi giờ khai mạc" in one
    other = organiser.get(f"{HERE}/history", params={"table": "conference", "row": here + 99}).text
    assert "Không có thay đổi nào như vậy" in other
    named = organiser.get(f"{HERE}/history", params={"search": "Việc 1"}).text
    assert "Việc 1" in named
    assert "Việc 0" not in named


def _line(who: str, seconds: float, table: str, row: int, label: str, field: str) -> Revision:
    at = THEN + timedelta(seconds=seconds)
    return Revision(
        conference_id=1, at=at, who=who, table=table, row_id=row, label=label, field=field
    )


def test_lines_are_told_as_acts_by_the_thing_they_are_about() -> None:
    """The newest first, as the story has them."""
    lines = [
        _line("Lan", 60.9, "task", 9, "Nhiệm vụ 9", "completion"),
        _line("Lan", 60.1, "task", 9, "Nhiệm vụ 9", "report"),
        _line("Lan", 60.0, "task", 3, "Nhiệm vụ 3", "completion"),
        _line("Bình", 59.9, "task", 9, "Nhiệm vụ 9", "report"),  # somebody else, a moment before
        _line("Lan", 50.0, "task", 9, "Nhiệm vụ 9", "report"),  # earlier: an act of its own
        _line("Lan", 50.0, "award", 9, "Giấy khen", "form"),  # the same number, another thing
    ]
    told = [
        (act.who, [[line.field for line in thing] for thing in act.things])
        for act in history.acts(lines)
    ]
    assert told == [
        ("Lan", [["completion", "report"], ["completion"]]),
        ("Bình", [["report"]]),
        ("Lan", [["report"], ["form"]]),
    ]
    assert history.acts([]) == []


@given(some.lists(some.tuples(some.sampled_from("AB"), some.integers(0, 9), some.integers(1, 3))))
def test_a_story_keeps_every_line_in_its_order(told: list[tuple[str, int, int]]) -> None:
    lines = [
        _line(who, -n, "task", row, f"Việc {row}", str(n)) for n, (who, _, row) in enumerate(told)
    ]
    again = [line for act in history.acts(lines) for thing in act.things for line in thing]
    assert again == lines


def test_one_act_stands_together_on_the_page(organiser: TestClient) -> None:
    organiser.post(f"{HERE}/details", data=DETAILS)
    page = organiser.get(f"{HERE}/history").text
    act = page.split('<li class="act">')[1]
    assert act.count('id="line-') > 1
    assert act.count("organiser") == 1
    assert act.count("table=conference") == 1


def _earlier(database: Database) -> dict[str, object]:
    """What the rooms below hold now."""
    with database.reading() as db:
        here = conference_named(db, HAI_PHONG).id
        batch = db.exec(select(AwardBatch).where(AwardBatch.conference_id == here)).first()
        award = db.exec(select(Award).where(Award.conference_id == here)).first()
        date = db.exec(select(ProposedDate).where(ProposedDate.conference_id == here)).first()
        assert batch and award and date
        speech = speech_numbered(db, here, 3)
        return {
            "theme": (speech.theme, speech.due_at),
            "recipient": award.recipient,
            "handed_over_by": batch.handed_over_by,
            "adopted_at": date.adopted_at,
        }


def test_every_room_takes_back_its_own(summit: Database, organiser: TestClient) -> None:
    before = _earlier(summit)
    with summit.writing() as db:
        here = conference_named(db, HAI_PHONG).id
        batch = db.exec(select(AwardBatch).where(AwardBatch.conference_id == here)).first()
        award = db.exec(select(Award).where(Award.conference_id == here)).first()
        date = db.exec(select(ProposedDate).where(ProposedDate.conference_id == here)).first()
        assert batch and award and date
        later = {"theme": "Chuyển đổi số", "due_at": THEN + timedelta(days=2)}
        speech_changes.edit(db, LAN, speech_numbered(db, here, 3), later)
        said = {"recipient": "Tập thể Mẫu"}
        awards.change(db, LAN, award, award.batch_id, award.delegate_id, said)
        awards.change_batch(db, LAN, batch, {"handed_over_by": "Đồng chí Mẫu"})
        tasks.adopt(db, LAN, here, date.id, is_adopted=True)
    assert all(_earlier(summit)[name] != before[name] for name in before)
    page = organiser.get(f"{HERE}/history", params={"who": LAN.name}).text
    found = _takings_back(page)
    assert len(found) == 5
    for address in found:
        assert organiser.post(address, data={"reason": "Ghi nhầm"}).status_code == 303
    assert _earlier(summit) == before
