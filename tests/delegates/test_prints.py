"""What was printed with words that are no longer true."""

from dataclasses import replace
from io import BytesIO

import mammoth
from sqlmodel import select
from starlette.testclient import TestClient

from app.conferences.rules import DeskRole
from app.conferences.store import conference_named, groups
from app.db import Database
from app.delegates import changes, prints, store, substitution
from app.delegates.models import Print
from app.delegates.rules import Attendance, PrintKind
from app.delegates.search import Filter
from app.delegates.substitution import Sent
from app.halls.models import Block, SeatRow
from tests.cast import AUTHOR, HA_NOI, HAI_PHONG
from tests.conftest import Joins


def people(summit: Database, slug: str = HAI_PHONG) -> tuple[int, list[int]]:
    with summit.reading() as db:
        here = conference_named(db, slug).id
        return here, [one.delegate.id for one in store.everyone(db, here, Filter())[:6]]


def test_what_was_never_printed_is_told_from_what_changed(summit: Database) -> None:
    here, ids = people(summit)
    with summit.writing() as db:
        prints.record(db, AUTHOR, here, PrintKind.BADGE, ids)
        found = prints.changed(db, here, PrintKind.BADGE)
        assert found.anew == []
        assert len(found.first) == 1_086 - len(ids)
    with summit.writing() as db:
        person = store.delegate_of(db, here, ids[0])
        wanted = replace(changes.as_enrolled(person), name="Nguyễn Văn Mẫu An")
        changes.change(db, AUTHOR, person, wanted)
    with summit.writing() as db:
        assert prints.changed(db, here, PrintKind.BADGE).anew == [ids[0]]
        (stale,) = prints.out_of_date(db, here)
        assert stale.differs == {"name": ("", "Nguyễn Văn Mẫu An")}
        prints.record(db, AUTHOR, here, PrintKind.BADGE, [ids[0]])
        assert prints.out_of_date(db, here) == []


def test_only_what_stands_on_a_paper_makes_it_wrong(summit: Database) -> None:
    here, ids = people(summit)
    with summit.writing() as db:
        for kind in PrintKind:
            prints.record(db, AUTHOR, here, kind, ids)
        changes.renew_pass(db, AUTHOR, store.delegate_of(db, here, ids[1]))
        wrong = {one.paper.kind for one in prints.out_of_date(db, here)}
        assert wrong == {
            *(PrintKind.SEAT_CARD, PrintKind.BADGE, PrintKind.NAME_PLATE, PrintKind.INVITATION),
        }


def test_papers_that_a_plan_would_make_wrong_are_known_before_it_is_accepted(
    summit: Database,
) -> None:
    here, ids = people(summit)
    with summit.writing() as db:
        for kind in (PrintKind.SEAT_CARD, PrintKind.MC_LIST):
            prints.record(db, AUTHOR, here, kind, ids)
        stays, goes, absent = ids[:3]
        seat = store.delegate_of(db, here, stays).seat or ""
        found = prints.doomed(db, here, {stays: seat, goes: "L-10-12", absent: ""})
        assert [(one.person.delegate.id, one.kind, one.after) for one in found] == [
            (goes, PrintKind.SEAT_CARD, "L-10-12"),
            (absent, PrintKind.SEAT_CARD, ""),
        ], "no seat stands on the list of the MC"
        elsewhere, _ = people(summit, HA_NOI)
        assert prints.doomed(db, elsewhere, {goes: "L-10-12"}) == []


def test_the_sheet_of_one_block_is_printed_for_those_who_sit_there(
    organiser: TestClient, summit: Database
) -> None:
    assert organiser.get(f"/conferences/{HAI_PHONG}/seating/blocks.pdf?block=K").status_code == 200
    with summit.reading() as db:
        here = conference_named(db, HAI_PHONG).id
        printed = prints.counts(db, here)[PrintKind.SEAT_MAP]
        in_block = [one for one in store.everyone(db, here) if (one.seat or "").startswith("K-")]
    assert printed == len(in_block) < 1_086


def test_papers_of_people_who_do_not_come_are_wrong_and_not_printed_again(summit: Database) -> None:
    here, ids = people(summit)
    with summit.writing() as db:
        prints.record(db, AUTHOR, here, PrintKind.NAME_PLATE, ids)
        person = store.delegate_of(db, here, ids[2])
        wanted = replace(changes.as_enrolled(person), attendance=Attendance.ABSENT)
        changes.change(db, AUTHOR, person, wanted)
    with summit.reading() as db:
        assert ids[2] not in prints.changed(db, here, PrintKind.NAME_PLATE).all
        (stale,) = prints.out_of_date(db, here)
        assert stale.differs["comes"] == ("có", "không")


def test_delegates_of_another_conference_are_not_recorded(summit: Database) -> None:
    here, _ = people(summit)
    elsewhere, strangers = people(summit, HA_NOI)
    with summit.writing() as db:
        prints.record(db, AUTHOR, here, PrintKind.BADGE, strangers)
    with summit.reading() as db:
        assert prints.changed(db, elsewhere, PrintKind.BADGE).anew == []
        assert len(prints.changed(db, elsewhere, PrintKind.BADGE).first) >= len(strangers)


