"""Makes the certificates of ``certificates``.

Runs in a process of its own (``python -m app.children … app.certifying``): the library takes memory
that the server would never give back. Takes and gives files by name as JSON, see ``made``.
"""

import ipaddress
import json
import sys
from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

AUTHORITY_LASTS = timedelta(days=3650)
SERVER_LASTS = timedelta(days=397)  # phones refuse longer ones
_RENEW_BEFORE = timedelta(days=30)


def made(kept: Mapping[str, str], names: Sequence[str], now: datetime) -> dict[str, str]:
    """What is missing, old, or for other names: files by name, as PEM. ``kept`` are those there."""
    found = dict(kept)
    if not {"ca.crt", "ca.key"} <= found.keys():
        found = _authority(now)  # and what the old one vouched for is believed no more
    if not _is_good(found, names, now):
        found |= _server(found, names, now)
    return {name: content for name, content in found.items() if kept.get(name) != content}


def _authority(now: datetime) -> dict[str, str]:
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
    return {"ca.key": _private(key), "ca.crt": _public(built)}


def _server(found: Mapping[str, str], names: Sequence[str], now: datetime) -> dict[str, str]:
    authority = x509.load_pem_x509_certificate(found["ca.crt"].encode())
    signer = serialization.load_pem_private_key(found["ca.key"].encode(), None)
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
    return {"server.key": _private(key), "server.crt": _public(built)}


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


def _is_good(found: Mapping[str, str], names: Sequence[str], now: datetime) -> bool:
    if not {"server.crt", "server.key"} <= found.keys():
        return False
    shown = x509.load_pem_x509_certificate(found["server.crt"].encode())
    authority = x509.load_pem_x509_certificate(found["ca.crt"].encode())
    extension = shown.extensions.get_extension_for_class(x509.SubjectAlternativeName)
    is_for_all = {_named(name) for name in names} <= set(extension.value)
    is_fresh = shown.not_valid_after_utc - now > _RENEW_BEFORE
    return is_for_all and is_fresh and shown.issuer == authority.subject


def _named(name: str) -> x509.GeneralName:
    try:
        return x509.IPAddress(ipaddress.ip_address(name))
    except ValueError:
        return x509.DNSName(name)


def _private(key: ec.EllipticCurvePrivateKey) -> str:
    return key.private_bytes(
        serialization.Encoding.PEM,
        serialization.PrivateFormat.PKCS8,
        serialization.NoEncryption(),
    ).decode()


def _public(certificate: x509.Certificate) -> str:
    return certificate.public_bytes(serialization.Encoding.PEM).decode()


def main() -> None:
    told = json.load(sys.stdin)
    json.dump(made(told["kept"], told["names"], datetime.fromisoformat(told["now"])), sys.stdout)


if __name__ == "__main__":
    main()
