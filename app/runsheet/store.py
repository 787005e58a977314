"""The run sheet, put together anew from the tree, the people and the order of precedence."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlmodel import Session

from app import vietnamese
from app.agenda.models import AgendaItem, Cue
from app.agenda.rules import CueKind, ItemKind
from app.agenda.store import Day, Slot, day, person
from app.awards.store import Batch, batches
from app.conferences.history import Author, note
from app.conferences.models import Conference
from app.delegates.store import Listed, everyone
from app.runsheet.models import RunSheet
from app.runsheet.rules import (
    Guest,
    Introduction,
    Line,
    Mark,
    frozen,
    introduce,
    marks,
    proposed_words,
)

_PLACE = re.compile(r"\s*\(thứ \d+[^)]*\)")  # tells places of a list apart; nobody reads it out


@dataclass(frozen=True)
class Sheet:
    """The whole run sheet as it stands now, with what differs from the last print."""

    conference: Conference
    settings: RunSheet
    lines: list[Line]
    introduction: Introduction
    marks: dict[str, Mark]
    gone: list[str]

    @property
    def changed(self) -> int:
        """How many lines say something else than the print."""
        return sum(mark.is_worded for mark in self.marks.values()) + len(self.gone)

    @property
    def has_technique(self) -> bool:
        """Whether anything is asked of sound, screen or light."""
        return any(line.sound or line.screen or line.light for line in self.lines)


def sheet(db: Session, conference: Conference) -> Sheet:
    settings = settings_of(db, conference.id)
    people = [one for one in everyone(db, conference.id) if one.delegate.attendance.takes_seat]
    introduction = introduce(
        [Guest(_titled(one), one.group.name) for one in people],
        settings.introduction_minutes * 60,
        settings.words_per_minute,
    )
    titles = {vietnamese.tone_key(one.delegate.name): _titled(one) for one in people}
    programme = day(db, conference)
    lines = list(_lines(programme, introduction, titles, batches(db, conference.id)))
    found, gone = marks(lines, settings.printed) if settings.number else ({}, [])
    return Sheet(conference, settings, lines, introduction, found, gone)


def settings_of(db: Session, conference_id: int) -> RunSheet:
    """As they were last saved, or as they begin."""
    return db.get(RunSheet, conference_id) or RunSheet(conference_id=conference_id)


def keep_print(db: Session, author: Author, conference: Conference) -> int:
    """What is given out now; from here on changes are marked against it. Its number."""
    now = sheet(db, conference)
    settings = now.settings
    settings.number += 1
    settings.printed_at, settings.printed_by = author.at, author.name
    settings.printed = frozen(now.lines)
    db.add(settings)
    label = "Kịch bản điều hành"
    note(db, author, conference, label, "run_sheet", settings.number - 1 or None, settings.number)
    return settings.number


def set_pace(
    db: Session, author: Author, conference: Conference, values: Mapping[str, int]
) -> None:
    """How fast the MC reads, and how long the introduction may take."""
    settings = settings_of(db, conference.id)
    for field, value in values.items():
        before = getattr(settings, field)
        if before != value:
            setattr(settings, field, value)
            note(db, author, conference, "Kịch bản điều hành", field, before, value)
    db.add(settings)


def _titled(one: Listed) -> str:
    """``đồng chí Nguyễn Văn Mẫu An, Bí thư …, Chủ tịch …``; a post without a name is its title."""
    if not one.delegate.name:
        return f"đồng chí {_PLACE.sub('', ', '.join(one.positions))}"
    return ", ".join([f"đồng chí {one.delegate.name}", *one.positions])


def _lines(
    programme: Day, introduction: Introduction, titles: Mapping[str, str], ceremony: list[Batch]
) -> Iterator[Line]:
    is_introduced = False
    for slot in programme.slots:
        item = slot.item
        opens = item.kind is ItemKind.OPENING and not is_introduced
        is_introduced = is_introduced or opens
        introduced = "\n".join(introduction.lines) if opens else ""
        yield _line(
            f"item:{item.id}",
            str(item.number),
            item,
            (slot.timed.starts_at, slot.timed.ends_at),
            titles,
            introduced,
        )
        for one in slot.cues:
            times = (one.timed.starts_at, one.timed.ends_at)
            yield _line(one.cue.subject or f"cue:{one.cue.id}", one.number, one.cue, times, titles)
        if item.kind is ItemKind.AWARDS and not slot.cues:
            yield from _ceremony(slot, ceremony)


def _line(
    key: str,
    number: str,
    of: AgendaItem | Cue,
    times: tuple[datetime, datetime],
    titles: Mapping[str, str],
    introduced: str = "",
) -> Line:
    presenter, moderator = _full(of.presenter, titles), _full(of.moderator, titles)
    moderated = f"{moderator} điều hành" if moderator else ""
    who = "; ".join(filter(None, [presenter, moderated]))
    proposed = proposed_words(of.kind, of.content, presenter, moderator)
    words = of.script or proposed
    return Line(
        key=key,
        number=number,
        kind=of.kind,
        starts_at=times[0],
        ends_at=times[1],
        content=of.content,
        who=who,
        words="\n".join(filter(None, [words, introduced])),
        is_proposed=not of.script and bool(proposed),
        people=tuple(_full(line, titles) for line in of.people.splitlines() if line.strip()),
        sound=of.sound,
        screen=of.screen,
        light=of.light,
        ushers=of.ushers,
        documents=of.documents,
        is_conditional=of.is_conditional,
    )


def _ceremony(slot: Slot, ceremony: list[Batch]) -> Iterator[Line]:
    """The batches one after the other, where the tree has no cues for them."""
    starts_at = slot.timed.starts_at
    for place, one in enumerate(ceremony, 1):
        batch = one.batch
        ends_at = starts_at + timedelta(minutes=batch.minutes)
        yield Line(
            key=f"batch:{batch.id}",
            number=f"{slot.item.number}.{place}",
            kind=CueKind.AWARDS,
            starts_at=starts_at,
            ends_at=ends_at,
            content=f"Đợt {batch.number}: {batch.form}",
            who=batch.handed_over_by,
            words=proposed_words(CueKind.AWARDS, batch.form, batch.handed_over_by),
            is_proposed=True,
            people=tuple(recipient.award.recipient for recipient in one.recipients),
            ushers="Lễ tân mang khay theo thứ tự danh sách",
            is_conditional=slot.item.is_conditional,
        )
        starts_at = ends_at


def _full(name: str, titles: Mapping[str, str]) -> str:
    """Somebody with full titles, where the list of delegates has exactly this name."""
    found = person(name)
    bare = name.strip()
    for address in ("Đồng chí ", "đồng chí ", "Đ/c ", "đ/c "):
        bare = bare.removeprefix(address)
    return titles.get(vietnamese.tone_key(bare), name.strip()) if found else ""
