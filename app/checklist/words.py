"""What an entry asks for, as a sentence of the office, in the reader's language."""

from collections.abc import Callable

from app.checklist.rules import Entry, Kind
from app.web.language import say


def title(entry: Entry) -> str:
    """The entry as a thing to do: ``Gửi bài tham luận số 3: …``. Within ``speaking("vi")`` it is
    what stands in letters and on papers."""
    told = _TITLES.get(entry.kind)
    return told(entry) if told else entry.subject


def paper(entry: Entry) -> str:
    """The kind of printed matter an entry is about."""
    return say(_PAPERS[entry.detail])


_PAPERS = {
    "programme": "chương trình",
    "invitation": "giấy mời",
    "run_sheet": "kịch bản điều hành",
    "speech_list": "danh sách tham luận",
    "award_list": "danh sách khen thưởng",
    "seat_card": "phiếu ghế",
    "name_plate": "biển tên",
    "badge": "thẻ đại biểu",
    "mc_list": "danh sách cho MC",
    "seat_map": "sơ đồ chỗ ngồi",
}


def _paper(entry: Entry) -> str:
    if entry.have:
        return say("In lại {paper}: {n} chỗ đã thay đổi", paper=paper(entry), n=entry.have)
    return say("In {paper}", paper=paper(entry))


_TITLES: dict[Kind, Callable[[Entry], str]] = {
    Kind.TEXT: lambda e: f"{say('Gửi bài tham luận số {n}', n=e.number)}: {e.subject}",
    Kind.REVIEW: lambda e: f"{say('Thẩm định bài tham luận số {n}', n=e.number)}: {e.subject}",
    Kind.ANSWER: lambda e: say("Xác báo {n} suất đại biểu: {unit}", n=e.want, unit=e.subject),
    Kind.NAMING: lambda e: say("Có tên đại biểu: {group}", group=e.subject),
    Kind.INVITED: lambda e: say("Gửi giấy mời: {group}", group=e.subject),
    Kind.SEATS: lambda e: say("Xếp chỗ: {group}", group=e.subject),
    Kind.PRESENTER: lambda e: f"{say('Cử người trình bày mục {n}', n=e.number)}: {e.subject}",
    Kind.MODERATOR: lambda e: f"{say('Cử người điều hành mục {n}', n=e.number)}: {e.subject}",
    Kind.CONFIRMED: lambda e: (
        f"{say('Xác nhận người thực hiện mục {n}', n=e.number)}: {e.detail or e.subject}"
    ),
    Kind.DOCUMENTS: lambda e: f"{say('Đủ tài liệu mục {n}', n=e.number)}: {e.subject}",
    Kind.REHEARSED: lambda e: f"{say('Đã duyệt thử mục {n}', n=e.number)}: {e.subject}",
    Kind.AWARDS: lambda e: (
        f"{say('Xác nhận hình thức và danh sách, đợt trao {n}', n=e.number)}: {e.subject}"
    ),
    Kind.RECIPIENTS: lambda e: say("Có tên người lên nhận, đợt trao {n}", n=e.number),
    Kind.HALL: lambda _: say("Sơ đồ chỗ ngồi đủ chỗ cho mọi đại biểu"),
    Kind.PAPER: _paper,
    Kind.CARDS: lambda e: say("In {paper} cho từng đại biểu", paper=paper(e)),
    Kind.DEVICES: lambda _: say("Ghi danh máy điểm danh ở các cửa"),
    Kind.ROSTER: lambda _: say("Máy ở cửa có danh sách mới nhất"),
}
