"""The flat list imports back without loss; notes that send somebody make real substitutions."""

from collections import Counter
from dataclasses import replace
from datetime import date
from io import BytesIO
from typing import Any

from openpyxl import load_workbook
from sqlmodel import Session, col, select

from app.conferences.store import conference_named, groups
from app.db import Database
from app.delegates import changes, exports, prints, store, substitution
from app.delegates.models import Delegate, Pass, Placement, Substitution
from app.delegates.rules import Attendance, Order, PrintKind, Role, Sex
from app.delegates.search import Filter
from app.delegates.substitution import Sent
from app.delegates.sums import sums
from app.halls.models import Seat
from app.roster import work
from app.roster.lines import Verdict
from app.roster.models import RosterImport
from app.roster.work import Report
from tests.cast import AUTHOR, HAI_PHONG
from tests.roster import files

ALL_GROUPS = Filter(order=Order.GROUP)
UNIT = "Phường An Dương"


def here(db: Session) -> int:
    return conference_named(db, HAI_PHONG).id


def flat(database: Database) -> bytes:
    with database.reading() as db:
        return exports.flat_of(store.everyone(db, here(db), ALL_GROUPS))


def tried(database: Database, content: bytes) -> Report:
    with database.reading() as db:
        kept = work.opened(db, here(db), "ds.xlsx", content)
        return work.tried(db, AUTHOR, here(db), "ds.xlsx", kept)


def saved(database: Database, content: bytes) -> RosterImport:
    with database.writing() as db:
        kept = work.opened(db, here(db), "ds.xlsx", content)
        return work.saved(db, AUTHOR, here(db), "ds.xlsx", kept).draft


def taken_back(database: Database, import_id: int) -> None:
    with database.writing() as db:
        draft = db.get_one(RosterImport, import_id)
        work.undo(db, replace(AUTHOR, at=AUTHOR.at.replace(hour=9)), draft)


def called(db: Session, name: str) -> list[Delegate]:
    return list(db.exec(select(Delegate).where(Delegate.name == name)))


def all_same(report: Report) -> bool:
    counts = report.draft.counts
    return counts["read"] == counts["same"] > 0


def amend(db: Session, at: int, **wanted: Any) -> int:
    person = store.everyone(db, here(db), ALL_GROUPS)[at]
    changes.change(db, AUTHOR, person, replace(changes.as_enrolled(person), **wanted))
    return person.delegate.id


def disturb(db: Session) -> list[int]:
    """One of every kind of person whom a list must carry: their ids."""
    whole = amend(
        db,
        30,
        name="Đại tá Ông Thị Mẫu Hoà",
        positions=["Bí thư Đảng uỷ; Chủ tịch HĐND", "Trưởng Ban, kiêm Phó Chủ tịch"],
        roles=[Role.CHAIR, Role.SPEAKER, Role.RECIPIENT],
        sex=Sex.FEMALE,
        is_uniformed=True,
        phone="02253842111",
        birth_year=1971,
        in_post_since=date(2025, 7, 1),
        note="ăn chay; cử đ/c Vũ Văn Mẫu Tý dự thay nếu vắng",
        needs_step_free=True,
        attendance=Attendance.CONFIRMED,
    )
    nameless = amend(
        db, 400, name="", attendance=Attendance.ABSENT, reason="Họp, cử đ/c Lê Văn Mẫu Tý dự thay"
    )
    vacant = amend(db, 401, name="", attendance=Attendance.VACANT, note="Khuyết từ 01/5")
    person = store.delegate_of(db, here(db), whole)
    sent = Sent("Trần Văn Mẫu Bảo", ["Phó Chủ tịch"], Sex.MALE, phone="0912345678")
    stand_in = substitution.substitute(db, AUTHOR, person, sent, "Đi công tác, cử người dự thay")
    other = store.everyone(db, here(db), ALL_GROUPS)[60]
    former = substitution.substitute(db, AUTHOR, other, Sent("Lê Mẫu Thôi", []), "Nghỉ ốm")
    substitution.take_back(db, AUTHOR, store.delegate_of(db, here(db), former.id))
    walk_in = replace(
        changes.as_enrolled(other), name="Hoàng Mẫu Khách", attendance=Attendance.WALK_IN, unit=None
    )
    guest = changes.add(db, AUTHOR, here(db), walk_in)
    namesake = replace(changes.as_enrolled(other), name="Đại tá Ông Thị Mẫu Hoà", phone="")
    twin = changes.add(db, AUTHOR, here(db), namesake)
    return [whole, nameless, vacant, stand_in.id, former.id, guest.id, twin.id]


