"""Addresses as paper carries them."""

from starlette.requests import Request

from app.settings import Settings


def printed(request: Request, path: str) -> str:
    """The whole address of ``path``, at ``PUBLIC_URL`` or where the office opened this page.

    In capitals, which make the smallest QR codes; see ``app.addresses``.
    """
    settings: Settings = request.app.state.settings
    return f"{settings.public_url or request.base_url}".rstrip("/").upper() + path
