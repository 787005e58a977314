"""The one-time code: phones and files stay closed until it is typed, in that browser alone."""

import re
from datetime import timedelta

import pytest
from sqlmodel import select
from starlette.testclient import TestClient

from app.conferences.store import conference_named
from app.db import Database
from app.errors import Refused
from app.intake import codes
from app.intake.models import UnitCode
from app.intake.rules import CODES_AN_HOUR, check_may_send, key
from app.links.store import link_of
from app.outbox import changes as outbox
from app.outbox.models import Letter
from app.outbox.rules import State
from tests.cast import AUTHOR, HAI_PHONG, THEN
from tests.intake.made import COMMUNE, LINKS, link, posts, unit_id_of


@pytest.fixture
def sealed(summit: Database, organiser: TestClient) -> str:
    """The page of a unit whose e-mail is known, where the office asks for codes."""
    mine = link(summit)
    with summit.writing() as db:
        here = conference_named(db, HAI_PHONG).id
        outbox.save_contact(
            db, AUTHOR, here, unit_id=unit_id_of(summit, COMMUNE), label=COMMUNE, name="Mẫu",
            email="vp@mau.vn", phone="",
        )  # fmt: skip
    assert organiser.post(f"{LINKS}/terms", data={"asks_code": "true"}).status_code == 303
    return mine


def _code(database: Database) -> str:
    with database.reading() as db:
        letter = db.exec(select(Letter).order_by(Letter.id.desc())).first()  # type: ignore[attr-defined]
    assert letter is not None
    assert letter.state is State.RELEASED
    assert letter.address == "vp@mau.vn"
    found = re.search(r"\b\d{6}\b", letter.body)
    assert found is not None
    return found[0]


def test_phones_and_files_open_with_the_code(
    summit: Database, sealed: str, client: TestClient
) -> None:
    id = posts(summit, sealed)[0][0]
    phone = key("phone", id)
    client.post(f"{sealed}/draft", data={phone: "0912000111"})
    page = client.get(sealed).text
    assert f'name="{phone}"' not in page
    assert "v•••@mau.vn" in page
    assert client.get(f"{sealed}/reports/1").status_code == 409
    assert "Đã gửi mã tới" not in page
    assert client.post(f"{sealed}/code").status_code == 303
    assert "Đã gửi mã tới v•••@mau.vn lúc" in client.get(sealed).text
    code = _code(summit)
    wrong = f"{(int(code) + 1) % 1_000_000:06}"
    assert client.post(f"{sealed}/code/confirmation", data={"code": wrong}).status_code == 422
    right = client.post(f"{sealed}/code/confirmation", data={"code": code})
    assert right.status_code == 303
    assert f"Path={sealed}" in right.headers["set-cookie"]
    assert "HttpOnly" in right.headers["set-cookie"]
    opened = client.get(sealed).text
    assert f'name="{phone}"' in opened
    assert "0912000111" not in opened  # what was typed while it was sealed was not taken
    client.cookies.clear()
    assert f'name="{phone}"' not in client.get(sealed).text
    used = client.post(f"{sealed}/code/confirmation", data={"code": code})
    assert used.status_code == 422


def test_a_code_of_another_unit_opens_nothing(
    summit: Database, sealed: str, client: TestClient
) -> None:
    other = link(summit, "Xã Cẩm Giàng")
    client.post(f"{sealed}/code")
    answer = client.post(f"{other}/code/confirmation", data={"code": _code(summit)})
    assert answer.status_code == 422


def test_codes_expire_and_are_not_guessed(summit: Database, sealed: str) -> None:
    with summit.writing() as db:
        own = link_of(db, sealed.removeprefix("/U/"))
        assert own is not None
        codes.send(db, AUTHOR, own, COMMUNE)
    code = _code(summit)
    with summit.writing() as db:
        assert codes.confirm(db, own, code, THEN + timedelta(minutes=11)) is None
        for _ in range(5):
            assert codes.confirm(db, own, "x", THEN) is None
        assert codes.confirm(db, own, code, THEN) is None
        assert db.exec(select(UnitCode)).one().tries == 5


def test_codes_are_not_sent_too_often() -> None:
    check_may_send([], THEN)
    with pytest.raises(Refused):
        check_may_send([THEN - timedelta(seconds=30)], THEN)
    hour = [THEN - timedelta(minutes=5 * n + 2) for n in range(CODES_AN_HOUR)]
    with pytest.raises(Refused):
        check_may_send(hour, THEN)
    check_may_send(hour[1:], THEN)


def test_a_unit_without_address_is_not_locked_out(
    summit: Database, sealed: str, client: TestClient
) -> None:
    other = link(summit, "Xã Cẩm Giàng")
    assert 'type="tel"' in client.get(other).text
    assert 'type="tel"' not in client.get(sealed).text
