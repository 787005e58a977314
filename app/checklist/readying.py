"""What is made ready for the day: items, printed matter, doors, checks, internal dates. Pure."""

from dataclasses import replace
from datetime import datetime

from app.checklist.facts import CheckFact, DateFact, ItemFact, OfferFact, PaperFact, Plan
from app.checklist.rules import NOBODYS, OPEN, Closing, Duty, Entry, Kind, Origin, closed, reached
from app.deadlines import Standing
from app.tasks.rules import Concern

_PAPER_PLACES = {"invitation": "invitations", "mc_list": "delegates"}


def of_item(item: ItemFact, plan: Plan, now: datetime) -> list[Entry]:
    """Somebody leads it and has said yes, what it needs is ready, it was rehearsed.

    Speeches and awards are led by a moderator, everything else by whoever presents it.
    """
    person = item.moderator if item.is_moderated else item.presenter
    led = Kind.MODERATOR if item.is_moderated else Kind.PRESENTER
    whole = Entry(
        led,
        item.id,
        item.number,
        item.content,
        NOBODYS,
        closed(bool(person), NOBODYS, now),
        "agenda",
        item.source,
        is_conditional=item.is_conditional,
    )
    confirmed = _ticked(replace(whole, kind=Kind.CONFIRMED, detail=person), plan, now)
    documents = _documents(replace(whole, kind=Kind.DOCUMENTS), item, plan, now)
    rehearsed = _ticked(
        replace(whole, kind=Kind.REHEARSED, duty=plan.duty(Concern.REHEARSAL)), plan, now
    )
    return [
        whole,
        confirmed if confirmed.is_done or person else replace(confirmed, needs=(whole.key,)),
        documents,
        rehearsed
        if rehearsed.is_done or documents.is_done
        else replace(rehearsed, needs=(documents.key,)),
    ]


def of_paper(paper: PaperFact, duty: Duty, now: datetime) -> Entry:
    """Printed, and still true: a change of the programme opens it again."""
    at = None if paper.changes else paper.printed_at
    return Entry(
        Kind.PAPER,
        paper.id,
        0,
        "",
        duty,
        reached(duty, at, now),
        "agenda/papers",
        closing=Closing(at, paper.who if at else ""),
        have=paper.changes,
        detail=paper.paper,
    )


def of_cards(plan: Plan, now: datetime) -> list[Entry]:
    duty = plan.duty(Concern.PRINTING)
    return [
        Entry(
            Kind.CARDS,
            cards.id,
            0,
            "",
            duty,
            closed(cards.true >= cards.people, duty, now),
            _PAPER_PLACES.get(cards.paper, "seating/papers"),
            have=cards.true,
            want=cards.people,
            detail=cards.paper,
        )
        for cards in plan.cards
    ]


def of_doors(plan: Plan, now: datetime) -> list[Entry]:
    """At least one device stands at the doors, and each has the newest list."""
    if not plan.groups:
        return []
    doors, duty = plan.doors, plan.duty(Concern.DOORS)
    parts = (
        (Kind.DEVICES, doors.enrolled, max(doors.devices, 1), ()),
        (Kind.ROSTER, doors.current, max(doors.enrolled, 1), ()),
    )
    return [
        Entry(
            kind,
            0,
            0,
            "",
            duty,
            closed(have >= want, duty, now),
            "doors",
            have=have,
            want=want,
            needs=needs,
        )
        for kind, have, want, needs in parts
    ]


def of_check(check: CheckFact, plan: Plan, now: datetime) -> Entry:
    bare = Entry(
        Kind.CHECK,
        check.id,
        check.number,
        check.content,
        check.duty,
        Standing.OPEN,
        "",
        detail=check.place,
    )
    return _ticked(bare, plan, now)


def of_date(date: DateFact, counted: tuple[int, int] | None, now: datetime) -> Entry:
    """Closed with its task, or with everything it is about. What is only proposed is never late."""
    have, want = counted or (0, 0)
    done = date.closing or OPEN
    is_whole = done.at is None and 0 < want <= have
    if date.duty.origin is Origin.PROPOSED:
        stands = Standing.DONE if done.at or is_whole else Standing.OPEN
    else:
        stands = Standing.DONE if is_whole else reached(date.duty, done.at, now)
    return Entry(
        Kind.DATE,
        date.id,
        date.task or 0,
        date.content,
        date.duty,
        stands,
        f"tasks/{date.task}" if date.task else "checklist/template",
        closing=done,
        have=have,
        want=want,
        detail=date.concern,
    )


def of_offer(offer: OfferFact, counted: tuple[int, int] | None, now: datetime) -> Entry:
    del now  # what nobody has adopted is never late
    have, want = counted or (0, 0)
    return Entry(
        Kind.OFFER,
        offer.number,
        offer.number,
        offer.content,
        offer.duty,
        Standing.OPEN,
        f"checklist/template#offer-{offer.number}",
        have=have,
        want=want,
        detail=offer.concern,
    )


def _documents(entry: Entry, item: ItemFact, plan: Plan, now: datetime) -> Entry:
    """Texts of speeches tell for themselves; of other documents a person says they are ready."""
    if item.texts is None:
        return _ticked(entry, plan, now)
    have, want = item.texts
    stands = closed(0 < want <= have, NOBODYS, now)
    return replace(entry, standing=stands, place="speeches", have=have, want=want)


def _ticked(entry: Entry, plan: Plan, now: datetime) -> Entry:
    """The entry as people have confirmed it, or not."""
    tick = plan.ticks.get(entry.key, OPEN)
    stands = reached(entry.duty, tick.at, now)
    return replace(entry, standing=stands, closing=tick, place=f"checklist/entries/{entry.key}")
