"""Pages of the running server, one request after the other, and its memory after them."""

import gzip
import re
import tempfile
import time
from pathlib import Path

import httpx2

from app import addresses
from app.delegates.store import example_token
from tests.bench.figures import Figure, middle
from tests.served import PASSWORD, USER, Served, seeded

REQUESTS = 200
HERE = "/conferences/hai-phong-2026"


def figures() -> list[Figure]:
    with tempfile.TemporaryDirectory() as folder:
        server = Served(seeded(Path(folder)))
        server.start()
        try:
            with httpx2.Client(base_url=server.url, timeout=30) as client:
                return [*_delegate(server, client), *_office(client), _memory(server)]
        finally:
            server.stop()


def _delegate(server: Served, client: httpx2.Client) -> list[Figure]:
    with server.database.reading() as db:
        token = example_token(db)
    assert token is not None
    page = addresses.of_delegate(token)
    return [
        Figure("delegate page, p50", _p50(client, page), 10, "ms"),
        Figure("delegate page with all it loads", _compressed(client, page) / 1000, 30, "kB"),
    ]


def _office(client: httpx2.Client) -> list[Figure]:
    client.post("/sign-in", data={"username": USER, "password": PASSWORD})
    return [
        Figure("list of delegates, p50", _p50(client, f"{HERE}/delegates"), 50, "ms"),
        Figure("seat map of 1.500 seats, p50", _p50(client, f"{HERE}/seating", 30), 250, "ms"),
        Figure("overview, p50", _p50(client, HERE, 60), 100, "ms"),
    ]


def _memory(server: Served) -> Figure:
    assert server.process is not None
    status = Path(f"/proc/{server.process.pid}/status").read_text()
    resident = int(re.findall(r"VmRSS:\s+(\d+) kB", status)[0])
    return Figure("server with one worker, resident", resident / 1024, 120, "MiB")


def _p50(client: httpx2.Client, path: str, times: int = REQUESTS) -> float:
    """Milliseconds from request to the last byte."""
    spent = []
    for _ in range(times):
        began = time.perf_counter()
        client.get(path).raise_for_status()
        spent.append((time.perf_counter() - began) * 1000)
    return middle(spent)


def _compressed(client: httpx2.Client, page: str) -> int:
    """Bytes on the wire of the page and of what its tags name."""
    html = client.get(page).text
    named = re.findall(r'<(?:link|script|img)[^>]+(?:href|src)="(/[^"]+)"', html)
    bodies = [client.get(path).content for path in dict.fromkeys(named)]
    return sum(len(gzip.compress(body, 6)) for body in [html.encode(), *bodies])
