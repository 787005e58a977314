"""Editing the tree: cues written by rooms above, order, undo and redo, two people at once."""

import random
import threading
from collections.abc import Callable
from datetime import timedelta

import pytest

from app.accounts.models import Staff
from app.agenda import changes, journal, store
from app.agenda.changes import Stale
from app.agenda.rules import CueKind, FaultKind, ItemKind
from app.conferences.history import Author, story
from app.db import Database
from app.errors import Refused
from tests.agenda.planning import choose, cues, drafts, frozen_now, slot_of, summit_of
from tests.cast import AUTHOR, THEN
from tests.counting import statements

LAN = Author(None, "Nguyễn Thị Mẫu Lan", THEN)


def test_ten_speeches_fill_79_of_85_minutes(summit: Database) -> None:
    with summit.writing() as db:
        choose(db)
        day = store.day(db, summit_of(db))
        slot = day.slot_of(ItemKind.SPEECHES)
        assert slot is not None
        assert slot.filled == 79 * 60
        assert [cue.number for cue in slot.cues[:3]] == ["4.1", "4.2", "4.3"]
        assert day.faults == []


def test_an_eleventh_speech_moves_the_end_past_eleven_and_is_named(summit: Database) -> None:
    with summit.writing() as db:
        choose(db, range(1, 12))
        faults = store.day(db, summit_of(db)).faults
        assert {fault.kind for fault in faults} == {FaultKind.FULL, FaultKind.OVERRUN}
        assert all(fault.minutes == 2 for fault in faults)


def test_cues_of_others_and_what_people_wrote_stay_when_a_room_writes_its_own(
    summit: Database,
) -> None:
    with summit.writing() as db:
        item = slot_of(db)
        changes.add_cue(db, AUTHOR, item, {"content": "MC mời", "seconds": 30})
        changes.set_cues(db, AUTHOR, item, drafts([1, 2]), subject_prefix="speech:")
        first = cues(db)[1]
        changes.change(db, AUTHOR, first, {"sound": "Micro bục"}, version=first.version)
        changes.set_cues(db, AUTHOR, item, drafts([3, 1]), subject_prefix="speech:")
        now = cues(db)
        assert [cue.content for cue in now] == [
            *("MC mời", "Tham luận số 3", "Chuyển tiếp", "Tham luận số 1")
        ]
        assert now[3].id == first.id
        assert now[3].sound == "Micro bục"


def test_writing_the_same_cues_again_changes_nothing(summit: Database) -> None:
    with summit.writing() as db:
        choose(db)
    with summit.writing() as db:
        before, lines = frozen_now(db), len(story(db, summit_of(db).id, at_most=500))
        choose(db)
        assert frozen_now(db) == before
    with summit.reading() as db:
        assert len(story(db, summit_of(db).id, at_most=500)) == lines


def test_a_cue_of_another_conference_stays_out_of_reach(summit: Database) -> None:
    with summit.writing() as db:
        choose(db)
        cue = cues(db)[0]
        with pytest.raises(Exception, match="Không có phần việc này"):
            store.cue_of(db, cue.conference_id + 1, cue.id)


def test_moving_a_speech_hops_over_the_change_over_and_back(summit: Database) -> None:
    with summit.writing() as db:
        choose(db)
        before = frozen_now(db)
        first = cues(db)[0]
        changes.move_cue(db, AUTHOR, first, 1)
        assert [cue.kind for cue in cues(db)[:4]] == [
            *(CueKind.SPEECH, CueKind.CHANGE_OVER, CueKind.SPEECH, CueKind.CHANGE_OVER)
        ]
        assert cues(db)[2].id == first.id
        changes.move_cue(db, AUTHOR, first, -1)
        assert frozen_now(db) == before


def test_a_cue_moves_over_the_edge_into_the_next_item_and_back(summit: Database) -> None:
    with summit.writing() as db:
        choose(db)
        before = frozen_now(db)
        last = cues(db)[-1]
        changes.move_cue(db, AUTHOR, last, 1)
        assert last.item_id == slot_of(db, ItemKind.AWARDS).id
        changes.move_cue(db, AUTHOR, last, -1)
        assert frozen_now(db) == before


