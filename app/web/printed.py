"""Addresses as paper carries them."""

import socket

from starlette.requests import Request

from app import addresses
from app.settings import Settings

_AT_HOME = {"localhost", "127.0.0.1", "::1"}


def printed(request: Request, path: str) -> str:
    """The whole address of ``path``, all in capitals, for codes."""
    return addresses.whole(network_base(request), path)


def linked(request: Request, path: str) -> str:
    """The same address as people read it in a letter: with a small scheme and host."""
    return network_base(request) + path


def network_base(request: Request) -> str:
    """Where others reach this installation: ``PUBLIC_URL``, or where the office opened this page.

    An office that works at the server itself opened "localhost", where no phone finds it.
    """
    settings: Settings = request.app.state.settings
    opened = request.base_url
    if opened.hostname in _AT_HOME:
        opened = opened.replace(hostname=network_address())
    return (settings.public_url or str(opened)).rstrip("/")


def public_base(settings: Settings, scheme: str = "http") -> str:
    """The same without a request: ``PUBLIC_URL``, or this machine in its network."""
    return settings.public_url or f"{scheme}://{network_address()}:{settings.port}"


def network_address() -> str:
    """This machine's address in its network; nothing is sent for it."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
        try:
            probe.connect(("192.0.2.1", 9))
        except OSError:
            return "localhost"
        return str(probe.getsockname()[0])
