"""Files that people hand in: kept in the data folder, outside everything the server shows.

A file is known by an opaque name that says nothing about it; what it is called, whose it is and
who may have it stands in the row that holds the name. Files follow the transaction: what is kept
in one that fails is gone again, what is discarded goes when the row's removal is committed.
"""

import os
import re
import secrets
from pathlib import Path
from urllib.parse import quote

from sqlalchemy import event
from sqlalchemy.orm import Session, SessionTransaction

from app.errors import NotFound

_NAME = re.compile(r"[0-9a-f]{48}")


class Shelf:
    """The stored files of one installation, under ``root``."""

    def __init__(self, root: Path) -> None:
        self._root = root

    def keep(self, db: Session, content: bytes) -> str:
        """Store ``content`` whole or not at all; the name to put into this transaction's row."""
        name = secrets.token_hex(24)
        path = self._path(name)
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        unfinished = path.with_suffix(".part")
        with os.fdopen(os.open(unfinished, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as f:
            f.write(content)
            f.flush()
            os.fsync(f.fileno())
        unfinished.replace(path)
        _sync(path.parent)
        _at_the_end(db, committed=None, undone=path)
        return name

    def discard(self, db: Session, name: str) -> None:
        """Remove the file once this transaction is committed."""
        _at_the_end(db, committed=self._path(name), undone=None)

    def read(self, name: str) -> bytes:
        """Raises NotFound for a file that is not there."""
        try:
            return self._path(name).read_bytes()
        except FileNotFoundError as missing:
            raise NotFound("Không còn tệp này") from missing

    def _path(self, name: str) -> Path:
        if not _NAME.fullmatch(name):
            raise NotFound
        return self._root / name[:2] / name


def download_headers(name: str) -> dict[str, str]:
    """Headers under which a browser saves a file as ``name`` and never shows it as a page.

    The name came from somebody's machine: the plain form keeps only harmless signs, the other is
    percent-encoded (RFC 6266, RFC 8187).
    """
    plain = re.sub(r"[^A-Za-z0-9._-]+", "-", name).strip("-.") or "file"
    return {
        "Content-Disposition": f"attachment; filename=\"{plain}\"; filename*=UTF-8''{quote(name)}",
        "X-Content-Type-Options": "nosniff",
        "Content-Security-Policy": "default-src 'none'; sandbox",
    }


def _at_the_end(db: Session, committed: Path | None, undone: Path | None) -> None:
    """Remove one path when the transaction is committed, the other when it is not."""
    if not db.in_transaction():
        db.begin()
    is_committed = is_over = False

    def note(_: Session) -> None:
        nonlocal is_committed
        is_committed = is_committed or not is_over

    def finish(_: Session, transaction: SessionTransaction) -> None:
        nonlocal is_over
        if is_over or transaction.parent is not None:
            return
        is_over = True  # a session may go on with another transaction
        path = committed if is_committed else undone
        if path is not None:
            path.unlink(missing_ok=True)

    event.listen(db, "after_commit", note)
    event.listen(db, "after_transaction_end", finish)


def _sync(folder: Path) -> None:
    """The new name itself must survive a power cut."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