def table(content: bytes) -> Counter[tuple[object, ...]]:
    """The lines of a flat list without the numbers that every conference gives itself."""
    page = load_workbook(BytesIO(content)).active
    assert page is not None
    head, *rows = page.iter_rows(values_only=True)
    own = [head.index(heading) for heading in ("Mã", "STT")]
    link = head.index("Dự thay cho mã")
    kept = []
    for row in rows:
        cells: list[object] = [cell or "" for n, cell in enumerate(row) if n not in own]
        cells[link - len(own)] = bool(row[link])
        kept.append(tuple(cells))
    return Counter(kept)


def test_the_whole_seed_comes_back_as_it_is(summit: Database) -> None:
    counts = tried(summit, flat(summit)).draft.counts
    assert counts == {
        "read": 1_086, "new": 0, "changed": 0, "same": 1_086, "doubtful": 0, "refused": 0,
    }  # fmt: skip


def test_every_kind_of_person_comes_back_as_they_are(summit: Database) -> None:
    with summit.writing() as db:
        disturb(db)
    report = tried(summit, flat(summit))
    other = [line for line in work.lines_of(report.content) if line.verdict is not Verdict.SAME]
    assert other == []
    assert report.draft.counts["same"] == 1_086 + 4  # stand-ins, a walk-in and a namesake


def test_people_who_were_lost_come_back_whole(summit: Database) -> None:
    with summit.writing() as db:
        lost = disturb(db)
    before = flat(summit)
    with summit.writing() as db:
        for one in db.exec(select(Substitution)):
            db.delete(one)
        db.flush()
        for number in [lost[3], lost[4], lost[0], *lost[5:]]:
            db.delete(db.get_one(Delegate, number))
            db.flush()
    assert saved(summit, before).counts["new"] == 5
    assert table(flat(summit)) == table(before)
    with summit.reading() as db:
        done = db.exec(select(Substitution)).one()
        absent = store.delegate_of(db, here(db), done.absent_id)
        assert absent.stand_in is not None
        assert absent.stand_in.called == "Trần Văn Mẫu Bảo"
        assert store.valid_pass(db, done.absent_id) is None


def test_a_file_of_another_conference_is_not_matched_by_its_numbers(summit: Database) -> None:
    page = load_workbook(BytesIO(flat(summit)))
    assert page.active is not None
    for row in page.active.iter_rows(min_row=2):
        row[0].value = 1_087 - int(str(row[0].value))
    lines = work.lines_of(tried(summit, files.saved(page)).content)
    wrong = [one for one in lines for change in one.changes if change.field == "name"]
    assert wrong == []


def note_sends(database: Database) -> bytes:
    """A list whose note sends somebody; the person replaced has a name and a seat."""
    with database.writing() as db:
        unit = Filter(search=UNIT)
        absent = store.everyone(db, here(db), unit)[0]
        wanted = replace(changes.as_enrolled(absent), name="Nguyễn Văn Mẫu An")
        changes.change(db, AUTHOR, absent, wanted)
        taken = select(Placement.seat_id)
        seat = db.exec(select(Seat).where(col(Seat.id).not_in(taken))).first()
        assert seat is not None
        if absent.chair is None:
            db.add(
                Placement(
                    conference_id=here(db),
                    delegate_id=absent.delegate.id,
                    seat_id=seat.id,
                    placed_at=AUTHOR.at,
                )
            )
        prints.record(db, AUTHOR, here(db), PrintKind.BADGE, [absent.delegate.id])
    posts = "\n".join(absent.positions)
    note = "Đi công tác, cử đ/c Trần Văn Mẫu Bảo, Phó Chủ tịch UBND dự thay"
    return files.plain([[1, "Nguyễn Văn Mẫu An", posts, UNIT, None, note]])


