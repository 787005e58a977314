"""What was announced and what changed in it, as the office passes it on: spreadsheets."""

from app.conferences.models import Conference
from app.paper.sheets import Column, Heading, Line, sheet
from app.seating.models import Release
from app.seating.releases.announced import Difference, Told
from app.vietnamese import moment_text, number_text


def release_sheet(conference: Conference, release: Release, lines: list[Told]) -> bytes:
    """Everybody's seat as it was announced, in the order of the list."""
    columns = [
        Column("STT", 6),
        Column("Đại biểu", 34),
        Column("Đơn vị", 34),
        Column("Ghế", 12),
    ]
    return sheet(
        f"DANH SÁCH CHỖ NGỒI, CÔNG BỐ LẦN {release.number}",
        [conference.host],
        columns,
        [[told.number, told.called, told.unit, told.seat] for told in lines],
        f"Danh sách có {number_text(len(lines))} đại biểu.",
        subtitle=[conference.name, _told(release)],
    )


def announced_state(newest: Release | None, changes: int) -> str:
    """What a printed plan is: announced as it stands, or not yet."""
    if newest is None:
        return "Bản dự thảo, chưa công bố"
    if changes:
        return f"Bản dự thảo: {number_text(changes)} thay đổi sau lần công bố {newest.number}"
    return f"Đúng theo lần công bố {newest.number} ({moment_text(newest.at)})"


def difference_sheet(
    conference: Conference, before: Release, after: Release | None, found: Difference
) -> bytes:
    """Who moved, who is new, who left, from one release to another or to the plan as it stands."""
    columns = [
        Column("STT", 6),
        Column("Đại biểu", 34),
        Column("Đơn vị", 34),
        Column("Ghế cũ", 12),
        Column("Ghế mới", 12),
    ]
    lines: list[Line] = [Heading(f"Chuyển chỗ: {len(found.moved)}")]
    lines += [
        [m.after.number, m.after.called, m.after.unit, m.before.seat, m.after.seat]
        for m in found.moved
    ]
    lines.append(Heading(f"Mới có chỗ: {len(found.new)}"))
    lines += [[told.number, told.called, told.unit, "", told.seat] for told in found.new]
    lines.append(Heading(f"Không còn chỗ: {len(found.gone)}"))
    lines += [[told.number, told.called, told.unit, told.seat, ""] for told in found.gone]
    then = f"lần {after.number}" if after else "sơ đồ hiện nay"
    return sheet(
        f"THAY ĐỔI CHỖ NGỒI TỪ LẦN {before.number} ĐẾN {then.upper()}",
        [conference.host],
        columns,
        lines,
        f"{number_text(found.stayed)} đại biểu giữ nguyên chỗ.",
        subtitle=[conference.name, *([_told(after)] if after else [])],
    )


def _told(release: Release) -> str:
    return f"Công bố lúc {moment_text(release.at)}, người công bố: {release.who}"
