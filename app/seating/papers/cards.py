"""What is made for each person: seat cards, badges, name plates. On paper all is Vietnamese.

They lie in the order in which an usher lays them out.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from app.conferences.models import Conference
from app.delegates.store import Listed
from app.errors import Refused
from app.halls.store import SeatView
from app.paper.pdf import pdf
from app.seating.papers.places import place, walking
from app.seating.picture import signs
from app.seating.store import SeatMap
from app.vietnamese import moment_text

Links = Mapping[int, str]  # the whole address of each delegate's page


@dataclass(frozen=True)
class Sheet:
    """How papers lie: several on A4 with marks to cut along, or one a page; printed on one side or
    on both (name plates always have two, by folding)."""

    is_single: bool = False
    is_two_sided: bool = False


def cards_pdf(
    conference: Conference, plan: SeatMap, people: Iterable[Listed], links: Links, sheet: Sheet
) -> bytes:
    """A card of 90 × 55 mm for everybody who has a seat and a valid pass.

    The back has the seat in large figures. Raises Refused where that is nobody.
    """
    made = [
        {**_person(plan, seat, one), "qr": links[one.delegate.id]}
        for seat, one in _seated(plan, people)
        if one.delegate.id in links
    ]
    return _pdf("seat-cards", conference, made, sheet)


def badges_pdf(
    conference: Conference, plan: SeatMap, people: Iterable[Listed], links: Links, sheet: Sheet
) -> bytes:
    """A badge of 90 × 130 mm to hang round the neck. Raises Refused where there is nobody."""
    made = [
        {**_person(plan, seat, one), "qr": links[one.delegate.id]}
        for seat, one in _seated(plan, people)
        if one.delegate.id in links
    ]
    return _pdf("badges", conference, made, sheet)


def plates_pdf(
    conference: Conference, plan: SeatMap, people: Iterable[Listed], links: Links, sheet: Sheet
) -> bytes:
    """A plate of 200 × 140 mm, folded to stand on a table with the name on both sides; the code is
    on the side that the delegate sees, for those who have a valid pass.

    Raises Refused where there is nobody.
    """
    made = [
        {
            **_person(plan, seat, one),
            **({"qr": links[one.delegate.id]} if one.delegate.id in links else {}),
        }
        for seat, one in _seated(plan, people)
    ]
    return _pdf("name-plates", conference, made, sheet)


def _pdf(
    layout: str, conference: Conference, made: Sequence[Mapping[str, object]], sheet: Sheet
) -> bytes:
    if not made:
        raise Refused("Chưa có đại biểu nào có ghế để in phiếu")
    return pdf(
        layout,
        {
            "host": conference.host,
            "title": conference.name,
            "short": conference.short_name,
            "day": moment_text(conference.starts_at),
            "venue": conference.venue,
            "single": sheet.is_single,
            "two_sided": sheet.is_two_sided,
            "cards": made,
        },
    )


def _seated(plan: SeatMap, people: Iterable[Listed]) -> list[tuple[SeatView, Listed]]:
    by_seat = {one.chair.id: one for one in people if one.chair}
    return [(seat, by_seat[seat.id]) for seat in walking(plan.hall.seats) if seat.id in by_seat]


def _person(plan: SeatMap, seat: SeatView, one: Listed) -> dict[str, object]:
    return {
        "name": one.called,
        "posts": one.positions[0 if one.delegate.name else 1 :],
        "unit": one.unit.name if one.unit else "",
        "group": one.group.name,
        "seat": seat.label,
        "place": place(plan, seat.block, seat.row.label),
        "colour": signs.COLOURS[one.group.colour - 1],
        "note": "tên mẫu" if one.delegate.is_synthetic else "",
    }
