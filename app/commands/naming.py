"""Which conference a command is about."""

from sqlmodel import Session

from app.conferences.models import Conference
from app.conferences.store import conference_named, slugs
from app.errors import Refused
from app.halls.store import hall_row


def with_hall(db: Session, slug: str | None) -> Conference:
    """The conference that is named, else the only one that has a hall.

    Raises NotFound for a name that none has, Refused where it must be named.
    """
    if slug is not None:
        return conference_named(db, slug)
    every = [conference_named(db, one) for one in slugs(db)]
    found = [one for one in every if hall_row(db, one.id) is not None]
    if len(found) != 1:
        names = ", ".join(one.slug for one in every)
        raise Refused("Ghi rõ hội nghị bằng --conference: {names}", names=names)
    return found[0]
