"""How good a plan is, rule by rule, with those whom each rule fails. Any plan may be judged, also
one made by hand; fast enough to be asked after every change."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from itertools import pairwise

from app.seating.solver.ground import ground_of
from app.seating.solver.judged import Judged
from app.seating.solver.listing import by_precedence, sits_with_unit
from app.seating.solver.model import (
    Fail,
    Hall,
    Locks,
    Measures,
    Person,
    Policy,
    Rule,
    RuleScore,
)

NEAR = 0.5  # pitches that nobody would notice
ASIDE = 0.1  # of a row: further from the middle of the same row
_Place = tuple[float, float]  # row, and how far from the middle


def score(
    hall: Hall,
    people: Sequence[Person],
    policy: Policy,
    locks: Locks,
    assign: Mapping[int, int],
) -> tuple[Measures, tuple[RuleScore, ...]]:
    """Every soft rule in the policy's order. People without a seat are left out."""
    found = Judged(ground_of(hall), people, policy, locks, assign)
    return found.measures, tuple(_RULES[rule](found) for rule in policy.weights)


def _made(rule: Rule, fails: Iterable[Fail], value: float | None = None) -> RuleScore:
    worst = sorted(
        fails, key=lambda f: (-f.amount, f.person or 0, f.unit or 0, f.door or "", f.other or 0)
    )
    total = sum(fail.amount for fail in worst) if value is None else value
    return RuleScore(rule, round(total, 2), tuple(worst))


def _together(found: Judged) -> RuleScore:
    """A part apart counts three rows; a row more one; somebody alone among strangers three."""
    fails = []
    for unit, _, seats in found.bodies:
        parts = found.pieces[unit]
        rows = len({(found.ground.seats[s].level, found.ground.seats[s].rank) for s in seats})
        alone = sum(1 for part in parts if len(part) == 1) if len(seats) > 1 else 0
        amount = 3 * (len(parts) - 1) + (rows - 1) + 3 * alone
        if amount:
            fails.append(Fail(amount, unit=unit))
    return _made(Rule.TOGETHER, fails)


def _precedence(found: Judged) -> RuleScore:
    """Leaders: whose seat is further from the stage than that of somebody after them, in rows; in
    the same row whose seat is further from the middle: a tenth of a row. Units: whose row lies
    behind that of a unit after them; in rows."""
    leading = [p for p in _leading(found) if p.id in found.seat_of]
    seats = [found.ground.seats[found.seat_of[p.id]] for p in leading]
    places = [(float(seat.rank), found.ground.aside(seat)) for seat in seats]
    fails = [
        Fail(further, person=person.id, other=leading[after].id)
        for person, place, (best, after) in zip(leading, places, _best_after(places), strict=True)
        if (further := _further(place, best))
    ]
    ranks = [
        (sum(found.ground.seats[s].rank for s in seats) / len(seats), 0.0)
        for _, _, seats in found.bodies
    ]
    fails += [
        Fail(round(rank - best, 2), unit=body[0], other=found.bodies[after][0])
        for body, (rank, _), ((best, _), after) in zip(
            found.bodies, ranks, _best_after(ranks), strict=True
        )
        if rank > best + NEAR
    ]
    return _made(Rule.PRECEDENCE, fails)


def _further(place: _Place, best: _Place) -> float:
    """How much further a place is than one that is not to be nearer; in rows."""
    if place[0] > best[0]:
        return place[0] - best[0]
    return ASIDE if place[0] == best[0] and place[1] > best[1] + NEAR else 0.0


def _best_after(places: Sequence[_Place]) -> list[tuple[_Place, int]]:
    """For each place the nearest from there on, and which it is."""
    result: list[tuple[_Place, int]] = []
    best, which = (float("inf"), 0.0), -1
    for index in range(len(places) - 1, -1, -1):
        if places[index] <= best:
            best, which = places[index], index
        result.append((best, which))
    return result[::-1]


def _leading(found: Judged) -> list[Person]:
    fixed = found.locks.fixed
    return [
        p
        for p in by_precedence(found.people)
        if not sits_with_unit(p, found.policy)
        and not (p.is_press or p.is_on_stage or p.needs_step_free)
        and p.recipient is None
        and (p.speaker is None or p.is_chair or p.is_guest_of_honour)
        and p.id not in fixed
    ]


