"""Personal data: shown to who needs it, every look written down, removed after the event."""

import json
from dataclasses import replace
from datetime import UTC, datetime

import pytest
from sqlmodel import Session, select
from starlette.testclient import TestClient

from app.conferences.models import Revision
from app.conferences.rules import DeskRole
from app.conferences.store import conference_named
from app.db import Database
from app.delegates import changes, personal, prints, store, substitution
from app.delegates.models import Delegate, Position
from app.delegates.rules import PrintKind
from app.delegates.search import Filter
from app.delegates.sums import sums
from app.errors import Refused
from tests.cast import AUTHOR, HA_NOI, HAI_PHONG, rehearse
from tests.conftest import Joins
from tests.roster import files

LIST = f"/conferences/{HAI_PHONG}/delegates"
API = f"/api/v1/conferences/{HAI_PHONG}/delegates"
PHONE = "0912 345 678"
AFTER = datetime(2026, 6, 3, tzinfo=UTC)


def with_phone(summit: Database) -> int:
    with summit.writing() as db:
        here = conference_named(db, HAI_PHONG).id
        person = store.everyone(db, here, Filter(search="mẫu quỳnh ái quốc"))[0]
        wanted = replace(changes.as_enrolled(person), phone=PHONE)
        changes.change(db, AUTHOR, person, wanted)
        return person.delegate.id


def logged(summit: Database) -> list[tuple[str, str, int]]:
    with summit.reading() as db:
        here = conference_named(db, HAI_PHONG).id
        return [
            (one.reading.who, one.reading.kind.value, one.reading.people)
            for one in personal.looks(db, here)
        ]


def test_every_look_and_every_download_is_written_down(
    organiser: TestClient, joins: Joins, summit: Database
) -> None:
    person = with_phone(summit)
    viewer = joins(DeskRole.VIEWER).client
    viewer.get(f"{LIST}/{person}")
    assert PHONE in organiser.post(f"{LIST}/{person}/phone").text
    organiser.get(f"{LIST}/export.xlsx?search=ai+quoc")
    assert logged(summit) == [
        ("organiser", "export", 8),
        ("organiser", "phone", 1),
        ("viewer", "person", 1),
    ]
    page = organiser.get(f"{LIST}/care").text
    assert "tải danh sách" in page
    assert "xem số điện thoại" in page
    assert viewer.get(f"{LIST}/care").status_code == 403


def test_numbers_are_masked_for_programs_until_an_organiser_asks(
    joins: Joins, summit: Database
) -> None:
    person = with_phone(summit)
    for role, whole in ((DeskRole.ORGANISER, True), (DeskRole.DOOR, False)):
        actor = joins(role)
        token = {"Authorization": f"Bearer {actor.token}"}
        ask = actor.client.get
        assert ask(f"{API}/{person}", headers=token).json()["phone"] == "••• 678"
        one = ask(f"{API}/{person}?phones=true", headers=token).json()["phone"]
        assert (one == PHONE) is whole
        answer = ask(f"{API}?search=ai+quoc&phones=true", headers=token).json()
        phones = {found["phone"] for found in answer["delegates"]}
        assert (PHONE in phones) is whole
    kinds = [kind for _, kind, _ in logged(summit)]
    assert kinds.count("program") == 2


def test_a_phone_tail_finds_nobody_for_those_who_may_not_call(
    joins: Joins, summit: Database, organiser: TestClient
) -> None:
    with_phone(summit)
    assert "Mẫu Quỳnh" in organiser.get(f"{LIST}?search=5678").text
    assert "Mẫu Quỳnh" not in joins(DeskRole.DOOR).client.get(f"{LIST}?search=5678").text


def test_the_notice_is_there_and_can_be_rewritten(organiser: TestClient, summit: Database) -> None:
    page = organiser.get(f"{LIST}/care").text
    assert "91/2025/QH15" in page
    organiser.post(f"{LIST}/care/notice", data={"notice": "Thông báo của văn phòng."})
    with summit.reading() as db:
        conference = conference_named(db, HAI_PHONG)
        assert personal.notice(db, conference) == "Thông báo của văn phòng."
    organiser.post(f"{LIST}/care/notice", data={"notice": ""})
    with summit.reading() as db:
        assert "91/2025/QH15" in personal.notice(db, conference_named(db, HAI_PHONG))


def anonymise(db: Session, now: datetime = AFTER) -> int:
    author = replace(AUTHOR, at=now)
    return personal.anonymise(db, author, conference_named(db, HAI_PHONG), now)


def test_before_the_end_nothing_is_removed(summit: Database) -> None:
    with summit.writing() as db, pytest.raises(Refused, match="sau khi Hội nghị kết thúc"):
        anonymise(db, datetime(2026, 6, 2, 3, tzinfo=UTC))


