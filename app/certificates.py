"""A certificate authority of the office's own, for machines that no public one vouches for.

Cameras and service workers need https, and a hall's network has no public name. The authority lives
in the data folder; a phone that trusts it once trusts this server under all its addresses.
``python -m app.certificates FOLDER NAME …`` makes them: the server does without the library.
"""

import ipaddress
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

from app import clock

AUTHORITY_LASTS = timedelta(days=3650)
SERVER_LASTS = timedelta(days=397)  # phones refuse longer ones
_RENEW_BEFORE = timedelta(days=30)


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
    found = Certificates(folder / "ca.crt", folder / "server.crt", folder / "server.key")
    secret = folder / "ca.key"
    if not (found.authority.exists() and secret.exists()):
        _make_authority(found.authority, secret, now)
    if not _is_good(found, names, now):
        _make_server(found, secret, names, now)
    return found


def _make_authority(authority: Path, secret: Path, now: datetime) -> None:
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, f"Nghi Su {now:%Y-%m-%d}")])
    usage = x509.KeyUsage(
        digital_signature=False,
        content_commitment=False,
        key_encipherment=False,
        data_encipherment=False,
        key_agreement=False,
        key_cert_sign=True,
        crl_sign=True,
        encipher_only=False,
        decipher_only=False,
    )
    built = (
        _begun(name, name, key, now, AUTHORITY_LASTS)
        .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
        .add_extension(usage, critical=True)
        .sign(key, hashes.SHA256())
    )
    _write(secret, _private(key))
    _write(authority, built.public_bytes(serialization.Encoding.PEM))


def _make_server(found: Certificates, secret: Path, names: Sequence[str], now: datetime) -> None:
    authority = x509.load_pem_x509_certificate(found.authority.read_bytes())
    signer = serialization.load_pem_private_key(secret.read_bytes(), None)
    assert isinstance(signer, ec.EllipticCurvePrivateKey)
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, names[0])])
    server_auth = x509.ExtendedKeyUsage([ExtendedKeyUsageOID.SERVER_AUTH])
    built = (
        _begun(name, authority.subject, key, now, SERVER_LASTS)
        .add_extension(x509.SubjectAlternativeName([_named(n) for n in names]), critical=False)
        .add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
        .add_extension(server_auth, critical=False)
        .sign(signer, hashes.SHA256())
    )
    _write(found.key, _private(key))
    _write(found.certificate, built.public_bytes(serialization.Encoding.PEM))


def _begun(
    subject: x509.Name,
    issuer: x509.Name,
    key: ec.EllipticCurvePrivateKey,
    now: datetime,
    lasts: timedelta,
) -> x509.CertificateBuilder:
    return (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(issuer)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(days=1))  # a phone's clock may be slow
        .not_valid_after(now + lasts)
    )


def _is_good(found: Certificates, names: Sequence[str], now: datetime) -> bool:
    if not (found.certificate.exists() and found.key.exists()):
        return False
    shown = x509.load_pem_x509_certificate(found.certificate.read_bytes())
    authority = x509.load_pem_x509_certificate(found.authority.read_bytes())
    extension = shown.extensions.get_extension_for_class(x509.SubjectAlternativeName)
    is_for_all = {_named(name) for name in names} <= set(extension.value)
    is_fresh = shown.not_valid_after_utc - now > _RENEW_BEFORE
    return is_for_all and is_fresh and shown.issuer == authority.subject


def _named(name: str) -> x509.GeneralName:
    try:
        return x509.IPAddress(ipaddress.ip_address(name))
    except ValueError:
        return x509.DNSName(name)


def _private(key: ec.EllipticCurvePrivateKey) -> bytes:
    return key.private_bytes(
        serialization.Encoding.PEM,
        serialization.PrivateFormat.PKCS8,
        serialization.NoEncryption(),
    )


def _write(path: Path, content: bytes) -> None:
    """Whole or not at all, and readable by the server's user only."""
    fresh = path.with_suffix(".new")
    fresh.touch(mode=0o600)
    fresh.write_bytes(content)
    fresh.replace(path)


if __name__ == "__main__":
    certificates(Path(sys.argv[1]), sys.argv[2:], clock.now())
