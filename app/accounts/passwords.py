"""Passwords and secrets: argon2 for what people choose, random bits and digests for the rest."""

import hashlib
import secrets
from functools import cache

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

# The smallest of OWASP's argon2id profiles in memory (7 MiB), as strong as the others.
_hasher = PasswordHasher(time_cost=5, memory_cost=7_168, parallelism=1)

SHORTEST = 10


def hashed(password: str) -> str:
    return _hasher.hash(password)


def is_right(password: str, stored: str | None) -> bool:
    """Whether the password is the stored one; for an unknown person, as slowly, never."""
    try:
        return _hasher.verify(stored or _nobody(), password) and stored is not None
    except (VerificationError, InvalidHashError):
        return False


@cache
def _nobody() -> str:
    return _hasher.hash(secrets.token_hex())


def new_secret() -> str:
    """256 random bits that fit into a cookie, a header or an address."""
    return secrets.token_urlsafe(32)


def first_password() -> str:
    """A password that can be read aloud: 20 letters and digits without look-alikes (98 bits)."""
    letters = "abcdefghjkmnpqrstuvwxyz23456789"
    return "-".join("".join(secrets.choice(letters) for _ in range(5)) for _ in range(4))


def digest(secret: str) -> str:
    """What is kept of a random secret. Looking it up takes the same time for any wrong one."""
    return hashlib.sha256(secret.encode()).hexdigest()