def test_after_the_end_people_are_gone_and_the_counts_stay(
    summit: Database, client: TestClient
) -> None:
    with_phone(summit)
    with summit.writing() as db:
        here = conference_named(db, HAI_PHONG).id
        prints.record(db, AUTHOR, here, PrintKind.BADGE, [store.everyone(db, here)[20].delegate.id])
        before = sums(db, here)
        names = {one.delegate.name for one in store.everyone(db, here) if one.delegate.name}
        seats = [one.seat for one in store.everyone(db, here)]
        token = store.tokens(db, here)[store.everyone(db, here)[20].delegate.id]
        elsewhere = conference_named(db, HA_NOI).id
        posts = len(store.positions_of(db, [d.delegate.id for d in store.everyone(db, elsewhere)]))
    with summit.writing() as db:
        assert anonymise(db) == 1_086
    with summit.reading() as db:
        after = sums(db, here)
        assert (after.places, after.by, after.named) == (before.places, before.by, 0)
        people = store.everyone(db, here)
        assert [one.seat for one in people] == seats
        assert all(one.called == f"Đại biểu số {one.delegate.number}" for one in people)
        assert all(not one.positions and not one.delegate.phone for one in people)
        assert store.listing(db, here, Filter(search="le ngoc chau")).total == 0
        assert store.tokens(db, here) == {}
        written = [
            text
            for line in db.exec(select(Revision).where(Revision.conference_id == here))
            for text in (line.label, line.before, line.after, line.reason)
        ]
        assert not [text for text in written if any(name in text for name in names)]
        kept = db.exec(select(Position).join(Delegate).where(Delegate.conference_id == elsewhere))
        assert len(kept.all()) == posts, "another conference keeps its people"
    assert client.get(f"/G/{token}").status_code == 404
    with summit.writing() as db, pytest.raises(Refused, match="đã được ẩn danh"):
        anonymise(db)


def test_the_page_asks_twice_and_not_during_a_rehearsal(
    organiser: TestClient, summit: Database
) -> None:
    rehearse(summit, "2026-06-03T08:00:00")
    here = f"{LIST}/care/anonymisation"
    assert organiser.post(here, data={"confirmed": "vâng"}).status_code == 422
    assert organiser.post(here, data={"confirmed": "Ẩn danh"}).status_code == 409
    assert "Lê Ngọc Châu" in organiser.get(f"{LIST}?search=le+ngoc+chau").text


def test_what_holds_personal_data_can_be_emptied() -> None:
    from_each = [
        column
        for table in (Delegate.metadata.sorted_tables)
        for column in table.columns
        if column.info.get("personal")
    ]
    assert {column.name for column in from_each} >= {"name", "phone", "reason", "stood"}
    for column in from_each:
        personal._nothing(column)


NAME, OLD_NAME, DIALLED = "Ngụy Thị Mẫu Huyền", "Ngụy Thị Mẫu Huệ", "0987123450"


def everywhere(db: Session, *wanted: str) -> list[str]:
    """The columns of any table in which one of these texts stands."""
    found = []
    for table in Delegate.metadata.sorted_tables:
        for row in db.execute(table.select()).mappings():
            for column, value in row.items():
                text = value.decode("utf-8", "ignore") if isinstance(value, bytes) else value
                told = text if isinstance(text, str) else json.dumps(text, default=str)
                plain = (
                    json.dumps(json.loads(told), ensure_ascii=False)
                    if told[:1] in "[{" and (_is_json(told))
                    else told
                )
                if any(one in plain for one in wanted):
                    found.append(f"{table.name}.{column}")
    return sorted(set(found))


def _is_json(text: str) -> bool:
    try:
        json.loads(text)
    except ValueError:
        return False
    return True


def test_no_name_and_no_phone_is_left_anywhere(
    organiser: TestClient, joins: Joins, summit: Database
) -> None:
    here = f"/conferences/{HAI_PHONG}"
    with summit.writing() as db:
        conference = conference_named(db, HAI_PHONG)
        person = store.everyone(db, conference.id, Filter(search="mẫu quỳnh ái quốc"))[0]
        for name in (OLD_NAME, NAME):
            wanted = replace(changes.as_enrolled(person), name=name, phone=DIALLED, note=name)
            changes.change(db, AUTHOR, person, wanted)
            db.flush()
            person = store.delegate_of(db, conference.id, person.delegate.id)
        for kind in PrintKind:
            prints.record(db, AUTHOR, conference.id, kind, [person.delegate.id])
        sent = substitution.Sent("Vũ Thị Mẫu Thay", ["Chuyên viên"], phone=DIALLED)
        substitution.substitute(db, AUTHOR, person, sent, f"{NAME} nghỉ ốm")
        whom = person.delegate.id
    rows = [[1, NAME, person.positions[0], person.unit and person.unit.name, DIALLED, "ăn chay"]]
    for _ in range(2):  # a draft, and one that is saved
        content = {"file": ("ds.xlsx", files.plain(rows))}
        address = organiser.post(f"{here}/roster", files=content).headers["location"]
    assert organiser.post(f"{address}/commitment").status_code == 303
    contact = {"name": NAME, "email": "huyen@example.vn", "phone": DIALLED}
    (stand_in,) = _stand_ins(summit, whom)
    organiser.post(f"{here}/invitations/people/{stand_in}/contact", data=contact)
    organiser.post(f"{here}/invitations/letters", data={"whom": "people"})
    organiser.post(f"{here}/invitations/letters", data={"whom": "units"})
    with summit.reading() as db:
        places = everywhere(db, NAME, OLD_NAME, DIALLED, "Vũ Thị Mẫu Thay")
    tables = {place.partition(".")[0] for place in places}
    assert tables >= {"delegate", "print", "rostercontent", "letter", "contact", "revision"}
    with summit.writing() as db:
        anonymise(db)
    with summit.reading() as db:
        assert everywhere(db, NAME, OLD_NAME, DIALLED, "Vũ Thị Mẫu Thay") == []
    assert organiser.post(f"{address}/undoing").status_code in {404, 409}
    for page in ("delegates", "invitations", "outbox", "roster", "seating/releases"):
        assert organiser.get(f"{here}/{page}").status_code == 200, page


def _stand_ins(summit: Database, absent: int) -> list[int]:
    with summit.reading() as db:
        return list(db.exec(select(Delegate.id).where(Delegate.stands_in_for_id == absent)))
