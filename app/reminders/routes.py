"""Urging on screen: rules and manners, urging by hand after a look, and the record."""

from typing import Annotated

from fastapi import APIRouter, Query
from sqlmodel import Session
from starlette.requests import Request
from starlette.responses import Response

from app.checklist.lists import Show
from app.checklist.rules import Kind
from app.checklist.words import title
from app.conferences.guards import Desk, Organiser
from app.conferences.store import units_by_id
from app.errors import NotFound
from app.outbox.store import Draft, contacts
from app.reminders import changes, planning, store, urging
from app.reminders.forms import Hand, MannerForm, RuleForm, typed
from app.reminders.models import UrgingManner, UrgingRule
from app.reminders.rules import DEFAULTS, written
from app.reminders.urging import Scene
from app.scheduler.store import turns
from app.web.forms import Form, Typed, read
from app.web.pages import page, see
from app.web.printed import network_base
from app.web.session import Db

router = APIRouter(prefix="/conferences/{slug}/reminders", include_in_schema=False)

_NEXT = 8  # reminders to come, before "and more"


@router.get("")
def reminders(request: Request, db: Db, desk: Organiser) -> Response:
    """The rules, what they will do next, and the manners."""
    return _reminders(request, db, desk)


@router.post("/defaults")
def adopt(request: Request, db: Db, desk: Organiser) -> Response:
    changes.adopt_defaults(db, desk.author, desk.conference)
    return see(request, _home(desk))


@router.post("/manner")
def change_manner(request: Request, db: Db, desk: Organiser, typed_in: Typed) -> Response:
    form = read(MannerForm, typed_in)
    if form.value is None:
        return _reminders(request, db, desk, form, 422)
    changes.change_manner(db, desk.author, desk.conference, **vars(form.value))
    return see(request, _home(desk))


@router.get("/rules/new")
def new_rule(request: Request, desk: Organiser) -> Response:
    return _rule(request, desk, Form({"amount": 1, "unit": 24, "is_on": True}))


@router.post("/rules")
def add_rule(request: Request, db: Db, desk: Organiser, typed_in: Typed) -> Response:
    form = read(RuleForm, typed_in)
    if form.value is None:
        return _rule(request, desk, form, status=422)
    changes.add_rule(db, desk.author, desk.conference_id, form.value.wanted)
    return see(request, _home(desk))


@router.get("/rules/{rule_id}")
def rule(request: Request, db: Db, desk: Organiser, rule_id: int) -> Response:
    found = store.rule_of(db, desk.conference_id, rule_id)
    return _rule(request, desk, Form(typed(found)), found)


@router.post("/rules/{rule_id}")
def change_rule(
    request: Request, db: Db, desk: Organiser, rule_id: int, typed_in: Typed
) -> Response:
    found = store.rule_of(db, desk.conference_id, rule_id)
    form = read(RuleForm, typed_in)
    if form.value is None:
        return _rule(request, desk, form, found, 422)
    changes.change_rule(db, desk.author, found, form.value.wanted)
    return see(request, _home(desk))


@router.post("/rules/{rule_id}/switch")
def switch_rule(
    request: Request, db: Db, desk: Organiser, rule_id: int, typed_in: Typed
) -> Response:
    found = store.rule_of(db, desk.conference_id, rule_id)
    changes.switch_rule(db, desk.author, found, is_on=typed_in.get("is_on") == "true")
    return see(request, _home(desk))


@router.post("/rules/{rule_id}/removal")
def remove_rule(request: Request, db: Db, desk: Organiser, rule_id: int) -> Response:
    changes.remove_rule(db, desk.author, store.rule_of(db, desk.conference_id, rule_id))
    return see(request, _home(desk))


@router.get("/urge")
def before_urging(
    request: Request, db: Db, desk: Organiser, hand: Annotated[Hand, Query()]
) -> Response:
    """Who would be urged about what, in which words."""
    return _urge(request, db, desk, hand)


