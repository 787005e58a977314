"""Differences in words, in the reader's language; letters speak Vietnamese (``speaking``)."""

from datetime import datetime

from app.agenda.differences import Difference, DifferenceKind, Part
from app.vietnamese import programme_time_text, time_text
from app.web.language import say


def said(difference: Difference) -> str:
    """One difference as a sentence without a full stop."""
    before, after = difference.before, difference.after
    match difference.kind:
        case DifferenceKind.STARTS:
            return say(
                "Hội nghị bắt đầu lúc {now} (trước là {was})", now=_time(after), was=_time(before)
            )
        case DifferenceKind.ENDS:
            return say(
                "Giờ kết thúc dự kiến {now} (trước là {was})", now=_time(after), was=_time(before)
            )
        case DifferenceKind.SHIFTED:
            return _shift(difference)
    part = difference.parts[0]
    named = say("Mục {n} “{content}”", n=part.number, content=part.content)
    match difference.kind:
        case DifferenceKind.ADDED:
            return say("Thêm: {named}, {span}", named=named, span=span(part))
        case DifferenceKind.REMOVED:
            return say("Bỏ: {named}", named=named)
        case DifferenceKind.MOVED:
            return say("{named} đổi thứ tự (trước là mục {was})", named=named, was=before)
        case DifferenceKind.LENGTH:
            now, was = _length(after), _length(before)
            return say("{named} dài {now} (trước là {was})", named=named, now=now, was=was)
    return say(
        "{named}: {field} là {now} (trước là {was})",
        named=named,
        field=_field(difference.field),
        now=_value(after),
        was=_value(before),
    )


def span(part: Part) -> str:
    """``08h35' - 08h42'``."""
    return f"{programme_time_text(part.starts_at)} - {programme_time_text(part.ends_at)}"


def _shift(difference: Difference) -> str:
    first, last = difference.parts[0], difference.parts[-1]
    which = (
        say("Mục {n}", n=first.number)
        if first is last
        else say("Từ mục {first} đến mục {last}", first=first.number, last=last.number)
    )
    values = {
        "which": which,
        "length": _length(abs(difference.seconds)),
        "now": programme_time_text(first.starts_at),
    }
    if difference.seconds > 0:
        return say("{which} muộn hơn {length}, nay từ {now}", **values)
    return say("{which} sớm hơn {length}, nay từ {now}", **values)


def _field(name: str) -> str:
    return {
        "content": say("nội dung"),
        "presenter": say("người thực hiện"),
        "moderator": say("người điều hành"),
        "is_conditional": say("“nếu có”"),
        "people": say("người trên sân khấu"),
        "script": say("lời dẫn"),
        "sound": say("âm thanh"),
        "screen": say("màn hình"),
        "light": say("ánh sáng"),
        "ushers": say("lễ tân"),
        "documents": say("tài liệu"),
    }[name]


def _length(seconds: object) -> str:
    minutes, rest = divmod(int(str(seconds)), 60)
    if rest and minutes:
        return say("{n} phút {s} giây", n=minutes, s=rest)
    return say("{n} giây", n=rest) if rest else say("{n} phút", n=minutes)


def _time(moment: object) -> str:
    assert isinstance(moment, datetime)
    return time_text(moment)


def _value(value: object) -> str:
    if value == "true":
        return say("có")
    return f"“{value}”" if value else say("để trống")