def _recipients(found: Judged) -> RuleScore:
    """In call order nobody sits behind, or further from the way up, than who comes after; and
    between them and the aisle that leads to the steps there are only other recipients."""
    called = sorted(
        (p for p in found.people if p.recipient is not None and p.id in found.seat_of),
        key=lambda p: (p.recipient or (0, 0), p.id),
    )
    fails = []
    for one, other in pairwise(called):
        here, there = (found.ground.seats[found.seat_of[p.id]] for p in (one, other))
        along = found.ground.from_aisle
        if here.rank > there.rank:
            fails.append(Fail(here.rank - there.rank, person=one.id, other=other.id))
        elif (here.rank, here.block) == (there.rank, there.block) and along(here) > along(there):
            fails.append(Fail(1, person=one.id, other=other.id))
        elif here.block != there.block and one.recipient and other.recipient:
            same_batch = one.recipient[0] == other.recipient[0]
            fails += [Fail(1, person=other.id, other=one.id)] if same_batch else []
    ours = {found.seat_of[p.id] for p in called}
    for p in called:
        passed = found.ground.to_aisle(found.ground.seats[found.seat_of[p.id]])
        strangers = [found.on[s] for s in passed if s in found.taken and s not in ours]
        if strangers:
            fails.append(Fail(len(strangers), person=p.id, other=strangers[0]))
    return _made(Rule.RECIPIENTS, fails)


def _speakers(found: Judged) -> RuleScore:
    """Who does not sit at an aisle: 1, and 1 for everybody whom they must pass on their way to the
    steps; and whose row lies behind that of the next speaker: in rows."""
    ground = found.ground
    fails = []
    for p in found.speaking:
        seat = ground.seats[found.seat_of[p.id]]
        if not seat.is_at_aisle:
            passed = sum(other in found.taken for other in ground.to_aisle(seat))
            fails.append(Fail(1 + passed, person=p.id))
    fails += [Fail(rows, person=one.id, other=other.id) for one, other, rows in found.behind_next]
    return _made(Rule.SPEAKERS, fails)


def _doors(found: Judged) -> RuleScore:
    """How many people more than its share of the seats, and a margin, a door takes."""
    return _made(
        Rule.DOORS,
        [Fail(round(over, 1), door=door) for door, over in found.over_share.items()],
    )


def _fairness(found: Judged) -> RuleScore:
    """The range of the mean distances of equal units, with the conferences before; in pitches."""
    tiers: dict[int, int] = {}
    for p in found.people:
        if p.unit is not None and p.tier is not None:
            tiers[p.unit] = min(tiers.get(p.unit, p.tier), p.tier)
    by_tier: dict[int, list[tuple[float, int]]] = defaultdict(list)
    for unit, _, seats in found.bodies:
        mean = sum(found.ground.away[s] for s in seats) / len(seats)
        past = found.policy.past.get(unit)
        by_tier[tiers.get(unit, 0)].append((mean if past is None else (mean + past) / 2, unit))
    fails = []
    for means in by_tier.values():
        middle = sum(mean for mean, _ in means) / len(means)
        fails += [
            Fail(round(mean - middle, 2), unit=unit) for mean, unit in means if mean > middle + 1
        ]
    spread = max((max(means)[0] - min(means)[0] for means in by_tier.values()), default=0.0)
    return _made(Rule.FAIRNESS, fails, spread)


def _spare(found: Judged) -> RuleScore:
    """Units with no free seat beside them for one more."""
    fails = [Fail(1, unit=unit) for unit, _, seats in found.bodies if not found.has_spare(seats)]
    return _made(Rule.SPARE, fails)


_RULES = {
    Rule.TOGETHER: _together,
    Rule.PRECEDENCE: _precedence,
    Rule.RECIPIENTS: _recipients,
    Rule.SPEAKERS: _speakers,
    Rule.DOORS: _doors,
    Rule.FAIRNESS: _fairness,
    Rule.SPARE: _spare,
}