@router.post("/urgings")
def urge(request: Request, db: Db, desk: Organiser, typed_in: Typed) -> Response:
    """Those chosen are urged: as drafts, or released by whoever has just read the letters."""
    hand = read(Hand, {name: typed_in.get(name, "") for name in ("show", "way")}).value
    if hand is None:
        raise NotFound
    at = urging.scene(db, desk.conference_id, network_base(request), is_held=True)
    chosen = [name.removeprefix("to-") for name in typed_in if name.startswith("to-")]
    changes.urge(
        db,
        desk.author,
        at,
        hand.show,
        hand.way,
        chosen,
        typed_in.get("seen", ""),
        is_released=typed_in.get("decision") == "release",
    )
    if desk.rehearsal or typed_in.get("decision") == "release":
        return see(request, f"{_home(desk)}/record")
    return see(request, f"/conferences/{desk.conference.slug}/outbox?kind=reminder&state=draft")


@router.get("/record")
def record(
    request: Request,
    db: Db,
    desk: Organiser,
    unit_id: int | None = None,
    before: int | None = None,
) -> Response:
    """Who was urged when, about what, with what result; of all, or of one unit."""
    unit = units_by_id(db, desk.conference_id, {unit_id}).get(unit_id) if unit_id else None
    if unit_id and unit is None:
        raise NotFound("Không có đơn vị này")
    lines = store.record(db, desk.conference_id, desk.rehearsal_id, unit_id=unit_id, before=before)
    return page(
        request,
        "reminders/record.html",
        desk=desk,
        unit=unit,
        told=store.told(lines),
        older=lines[-1].urging.id if len(lines) == store.PAGE else None,
        tallies=store.tallies(db, desk.conference_id, desk.rehearsal_id),
    )


def _reminders(
    request: Request,
    db: Session,
    desk: Desk,
    form: Form[MannerForm] | None = None,
    status: int = 200,
) -> Response:
    at = urging.scene(db, desk.conference_id, "")
    rules = store.rules(db, desk.conference_id)
    coming = planning.coming(at.entries, rules, at.manner, at.now)
    return page(
        request,
        "reminders/reminders.html",
        status,
        desk=desk,
        rules=rules,
        trusted=store.trusted(db, desk.conference, rules),
        offered=[] if rules else DEFAULTS,
        coming=coming[:_NEXT],
        more=len(coming[_NEXT:]),
        waiting=len(urging.due(db, at)),
        is_quiet=at.is_quiet,
        manner=at.manner,
        form=form or Form(_manner(at.manner)),
        turn=next((turn for turn in turns(db) if turn.name == urging.ERRAND), None),
        total=sum(
            tally.times for tally in store.tallies(db, desk.conference_id, desk.rehearsal_id)
        ),
    )


def _rule(
    request: Request,
    desk: Desk,
    form: Form[RuleForm],
    found: UrgingRule | None = None,
    status: int = 200,
) -> Response:
    kinds = [kind.value for kind in Kind if kind is not Kind.OFFER]  # which binds nobody
    return page(
        request, "reminders/rule.html", status, desk=desk, rule=found, form=form, kinds=kinds
    )


def _urge(request: Request, db: Session, desk: Desk, hand: Hand) -> Response:
    at = urging.scene(db, desk.conference_id, network_base(request))
    found = changes.proposed(db, at, hand.show, hand.way)
    emails = {one.unit_id for one in contacts(db, desk.conference_id) if one.email}
    return page(
        request,
        "reminders/urge.html",
        desk=desk,
        hand=hand,
        shows=[Show.RED, Show.SOON],
        found=found,
        what=title,
        texts=_texts(db, at, found.messages),
        emails=emails,
        is_quiet=at.is_quiet,
    )


def _texts(db: Session, at: Scene, messages: list[planning.Message]) -> dict[str, Draft]:
    """What each recipient would read."""
    drafts = urging.drafts(db, at, messages)
    return {one.recipient.key: draft for one, draft in zip(messages, drafts, strict=True)}


def _manner(manner: UrgingManner) -> dict[str, object]:
    return {
        **manner.model_dump(include={"email", "contact"}),
        "quiet_from": written(manner.quiet_from),
        "quiet_until": written(manner.quiet_until),
    }


def _home(desk: Desk) -> str:
    return f"/conferences/{desk.conference.slug}/reminders"
