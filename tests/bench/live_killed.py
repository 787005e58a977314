"""The server killed as it has answered: what was answered is there again, and soon."""

import json
import time
import urllib.request
from urllib.error import URLError
from urllib.request import Request

from tests.bench.figures import Figure, middle
from tests.bench.live import Hall, on_sqlite

KILLS = 200
_SOON = 0.01  # seconds between two looks whether the server is there


def figures() -> list[Figure]:
    ready, right = [], 0
    with on_sqlite() as hall:
        for number in range(KILLS):
            _press(hall, number)
            hall.server.kill()
            began = time.perf_counter()
            hall.server.launch()
            right += _state(hall) == number + 1
            ready.append(time.perf_counter() - began)
    return [
        Figure(f"killed {KILLS} times as it had answered: wrong", KILLS - right, 0, ""),
        Figure("killed: right again (median)", middle(ready), 1.5, "s"),
    ]


def _press(hall: Hall, sequence: int) -> None:
    """Returns with the answer."""
    kind = "start" if sequence == 0 else "next" if sequence % 2 else "back"
    body = json.dumps({"kind": kind, "sequence": sequence}).encode()
    headers = {
        "Authorization": f"Bearer {hall.order['token']}",
        "Content-Type": "application/json",
    }
    asked = Request(hall.server.url + hall.order["actions"], body, headers)
    with urllib.request.urlopen(asked) as answer:
        answer.read()


def _state(hall: Hall) -> int:
    """How many actions the phones are told of, from the first answer there is."""
    while True:
        try:
            with urllib.request.urlopen(f"{hall.server.url}{hall.page}/state") as answer:
                return int(json.loads(answer.read()).get("n", 0))
        except (URLError, ConnectionError):
            time.sleep(_SOON)
