"""How often one address may try something. Kept in memory, per process."""

from collections import deque

from starlette.requests import Request

from app import clock
from app.errors import TooMany

_MOST_KEYS = 10_000


class Limits:
    """Remembers recent attempts by what was tried and by whom."""

    def __init__(self) -> None:
        self._attempts: dict[tuple[str, str], deque[float]] = {}

    def spend(self, what: str, request: Request, times: int, seconds: float) -> None:
        """Count one attempt; raises TooMany beyond ``times`` in the last ``seconds``."""
        key, now = (what, address(request)), clock.ticks()
        recent = self._attempts.pop(key, deque(maxlen=times))
        self._attempts[key] = recent  # the most recently used stand last
        if len(self._attempts) > _MOST_KEYS:
            del self._attempts[next(iter(self._attempts))]
        if len(recent) == times and now - recent[0] < seconds:
            raise TooMany
        recent.append(now)

    def forgive(self, what: str, request: Request) -> None:
        """Forget the attempts of somebody who got it right."""
        self._attempts.pop((what, address(request)), None)


def limits(request: Request) -> Limits:
    """The limits of this application."""
    found: Limits = request.app.state.limits
    return found


def address(request: Request) -> str:
    """The caller's address, as the server or its trusted proxy saw it."""
    return request.client.host if request.client else "?"