def _some_act(dice: random.Random) -> Callable[[Database], None]:
    def act(database: Database) -> None:
        with database.writing() as db:
            tree = store.tree(db, summit_of(db))
            item, cue = dice.choice(tree.items), dice.choice(cues(db))
            match dice.randint(0, 5):
                case 0:
                    changes.move(db, AUTHOR, item, dice.choice([-1, 1]))
                case 1:
                    changes.place_cue(db, AUTHOR, cue, item, dice.randint(1, 9))
                case 2:
                    values = {"minutes": dice.randint(1, 90)}
                    changes.change(db, AUTHOR, item, values, version=item.version)
                case 3:
                    new = {"content": "Phần mới", "seconds": dice.randint(0, 900)}
                    changes.add_cue(db, AUTHOR, item, new)
                case 4:
                    changes.remove_cue(db, AUTHOR, cue, version=cue.version)
                case 5:
                    changes.start_at(
                        *(db, AUTHOR, tree.conference),
                        tree.conference.starts_at + timedelta(minutes=dice.choice([-10, 30])),
                        moves_end=dice.random() < 0.5,
                    )

    return act


def _repeat(database: Database, step: Callable[..., object]) -> int:
    """Until there is nothing left; how often it could be done."""
    done = 0
    while True:
        try:
            with database.writing() as db:
                step(db, AUTHOR, summit_of(db).id)
        except Refused as refusal:
            assert "Không còn gì" in str(refusal)
            return done
        done += 1


def test_whatever_was_done_can_be_undone_to_the_start_and_done_again(summit: Database) -> None:
    with summit.reading() as db:
        start = frozen_now(db)
    with summit.writing() as db:
        choose(db)
    dice = random.Random(2026)
    for _ in range(25):
        _some_act(dice)(summit)
    with summit.reading() as db:
        end = frozen_now(db)
    undone = _repeat(summit, journal.undo)
    with summit.reading() as db:
        assert frozen_now(db) == start
    assert _repeat(summit, journal.redo) == undone
    with summit.reading() as db:
        assert frozen_now(db) == end


def test_removing_an_item_with_its_cues_comes_back_whole(summit: Database) -> None:
    with summit.writing() as db:
        awards = slot_of(db, ItemKind.AWARDS)
        values = {"content": "Đợt trao 1", "seconds": 240, "kind": CueKind.AWARDS}
        changes.add_cue(db, AUTHOR, awards, values)
        before = frozen_now(db)
        changes.remove(db, AUTHOR, awards, version=awards.version)
        assert len(frozen_now(db)["items"]) == 6
        journal.undo(db, AUTHOR, summit_of(db).id)
        assert frozen_now(db) == before


def test_undo_takes_back_ones_own_work_only_and_never_anothers(summit: Database) -> None:
    ids = _two_people(summit)
    lan, an = (Author(staff_id, name, THEN) for staff_id, name in ids)
    with summit.writing() as db:
        item = slot_of(db)
        changes.change(db, lan, item, {"minutes": 80}, version=item.version)
    with summit.writing() as db:
        item = slot_of(db)
        changes.change(db, an, item, {"minutes": 70}, version=item.version)
    with pytest.raises(Refused, match="người khác sửa"), summit.writing() as db:
        journal.undo(db, lan, summit_of(db).id)
    with summit.writing() as db:
        journal.undo(db, an, summit_of(db).id)
    with summit.writing() as db:
        journal.undo(db, lan, summit_of(db).id)
        assert slot_of(db).minutes == 85


def _two_people(database: Database) -> list[tuple[int, str]]:
    with database.writing() as db:
        staff = [
            Staff(username=name, full_name=name, password_hash="x", created_at=THEN)
            for name in ("lan", "an")
        ]
        db.add_all(staff)
        db.flush()
        return [(one.id, one.full_name) for one in staff]


