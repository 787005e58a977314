"""Signing in, staying in, being thrown out."""

from datetime import UTC, datetime, timedelta

import pytest
from sqlmodel import select
from starlette.testclient import TestClient

from app.accounts import store
from app.accounts.models import Staff, StaffSession
from app.conferences.rules import DeskRole
from app.db import Database
from app.errors import Refused
from tests.conftest import Joins

PASSWORD = "mat-khau-thu-nghiem"


@pytest.fixture
def staff(summit: Database) -> Staff:
    with summit.writing() as db:
        return store.add_staff(db, "Lan", "Nguyễn Thị Mẫu Lan", PASSWORD, datetime.now(UTC))


def sign_in(client: TestClient, password: str = PASSWORD, **more: str) -> tuple[int, str]:
    answer = client.post("/sign-in", data={"username": "lan", "password": password, **more})
    return answer.status_code, answer.headers.get("location", "")


def test_signing_in_opens_the_page_that_was_wanted(client: TestClient, staff: Staff) -> None:
    wanted = client.get("/conferences").headers["location"]
    assert wanted == "/sign-in?next=/conferences"
    assert sign_in(client, next="/account") == (303, "/account")
    assert client.get("/account").status_code == 200


@pytest.mark.parametrize(
    "elsewhere", ["https://evil.example/", "//evil.example", "/\\evil.example", "javascript:x"]
)
def test_signing_in_leads_to_no_other_site(
    client: TestClient, staff: Staff, elsewhere: str
) -> None:
    assert sign_in(client, next=elsewhere) == (303, "/conferences")


def test_a_wrong_password_comes_back_with_the_name_and_without_the_password(
    client: TestClient, staff: Staff
) -> None:
    answer = client.post("/sign-in", data={"username": "lan", "password": "sai-mat-khau"})
    assert answer.status_code == 422
    assert "Tên đăng nhập hoặc mật khẩu chưa đúng" in answer.text
    assert 'value="lan"' in answer.text
    assert "sai-mat-khau" not in answer.text


def test_guessing_is_stopped_and_the_right_password_waits_too(
    client: TestClient, staff: Staff
) -> None:
    answers = [sign_in(client, "sai-mat-khau")[0] for _ in range(11)]
    assert answers == [422] * 10 + [429]
    assert sign_in(client)[0] == 429


def test_signing_out_ends_the_session(client: TestClient, staff: Staff, summit: Database) -> None:
    sign_in(client)
    with summit.reading() as db:
        csrf = db.exec(select(StaffSession.csrf)).one()
    assert client.post("/sign-out", data={"csrf": csrf}).status_code == 303
    assert client.get("/account").status_code == 303


def test_a_session_ends_by_itself(summit: Database, staff: Staff) -> None:
    now = datetime.now(UTC)
    with summit.writing() as db:
        secret = store.open_session(db, staff, now)
    with summit.reading() as db:
        almost = now + store.SESSION_LASTS - timedelta(seconds=1)
        assert store.session_of(db, secret, almost) is not None
        assert store.session_of(db, secret, now + store.SESSION_LASTS) is None


def test_a_new_password_signs_other_browsers_out(joins: Joins, summit: Database) -> None:
    first = joins(DeskRole.VIEWER)
    with summit.writing() as db:
        person = store.staff_named(db, "viewer")
        other = store.open_session(db, person, datetime.now(UTC))
    with summit.writing() as db:
        person = store.staff_named(db, "viewer")
        kept = store.session_of(db, first.client.cookies["session"], datetime.now(UTC))
        assert kept is not None
        store.change_password(db, person, "mot-mat-khau-moi", kept[0])
    assert first.client.get("/account").status_code == 200
    with summit.reading() as db:
        assert store.session_of(db, other, datetime.now(UTC)) is None
        assert store.recognised(db, "viewer", "mot-mat-khau-moi") is not None


def test_passwords_are_kept_as_argon2_and_short_ones_refused(summit: Database) -> None:
    with pytest.raises(Refused, match="ít nhất 10 ký tự"), summit.writing() as db:
        store.add_staff(db, "ngan", "Ngắn", "ngan", datetime.now(UTC))
    with summit.writing() as db:
        staff = store.add_staff(db, "dai", "Dài", PASSWORD, datetime.now(UTC))
        assert staff.password_hash.startswith("$argon2id$")


def test_a_program_loses_its_access_when_its_token_is_revoked(
    joins: Joins, client: TestClient
) -> None:
    actor = joins(DeskRole.VIEWER)
    headers = {"Authorization": f"Bearer {actor.token}"}
    agenda = "/api/v1/conferences/hai-phong-2026/agenda"
    assert client.get(agenda, headers=headers).status_code == 200
    page = actor.client.get("/account").text
    revocation = page.split('action="')[2].split('"')[0]
    assert actor.client.post(revocation).status_code == 303
    assert client.get(agenda, headers=headers).status_code == 401


def test_a_token_is_shown_once(joins: Joins) -> None:
    viewer = joins(DeskRole.VIEWER).client
    issued = viewer.post("/account/tokens", data={"name": "Bảng tin"}).text
    token = issued.split("<code>")[1].split("</code>")[0]
    assert "Bảng tin" in viewer.get("/account").text
    assert token not in viewer.get("/account").text


def test_cookies_cannot_be_read_by_scripts(client: TestClient, staff: Staff) -> None:
    answer = client.post("/sign-in", data={"username": "lan", "password": PASSWORD})
    cookie = answer.headers["set-cookie"].lower()
    assert "httponly" in cookie
    assert "samesite=lax" in cookie