def test_a_substitution_makes_every_printed_paper_out_of_date(
    organiser: TestClient, summit: Database
) -> None:
    base = f"/conferences/{HAI_PHONG}"
    with summit.writing() as db:
        conference = conference_named(db, HAI_PHONG)
        person = next(
            one for one in store.everyone(db, conference.id) if one.chair and one.delegate.name
        )
    for paper in (
        "delegates/introduction.pdf",
        "invitations/letters.pdf?whom=people",
        "seating/blocks.pdf",
    ):
        answer = organiser.get(f"{base}/{paper}")
        assert answer.status_code == 200, paper
        assert answer.content.startswith(b"%PDF")
    with summit.writing() as db:
        for kind in (PrintKind.SEAT_CARD, PrintKind.BADGE):
            prints.record(db, AUTHOR, conference.id, kind, [person.delegate.id])
        assert prints.out_of_date(db, conference.id) == []
        sent = Sent("Trần Văn Mẫu Bảo", ["Chuyên viên"])
        substitution.substitute(db, AUTHOR, person, sent, "Nghỉ ốm")
    with summit.reading() as db:
        stale = [
            one.paper.kind
            for one in prints.out_of_date(db, conference.id)
            if one.person.delegate.id == person.delegate.id
        ]
    assert set(stale) == {
        PrintKind.SEAT_CARD,
        PrintKind.BADGE,
        PrintKind.MC_LIST,
        PrintKind.INVITATION,
        PrintKind.SEAT_MAP,
    }
    page = organiser.get(f"{base}/delegates/reprints").text
    assert "Trần Văn Mẫu Bảo" in page


def test_the_list_of_introduction_has_who_comes_in_order(
    organiser: TestClient, joins: Joins
) -> None:
    path = f"/conferences/{HAI_PHONG}/delegates/introduction.docx"
    words = mammoth.extract_raw_text(BytesIO(organiser.get(path).content)).value
    assert "DANH SÁCH GIỚI THIỆU ĐẠI BIỂU" in words
    assert "1.086/1.086 suất" in words
    assert joins(DeskRole.VIEWER).client.get(path).status_code == 403
    assert joins(None).client.get(path).status_code == 404


def test_what_still_holds_is_counted_where_the_papers_are_kept(summit: Database) -> None:
    here, ids = people(summit)
    with summit.writing() as db:
        for kind in PrintKind:
            prints.record(db, AUTHOR, here, kind, ids)
        assert {one.printed - one.true for one in prints.true_counts(db, here).values()} == {0}
    with summit.writing() as db:
        changes.renew_pass(db, AUTHOR, store.delegate_of(db, here, ids[1]))
        for delegate_id, change in (
            (ids[2], {"name": "Nguyễn Văn Mẫu An"}),
            (ids[3], {"attendance": Attendance.ABSENT}),
            (ids[4], {"positions": ("Phó Bí thư", "Chủ tịch")}),
        ):
            person = store.delegate_of(db, here, delegate_id)
            changes.change(db, AUTHOR, person, replace(changes.as_enrolled(person), **change))
    with summit.reading() as db:
        counted = prints.true_counts(db, here)
        stale = prints.out_of_date(db, here)
        for kind in PrintKind:
            wrong = {one.person.delegate.id for one in stale if one.paper.kind is kind} - {ids[3]}
            assert counted[kind].printed == len(ids) - 1  # of those who come
            assert counted[kind].printed - counted[kind].true == len(wrong)


def test_another_door_or_group_makes_cards_and_badges_wrong_and_nothing_else(
    summit: Database,
) -> None:
    here, ids = people(summit)
    with summit.writing() as db:
        for kind in PrintKind:
            prints.record(db, AUTHOR, here, kind, ids)
        seats = {one: store.delegate_of(db, here, one).chair for one in ids}
        row = db.get_one(SeatRow, next(seat.row_id for seat in seats.values() if seat))
        block = db.get_one(Block, row.block_id)
        block.door_id = None
        other = store.delegate_of(db, here, ids[0]).delegate
        other.group_id = next(one.id for one in groups(db, here) if one.id != other.group_id)
        db.add_all([block, other])
    with summit.reading() as db:
        wrong = {kind: prints.changed(db, here, kind).anew for kind in PrintKind}
        for kind in (PrintKind.SEAT_CARD, PrintKind.BADGE):
            assert ids[0] in wrong[kind]
            assert len(wrong[kind]) > 1, "everybody who would go in by the door"
        for kind in (PrintKind.NAME_PLATE, PrintKind.MC_LIST, PrintKind.INVITATION):
            assert wrong[kind] == []
        for kind, counted in prints.true_counts(db, here).items():
            assert counted.printed - counted.true == len(wrong[kind]), kind


def test_what_an_older_note_does_not_tell_is_not_taken_for_wrong(summit: Database) -> None:
    here, ids = people(summit)
    with summit.writing() as db:
        prints.record(db, AUTHOR, here, PrintKind.BADGE, ids)
        for paper in db.exec(select(Print)):
            paper.stood = {part: paper.stood[part] for part in paper.stood if part != "place"}
            db.add(paper)
    with summit.reading() as db:
        assert prints.changed(db, here, PrintKind.BADGE).anew == []
        (counted,) = prints.true_counts(db, here).values()
        assert counted.printed == counted.true == len(ids)
        assert prints.out_of_date(db, here) == []