def test_a_write_on_an_older_version_is_refused(summit: Database) -> None:
    with summit.writing() as db:
        item = slot_of(db)
        seen = item.version
        changes.change(db, AUTHOR, item, {"minutes": 80}, version=seen)
    with pytest.raises(Stale), summit.writing() as db:
        changes.change(db, LAN, slot_of(db), {"moderator": "Người khác"}, version=seen)
    with summit.reading() as db:
        assert (slot_of(db).minutes, slot_of(db).moderator[:9]) == (80, "Đồng chí ")


def test_moving_a_row_does_not_make_words_typed_meanwhile_stale(summit: Database) -> None:
    with summit.writing() as db:
        item = slot_of(db)
        seen = item.version
        changes.move(db, AUTHOR, item, 1)
        changes.change(db, AUTHOR, item, {"minutes": 80}, version=seen)
        assert item.number == 5


def test_of_two_writers_at_the_same_moment_one_is_refused_and_nothing_is_lost(
    summit: Database,
) -> None:
    with summit.reading() as db:
        item_id, seen = slot_of(db).id, slot_of(db).version
    ready = threading.Barrier(4)
    outcomes: list[int | None] = []

    def write(minutes: int) -> None:
        ready.wait()
        try:
            with summit.writing() as db:
                item = store.item_of(db, summit_of(db).id, item_id)
                changes.change(db, AUTHOR, item, {"minutes": minutes}, version=seen)
        except Stale:
            outcomes.append(None)
        else:
            outcomes.append(minutes)

    writers = [threading.Thread(target=write, args=(minutes,)) for minutes in (81, 82, 83, 84)]
    for writer in writers:
        writer.start()
    for writer in writers:
        writer.join()
    kept = [minutes for minutes in outcomes if minutes]
    assert len(kept) == 1
    with summit.reading() as db:
        item = store.item_of(db, summit_of(db).id, item_id)
        assert (item.minutes, item.version) == (kept[0], seen + 1)


def test_many_adding_cues_at_the_same_moment_lose_none(summit: Database) -> None:
    ready = threading.Barrier(4)

    def write(name: str) -> None:
        ready.wait()
        with summit.writing() as db:
            values = {"content": name, "seconds": 60}
            changes.add_cue(db, AUTHOR, slot_of(db), values)

    writers = [threading.Thread(target=write, args=(name,)) for name in "ABCD"]
    for writer in writers:
        writer.start()
    for writer in writers:
        writer.join()
    with summit.reading() as db:
        assert sorted(cue.content for cue in cues(db)) == ["A", "B", "C", "D"]
        assert [cue.number for cue in cues(db)] == [1, 2, 3, 4]


def test_starting_half_an_hour_later_shifts_all_and_names_the_broken_end(summit: Database) -> None:
    with summit.writing() as db:
        conference = summit_of(db)
        later = conference.starts_at + timedelta(minutes=30)
        changes.start_at(db, AUTHOR, conference, later, moves_end=False)
        day = store.day(db, summit_of(db))
        assert day.timeline.starts_at == later
        assert [fault.kind for fault in day.faults] == [FaultKind.OVERRUN] * 2
        changes.start_at(db, AUTHOR, conference, later + timedelta(minutes=10), moves_end=True)
        assert store.day(db, summit_of(db)).faults[-1].minutes == 30


def test_every_change_is_told_in_the_history(summit: Database) -> None:
    with summit.writing() as db:
        choose(db, [1])
        cue = cues(db)[0]
        changes.change(db, LAN, cue, {"seconds": 300}, version=cue.version, reason="Rút ngắn")
    with summit.reading() as db:
        told = story(db, cue.conference_id)[0]
        assert (told.who, told.field, told.before, told.after, told.reason) == (
            *("Nguyễn Thị Mẫu Lan", "seconds", "420", "300", "Rút ngắn"),
        )


def test_the_programme_is_read_by_one_statement_however_long(summit: Database) -> None:
    counted = []
    for numbers in ([1], range(1, 25)):
        with summit.writing() as db:
            choose(db, numbers)
        with summit.reading() as db:
            conference = summit_of(db)
            with statements(summit.engine) as sent:
                store.day(db, conference)
            counted.append(len(sent))
    assert counted == [1, 1]
