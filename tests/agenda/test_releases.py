"""Releases: frozen, compared in words, told to those concerned, and what must be printed again."""

from datetime import timedelta
from functools import partial

import pytest
from sqlmodel import Session, select

from app.agenda import changes, frozen, releases, store
from app.agenda.differences import DifferenceKind, Paper, differences
from app.agenda.rules import ItemKind
from app.agenda.said import said
from app.db import Database
from app.delegates.models import Delegate
from app.errors import NotFound, Refused
from app.outbox.changes import save_contact
from app.outbox.models import Letter
from app.outbox.rules import Kind, State
from tests.agenda.planning import choose, cues, frozen_now, slot_of, summit_of
from tests.cast import AUTHOR

SWAPPED = (1, 2, 11, 4, 5, 6, 7, 8, 9, 10)  # number 3 gives way to number 11


def release(db: Session, remark: str = "") -> int:
    return releases.release(db, AUTHOR, summit_of(db), remark)[0].number


def letters(db: Session) -> list[Letter]:
    return list(db.exec(select(Letter).order_by(Letter.reason)))


def test_a_release_is_frozen_whatever_is_planned_afterwards(summit: Database) -> None:
    with summit.writing() as db:
        choose(db)
        before = frozen_now(db)
        assert release(db, "Bản trình Thường trực") == 1
        choose(db, SWAPPED)
        kept = store.release_numbered(db, summit_of(db).id, 1)
        assert (kept.tree, kept.remark, kept.who) == (before, "Bản trình Thường trực", "Người thử")
        assert frozen_now(db) != before


def test_v2_swaps_a_speech_and_starts_at_half_past_eight(summit: Database) -> None:
    with summit.writing() as db:
        choose(db)
        release(db)
    with summit.writing() as db:
        choose(db, SWAPPED)
        conference = summit_of(db)
        later = conference.starts_at + timedelta(minutes=30)
        changes.start_at(db, AUTHOR, conference, later, moves_end=False)
        first = store.last_release(db, conference.id)
        found = releases.compare(db, conference, first, None)
    words = [said(difference) for difference in found.differences]
    assert words[0] == "Hội nghị bắt đầu lúc 08:30 (trước là 08:00)"
    assert "Bỏ: Mục 4.5 “Tham luận số 3”" in words
    assert "Thêm: Mục 4.5 “Tham luận số 11”, 09h21' - 09h28'" in words
    assert "Từ mục 1 đến mục 7 muộn hơn 30 phút, nay từ 08h30'" in words
    assert list(found.papers) == [
        *(Paper.PROGRAMME, Paper.INVITATION, Paper.RUN_SHEET, Paper.SPEECH_LIST)
    ]
    names = {found.name_of(one) for one in found.concerned}
    assert "Đồng chí Bí thư Thành ủy" in names
    assert len([one for one in found.concerned if one.unit_id]) == 11, "both 3 and 11"
    gone = next(one for one in found.concerned if one.unit_id and not one.now)
    assert next(said(difference) for difference in gone.differences).startswith("Bỏ: Mục 4.5")


def test_only_what_changed_concerns_anybody(summit: Database) -> None:
    with summit.writing() as db:
        choose(db)
        release(db)
        speech = cues(db)[2]
        changes.change(db, AUTHOR, speech, {"sound": "Micro số 2"}, version=speech.version)
        conference = summit_of(db)
        found = releases.compare(db, conference, store.last_release(db, conference.id), None)
        assert [(d.kind, d.field) for d in found.differences] == [(DifferenceKind.CHANGED, "sound")]
        assert [one.unit_id for one in found.concerned] == [speech.unit_id]
        assert list(found.papers) == [Paper.RUN_SHEET], "the programme does not show it"


def test_a_new_presenter_concerns_the_old_one_too(summit: Database) -> None:
    with summit.writing() as db:
        release(db)
        item = slot_of(db, ItemKind.REPORT)
        old, new = item.presenter, "Đồng chí Phó Trưởng Ban Tổ chức Thành ủy"
        changes.change(db, AUTHOR, item, {"presenter": new}, version=item.version)
        conference = summit_of(db)
        found = releases.compare(db, conference, store.last_release(db, conference.id), None)
        assert {one.name for one in found.concerned} == {old, new}
        assert Paper.PROGRAMME in found.papers


def test_a_release_prepares_one_letter_for_each_concerned_and_sends_none(
    summit: Database,
) -> None:
    with summit.writing() as db:
        choose(db)
        release(db)
        first = letters(db)
        assert {letter.kind for letter in first} == {Kind.AGENDA}
        assert {letter.state for letter in first} == {State.DRAFT}
        units = [letter for letter in first if letter.unit_id]
        assert len(units) == 10
        assert "- 08h35' - 08h42': Tham luận số 1 (mục 4.1)." in units[0].body
        speech = cues(db)[-1]
        changes.change(db, AUTHOR, speech, {"seconds": 300}, version=speech.version)
        release(db)
        second = [letter for letter in letters(db) if "/v2/" in letter.reason]
        assert [letter.unit_id for letter in second] == [speech.unit_id]
        assert "dài 5 phút (trước là 7 phút)" in second[0].body
        assert "thay bản số 1" in second[0].body


def test_a_swapped_out_speaker_is_told_that_nothing_is_theirs_now(summit: Database) -> None:
    with summit.writing() as db:
        choose(db)
        third = cues(db)[4].unit_id
        release(db)
        choose(db, SWAPPED)
        release(db)
        told = next(x for x in letters(db) if x.reason == f"agenda/v2/unit/{third}")
        assert "không còn phần được phân công" in told.body


def test_releasing_the_same_again_or_nothing_is_refused(summit: Database) -> None:
    with summit.writing() as db:
        release(db)
    with pytest.raises(Refused, match="không khác bản số 1"), summit.writing() as db:
        release(db)
    with pytest.raises(NotFound), summit.reading() as db:
        store.release_numbered(db, summit_of(db).id, 2)


def test_swapping_two_speeches_tells_of_the_order_and_the_times(summit: Database) -> None:
    with summit.writing() as db:
        choose(db)
        before = frozen.state(frozen_now(db))
        changes.move_cue(db, AUTHOR, cues(db)[0], 1)
        after = frozen.state(frozen_now(db))
    from_words = [said(d) for d in differences(before, after)]
    assert any("đổi thứ tự" in words for words in from_words)
    assert not any("Thêm" in words or "Bỏ" in words for words in from_words)


def test_nothing_is_different_from_itself(summit: Database) -> None:
    with summit.writing() as db:
        choose(db)
        state = frozen.state(frozen_now(db))
        assert differences(state, state) == []


def test_letters_carry_the_addresses_of_units_and_persons(summit: Database) -> None:
    with summit.writing() as db:
        choose(db)
        here = summit_of(db).id
        first, second = (cues(db)[place].unit_id for place in (0, 2))
        save = partial(save_contact, db, AUTHOR, here, label="Đầu mối", phone="")
        save(unit_id=first, name="Văn thư", email="mot@example.vn")
        delegate_id = db.exec(select(Delegate.id)).first()
        secretary = "Bí thư Thành ủy"
        save(delegate_id=delegate_id, name=secretary, email="bithu@example.vn")
        release(db)
        by_reason = {letter.reason: letter for letter in letters(db)}
        assert by_reason[f"agenda/v1/unit/{first}"].address == "mot@example.vn"
        assert by_reason[f"agenda/v1/unit/{second}"].address == "", "a text to carry over by hand"
        persons = {one.address for one in by_reason.values() if one.recipient.endswith(secretary)}
        assert persons == {"bithu@example.vn"}
