"""What the scanner of this installation says of a file that came in."""

from starlette.requests import Request

from app import scanning
from app.settings import Settings


def scanned(request: Request, content: bytes) -> None:
    """Raises Refused for a file in which something was found, or that could not be scanned.

    Takes as long as the scanner does: in a thread, and not while a transaction writes.
    """
    scanning.check(scan_command(request), content)


def scan_command(request: Request) -> str:
    """For work that goes on after the answer: what ``scanning.check`` is to ask."""
    settings: Settings = request.app.state.settings
    return settings.scan_command
