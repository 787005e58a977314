"""What a door knows without a network: every card, each readable only by whoever shows it.

A card's line is encrypted under a key made from its token, and found by a digest of the token, both
with a salt that changes with every roster. Beside the lines stands an index of names, units and
seats, for those who come without a card. A lost phone gives away no position and no code.
"""

import base64
import hashlib
import json
import secrets
from collections import Counter
from collections.abc import Sequence
from typing import Any

from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from sqlmodel import Session, col

from app.checkin import cards
from app.checkin.cards import Holder
from app.checkin.rules import barred
from app.delegates.models import Delegate, Pass

_NONCE = bytes(12)  # a key encrypts one line once: the salt is new in every roster
_ID_BYTES = 9
_POSITION = 60  # characters that fit on a phone held at arm's length
_COMMON = 3  # a position that so many hold tells nothing about one of them


def lines(db: Session, conference_id: int) -> list[Holder]:
    """Every pass ever issued: a revoked one must be refused offline too."""
    query = cards.passes().where(col(Delegate.conference_id) == conference_id)
    ordered = query.order_by(col(Delegate.number), col(Pass.id))
    return [cards.holder_of(row) for row in db.execute(ordered)]


def version(found: Sequence[Holder]) -> str:
    """Changes whenever anything a door should know changes."""
    return hashlib.sha256(repr(found).encode()).hexdigest()[:16]


def packed(found: Sequence[Holder]) -> dict[str, Any]:
    """The roster as it travels: ``cards`` of id and encrypted line, ``names`` for searching, and
    the lists that both count into. A position is a place in ``titles`` where many hold it."""
    salt = secrets.token_bytes(12)
    held = Counter(holder.position for holder in found)
    titles = [title for title, times in held.most_common() if times >= _COMMON]
    units = list(dict.fromkeys(holder.unit for holder in found))
    blocks = list(dict.fromkeys((holder.block, holder.door) for holder in found))
    title_at = {title: place for place, title in enumerate(titles)}
    unit_at = {unit: place for place, unit in enumerate(units)}
    block_at = {block: place for place, block in enumerate(blocks)}
    lines, names = [], []
    for holder in found:
        short = holder.position[:_POSITION]
        position = title_at.get(holder.position, short)
        place = [unit_at[holder.unit], holder.seat, block_at[holder.block, holder.door]]
        bar = barred(cards.card(holder))
        status = bar.value if bar else ""
        own = [status, holder.number, holder.name, position, *place, holder.stand_in]
        lines.append([_id(salt, holder.token), _sealed(salt, holder.token, own)])
        if not holder.is_revoked:
            names.append([holder.number, holder.name or position, *place, status])
    return {
        "salt": _text(salt),
        "version": version(found),
        "titles": titles,
        "units": units,
        "blocks": blocks,
        "cards": lines,
        "names": names,
    }


def _id(salt: bytes, token: str) -> str:
    return _text(hashlib.sha256(salt + b"id" + token.encode()).digest()[:_ID_BYTES])


def _sealed(salt: bytes, token: str, own: object) -> str:
    key = hashlib.sha256(salt + b"key" + token.encode()).digest()
    plain = json.dumps(own, ensure_ascii=False, separators=(",", ":")).encode()
    return _text(AESGCM(key).encrypt(_NONCE, plain, None))


def _text(content: bytes) -> str:
    return base64.b64encode(content).decode()
