"""Many delegates changed at once, each change with its line of history."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from sqlmodel import Session

from app.conferences.history import Author
from app.conferences.models import DelegateGroup, Unit
from app.conferences.store import groups, units
from app.delegates import changes
from app.delegates.models import Delegate, DelegateRole, Position
from app.delegates.rules import Attendance, Role, Sex, called
from app.roster import store
from app.roster.differences import in_words, without_phones
from app.roster.lines import Change

Values = dict[str, Any]  # by field of a delegate, with positions and roles, as JSON holds them
_LISTED = {"positions", "roles"}
_UNTOLD = {"is_synthetic"}


class Delegates:
    """The delegates to be changed, loaded together."""

    def __init__(self, db: Session, author: Author, conference_id: int, ids: list[int]) -> None:
        self._db, self._telling = db, store.Telling(author, conference_id)
        self.found = store.delegates(db, conference_id, ids)
        self.positions, self.roles = store.held(db, conference_id)
        self._units: dict[int, Unit] = {unit.id: unit for unit in units(db, conference_id)}
        self._groups: dict[int, DelegateGroup] = {g.id: g for g in groups(db, conference_id)}

    def label(self, number: int) -> str:
        return called(self.found[number].name, self.positions.get(number, []))

    def now(self, number: int, fields: Mapping[str, object]) -> Values:
        """The present values of these fields."""
        kept = self.found[number].model_dump(mode="json", include=set(fields) - _LISTED)
        for field in kept.keys() & {"sex", "in_post_since"}:
            kept[field] = kept[field] or ""
        kept["positions"] = self.positions.get(number, [])
        kept["roles"] = self.roles.get(number, [])
        return {field: kept[field] for field in fields}

    def amend(self, wanted: Mapping[int, Values]) -> list[Values]:
        """Set these values; the answer holds ``id``, ``before`` and ``after`` of each."""
        done = []
        for number, after in wanted.items():
            before = self.now(number, after)
            done.append({"id": number, "before": before, "after": after})
            self._tell(number, before, after)
            self._set(self.found[number], after)
        store.drop_positions(self._db, [n for n in wanted if "positions" in wanted[n]])
        store.drop_roles(self._db, [n for n in wanted if "roles" in wanted[n]])
        for number, after in wanted.items():
            titles = enumerate(after.get("positions", []), 1)
            self._db.add_all(Position(delegate_id=number, place=n, title=t) for n, t in titles)
            roles = [Role(role) for role in after.get("roles", [])]
            self._db.add_all(DelegateRole(delegate_id=number, role=role) for role in roles)
        self._telling.write(self._db)
        self._db.flush()
        return done

    def _set(self, delegate: Delegate, after: Values) -> None:
        for field, value in after.items():
            if field not in _LISTED:
                setattr(delegate, field, typed(field, value))
        posts = after.get("positions", self.positions.get(delegate.id, []))
        changes.set_keys(delegate, posts, self._units.get(delegate.unit_id or 0))
        self._db.add(delegate)

    def _tell(self, number: int, before: Values, after: Values) -> None:
        for field, value in after.items():
            if field in _UNTOLD:
                continue
            old, new = self._words(field, before[field]), self._words(field, value)
            told = without_phones(Change(field.removesuffix("_id"), old, new))
            self._telling.tell(number, self.label(number), told.field, told.before, told.after)

    def _words(self, field: str, value: Any) -> str:
        """As the history writes it: codes where its page knows the words for them."""
        if field == "group_id":
            return self._groups[value].name
        if field == "unit_id":
            return self._units[value].name if value else ""
        return str(value) if field in {"attendance", "sex"} else in_words(field, value)


def typed(field: str, value: Any) -> Any:
    """A value from JSON as the table has it."""
    if field == "sex":
        return Sex(value) if value else None
    if field == "attendance":
        return Attendance(value)
    if field == "in_post_since":
        return date.fromisoformat(value) if value else None
    return value
