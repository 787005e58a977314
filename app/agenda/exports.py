"""The programme as papers and files, of a release or of the draft."""

import json

from app.agenda.differences import Part
from app.agenda.ontime import project
from app.agenda.releases import Issue
from app.agenda.schedule import schedule_json, schedule_xml
from app.paper.calendar import Event, calendar
from app.paper.documents import Document, Letterhead, Paragraph, Style, Table, as_docx, as_pdf
from app.paper.sheets import Cell, Column
from app.vietnamese import day_text, moment_text, programme_time_text, weekday_text

# The plan's four columns (63-KH/TU, line 58).
_COLUMNS = (
    Column("STT", 7),
    Column("Thời gian", 22),
    Column("Nội dung", 43),
    Column("Phân công thực hiện", 28),
)


def programme_docx(issue: Issue) -> bytes:
    return as_docx(_programme(issue))


def programme_pdf(issue: Issue) -> bytes:
    return as_pdf(_programme(issue))


def ics(issue: Issue) -> bytes:
    """One event for each item, with its cues in the description."""
    conference = issue.conference
    where = ", ".join(filter(None, [conference.venue, conference.address]))
    events = []
    for place, part in enumerate(issue.state.parts):
        if part.cue_kind:
            continue
        events.append(
            Event(
                uid=f"{part.key.replace(':', '-')}.{conference.slug}@nghi-su",
                starts_at=part.starts_at,
                ends_at=part.ends_at,
                summary=_content(part),
                description="\n".join(_lines(part, issue.state.parts[place + 1 :])),
                location=where,
                is_tentative=conference.is_tentative or bool(part.fields["is_conditional"]),
            )
        )
    return calendar(conference.short_name, events, issue.at, issue.number)


def schedule_json_text(issue: Issue, base: str) -> bytes:
    """``base``: the address of this installation."""
    return _text(schedule_json(issue.conference, issue.state, issue.name, base))


def schedule_xml_text(issue: Issue, base: str) -> bytes:
    return schedule_xml(issue.conference, issue.state, issue.name, base)


def ontime_text(issue: Issue) -> bytes:
    return _text(project(issue.conference, issue.state))


def _programme(issue: Issue) -> Document:
    conference, state = issue.conference, issue.state
    start = state.starts_at
    when = f"({weekday_text(start)}, ngày {day_text(start)}"
    where = f", tại {conference.venue}" if conference.venue else ""
    lines: list[list[Cell]] = [
        [
            int(part.number),
            f"{programme_time_text(part.starts_at)} - {programme_time_text(part.ends_at)}",
            _content(part),
            assigned(part),
        ]
        for part in state.parts
        if not part.cue_kind
    ]
    return Document(
        "CHƯƠNG TRÌNH",
        [
            Paragraph(f"{when}{where})", Style.CENTRED),
            Table(_COLUMNS, lines, has_numbers=False),
            Paragraph(f"{issue.name}, {moment_text(issue.at)}.", Style.ITALIC),
        ],
        letterhead=Letterhead(conference.host),
        subtitle=[conference.name],
    )


def assigned(part: Part) -> str:
    """The plan's fourth column: who does it, or who moderates."""
    fields = part.fields
    moderated = f"{fields['moderator']} điều hành" if fields["moderator"] else ""
    return "\n".join(filter(None, [fields["presenter"], moderated]))


def _content(part: Part) -> str:
    return f"{part.content} (nếu có)" if part.fields["is_conditional"] else part.content


def _lines(item: Part, following: tuple[Part, ...]) -> list[str]:
    lines = list(filter(None, [assigned(item)]))
    for part in following:
        if not part.cue_kind:
            break
        who = f" ({part.fields['presenter']})" if part.fields["presenter"] else ""
        lines.append(f"{programme_time_text(part.starts_at)} {part.content}{who}")
    return lines


def _text(values: dict[str, object]) -> bytes:
    return json.dumps(values, ensure_ascii=False, indent=2).encode()
