"""Invitations: who gets which, what is in them, and that a person's letter is theirs alone."""

import re

import pytest
from sqlmodel import select
from starlette.testclient import TestClient

from app.conferences.rules import DeskRole
from app.conferences.store import conference_named
from app.db import Database
from app.delegates import store as delegates
from app.delegates.models import Delegate, Pass
from app.delegates.rules import Attendance
from app.invitations import store
from app.invitations.store import Invitee
from app.outbox.models import Contact, Letter, LetterAttachment
from app.outbox.rules import State
from app.outbox.sender import send_due
from tests import papers
from tests.cast import HA_NOI, HAI_PHONG
from tests.conftest import Joins
from tests.counting import statements
from tests.outbox.postoffice import PostOffice, opened

HERE = f"/conferences/{HAI_PHONG}"
INVITATIONS = f"{HERE}/invitations"
COMMUNE = "Xã Vĩnh Bảo"


def unit(database: Database, name: str = COMMUNE) -> Invitee:
    with database.reading() as db:
        book = store.book(db, conference_named(db, HAI_PHONG))
        return next(one for one in book.units if one.name == name)


def letters(database: Database) -> list[Letter]:
    with database.reading() as db:
        return list(db.exec(select(Letter).order_by("id")))


def give_address(organiser: TestClient, line: str = f"{COMMUNE}\tvinhbao@mau.vn") -> str:
    return organiser.post(f"{INVITATIONS}/addresses", data={"lines": line}).text


def test_a_units_letter_names_its_people_with_their_codes(
    organiser: TestClient, summit: Database
) -> None:
    invitee = unit(summit)
    page = organiser.get(f"{INVITATIONS}/units/{invitee.id}").text
    assert f"{len(invitee.people)} đồng chí" in page
    assert all(person.called in page for person in invitee.people)
    paper = organiser.get(f"{INVITATIONS}/units/{invitee.id}.pdf").content
    with summit.reading() as db:
        passes = {one.delegate_id: one.token for one in db.exec(select(Pass))}
    codes = {code.rsplit("/", 1)[1] for code in papers.codes(paper)}
    assert codes == {passes[person.delegate.id] for person in invitee.people}
    text = papers.text(paper)
    assert "GIẤY MỜI" in text
    assert "91/2025/QH15" in text


def test_whoever_stays_away_is_not_invited(organiser: TestClient, summit: Database) -> None:
    absent = unit(summit).people[0].delegate.id
    with summit.writing() as db:
        delegate = db.get_one(Delegate, absent)
        delegate.attendance = Attendance.ABSENT
        db.add(delegate)
    assert absent not in {person.delegate.id for person in unit(summit).people}
    assert organiser.get(f"{INVITATIONS}/people/{absent}").status_code == 404


def test_letters_go_through_the_outbox_with_the_printed_letter(
    organiser: TestClient, summit: Database
) -> None:
    give_address(organiser)
    organiser.post(f"{INVITATIONS}/letters", data={"whom": "units"})
    made = letters(summit)
    assert {letter.state for letter in made} == {State.DRAFT}
    (letter,) = [letter for letter in made if letter.address]
    assert letter.recipient == COMMUNE
    with summit.reading() as db:
        (file,) = db.exec(select(LetterAttachment)).all()
    assert COMMUNE in papers.text(file.content)
    organiser.post(f"{HERE}/outbox/letters/{letter.id}/release")
    with opened(office := PostOffice()) as there:
        send_due(summit, there)
    assert office.received == ["vinhbao@mau.vn"]
    page = organiser.get(INVITATIONS).text
    assert f"đã mời 1 trên {len(made)}" in page


def test_preparing_again_changes_nothing_until_the_wording_does(
    organiser: TestClient, summit: Database
) -> None:
    part = {"whom": "units", "group_id": str(unit(summit).people[0].group.id)}
    organiser.post(f"{INVITATIONS}/letters", data=part)
    first = letters(summit)
    organiser.post(f"{INVITATIONS}/letters", data=part)
    assert len(letters(summit)) == len(first)
    said = {"notice": "Thông báo mới", "contact": "Văn phòng, 0225 3842 105"}
    organiser.post(f"{INVITATIONS}/wording", data=said)
    organiser.post(f"{INVITATIONS}/letters", data=part)
    now = letters(summit)
    assert len(now) == 2 * len(first)
    assert "Văn phòng, 0225 3842 105" in now[-1].body
    assert "Thông báo mới" in now[-1].body
    assert "0225 3842 105" not in now[0].body


