"""What a line would change of a delegate, field by field, in words for people. Pure."""

from typing import Any

from app.delegates.rules import ON_PAPER, Attendance, Role, masked
from app.roster.known import Known
from app.roster.lines import Change
from app.roster.names import name_keys
from app.roster.person import Person
from app.roster.phones import phones
from app.roster.posts import post_key
from app.vietnamese import exact_key, fold

_ROLES = {fold(ON_PAPER[role]): role.value for role in Role} | {
    "nguoi trinh bay": "presenter",
    "mc": "mc",
    "khen thuong": "recipient",
    "dai bieu du": "delegate",
}
_SEXES = {"male": "nam", "female": "nữ", "": ""}
_YES = {True: "có", False: "không"}
_MOST_POSTS = 8
# What was said of a sample person does not hold for the real one who takes the place.
_NOBODY: dict[str, Any] = {
    "sex": "",
    "phone": "",
    "birth_year": None,
    "attendance": Attendance.INVITED.value,
    "reason": "",
    "note": "",
}


def keys(posts: list[str], unit: str) -> set[str]:
    """The posts as they are compared within the unit."""
    return {post_key(post, unit) for post in posts} - {""}


def roles(text: str) -> list[str]:
    """The roles a cell lists, of those that are known."""
    parts = [fold(exact_key(part)).strip() for part in text.replace(";", ",").split(",")]
    return list(dict.fromkeys(_ROLES[part] for part in parts if part in _ROLES))


def attendance_of(person: Person, *, confirms: bool) -> str:
    """What the file says, or that they come, where every name on the list is a confirmation."""
    if not person.attendance and confirms and person.name:
        return Attendance.CONFIRMED.value
    return person.attendance


def values(person: Person, *, confirms: bool) -> dict[str, Any]:
    """Every field of which the file says something."""
    said: dict[str, Any] = {
        "name": person.name,
        "positions": person.positions,
        "phone": person.phone,
        "sex": person.sex,
        "birth_year": person.birth_year,
        "in_post_since": person.in_post_since,
        "attendance": attendance_of(person, confirms=confirms),
        "reason": person.reason,
        "note": person.note,
        "is_synthetic": person.is_sample,
        "roles": roles(person.roles),
        "rank": person.rank,
        "is_uniformed": person.is_uniformed,
        "needs_step_free": person.needs_step_free,
    }
    return {field: value for field, value in said.items() if value not in ("", None, [])}


def wanted(known: Known, said: dict[str, Any], unit: str, *, takes_name: bool) -> dict[str, Any]:
    """Of what is said, that which differs from what is known.

    A name stays as it is stored unless the place was open or somebody decided otherwise
    (``takes_name``), or the file adds a rank or degree to it.
    """
    found = {
        field: value
        for field, value in said.items()
        if field not in {"name", "positions", "roles"}
        and not _is_same(field, value, getattr(known, field))
    }
    if found.get("attendance") == Attendance.VACANT and known.is_synthetic and known.name:
        found["name"] = ""
    name = said.get("name", "")
    if name and exact_key(name) != exact_key(known.name):
        adds_rank = name_keys(name)[0] == name_keys(known.name)[0] and len(name) > len(known.name)
        if (
            known.is_open
            or takes_name
            or (adds_rank and len(name.split()) > len(known.name.split()))
        ):
            found["name"] = name
    if known.is_synthetic and "name" in found:
        found |= {f: v for f, v in _NOBODY.items() if f not in said and getattr(known, f) != v}
    if set(said.get("roles", [])) - {""} and set(said["roles"]) != set(known.roles):
        found["roles"] = said["roles"]
    if posts := _posts(known, said.get("positions", []), unit):
        found["positions"] = posts
    return found


def _is_same(field: str, said: Any, kept: Any) -> bool:
    if field == "phone" and said in phones(kept):
        return True
    return bool(exact_key(said) == exact_key(kept) if isinstance(said, str) else said == kept)


def _posts(known: Known, said: list[str], unit: str) -> list[str]:
    """The posts to hold from now on; empty where nothing changes.

    A post the list leaves out is kept while another is confirmed; where none is, the list's posts
    take the place of the old ones.
    """
    old, new = keys(known.positions, unit), keys(said, unit)
    if not new - old:
        return []
    if not old & new:
        return said
    more = [post for post in said if post_key(post, unit) not in old]
    return [*known.positions, *more][:_MOST_POSTS]


def changes(known: Known, found: dict[str, Any]) -> list[Change]:
    """The differences in words."""
    fields = sorted(found, key=lambda field: field != "name")
    return [Change(f, in_words(f, getattr(known, f)), in_words(f, found[f])) for f in fields]


def in_words(field: str, value: Any) -> str:
    """As papers and the history write it."""
    if field == "roles":
        return ", ".join(ON_PAPER[Role(role)] for role in sorted(value))
    if field == "positions":
        return "; ".join(value)
    if field == "attendance":
        return ON_PAPER[Attendance(value)]
    if field == "sex":
        return _SEXES[value or ""]
    if isinstance(value, bool):
        return _YES[value]
    return "" if value is None else str(value)


def without_phones(change: Change) -> Change:
    """The change as those may see it who may not call."""
    if change.field != "phone":
        return change
    return Change("phone", masked(change.before), masked(change.after))


def moved(field: str, before: str, after: str) -> list[Change]:
    """From one group or unit to another."""
    return [Change(field, before, after)]
