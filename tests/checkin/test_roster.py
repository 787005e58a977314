"""What a device knows without a network."""

import base64
import hashlib
import json
from typing import Any

from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from sqlmodel import select

from app.checkin.roster import Rosters
from app.conferences.store import conference_named
from app.db import Database
from app.delegates.changes import renew_pass
from app.delegates.models import Pass
from app.delegates.store import delegate_of
from tests.cast import AUTHOR, HAI_PHONG
from tests.checkin.test_api import Door, cards, door
from tests.counting import statements

__all__ = ["door"]  # a fixture


def opened(roster: dict[str, Any], token: str) -> list[Any]:
    """What a device reads with a card in its hand."""
    salt = base64.b64decode(roster["salt"])
    id = base64.b64encode(hashlib.sha256(salt + b"id" + token.encode()).digest()[:9]).decode()
    key = hashlib.sha256(salt + b"key" + token.encode()).digest()
    sealed = base64.b64decode(dict(roster["cards"])[id])
    return list(json.loads(AESGCM(key).decrypt(bytes(12), sealed, None)))


def fetched(door: Door) -> dict[str, Any]:
    return dict(door.client.get("/api/v1/doors/roster", headers=door.bearer).json())


def test_a_card_opens_its_own_line_with_seat_and_way(summit: Database, door: Door) -> None:
    (card, *_) = cards(summit)
    told = door.scan(card)
    status, number, _, _, _, seat, way, _ = opened(roster := fetched(door), card)
    assert (status, str(number), seat) == ("", told["number"], told["seat"])
    block, entry, row, side = roster["ways"][way]
    assert (block, entry) == (told["block"], told["door"])
    assert seat.startswith(f"{block}-{row}")
    assert side in {"left", "right"}


def test_a_code_renewed_is_refused_by_the_next_roster(summit: Database, door: Door) -> None:
    (card, *_) = cards(summit)
    before = door.sync()["roster"]
    assert fetched(door)["version"] == before
    with summit.writing() as db:
        held = db.exec(select(Pass).where(Pass.token == card)).one()
        here = conference_named(db, HAI_PHONG).id
        new = renew_pass(db, AUTHOR, delegate_of(db, here, held.delegate_id)).token
    assert door.sync()["roster"] != before, "the device learns that it must ask"
    roster = fetched(door)
    assert opened(roster, card)[0] == "revoked"
    assert opened(roster, new)[0] == ""


def test_what_no_door_needs_changes_no_roster(summit: Database, door: Door) -> None:
    before = fetched(door)
    door.scan(cards(summit)[0])
    assert fetched(door) == before, "made once, and the same for every device"


def test_a_call_asks_little_while_nothing_changed(summit: Database) -> None:
    rosters = Rosters()
    with summit.reading() as db:
        here = conference_named(db, HAI_PHONG).id
        first = rosters.version(db, here)
        with statements(summit.engine) as asked:
            assert rosters.version(db, here) == first
    assert len(asked) <= 1
