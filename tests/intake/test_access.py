"""Nobody else's link opens anything: every route under a unit's address, whatever will be added."""

import re
from collections.abc import Iterator
from datetime import timedelta

import pytest
from fastapi.routing import iter_route_contexts
from httpx2 import Response
from sqlmodel import select
from starlette.testclient import TestClient

from app import clock
from app.conferences.store import conference_named
from app.db import Database
from app.links.models import UnitLink
from app.main import create_app
from app.outbox import changes as outbox
from app.outbox.models import Letter, LetterAttachment
from app.settings import Settings
from app.web.limits import Limits
from tests import papers
from tests.cast import AUTHOR, HAI_PHONG
from tests.intake.made import LINKS, link, posts, unit_id_of
from tests.speeches.made import speech

OWNER, STRANGER = "Sở Nội vụ", "Xã Cẩm Giàng"
SECRETS = (OWNER, "Nguyễn Mẫu Kín", "Ghi chú riêng", "Chờ danh sách", "0912")


def routes() -> Iterator[tuple[str, str]]:
    """Every method and path below ``/U/{token}``."""
    for route in iter_route_contexts(create_app(Settings()).routes):
        if (route.path or "").startswith("/U/{token}"):
            for method in route.methods or set():
                yield method, str(route.path)


ROUTES = sorted(set(routes()))


@pytest.fixture
def mine(summit: Database, organiser: TestClient, client: TestClient) -> str:
    """The page of a unit that has everything: names, a text, a report with its proof, a document,
    a letter that went out."""
    path, unit_id = link(summit, OWNER), unit_id_of(summit, OWNER)
    with summit.writing() as db:
        here = conference_named(db, HAI_PHONG).id
        outbox.save_contact(
            db, AUTHOR, here, unit_id=unit_id, label=OWNER, name="Mẫu", email="nv@mau.vn", phone=""
        )
    first = posts(summit, path)[0][0]
    typed = {f"name-{first}": "Nguyễn Mẫu Kín", f"phone-{first}": "0912000111"}
    pdf = {"file": ("a.pdf", b"%PDF-1.4 x", "application/pdf")}
    text = {"file": ("bai.docx", speech(300), "application/pdf")}
    told = {"progress": "60", "obstacle": "Chờ danh sách"}
    given = {"title": "Ghi chú riêng", "unit_id": str(unit_id)}
    group = {"whom": "units"}
    for answer in (
        client.post(f"{path}/answer", data=typed),
        client.post(f"{path}/speeches/7", files=text),
        client.post(f"{path}/tasks/1", data=told, files=pdf),
        organiser.post(f"{LINKS}/documents", data=given, files=pdf),
        organiser.post(f"/conferences/{HAI_PHONG}/invitations/letters", data=group),
    ):
        assert answer.status_code == 303
    with summit.writing() as db:
        outbox.release(db, AUTHOR, db.exec(select(Letter).where(Letter.unit_id == unit_id)).one())
    return path


def ask(client: TestClient, method: str, path: str, address: str) -> Response:
    """This route at a unit's address, with the numbers of what the owner has."""
    numbers = {"version": "1", "report_id": "1", "document_id": "1"}
    numbers["number"] = "7" if "speeches" in path else "1"
    whole = path.replace("/U/{token}", address)
    whole = re.sub(r"\{(\w+)\}", lambda found: numbers[found[1]], whole)
    client.app.state.limits = Limits()  # type: ignore[attr-defined]  # who only tries is not meant here
    typed = {"progress": "100", "code": "123456", "vehicle": "Xe lạ"}
    return client.request(method, whole, data=typed if method == "POST" else None)


def test_the_owner_opens_all_of_it(client: TestClient, mine: str) -> None:
    """Else the refusals below would prove nothing."""
    for method, path in ROUTES:
        if method == "GET":
            assert ask(client, method, path, mine).status_code == 200, path
    assert len(ROUTES) >= 12


def test_dead_links_open_nothing(summit: Database, client: TestClient, mine: str) -> None:
    with summit.writing() as db:
        own = db.exec(select(UnitLink).where(UnitLink.token == mine.removeprefix("/U/"))).one()
        own.expires_at = clock.now() - timedelta(days=400)
        db.add(own)
    _refused(client, mine)
    with summit.writing() as db:
        own = db.exec(select(UnitLink).where(UnitLink.token == mine.removeprefix("/U/"))).one()
        own.expires_at, own.revoked_at = clock.now() + timedelta(days=400), clock.now()
        db.add(own)
    for dead in (mine, "/U/" + "A" * 26, "/U/x"):
        _refused(client, dead)


def _refused(client: TestClient, address: str) -> None:
    for method, path in ROUTES:
        answer = ask(client, method, path, address)
        assert answer.status_code == 404, (method, path)
        assert not [secret for secret in SECRETS if secret in answer.text]


def test_another_units_link_shows_and_changes_nothing(
    summit: Database, client: TestClient, mine: str
) -> None:
    theirs = link(summit, STRANGER)
    before = (posts(summit, mine), client.get(mine).text)
    for method, path in ROUTES:
        answer = ask(client, method, path, theirs)
        if "{" in path.removeprefix("/U/{token}"):
            assert answer.status_code == 404, (method, path)
        assert not [secret for secret in SECRETS if secret in answer.text], (method, path)
    assert (posts(summit, mine), client.get(mine).text) == before


def test_the_code_in_the_printed_letter_opens_the_page(
    summit: Database, client: TestClient, mine: str
) -> None:
    """Read by an independent decoder, from the file that went with the e-mail."""
    with summit.reading() as db:
        unit_id = unit_id_of(summit, OWNER)
        query = select(LetterAttachment.content).join(Letter)
        printed = db.exec(query.where(Letter.unit_id == unit_id)).one()
    read = papers.codes(printed)
    own = [code for code in read if "/U/" in code]
    assert len(own) == 1
    assert own[0].endswith(mine)
    assert OWNER in client.get(own[0][own[0].index("/U/") :]).text
    assert own[0] in papers.codes(client.get(f"{mine}/giay-moi.pdf").content)
