"""The rows of the checklist's papers, in plain Vietnamese."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from itertools import groupby

from app.checklist import lists
from app.checklist.rules import Entry, Kind, Origin
from app.checklist.words import title
from app.deadlines import Relation, Standing
from app.paper.sheets import Cell, Heading, Line
from app.vietnamese import day_text, letter_time_text, moment_text, number_text

_STATES = {
    Standing.OVERDUE: "Quá hạn",
    Standing.DUE_SOON: "Đến hạn trong 24 giờ",
    Standing.OPEN: "Chưa đến hạn",
    Standing.UNDATED: "Chưa có thời hạn",
    Standing.DONE_LATE: "Hoàn thành chậm",
    Standing.DONE: "Hoàn thành",
}
_ASSIGNED = {Kind.TASK, Kind.TEXT, Kind.CHECK, Kind.DATE}
_ALIKE = 6  # so many of one kind that stand alike are told in one line
_MANY = {
    Kind.TEXT: "Gửi bài tham luận",
    Kind.REVIEW: "Thẩm định bài tham luận",
    Kind.ANSWER: "Xác báo đại biểu",
    Kind.NAMING: "Có tên đại biểu các khối",
    Kind.INVITED: "Gửi giấy mời các khối",
    Kind.SEATS: "Xếp chỗ các khối",
    Kind.PRESENTER: "Cử người trình bày các mục chương trình",
    Kind.CONFIRMED: "Xác nhận người thực hiện các mục chương trình",
    Kind.DOCUMENTS: "Đủ tài liệu các mục chương trình",
    Kind.REHEARSED: "Duyệt thử các mục chương trình",
}
_NUMBERED = {Kind.TEXT, Kind.REVIEW, Kind.PRESENTER, Kind.CONFIRMED, Kind.DOCUMENTS, Kind.REHEARSED}


def assigned(entries: Sequence[Entry], people: Mapping[int, str], *, is_whole: bool) -> list[Line]:
    """Under the body that directs, in the order of the plan; then speeches, checks, dates. Of one
    unit everything, of the whole conference what was given to somebody (``is_whole``)."""
    wanted = [entry for entry in entries if not is_whole or entry.kind in _ASSIGNED]
    lines: list[Line] = []
    place = 0
    for heading, members in groupby(wanted, _part):
        lines.append(Heading(heading))
        for entry in members:
            place += 1
            lines.append(_assignment_row(place, entry, people))
    return lines


def _part(entry: Entry) -> str:
    if entry.kind is not Kind.TASK:
        return _MANY.get(entry.kind, _PARTS.get(entry.kind, "Việc khác"))
    if entry.duty.directing:
        return f"{entry.duty.directing.name} chỉ đạo"
    return entry.unit.name if entry.unit else "Chưa giao đơn vị nào"


_PARTS = {
    Kind.MODERATOR: "Cử người điều hành các mục chương trình",
    Kind.AWARDS: "Khen thưởng",
    Kind.RECIPIENTS: "Khen thưởng",
    Kind.HALL: "Sơ đồ chỗ ngồi",
    Kind.PAPER: "Ấn phẩm",
    Kind.CARDS: "Ấn phẩm",
    Kind.DEVICES: "Điểm danh",
    Kind.ROSTER: "Điểm danh",
    Kind.CHECK: "Kiểm tra trong ngày",
    Kind.DATE: "Mốc nội bộ",
}


def _assignment_row(place: int, entry: Entry, people: Mapping[int, str]) -> list[Cell]:
    duty = entry.duty
    above = [body.name for body in (duty.directing, duty.through) if body]
    beside = [*(body.name for body in duty.coordinating), *filter(None, [duty.others])]
    return [
        place,
        _content(entry),
        "; ".join(above),
        duty.unit.name if duty.unit else "",
        "; ".join(beside),
        people.get(duty.unit.id, "") if duty.unit else "",
        _due(entry),
        duty.report_to,
    ]


def by_unit(entries: Sequence[Entry]) -> list[Line]:
    """How far each unit is that has something open."""
    found = [one for one in lists.readiness(entries) if one.total > one.done]
    lines: list[Line] = [
        [
            place,
            one.unit.name if one.unit else "Chưa giao đơn vị nào",
            one.total,
            one.done,
            one.open,
            one.overdue,
        ]
        for place, one in enumerate(found, 1)
    ]
    return lines or [Heading("Mọi đơn vị đã hoàn thành")]


def standing(entries: Sequence[Entry]) -> list[Line]:
    """By state, the late first; what many units must do alike is told in one line."""
    lines: list[Line] = []
    place = 0
    for state, heading in _STATES.items():
        members = [entry for entry in entries if entry.standing is state]
        if not members:
            continue
        lines.append(Heading(f"{heading} ({number_text(len(members))} việc)"))
        for row in _rows(lists.earliest_first(members)):
            place += 1
            lines.append([place, *row])
    return lines


def _rows(entries: Sequence[Entry]) -> Iterable[list[Cell]]:
    alike: dict[object, list[Entry]] = {}
    for entry in entries:
        alike.setdefault((entry.kind, entry.deadline), []).append(entry)
    for members in alike.values():
        if len(members) > _ALIKE and members[0].kind in _MANY:
            yield _many_row(members)
        else:
            yield from map(_progress_row, members)


def _many_row(members: Sequence[Entry]) -> list[Cell]:
    first = members[0]
    numbers = (
        f" (số {', '.join(str(e.number) for e in members)})" if first.kind in _NUMBERED else ""
    )
    names = list(dict.fromkeys(e.unit.name for e in members if e.unit))
    subjects = "" if numbers or len(names) > 1 else f": {'; '.join(e.subject for e in members)}"
    return [
        f"{_MANY[first.kind]}: {number_text(len(members))} việc{numbers}{subjects}",
        "; ".join(names),
        _due(first),
        _counted(sum(e.have for e in members), sum(e.want for e in members)),
        "",
        "",
    ]


def _progress_row(entry: Entry) -> list[Cell]:
    return [
        _content(entry),
        entry.unit.name if entry.unit else "",
        _due(entry),
        _result(entry),
        entry.closing.evidence,
        entry.obstacle,
    ]


def _content(entry: Entry) -> str:
    return title(entry) + (" (nếu có)" if entry.is_conditional else "")


def _result(entry: Entry) -> str:
    if entry.done_at:
        return f"Xong lúc {moment_text(entry.done_at)}"
    if entry.progress is not None and not entry.is_done:
        return f"Đạt {entry.progress}%"
    return _counted(entry.have, entry.want) or ("Xong" if entry.is_done else "")


def _counted(have: int, want: int) -> str:
    return f"{number_text(have)}/{number_text(want)}" if want else ""


def _due(entry: Entry) -> str:
    """As the plan writes it; an internal date says that it is one."""
    if entry.deadline is None:
        return entry.timing
    when = f"{_hour(entry.deadline)}, ngày {day_text(entry.deadline)}"
    word = "trước" if entry.duty.relation is Relation.BEFORE else "chậm nhất"
    return f"{word} {when}" + (" (nội bộ)" if entry.origin is Origin.ADOPTED else "")


def _hour(moment: datetime) -> str:
    """``11 giờ``, or ``16 giờ 30``."""
    return letter_time_text(moment).removesuffix(" 00")