def test_a_person_is_invited_by_a_link_that_opens_their_letter_alone(
    organiser: TestClient, client: TestClient, summit: Database
) -> None:
    person = unit(summit).people[0]
    this = f"{INVITATIONS}/people/{person.delegate.id}"
    organiser.post(f"{this}/contact", data={"email": "an@mau.vn"})
    group = str(person.group.id)
    organiser.post(f"{INVITATIONS}/letters", data={"whom": "people", "group_id": group})
    (letter,) = [letter for letter in letters(summit) if letter.address]
    assert letter.delegate_id == person.delegate.id
    with summit.reading() as db:
        (file,) = db.exec(select(LetterAttachment)).all()  # for a door without a network
        held = delegates.valid_pass(db, person.delegate.id)
    assert held
    assert [code.rsplit("/", 1)[1] for code in papers.codes(file.content)] == [held.token]
    link = re.search(r"http://\S+(/I/\w+)", letter.body)
    assert link
    page = client.get(link[1]).text
    assert f"Kính gửi: <strong>{person.called}" in page
    others = unit(summit).people[1:]
    assert not any(other.called in page for other in others)
    assert client.get(link[1].lower()).status_code == 200


def test_a_wrong_or_revoked_code_opens_no_letter(
    organiser: TestClient, client: TestClient, summit: Database
) -> None:
    person = unit(summit).people[0].delegate.id
    with summit.reading() as db:
        old = db.exec(select(Pass.token).where(Pass.delegate_id == person)).one()
    organiser.post(f"{HERE}/delegates/{person}/pass")
    for token in (old, "A" * 26, "x"):
        answer = client.get(f"/I/{token}")
        assert answer.status_code == 404
        assert "GIẤY MỜI" not in answer.text


def test_certain_addresses_are_kept_and_the_others_come_back(
    organiser: TestClient, summit: Database
) -> None:
    lines = (
        f"{COMMUNE}\tvinhbao@mau.vn\tNguyễn Mẫu\t0912345678\n"
        "Xã Thủy Nguyên\ta@mau.vn\nXã Tiên Lãng\tkhông có\nXa Vinh Bao\tb@mau.vn"
    )
    page = give_address(organiser, lines)
    assert "Đã lưu 1 địa chỉ" in page
    assert "3 dòng chưa lưu" in page
    assert "Có phải Xã Vĩnh Bảo?" in page
    left = re.search(r"<textarea[^>]*>([^<]*)</textarea>", page)
    assert left
    assert "vinhbao" not in left[1]
    assert "a@mau.vn" in left[1]
    with summit.reading() as db:
        (contact,) = db.exec(select(Contact)).all()
    assert (contact.email, contact.name) == ("vinhbao@mau.vn", "Nguyễn Mẫu")
    assert "Đã lưu 0 địa chỉ; 1 địa chỉ đã có" in give_address(organiser, lines.splitlines()[0])
    history = organiser.get(f"{HERE}/history").text
    assert "vinhbao@mau.vn" not in history


def test_a_wrong_address_comes_back(organiser: TestClient, summit: Database) -> None:
    this = f"{INVITATIONS}/units/{unit(summit).id}"
    answer = organiser.post(f"{this}/contact", data={"email": "vinhbao"})
    assert answer.status_code == 422
    assert "Địa chỉ thư điện tử viết chưa đúng" in answer.text


@pytest.mark.parametrize("role", [DeskRole.VIEWER, DeskRole.DOOR, DeskRole.PRESS])
def test_only_organisers_see_addresses(joins: Joins, summit: Database, role: DeskRole) -> None:
    client = joins(role).client
    assert client.get(INVITATIONS).status_code == 403
    assert client.get(f"{INVITATIONS}/units/{unit(summit).id}").status_code == 403
    assert client.get(f"{INVITATIONS}/letters.pdf").status_code == 403


def test_a_unit_of_another_conference_is_not_found(organiser: TestClient, summit: Database) -> None:
    elsewhere = f"/conferences/{HA_NOI}/invitations/units/{unit(summit).id}"
    assert organiser.get(elsewhere).status_code == 404
    assert organiser.get(f"{elsewhere}.pdf").status_code == 404
    assert organiser.post(f"{elsewhere}/contact", data={"email": "a@mau.vn"}).status_code == 404


def test_the_list_asks_as_often_for_many_letters_as_for_none(
    organiser: TestClient, summit: Database
) -> None:
    with statements() as few:
        organiser.get(INVITATIONS)
    organiser.post(f"{INVITATIONS}/letters", data={"whom": "units"})
    with statements() as many:
        organiser.get(INVITATIONS)
    assert len(few) == len(many)
