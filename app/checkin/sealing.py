"""Encrypts a roster's lines, each under a key made from the token of the card it belongs to.

Runs in a process of its own (``python -m app.children … app.checkin.sealing``), for the library
that knows AES takes more memory than all else at the doors. Takes ``{salt, lines: [[token, own]]}``
as JSON, gives ``[[id, sealed]]``: both texts base64, the id a digest of the token.
"""

import base64
import hashlib
import json
import sys
from collections.abc import Iterable

from cryptography.hazmat.primitives.ciphers.aead import AESGCM

_NONCE = bytes(12)  # a key encrypts one line once: the salt is new in every roster
_ID_BYTES = 9


def sealed(salt: bytes, lines: Iterable[tuple[str, object]]) -> list[tuple[str, str]]:
    """Of each line the id by which its token finds it, and its content, encrypted."""
    return [(_id(salt, token), _line(salt, token, own)) for token, own in lines]


def _id(salt: bytes, token: str) -> str:
    return _text(hashlib.sha256(salt + b"id" + token.encode()).digest()[:_ID_BYTES])


def _line(salt: bytes, token: str, own: object) -> str:
    key = hashlib.sha256(salt + b"key" + token.encode()).digest()
    plain = json.dumps(own, ensure_ascii=False, separators=(",", ":")).encode()
    return _text(AESGCM(key).encrypt(_NONCE, plain, None))


def _text(content: bytes) -> str:
    return base64.b64encode(content).decode()


def main() -> None:
    told = json.load(sys.stdin)
    json.dump(sealed(base64.b64decode(told["salt"]), told["lines"]), sys.stdout)


if __name__ == "__main__":
    main()
