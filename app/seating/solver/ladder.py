"""The steps to a plan, each better than the one before: by rule of thumb, packed with the fewest
rows, and the proven best place for every unit."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from app.seating.solver import prices, strict
from app.seating.solver.arranging import arranged, respaced, trimmed
from app.seating.solver.board import Board, board_of
from app.seating.solver.exchanging import exchanged
from app.seating.solver.fewest import fewest_rows, fewest_rows_joined
from app.seating.solver.joint import Joint, improve
from app.seating.solver.layout import Shape
from app.seating.solver.listing import Unit
from app.seating.solver.model import (
    Hall,
    Locks,
    Order,
    Person,
    Plan,
    Policy,
    Progress,
    Remark,
    Rule,
    Spare,
    Status,
)
from app.seating.solver.packing import pack
from app.seating.solver.program import INFINITE, Clock
from app.seating.solver.sides import Side, shares, turns
from app.seating.solver.simple import Found, Report, by_thumb, finished, forgotten, placed, quiet
from app.seating.solver.single import Placing
from app.seating.solver.snake import first_whole, grown
from app.seating.solver.tight import pack_tight
from app.seating.solver.whole import pack_whole

WINDOW = 6.0  # pitches that a unit may sit off its place in the list, where both count
# What may be named before it to be bought at its price.
_BOUGHT = (Rule.PRECEDENCE, Rule.DOORS, Rule.SPEAKERS)
TIGHT = 0.95  # of the seats are taken
LARGE = 4000  # with more people in units only the first steps are taken


def solve(
    hall: Hall,
    people: Sequence[Person],
    policy: Policy,
    locks: Locks,
    budget_s: float = 10.0,
    progress: Report = quiet,
    found: Found = forgotten,
) -> Plan:
    """The best plan found within the budget, with its bound; ``found`` is told each better one.

    Raises Refused with the shortfall where there are more people than seats.
    """
    clock = Clock(budget_s)
    placing = placed(hall, people, policy, locks)
    best = by_thumb(placing, hall, people, policy, locks, progress, found)
    if budget_s <= 0:
        return best
    units = placing.units
    if not units:
        return replace(best, status=Status.OPTIMAL, seconds=clock.spent)
    work = _Work(placing, units, policy, clock, progress)
    for shapes, bounds in work.steps():
        plan = finished(placing, shapes, hall, people, policy, locks)
        best = _judged(_better(best, plan, policy), bounds, clock, progress)
        found(replace(best, seconds=clock.spent))
    return replace(best, seconds=clock.spent, message=work.message)


def _better(best: Plan, plan: Plan, policy: Policy) -> Plan:
    """A later step wins where it is not worse: for a strict order whenever it seats all units."""
    if policy.order is Order.LISTED:
        return plan if plan.measures.fragments <= best.measures.fragments else best
    return plan if _key(plan, policy) <= _key(best, policy) else best


def _key(plan: Plan, policy: Policy) -> tuple[int, int, float]:
    """Sorts plans, the best first: wholeness before all where the policy says so."""
    if policy.order is not Order.WHOLE or not _are_units_first(policy):
        return 0, 0, _worth(plan, policy)
    return plan.measures.fragments, plan.measures.rows, _worth(plan, policy)


def _worth(plan: Plan, policy: Policy) -> float:
    """The plan's value with what the policy gives for free seats beside the units."""
    return plan.measures.value + prices.of_spare(policy) * plan.measures.without_spare


def _judged(plan: Plan, bounds: Mapping[str, float], clock: Clock, progress: Report) -> Plan:
    found = {**plan.bounds, **bounds}
    value, bound = plan.measures.value, found.get("value")
    if bound is not None and value < bound:
        # A shape that the program does not know, such as one with an empty seat in it.
        bound = found["value"] = value
    gap = None if bound is None else round(max(0.0, value - bound) / max(value, 1.0), 6)
    status = plan.status if gap is None else Status.GOOD
    told = plan.measures
    progress(Progress("improve", clock.spent, told.fragments, told.rows, value, bound, gap))
    return replace(plan, bounds=found, gap=gap, status=Status.OPTIMAL if gap == 0 else status)