def test_a_note_that_sends_somebody_is_a_substitution(summit: Database) -> None:
    content = note_sends(summit)
    with summit.reading() as db:
        before = sums(db, here(db))
        absent = store.everyone(db, here(db), Filter(search="Nguyễn Văn Mẫu An"))[0]
        card = store.valid_pass(db, absent.delegate.id)
        assert card is not None
    draft = saved(summit, content)
    assert (draft.counts["new"], draft.counts["changed"]) == (1, 1)
    with summit.reading() as db:
        after = sums(db, here(db))
        assert after.places == before.places == 1_086
        assert after.by[Attendance.SUBSTITUTED] == 1
        absent = store.delegate_of(db, here(db), absent.delegate.id)
        assert absent.stand_in is not None
        stand_in = store.delegate_of(db, here(db), absent.stand_in.id)
        assert (stand_in.called, stand_in.positions) == ("Trần Văn Mẫu Bảo", ["Phó Chủ tịch UBND"])
        assert stand_in.group.id == absent.group.id
        assert "công tác" in absent.delegate.reason
        assert db.get_one(Pass, card.id).revoked_at is not None
        assert [one.paper.kind for one in prints.out_of_date(db, here(db))] == [PrintKind.BADGE]
    assert all_same(tried(summit, content))
    taken_back(summit, draft.id)
    with summit.reading() as db:
        assert sums(db, here(db)) == before
        assert called(db, "Trần Văn Mẫu Bảo") == []
        again = store.delegate_of(db, here(db), absent.delegate.id)
        assert (again.delegate.attendance, again.delegate.reason) == (Attendance.INVITED, "")
        assert again.chair is not None
        assert db.get_one(Pass, card.id).revoked_at is None


def test_the_substitute_may_tell_it_on_a_line_of_their_own(summit: Database) -> None:
    note_sends(summit)
    note = "dự thay đ/c Nguyễn Văn Mẫu An"
    content = files.plain([[1, "Lý Mẫu Cúc", "Phó Chủ tịch HĐND", UNIT, None, note]])
    saved(summit, content)
    with summit.reading() as db:
        (stand_in,) = store.everyone(db, here(db), Filter(search="Lý Mẫu Cúc"))
        assert stand_in.stands_in_for == "Nguyễn Văn Mẫu An"
        assert sums(db, here(db)).places == 1_086
    assert all_same(tried(summit, content))


def test_a_second_stand_in_and_an_answer_over_one_are_refused(summit: Database) -> None:
    content = note_sends(summit)
    saved(summit, content)
    with summit.reading() as db:
        posts = store.everyone(db, here(db), Filter(search="Nguyễn Văn Mẫu An"))[0].positions
    row = [1, "Nguyễn Văn Mẫu An", "\n".join(posts), UNIT, None]
    another = files.plain([[*row, "cử đ/c Phạm Mẫu Dần dự thay"]])
    lines = work.lines_of(tried(summit, another).content)
    assert lines[1].verdict is Verdict.REFUSED
    assert lines[1].remarks
    head = (*files.HEAD[:5], "Xác báo")
    back = work.lines_of(tried(summit, files.plain([[*row, "x"]], head)).content)
    assert [change.field for change in back[0].changes] == []


def test_somebody_with_a_place_of_their_own_is_not_doubled(summit: Database) -> None:
    note_sends(summit)
    with summit.writing() as db:
        other = store.everyone(db, here(db), Filter(search=UNIT))[1]
        wanted = replace(changes.as_enrolled(other), name="Trần Văn Mẫu Bảo")
        changes.change(db, AUTHOR, other, wanted)
    saved(summit, note_sends(summit))
    with summit.reading() as db:
        assert len(store.everyone(db, here(db), Filter(search="Trần Văn Mẫu Bảo"))) == 1
        counted = sums(db, here(db))
        assert counted.places == 1_086
        assert counted.by[Attendance.ABSENT] == 1


def test_someone_new_and_their_stand_in_come_in_one_list(summit: Database) -> None:
    with summit.reading() as db:
        group = groups(db, here(db))[0].name
    head = (*files.HEAD, "Khối")
    note = "ốm, cử đ/c Phạm Mẫu Dần, Phó phòng dự thay"
    rows = [[1, "Đỗ Mẫu Sửu", "Cố vấn đặc biệt", None, None, note, group]]
    draft = saved(summit, files.plain(rows, head))
    assert draft.counts["new"] == 2
    with summit.reading() as db:
        (absent,) = store.everyone(db, here(db), Filter(search="Đỗ Mẫu Sửu"))
        assert absent.delegate.attendance is Attendance.SUBSTITUTED
        assert absent.stand_in is not None
        assert absent.stand_in.called == "Phạm Mẫu Dần"
    assert all_same(tried(summit, files.plain(rows, head)))
    taken_back(summit, draft.id)
    with summit.reading() as db:
        assert called(db, "Đỗ Mẫu Sửu") == []
        assert called(db, "Phạm Mẫu Dần") == []
