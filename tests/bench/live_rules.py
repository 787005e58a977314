"""The morning's rules, how often "at the latest" is right, and a server killed as it answers."""

import http.client
import json
import tempfile
import time
from pathlib import Path

from app import clock
from app.accounts import store as accounts
from app.accounts.models import Staff
from app.conferences import store as conferences
from app.conferences.rules import DeskRole
from app.live.advice import Talk
from app.live.course import state
from app.live.fit import fit, savings
from app.live.forecast import forecast, paces
from app.live.rules import Action, ActionKind
from tests.bench.figures import Figure, middle
from tests.bench.warm import Warm
from tests.cast import AUTHOR, HAI_PHONG
from tests.live import hall, simulated
from tests.live.mornings import at, seed
from tests.served import Served, seeded

SPEECHES = 24
TIMES = 200
KILLS = 200
COLD = 10  # of them with a server that starts as the office starts it
MORNINGS = 200


def figures() -> list[Figure]:
    right, ready = _killed(KILLS)
    share = simulated.share_in_time(MORNINGS)
    return [
        Figure("forecast and fit, 24 speeches waiting", _judged() * 1000, 5, "ms"),
        Figure("the state from a log of 300 actions", _folded() * 1000, 20, "ms"),
        Figure("end no later than at the latest, at least", share, 85, "%", is_least=True),
        Figure("end no later than at the latest, at most", share, 95, "%"),
        Figure(f"right after kill -9, of {KILLS}", right, KILLS, "", is_least=True),
        Figure("ready again after kill -9 (median)", middle(ready), 1.5, "s"),
    ]


def _judged() -> float:
    """Seconds for what the console computes after a press: all speeches wait, a third must go."""
    programme = seed(SPEECHES)
    log = [
        Action(ActionKind.START, ("item:1",), at(8), 1),
        *(Action(ActionKind.NEXT, (f"item:{n}",), at(8 + 5 * n), n) for n in (2, 3)),
    ]
    talks = {f"speech:{n}": Talk(n % 5 == 0, n % 3 == 0, f"{n % 9}") for n in range(1, 25)}
    now, known = state(programme, log), paces([])
    spent = []
    for _ in range(TIMES):
        began = time.perf_counter()
        times = {one.key: one for one in forecast(programme, now, known, at(30))}
        found = fit(programme, now, times, known, talks)
        savings(programme, now, times, known)
        spent.append(time.perf_counter() - began)
        if found is None or not found.advice:
            raise RuntimeError("nothing to judge")
    return middle(spent)


def _folded() -> float:
    programme = seed(SPEECHES)
    log = [Action(ActionKind.START, ("item:1",), at(0), 1)]
    for number in range(2, 301):
        key = f"speech:{number % SPEECHES + 1}"
        log.append(Action(ActionKind.EXTEND, (key,), at(number / 10), number, seconds=5))
    spent = []
    for _ in range(20):
        began = time.perf_counter()
        state(programme, log)
        spent.append(time.perf_counter() - began)
    return middle(spent)


def _killed(times: int) -> tuple[int, list[float]]:
    """How often the log held exactly what had been answered, and the seconds until it is served
    again. The server is killed as soon as the answer has been read."""
    right, ready = 0, []
    with tempfile.TemporaryDirectory() as folder:
        served = Served(seeded(Path(folder)))
        hall.choose(served.database)
        token = _moderator(served)
        served.start()
        for number in range(COLD):
            told = _press(served, token, number)
            served.kill()
            began = time.perf_counter()
            served.start()
            ready.append(time.perf_counter() - began)
            right += _asked(served, token) == told
        served.stop()
        warm = Warm(served)
        warm.start()
        for number in range(COLD, times):
            told = _press(served, token, number)
            warm.kill()
            warm.start()
            right += _asked(served, token) == told
        warm.kill()
        warm.close()
    return right, ready


def _moderator(served: Served) -> str:
    with served.database.writing() as db:
        held = conferences.conference_named(db, HAI_PHONG)
        staff = Staff(username="mau", full_name="x", password_hash="x", created_at=clock.now())
        db.add(staff)
        db.flush()
        conferences.admit(db, AUTHOR, held, staff, DeskRole.MODERATOR)
        return accounts.issue_token(db, staff, "bench", clock.now())


def _press(served: Served, token: str, number: int) -> tuple[object, ...]:
    """Go on; at every fifth press give a minute or take the last back."""
    kinds = {0: "start", 3: "extend", 4: "undo"}
    kind = kinds.get(number if number == 0 else number % 5, "next")
    if number >= 5 and kind == "start":
        kind = "next"
    found = _ask(served, token, "GET")
    if found["phase"] == "ended":
        kind = "back"
    body = {"kind": kind, "sequence": found["sequence"], "seconds": 60}
    return _figures(_ask(served, token, "POST", "/actions", body))


def _asked(served: Served, token: str) -> tuple[object, ...]:
    return _figures(_ask(served, token, "GET"))


def _figures(found: dict[str, object]) -> tuple[object, ...]:
    return found["version"], found["key"], found["began_at"], found["until"]


def _ask(
    served: Served, token: str, method: str, path: str = "", body: object = None
) -> dict[str, object]:
    connection = http.client.HTTPConnection("127.0.0.1", served.settings.port, timeout=30)
    sent = json.dumps(body) if body is not None else None
    headers = {"Authorization": f"Bearer {token}", "Content-Type": "application/json"}
    connection.request(method, f"/api/v1/conferences/{HAI_PHONG}/live{path}", sent, headers)
    answer = connection.getresponse()
    read = answer.read()
    connection.close()
    if answer.status not in {200, 201}:
        raise RuntimeError(read.decode())
    found: dict[str, object] = json.loads(read)
    return found