def in_fewest_rows(
    board: Board, units: Sequence[Unit], spare: Spare, seconds: float
) -> tuple[int, dict[int, Shape]]:
    """How many units are divided at least, and shapes with as few as could be found."""
    clock = Clock(seconds)
    ground = board.ground
    free = {seat.id for run in board.runs for seat in run}
    aisle = {unit for unit, (_, at_aisle) in board.kind_of.items() if at_aisle}
    if board.extra == 0 and not board.shares:
        # A hall with room needs no program: everybody is whole in a run at once.
        simple_way = first_whole(ground, free, units, aisle, spare)
        if len(simple_way) == len(units):
            return 0, simple_way
    rows = fewest_rows(board, clock.left / 4)
    is_tight = _is_tight(board)
    packing = None if rows or board.shares or is_tight else pack_whole(board, clock.left)
    if packing is None:
        packing = pack_tight(board, clock.left, rows)
        if packing is not None and packing.count == board.count and len(packing.divided) > rows:
            rows = max(rows, fewest_rows_joined(board, clock.left / 4))
        if (board.spread or board.shares) and not is_tight:
            packing = pack(board, clock.left, rows, packing)
    return rows, arranged(board, packing, spare) if packing is not None else {}


def _is_tight(board: Board) -> bool:
    """Whether too few seats stay free to choose where."""
    seats = sum(len(run) for run in board.runs)
    return sum(board.wanted) > TIGHT * seats


class _Work:
    """The steps for one question; ``message`` tells what was asked and could not be had."""

    def __init__(
        self,
        placing: Placing,
        units: Sequence[Unit],
        policy: Policy,
        clock: Clock,
        progress: Report,
    ) -> None:
        self.placing, self.units, self.policy = placing, units, policy
        self.clock, self.progress = clock, progress
        self.message = ""

    def steps(self) -> Iterator[tuple[dict[int, Shape], dict[str, float]]]:
        """Shapes with the bounds that are proven by then, step by step."""
        board = self._board()
        if self.policy.order is Order.LISTED:
            shapes = strict.in_order(board, self.units, self.policy.spare)
            yield self._filled(board, shapes), {}
            return
        rows, start = in_fewest_rows(board, self.units, self.policy.spare, self.clock.left)
        start = exchanged(board.ground, self.units, start, board.turns)
        # With free seats counted in, units take more rows than they need themselves.
        bounds = {} if board.extra else {"rows": float(rows)}
        if start:
            yield self._filled(board, start), bounds
        if sum(unit.size for unit in self.units) > LARGE:
            return
        joint = self._joint(board, start, rows)
        if joint is not None:
            if board.extra == 0 and self._weighs_as_measured():
                bounds["value"] = round(joint.bound, 3)
            spaced = joint.shapes
            if self.policy.spare is Spare.SPREAD:
                spaced = respaced(board, spaced, Spare.SPREAD)
            yield self._filled(board, spaced), bounds

    def _board(self) -> Board:
        free = self.placing.open
        extra = int(self.policy.spare is Spare.PER_UNIT)
        if extra and sum(unit.size + 1 for unit in self.units) > len(free):
            self.message = Remark.NO_SPARE.value
            extra = 0
        sides: list[Side] = [*shares(self.placing), *turns(self.placing, self.units)]
        return board_of(self.placing.ground, free, self.units, self.policy, extra, sides)

    def _filled(self, board: Board, shapes: Mapping[int, Shape]) -> dict[int, Shape]:
        """All units: those without a shape grow over what is left."""
        found = trimmed(board, shapes)
        missing = [unit for unit in self.units if unit.id not in found]
        left = self.placing.open - {seat for shape in found.values() for seat in shape}
        return found | grown(self.placing.ground, left, missing)

    def _joint(self, board: Board, start: Mapping[int, Shape], least: int) -> Joint | None:
        def heard(value: float, bound: float) -> None:
            told = value if value < INFINITE else None
            self.progress(Progress("joint", self.clock.spent, value=told, bound=bound))

        return improve(
            board,
            self.units,
            start,
            self.clock.left,
            heard,
            row=prices.of_row(self.policy),
            window=WINDOW if self.policy.order is Order.BALANCED else INFINITE,
            least=least,
        )

    def _weighs_as_measured(self) -> bool:
        """Whether the bound of the joint program is one of the plan's own value."""
        is_row_dear = prices.of_row(self.policy) == prices.ROW
        return self.policy.order is Order.WHOLE and is_row_dear


def _are_units_first(policy: Policy) -> bool:
    """Whether nothing counts more than that units stay together."""
    return not any(policy.outranks(rule, Rule.TOGETHER) for rule in _BOUGHT)
