"""Whoever follows commands nothing: every route of the morning, asked by those who have no desk."""

import json
import re
from collections.abc import Iterator

import pytest
from fastapi.routing import iter_route_contexts
from sqlmodel import func, select
from starlette.testclient import TestClient

from app.addresses import of_followers, of_screens
from app.conferences.models import Revision
from app.conferences.store import conference_named
from app.db import Database
from app.delegates.store import example_token
from app.live.models import LiveAction, LiveReport
from tests.cast import HAI_PHONG
from tests.conftest import Joins

METHODS = ("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE")
COMMAND = {"kind": "start", "sequence": 0, "do": "start", "post": "mc", "key": "item:1"}


@pytest.fixture
def codes(summit: Database) -> dict[str, str]:
    with summit.reading() as db:
        here = conference_named(db, HAI_PHONG)
        token = example_token(db)
        assert token is not None
        return {"L": here.follow_code, "M": here.screen_code, "G": token}


def routes(client: TestClient, codes: dict[str, str]) -> Iterator[str]:
    """Every address of the morning, its blanks filled in."""
    for context in iter_route_contexts(client.app.routes):  # type: ignore[attr-defined]
        path = context.path or ""
        if not re.search(r"/live|^/[LMlmGg]/|/runsheet", path):
            continue
        if path.endswith("/stream"):
            continue  # refused like the others below; never ends where it is not
        code = codes.get(path[1].upper(), "x")
        filled = path.replace("{slug}", HAI_PHONG).replace("{code}", code).replace("{token}", code)
        yield re.sub(r"\{post[^}]*\}", "mc", re.sub(r"\{(?!post)[^}]*\}", "1", filled))
    for base in (of_followers(codes["L"]), f"{of_screens(codes['M'])}/stage"):
        yield f"{base}/state"
        yield f"{base}/actions"
        yield base


def happened(database: Database) -> int:
    with database.reading() as db:
        kept = [
            db.exec(select(func.count()).select_from(t)).one() for t in (LiveAction, LiveReport)
        ]
    return sum(kept)


@pytest.mark.parametrize("who", ["nobody", "a delegate", "a delegate's phone", "a stranger"])
def test_no_route_obeys_whoever_only_follows(
    who: str, client: TestClient, joins: Joins, summit: Database, codes: dict[str, str]
) -> None:
    headers: dict[str, str] = {}
    if who == "a stranger":
        client = joins(None).client
    elif who == "a delegate":
        headers["Authorization"] = f"Bearer {codes['G']}"
    elif who == "a delegate's phone":
        client.get(f"/G/{codes['G']}")
    tried = 0
    for address in set(routes(client, codes)):
        for method in METHODS:
            sent = {"json": COMMAND} if address.startswith("/api") else {"data": COMMAND}
            body = {} if method in {"GET", "HEAD"} else sent
            answer = client.request(method, address, headers=headers, **body)  # type: ignore[arg-type]
            is_read = method in {"GET", "HEAD"}
            allowed = {200, 303, 401, 403, 404, 405, 422} if is_read else {303, 401, 403, 404, 405}
            assert answer.status_code in allowed, f"{method} {address}: {answer.status_code}"
            if answer.status_code == 303:
                assert "/sign-in" in answer.headers["location"] or is_read
            tried += 1
    assert tried > 100
    assert happened(summit) == 0
    state = client.get(f"{of_followers(codes['L'])}/state")
    assert json.loads(state.text)["phase"] == "waiting"


# What is meant for people without a desk: to sign in and out, to choose a language, and to ask at a
# poster for one's own page.
OPEN = re.compile(r"^/(sign-in|sign-out|language/|[pP]/)")

UNREAD = {"/api/v1/scans", "/api/v1/doors/sync"}  # not even read: these are no scans of a door


def changing(client: TestClient, token: str) -> Iterator[tuple[str, str]]:
    """Every route of the application that may change something: its method and its address."""
    blank = re.compile(r"\{[^}]*\}")
    for context in iter_route_contexts(client.app.routes):  # type: ignore[attr-defined]
        path = (context.path or "").replace("{slug}", HAI_PHONG).replace("{token}", token)
        methods = set(getattr(context, "methods", None) or ()) - {"GET", "HEAD", "OPTIONS"}
        if not OPEN.search(path):
            yield from ((method, blank.sub("1", path)) for method in methods)


@pytest.mark.parametrize("how", ["as a program", "by a phone that knows its delegate"])
def test_no_route_of_the_application_obeys_a_delegates_token(
    how: str, client: TestClient, summit: Database, codes: dict[str, str]
) -> None:
    headers = {"Authorization": f"Bearer {codes['G']}"}
    if how != "as a program":
        headers.clear()
        client.get(f"/G/{codes['G']}")
    tried = list(changing(client, codes["G"]))
    assert len(tried) > 150
    assert ("POST", f"/conferences/{HAI_PHONG}/live/actions") in tried
    with summit.reading() as db:
        before = db.exec(select(func.count()).select_from(Revision)).one()
    for method, address in tried:
        sent = {"json": COMMAND} if address.startswith("/api") else {"data": COMMAND}
        answer = client.request(method, address, headers=headers, **sent)  # type: ignore[arg-type]
        refused = answer.status_code in {401, 403, 404} or address in UNREAD
        asked = answer.status_code == 303 and answer.headers["location"].startswith("/sign-in")
        assert refused or asked, f"{method} {address}: {answer.status_code}"
    with summit.reading() as db:
        assert db.exec(select(func.count()).select_from(Revision)).one() == before
    assert happened(summit) == 0


def test_the_posts_own_streams_are_for_the_desk(joins: Joins, client: TestClient) -> None:
    stranger = joins(None).client
    for feed in ("console", "mc"):
        address = f"/conferences/{HAI_PHONG}/live/feeds/{feed}"
        for asked in (f"{address}/stream", f"{address}/state"):
            assert client.get(asked).status_code in {303, 401}
            assert stranger.get(asked).status_code == 404


def test_what_is_said_to_the_stage_stays_there(
    organiser: TestClient, client: TestClient, codes: dict[str, str]
) -> None:
    said = {"kind": "message", "to_stage": "1", "text": "Đề nghị kết thúc", "sequence": "0"}
    organiser.post(f"/conferences/{HAI_PHONG}/live/actions", data=said)
    stage = client.get(f"{of_screens(codes['M'])}/stage/state").text
    everybody = client.get(f"{of_followers(codes['L'])}/state").text
    assert "Đề nghị kết thúc" in stage
    assert "Đề nghị kết thúc" not in everybody


def test_the_state_is_sent_once_to_whoever_asks_again(
    client: TestClient, codes: dict[str, str]
) -> None:
    address = f"{of_followers(codes['L'])}/state"
    first = client.get(address)
    assert int(first.headers["X-Now"]) > 1_700_000_000_000
    again = client.get(address, headers={"If-None-Match": first.headers["ETag"]})
    assert (again.status_code, again.text) == (304, "")
    assert client.get("/L/AAAA/state").status_code == 404
    assert client.get("/M/AAAA/stage/state").status_code == 404
