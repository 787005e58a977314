"""What part of the list a page looks at, and the words beside it."""

from datetime import datetime
from typing import Annotated, Any
from urllib.parse import urlencode

from fastapi import Query

from app.conferences import store as conferences
from app.conferences.guards import Desk
from app.delegates.search import Filter
from app.web.session import Db


class View(Filter):
    """A part of the list, with the address of parts like it."""

    noted: datetime | None = None  # when something was just noted of many, to be taken back

    def with_(self, **changed: object) -> str:
        """The query string of this view with some of it changed; another view begins at page 1."""
        view = self.model_validate({**self.model_dump(), "page": 1, "noted": None, **changed})
        return "?" + urlencode(view.model_dump(mode="json", exclude_defaults=True))


Viewed = Annotated[View, Query()]


def choices(db: Db, desk: Desk) -> dict[str, Any]:
    """Groups and units to choose from."""
    return {
        "groups": [(group.id, group.name) for group in conferences.groups(db, desk.conference_id)],
        "units": [(unit.id, unit.name) for unit in conferences.units(db, desk.conference_id)],
    }


def home(desk: Desk, *parts: object) -> str:
    """The address of the list, or of something below it."""
    return "/".join([f"/conferences/{desk.conference.slug}/delegates", *map(str, parts)])
