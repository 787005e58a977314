"""Answering scans: many in one transaction, each as if it had come alone.

A batch asks four statements whatever its size: devices with what they were answered before, cards
with who has come in, the arrivals, the answers. The unique index of the arrivals decides between
doors; the unique index of the answers makes a request that is sent twice one request.
"""

import json
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from functools import cache
from typing import Any

from sqlalchemy import Row, select, tuple_, update
from sqlalchemy.dialects import postgresql, sqlite
from sqlmodel import Session, SQLModel, col

from app import clock, vietnamese
from app.checkin import cards
from app.checkin.again import told_again
from app.checkin.cards import Asked, Holder, Person, Post, topic
from app.checkin.models import Arrival, ScanRecord
from app.checkin.rules import Entered, Scan, Verdict, corrected, decide, may_enter
from app.db import announce

ANSWER_BYTES = 300
_TOLD = ("position", "unit", "seat", "block", "door", "stand_in")


def answers(
    db: Session, asked: Sequence[tuple[str, Asked]], received_at: datetime
) -> list[bytes | None]:
    """The answer to each scan of ``(digest of the device's token, scan)``; None for a device that
    is unknown or revoked. To be committed before anybody is told."""
    posts, told = cards.posts(db, asked)
    found: list[bytes | None] = [None] * len(asked)
    fresh: dict[tuple[int, str], int] = {}
    sent_twice: list[tuple[int, int]] = []
    for place, (digest, scan) in enumerate(asked):
        post = posts.get(digest)
        if post is None:
            continue
        request = post.device_id, scan.id
        if request in told:
            found[place] = told_again(db, post, scan, told[request], received_at).encode()
        elif request in fresh:
            sent_twice.append((place, fresh[request]))
        else:
            fresh[request] = place
    by_conference: dict[int, list[int]] = defaultdict(list)
    for place in fresh.values():
        by_conference[posts[asked[place][0]].conference_id].append(place)
    for conference_id, places in by_conference.items():
        parts = [(posts[asked[place][0]], asked[place][1]) for place in places]
        for place, answer in zip(places, _answered(db, parts, received_at), strict=True):
            found[place] = answer
        announce(db, topic(conference_id))
    for place, first in sent_twice:
        found[place] = found[first]
    return found


def _answered(
    db: Session, parts: Sequence[tuple[Post, Asked]], received_at: datetime
) -> list[bytes]:
    """Answers to new scans of one conference, in order: a later one sees what an earlier did."""
    holders, entered = cards.known(db, parts)
    scans = [_scan(post, asked, received_at) for post, asked in parts]
    entered |= _enter(db, _coming(parts, scans, holders, entered))
    records, written = [], []
    for (post, asked), scan in zip(parts, scans, strict=True):
        holder = holders.get(cards.key(asked))
        person = (post.entrance_id, holder.delegate_id) if holder else None
        before = entered.get(person) if person else None
        card = cards.card(holder, keeps_doors=post.keeps_doors) if holder else None
        verdict = decide(scan, card, before)
        if person and before and not asked.undone:
            entered[person] = _moved(db, post, person, scan, before, verdict)
        answer = _written(verdict, scan, holder, before)
        written.append(answer.encode())
        records.append(_record(post, asked, scan, holder, verdict, answer, received_at))
    _insert(db, ScanRecord, records, ())
    return written


def _scan(post: Post, asked: Asked, received_at: datetime) -> Scan:
    skew = post.skew if asked.skew is None else asked.skew
    real = corrected(asked.device_at, skew, received_at)
    at = clock.shown(real, post.rehearsed)  # a morning that is practised has its own time
    return Scan(
        asked.id, post.device_id, post.door, at, asked.direction, asked.shown, asked.insists
    )


def _coming(
    parts: Sequence[tuple[Post, Asked]],
    scans: Sequence[Scan],
    holders: Mapping[object, Holder],
    entered: Mapping[Person, Entered],
) -> dict[Person, dict[str, Any]]:
    """The arrivals these scans bring: for one person the earliest of them."""
    coming: dict[Person, dict[str, Any]] = {}
    for (post, asked), scan in zip(parts, scans, strict=True):
        holder = holders.get(cards.key(asked))
        if holder is None or asked.undone:
            continue
        person = post.entrance_id, holder.delegate_id
        if not may_enter(
            scan, cards.card(holder, keeps_doors=post.keeps_doors), entered.get(person)
        ):
            continue
        if person not in coming or scan.at < coming[person]["at"]:
            coming[person] = {
                "conference_id": post.conference_id,
                "entrance_id": post.entrance_id,
                "delegate_id": holder.delegate_id,
                "rehearsal_id": post.rehearsal_id,
                "at": scan.at,
                "door": scan.door,
                "device_id": scan.device_id,
                "scan_id": scan.id,
            }
    return coming


