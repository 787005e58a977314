"""Who is in the hall already, and is therefore never moved.

The doors are kept by a room above this one: whoever starts the application tells once whom to ask.
"""

from collections.abc import Callable, Collection

from sqlmodel import Session

Doors = Callable[[Session, int], Collection[int]]


def _nobody(_db: Session, _conference_id: int) -> Collection[int]:
    return ()


_asked: list[Doors] = [_nobody]


def ask(doors: Doors) -> None:
    """From now on ``doors`` tells which delegates of a conference have come."""
    _asked[0] = doors


def arrived(db: Session, conference_id: int) -> Collection[int]:
    """The delegates who have come to their conference; nobody where no doors are kept."""
    return _asked[0](db, conference_id)
