"""What an invitation says, as a text for e-mail and Zalo, on a page and on paper. Always
Vietnamese: these papers leave the house."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from app import addresses
from app.delegates.rules import dress_of
from app.delegates.store import Listed
from app.invitations.rules import Whom
from app.invitations.store import Book, Invitee
from app.paper.pdf import pdf, pieces
from app.vietnamese import day_text, letter_time_text, weekday_text

Link = Callable[[str], str]  # a whole address from its path
UNIT_PAGE = "Trang riêng của đơn vị, để xác báo đại biểu, nộp tham luận, báo cáo nhiệm vụ:"


@dataclass(frozen=True)
class Guest:
    """A delegate as an invitation names them."""

    name: str
    posts: list[str]
    seat: str
    dress: str
    path: str  # of their own code; empty where they hold none


@dataclass(frozen=True)
class Paper:
    """One invitation with everything that stands in it."""

    host: str
    title: str
    to: str
    is_unit: bool
    when: str
    where: str
    dress: str  # empty where the guests differ
    guests: list[Guest]
    unit_path: str  # of the unit's own page; empty in letters to persons, and without a link
    number: str
    place_and_day: str
    reply_by: str
    contact: str
    remark: str
    notice: str
    capacity: list[str]
    signatory: str


def paper(book: Book, invitee: Invitee) -> Paper:
    conference, wording = book.conference, book.wording
    guests = [_guest(book, one) for one in invitee.people]
    worn = {guest.dress for guest in guests}
    start = conference.starts_at
    tentative = " (dự kiến)" if conference.is_tentative else ""
    return Paper(
        host=conference.host,
        title=conference.name,
        to=invitee.name,
        is_unit=invitee.whom is Whom.UNITS,
        when=f"{letter_time_text(start)}, {weekday_text(start)}, ngày {day_text(start)}{tentative}",
        where=", ".join(filter(None, [conference.venue, conference.address])),
        dress=worn.pop() if len(worn) == 1 else "",
        guests=guests,
        unit_path=_unit_path(book, invitee),
        capacity=wording.capacity.splitlines(),
        **wording.model_dump(exclude={"conference_id", "version", "capacity"}),
    )


def subject(book: Book) -> str:
    return f"Giấy mời: {book.conference.short_name}, {day_text(book.conference.starts_at)}"


def text(book: Book, invitee: Invitee, link: Link) -> str:
    """The same words for e-mail and for Zalo."""
    it = paper(book, invitee)
    intro = (
        f"{it.host} trân trọng kính mời các đồng chí có tên dưới đây dự {it.title}."
        if it.is_unit
        else f"{it.host} trân trọng kính mời đồng chí dự {it.title}."
    )
    facts = [
        f"- Thời gian: {it.when}; mời có mặt trước giờ khai mạc 20 phút.",
        f"- Địa điểm: {it.where}." if it.where else "",
        f"- Trang phục: {it.dress}." if it.dress else "",
        f"- Xác báo: {it.reply_by}." if it.reply_by else "",
        f"- Liên hệ: {it.contact}." if it.contact else "",
        it.remark,
    ]
    blocks = [
        f"Kính gửi: {it.to}",
        intro,
        "\n".join(filter(None, facts)),
        f"{UNIT_PAGE}\n{link(it.unit_path)}" if it.unit_path else "",
        "\n".join(_people(it, link)),
        it.notice,
        "\n".join(filter(None, ["Trân trọng.", it.host])),
    ]
    return "\n\n".join(filter(None, blocks)) + "\n"


def letters_pdf(book: Book, invitees: Iterable[Invitee], whole: Link) -> bytes:
    """All these letters in one file, each on a page of its own."""
    return pdf("invitations", {"letters": [_printed(book, one, whole) for one in invitees]})


def letter_pdfs(book: Book, invitees: Iterable[Invitee], whole: Link) -> list[bytes]:
    """The same letters as a file each."""
    return pieces("invitations", {"letters": [_printed(book, one, whole) for one in invitees]})


def _people(it: Paper, link: Link) -> list[str]:
    if not it.is_unit:
        (guest,) = it.guests
        if not guest.path:
            return []
        return [f"Giấy mời, chỗ ngồi và chương trình của đồng chí: {link(guest.path)}"]
    named = [
        f"{number}. {', '.join([guest.name, *guest.posts])}"
        + (f" (trang phục: {guest.dress})" if guest.dress and not it.dress else "")
        + (f"\n   {link(guest.path)}" if guest.path else "")
        for number, guest in enumerate(it.guests, 1)
    ]
    return ["Mỗi đồng chí có một đường dẫn riêng (giấy mời, chỗ ngồi, chương trình):", *named]


def _guest(book: Book, one: Listed) -> Guest:
    token = book.tokens.get(one.delegate.id)
    delegate = one.delegate
    return Guest(
        one.called,
        one.positions[0 if delegate.name else 1 :],
        one.seat or "",
        dress_of(book.dress, one.roles, delegate.sex, delegate.is_uniformed) or "",
        addresses.of_invitation(token) if token else "",
    )


def _unit_path(book: Book, invitee: Invitee) -> str:
    token = book.links.get(invitee.id) if invitee.whom is Whom.UNITS else None
    return addresses.of_unit(token) if token else ""


def _printed(book: Book, invitee: Invitee, whole: Link) -> dict[str, object]:
    """As the layout wants it: what follows the QR code is the guest's own page."""
    it = paper(book, invitee)
    guests = [
        {
            **{key: value for key, value in vars(guest).items() if key != "path"},
            **({"qr": whole(guest.path)} if guest.path else {}),
        }
        for guest in it.guests
    ]
    page = {"qr": whole(it.unit_path)} if it.unit_path else {}
    return {**vars(it), "guests": guests, "unit_page": {**page, "address": page.get("qr", "")}}
