"""A certificate authority of the office's own, for machines that no public one vouches for.

Cameras and service workers need https, and a hall's network has no public name. The authority lives
in the data folder; a phone that trusts it once trusts this server under all its addresses.
"""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from app import children

_SECONDS, _MEGABYTES = 30, 512


@dataclass(frozen=True)
class Certificates:
    """Where the files lie: the authority to be trusted, and what the server shows."""

    authority: Path
    certificate: Path
    key: Path


def certificates(folder: Path, names: Sequence[str], now: datetime) -> Certificates:
    """Those in ``folder``, made or made anew where they are missing, old, or for other names.

    ``names`` are host names and addresses. An existing authority is kept: phones trust it already.
    """
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    files = [folder / name for name in ("ca.crt", "ca.key", "server.crt", "server.key")]
    kept = {path.name: path.read_text() for path in files if path.exists()}
    asked = {"kept": kept, "names": list(names), "now": now.isoformat()}
    sent = json.dumps(asked).encode()
    made = children.run("app.certifying", sent, seconds=_SECONDS, megabytes=_MEGABYTES)
    for name, content in json.loads(made).items():
        _write(folder / name, content.encode())
    return Certificates(folder / "ca.crt", folder / "server.crt", folder / "server.key")


def _write(path: Path, content: bytes) -> None:
    """Whole or not at all, and readable by the server's user only."""
    fresh = path.with_suffix(".new")
    fresh.touch(mode=0o600)
    fresh.write_bytes(content)
    fresh.replace(path)
