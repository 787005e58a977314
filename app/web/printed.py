"""Addresses as paper carries them."""

from starlette.requests import Request

from app import addresses
from app.settings import Settings


def printed(request: Request, path: str) -> str:
    """The whole address of ``path``, at ``PUBLIC_URL`` or where the office opened this page."""
    settings: Settings = request.app.state.settings
    return addresses.whole(settings.public_url or str(request.base_url), path)
