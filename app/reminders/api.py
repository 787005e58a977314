"""Urging for programs."""

from datetime import datetime, time

from fastapi import APIRouter
from pydantic import BaseModel

from app.checklist.rules import Kind
from app.conferences.guards import OrganiserProgram
from app.deadlines import Relation
from app.outbox.rules import State
from app.reminders import changes, planning, store, urging
from app.reminders.forms import RuleForm
from app.reminders.models import UrgingRule
from app.reminders.rules import Side, Way, Whom
from app.web.session import Db

router = APIRouter(prefix="/api/v1/conferences/{slug}/reminders", tags=["reminders"])


class RuleOut(BaseModel):
    """``kind`` null: entries of every kind. ``sends_for``: in whose name its letters go at once;
    empty where they wait for release."""

    id: int
    kind: Kind | None
    hours: int
    side: Side
    whom: Whom
    way: Way
    is_on: bool
    sends_for: str
    source: str


class ComingOut(BaseModel):
    at: datetime
    rule_id: int
    entries: int
    recipients: int


class RemindersOut(BaseModel):
    """As at ``now`` on the conference's clock; ``due`` reminders go with the next run."""

    now: datetime
    quiet_from: time
    quiet_until: time
    due: int
    rules: list[RuleOut]
    coming: list[ComingOut]


class UrgingOut(BaseModel):
    """``state``: of the letter in the outbox, null where there is none."""

    at: datetime
    recipient: str
    entry: str
    kind: Kind
    subject: str
    due: datetime
    relation: Relation
    hours: int | None
    side: Side | None
    who: str
    state: State | None
    sent_at: datetime | None


@router.get("")
def reminders(db: Db, desk: OrganiserProgram) -> RemindersOut:
    """The rules, and what they will do next."""
    at = urging.scene(db, desk.conference_id, "")
    rules = store.rules(db, desk.conference_id)
    allowed = store.trusted(db, desk.conference, rules)
    return RemindersOut(
        now=at.now,
        quiet_from=at.manner.quiet_from,
        quiet_until=at.manner.quiet_until,
        due=len(urging.due(db, at)),
        rules=[_out(rule, allowed.get(rule.id, "")) for rule in rules],
        coming=[
            ComingOut(
                at=one.at, rule_id=one.rule.id, entries=one.entries, recipients=one.recipients
            )
            for one in planning.coming(at.entries, rules, at.manner, at.now)
        ],
    )


@router.get("/record")
def record(
    db: Db, desk: OrganiserProgram, unit_id: int | None = None, before: int | None = None
) -> list[UrgingOut]:
    """Who was urged about what, the newest first; ``before`` a line's number goes on."""
    lines = store.record(db, desk.conference_id, desk.rehearsal_id, unit_id=unit_id, before=before)
    return [
        UrgingOut(
            **line.urging.model_dump(exclude={"recipient"}),
            recipient=line.urging.name,
            state=line.letter.state if line.letter else None,
            sent_at=line.letter.sent_at if line.letter else None,
        )
        for line in lines
    ]


@router.post("/rules", status_code=201)
def add_rule(db: Db, desk: OrganiserProgram, wanted: RuleForm) -> RuleOut:
    """``has_consent``: letters of this rule go at once, in the name of the program's person."""
    made = changes.add_rule(db, desk.author, desk.conference_id, wanted.wanted)
    return _out(made, made.consented_by)


@router.put("/rules/{rule_id}")
def change_rule(db: Db, desk: OrganiserProgram, rule_id: int, wanted: RuleForm) -> RuleOut:
    found = store.rule_of(db, desk.conference_id, rule_id)
    changes.change_rule(db, desk.author, found, wanted.wanted)
    return _out(found, found.consented_by)


@router.delete("/rules/{rule_id}", status_code=204)
def remove_rule(db: Db, desk: OrganiserProgram, rule_id: int) -> None:
    changes.remove_rule(db, desk.author, store.rule_of(db, desk.conference_id, rule_id))


def _out(rule: UrgingRule, sends_for: str) -> RuleOut:
    return RuleOut(**rule.model_dump(), sends_for=sends_for)
