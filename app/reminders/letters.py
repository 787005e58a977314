"""The words of a reminder: short, polite, each entry with its deadline as the plan writes it."""

from datetime import datetime

from app import vietnamese
from app.checklist.rules import Entry, Origin
from app.checklist.words import title
from app.conferences.models import Conference
from app.deadlines import Relation
from app.outbox.models import UrgingManner
from app.outbox.rules import Kind
from app.outbox.store import Draft
from app.reminders.planning import Message
from app.reminders.rules import Way
from app.web.language import speaking

_LONGEST_SUBJECT = 200


def what(entry: Entry) -> str:
    """What an entry asks for, as the checklist says it."""
    with speaking("vi"):
        return title(entry)


def by_when(entry: Entry) -> str:
    """Its deadline in the plan's words, ``trước 11 giờ, ngày 29/5/2026``; an internal date is never
    worded like the plan's own."""
    assert entry.deadline is not None
    if entry.origin is not Origin.PLAN:
        return vietnamese.moment_text(entry.deadline)
    said = "trước" if entry.duty.relation is Relation.BEFORE else "chậm nhất"
    hour = f"{entry.deadline:%H giờ %M}".removesuffix(" 00")
    return f"{said} {hour}, ngày {vietnamese.day_text(entry.deadline)}"


def draft(
    conference: Conference,
    manner: UrgingManner,
    message: Message,
    now: datetime,
    *,
    address: str,
    link: str,
) -> Draft:
    """The letter for the outbox. ``link``: the unit's own page, empty where it has none."""
    with speaking("vi"):
        body = _body(conference, manner, message, now, link)
    office = message.recipient.unit_id is None
    return Draft(
        reason=reason(message),
        kind=Kind.REMINDER,
        recipient=name_of(conference, message),
        subject=f"{_subject(message, office)}: {conference.short_name}"[:_LONGEST_SUBJECT],
        body=body,
        address=address if message.way is Way.MAIL else "",
        unit_id=message.recipient.unit_id,
    )


def reason(message: Message) -> str:
    """Under which the outbox knows the letter: the same reasons give the same letter."""
    return f"reminder/{message.recipient.key}/{message.digest}"


def name_of(conference: Conference, message: Message) -> str:
    """Whom the letter addresses."""
    return message.recipient.name or f"Văn phòng, {conference.host}"[:200]


def _subject(message: Message, is_for_office: bool) -> str:
    if is_for_office:
        return "Việc cần đôn đốc"
    if not message.late:
        return "Nhắc việc sắp đến hạn"
    return "Đề nghị thực hiện việc quá hạn" if not message.soon else "Đôn đốc công việc"


def _body(
    conference: Conference, manner: UrgingManner, message: Message, now: datetime, link: str
) -> str:
    is_for_office = message.recipient.unit_id is None
    lines = [f"Kính gửi: {name_of(conference, message)}", ""]
    if is_for_office:
        lines.append(f"Các việc sau phục vụ {conference.name} cần được theo dõi, đôn đốc:")
    else:
        asked = "chỉ đạo, phối hợp thực hiện" if _others(message) else "thực hiện"
        lines.append(
            f"Để chuẩn bị {conference.name}, {conference.host} trân trọng đề nghị quý cơ quan,"
            f" đơn vị quan tâm {asked}:"
        )
    for heading, entries in (("Sắp đến hạn:", message.soon), ("Đã quá thời hạn:", message.late)):
        if entries:
            lines += ["", heading]
            lines += [
                _line(number, entry, now, names_unit=is_for_office or entry in _others(message))
                for number, entry in enumerate(entries, 1)
            ]
    if not is_for_office:
        lines += ["", *_closing(manner, link)]
    return "\n".join([*lines, "", "Trân trọng."])


def _others(message: Message) -> list[Entry]:
    """What somebody else has to do: the recipient directs or coordinates it."""
    mine = message.recipient.unit_id
    return [entry for entry in message.entries if entry.unit is None or entry.unit.id != mine]


def _line(number: int, entry: Entry, now: datetime, *, names_unit: bool) -> str:
    whose = f" ({entry.unit.name if entry.unit else 'chưa giao đơn vị nào'})" if names_unit else ""
    return (
        f"{number}. {what(entry)}{whose}\n   Thời hạn: {by_when(entry)} ({_distance(entry, now)})."
    )


def _distance(entry: Entry, now: datetime) -> str:
    assert entry.deadline is not None
    minutes = int((entry.deadline - now).total_seconds() // 60)
    if minutes < 0:
        return f"đã quá {_span(-minutes)}"
    return f"còn {_span(minutes)}" if minutes else "đã đến hạn"


def _span(minutes: int) -> str:
    days, hours = minutes // 1440, minutes // 60 % 24
    if days:
        return f"{days} ngày {hours} giờ" if hours else f"{days} ngày"
    return f"{hours} giờ" if hours else f"{minutes} phút"


def _closing(manner: UrgingManner, link: str) -> list[str]:
    where = f"tại trang riêng của đơn vị: {link}" if link else "qua trang riêng của đơn vị"
    lines = [f"Kết quả, khó khăn, vướng mắc xin cập nhật {where}"]
    lines[0] += "" if link else "."
    if manner.contact:
        lines.append(f"Đầu mối liên hệ: {manner.contact}.")
    lines.append("Nếu đã thực hiện, xin bỏ qua lời nhắc này.")
    return lines
