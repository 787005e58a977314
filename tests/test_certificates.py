"""The office's own authority: phones that trust it once trust the server under all its names."""

import ssl
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from app.certificates import Certificates, certificates

NOW = datetime(2026, 6, 1, tzinfo=UTC)
NAMES = ["localhost", "127.0.0.1", "hoinghi.local"]


def contents(made: Certificates) -> list[bytes]:
    return [path.read_bytes() for path in (made.authority, made.certificate, made.key)]


def test_the_server_is_believed_by_whoever_trusts_the_authority(tmp_path: Path) -> None:
    made = certificates(tmp_path / "tls", NAMES, datetime.now(UTC))
    server = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    server.load_cert_chain(made.certificate, made.key)
    for name in NAMES:
        _shake_hands(server, ssl.create_default_context(cafile=made.authority), name)
    with pytest.raises(ssl.SSLCertVerificationError):
        _shake_hands(server, ssl.create_default_context(cafile=made.authority), "example.org")
    assert {path.stat().st_mode & 0o77 for path in (tmp_path / "tls").iterdir()} == {0}


def test_nothing_is_made_anew_while_all_is_well(tmp_path: Path) -> None:
    first = contents(certificates(tmp_path, NAMES, NOW))
    assert contents(certificates(tmp_path, NAMES[:2], NOW + timedelta(days=300))) == first


@pytest.mark.parametrize(
    ("names", "later"), [([*NAMES, "10.0.0.7"], timedelta(0)), (NAMES, timedelta(days=380))]
)
def test_another_name_or_old_age_makes_a_new_certificate_of_the_same_authority(
    tmp_path: Path, names: list[str], later: timedelta
) -> None:
    authority, certificate, _ = contents(certificates(tmp_path, NAMES, NOW))
    again = contents(certificates(tmp_path, names, NOW + later))
    assert again[0] == authority, "phones trust it already"
    assert again[1] != certificate


def test_with_the_authority_lost_the_server_gets_a_certificate_of_the_new_one(
    tmp_path: Path,
) -> None:
    _, certificate, _ = contents(certificates(tmp_path, NAMES, NOW))
    (tmp_path / "ca.key").unlink()
    assert contents(certificates(tmp_path, NAMES, NOW))[1] != certificate


def _shake_hands(server: ssl.SSLContext, phone: ssl.SSLContext, name: str) -> None:
    """TLS in memory, from first word to last."""
    up, down = ssl.MemoryBIO(), ssl.MemoryBIO()
    ends = [
        phone.wrap_bio(down, up, server_hostname=name),
        server.wrap_bio(up, down, server_side=True),
    ]
    waiting = list(ends)
    for _ in range(10):
        for end in tuple(waiting):
            try:
                end.do_handshake()
            except ssl.SSLWantReadError:
                continue
            waiting.remove(end)
    assert not waiting