def _enter(db: Session, coming: Mapping[Person, dict[str, Any]]) -> dict[Person, Entered]:
    """Record the arrivals, in one order for all: two transactions never wait in a circle.

    Where another door was faster, what stands is its arrival.
    """
    rows = [coming[person] for person in sorted(coming)]
    told = col(Arrival.entrance_id), col(Arrival.delegate_id)
    ours = {(row[0], row[1]) for row in _insert(db, Arrival, rows, told)}
    lost = coming.keys() - ours
    found = {
        person: Entered(row["at"], row["door"], row["scan_id"], row["device_id"])
        for person, row in coming.items()
    }
    return found | (_arrivals_of(db, lost, coming) if lost else {})


def _arrivals_of(
    db: Session, lost: Iterable[Person], coming: Mapping[Person, dict[str, Any]]
) -> dict[Person, Entered]:
    query = select(Arrival).where(
        tuple_(col(Arrival.entrance_id), col(Arrival.delegate_id)).in_(list(lost)),
        col(Arrival.rehearsal_id).is_not_distinct_from(next(iter(coming.values()))["rehearsal_id"]),
    )
    return {
        (row.entrance_id, row.delegate_id): Entered(
            row.at, row.door, row.scan_id, row.device_id, row.out_since is not None
        )
        for row in db.scalars(query)
    }


def _moved(
    db: Session, post: Post, person: Person, scan: Scan, before: Entered, verdict: Verdict
) -> Entered:
    """Going out and coming back; and the first arrival's time, where a device without a network
    had let the person in earlier."""
    changes: dict[str, object] = {}
    if verdict in {Verdict.OUT, Verdict.BACK}:
        changes["out_since"] = scan.at if verdict is Verdict.OUT else None
    elif verdict is Verdict.CONFLICT and scan.at < before.at:
        changes |= {"at": scan.at, "door": scan.door}
    if not changes:
        return before
    entrance_id, delegate_id = person
    db.execute(
        update(Arrival)
        .where(
            col(Arrival.entrance_id) == entrance_id,
            col(Arrival.delegate_id) == delegate_id,
            col(Arrival.rehearsal_id).is_not_distinct_from(post.rehearsal_id),
        )
        .values(changes)
    )
    is_out = before.is_out if verdict is Verdict.CONFLICT else verdict is Verdict.OUT
    at, door = (scan.at, scan.door) if "at" in changes else (before.at, before.door)
    return replace(before, at=at, door=door, is_out=is_out)


def _written(verdict: Verdict, scan: Scan, holder: Holder | None, before: Entered | None) -> str:
    """The answer, at most ANSWER_BYTES long: the longest texts are cut first."""
    told: dict[str, str] = {"verdict": verdict.value}
    if holder is not None:
        told["name"] = holder.called
        told |= {name: text for name in _TOLD if (text := getattr(holder, name))}
        told["number"] = str(holder.number)
    if before is not None:
        told |= {"at": vietnamese.time_text(before.at), "by": before.door}
    else:
        told["at"] = vietnamese.time_text(scan.at)
    text = _json(told)
    while len(text.encode()) > ANSWER_BYTES:
        longest = max(told, key=lambda name: len(told[name]))
        told[longest] = told[longest][:-8].rstrip() + "…"
        text = _json(told)
    return text


def _json(values: Mapping[str, object]) -> str:
    return json.dumps(values, ensure_ascii=False, separators=(",", ":"))


def _record(
    post: Post,
    asked: Asked,
    scan: Scan,
    holder: Holder | None,
    verdict: Verdict,
    answer: str,
    received_at: datetime,
) -> dict[str, Any]:
    return {
        "conference_id": post.conference_id,
        "entrance_id": post.entrance_id,
        "rehearsal_id": post.rehearsal_id,
        "device_id": post.device_id,
        "scan_id": asked.id,
        "sequence": asked.sequence,
        "delegate_id": holder.delegate_id if holder else None,
        "direction": asked.direction,
        "at": scan.at,
        "device_at": asked.device_at,
        "received_at": received_at,
        "door": post.door,
        "shown": asked.shown,
        "verdict": verdict,
        "answer": answer,
        "undone_at": received_at if asked.undone else None,
    }


def _insert(
    db: Session, table: type[SQLModel], rows: Sequence[Mapping[str, Any]], told: Sequence[Any]
) -> Sequence[Row[*tuple[Any, ...]]]:
    """Rows that break no promise; ``told`` are the columns to hear of those that went in."""
    if not rows:
        return []
    statement = _inserting(db.get_bind().dialect.name, table)
    if not told:
        db.execute(statement, rows)
        return []
    return db.execute(statement.returning(*told), rows).all()


@cache
def _inserting(dialect: str, table: type[SQLModel]) -> postgresql.Insert | sqlite.Insert:
    made = postgresql.insert(table) if dialect == "postgresql" else sqlite.insert(table)
    return made.on_conflict_do_nothing()
