"""Moves the morning on from outside the browser, as the console does."""

import json
from datetime import datetime
from urllib.request import Request, urlopen

from app import addresses, clock
from app.accounts import store as accounts
from app.accounts.models import Staff
from app.conferences import store as conferences
from app.conferences.rules import DeskRole
from tests.cast import AUTHOR, HAI_PHONG
from tests.served import Served


class Console:
    """A moderator's program, with the addresses of those who follow."""

    def __init__(self, served: Served) -> None:
        with served.database.writing() as db:
            here = conferences.conference_named(db, HAI_PHONG)
            staff = Staff(
                username="moderator", full_name="x", password_hash="x", created_at=clock.now()
            )
            db.add(staff)
            db.flush()
            conferences.admit(db, AUTHOR, here, staff, DeskRole.MODERATOR)
            self._token = accounts.issue_token(db, staff, "test", clock.now())
            self.live = addresses.of_followers(here.follow_code)
            self.screens = addresses.of_screens(here.screen_code)
        self._api = f"{served.url}/api/v1/conferences/{HAI_PHONG}/live"

    def press(self, kind: str, **more: object) -> dict[str, object]:
        """On the newest state."""
        sequence = self._ask("", None)["sequence"]
        return self._ask("/actions", {"kind": kind, "sequence": sequence, **more})

    @property
    def until(self) -> datetime:
        """When the time of what is on is up."""
        return datetime.fromisoformat(str(self._ask("", None)["until"]))

    def leave(self, seconds: int) -> None:
        """Let what is on have so many seconds left from now."""
        left = (self.until - clock.now()).total_seconds()
        self.press("extend", seconds=round(seconds - left))

    def _ask(self, path: str, body: object) -> dict[str, object]:
        headers = {"Authorization": f"Bearer {self._token}", "Content-Type": "application/json"}
        sent = json.dumps(body).encode() if body is not None else None
        with urlopen(Request(self._api + path, sent, headers), timeout=60) as answer:
            found: dict[str, object] = json.load(answer)
            return found
