"""Who is asked to wear what."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from sqlmodel import Session

from app.conferences.history import Author, note
from app.conferences.models import DressRule
from app.conferences.store import dress_rules
from app.delegates.rules import Dress, dress_of, needs_sex
from app.delegates.store import Listed, everyone
from app.errors import NotFound


@dataclass(frozen=True)
class Wardrobe:
    """People of one dress; no text: the plan says nothing for them."""

    text: str | None
    people: list[Listed]
    unclear: list[Listed]  # whose sex decides, and is not written down


def wardrobes(db: Session, conference_id: int) -> list[Wardrobe]:
    """Everybody who comes, in order of precedence; who has no rule, last."""
    rules = [
        Dress(rule.text, rule.role, rule.sex, rule.is_uniformed)
        for rule in dress_rules(db, conference_id)
    ]
    found: dict[str | None, Wardrobe] = {
        text: Wardrobe(text, [], []) for text in (*(rule.text for rule in rules), None)
    }
    for one in everyone(db, conference_id):
        person = one.delegate
        if not person.attendance.takes_seat:
            continue
        text = dress_of(rules, one.roles, person.sex, person.is_uniformed)
        found[text].people.append(one)
        if person.sex is None and needs_sex(rules, one.roles, person.is_uniformed):
            found[text].unclear.append(one)
    return list(found.values())


def add_rule(db: Session, author: Author, conference_id: int, values: Mapping[str, Any]) -> None:
    kept = {key: value for key, value in values.items() if value is not None}
    rule = DressRule(conference_id=conference_id, **kept)
    db.add(rule)
    db.flush()
    note(db, author, rule, rule.text, "dress", None, rule.text)


def remove_rule(db: Session, author: Author, conference_id: int, rule_id: int) -> None:
    """Raises NotFound for a rule of another conference."""
    rule = db.get(DressRule, rule_id)
    if rule is None or rule.conference_id != conference_id:
        raise NotFound("Không có quy định trang phục này")
    note(db, author, rule, rule.text, "dress", rule.text, None)
    db.delete(rule)
