"""What the cheapest walk along a run costs that takes a shape: every run is walked from end to end,
so whoever sits in it also settles what lies before and behind."""

import numpy as np

from app.seating.solver.layout import Kind
from app.seating.solver.master import Master, Reduced
from app.seating.solver.program import INFINITE, Floats

Steps = list[list[tuple[int, float]]]  # by node: where a step from there ends, and its cost


def walked(master: Master, reduced: Reduced) -> Reduced:
    """No plan with a unit on this shape, or with this place free, costs less above the bound."""
    before, behind = _ways(master, _steps(master, reduced))
    found = []
    for kind, costs in zip(master.kinds, reduced.shapes, strict=True):
        shapes = master.line.shapes[kind]
        (start, stop), (start_2, stop_2) = master.spans(shapes)
        second = np.where(shapes.is_divided, before[start_2] + behind[stop_2], 0.0)
        found.append(costs + before[start] + behind[stop] + second)
    place = master.starts
    return Reduced(found, reduced.free + before[place] + behind[place + 1])


def _ways(master: Master, steps: Steps) -> tuple[Floats, Floats]:
    """The least that a walk costs from the beginning of its run to each node, and on to the end."""
    before, behind = [INFINITE] * len(steps), [INFINITE] * len(steps)
    for track in range(len(master.line.runs)):
        first, last = (int(master.line.starts[track + n]) + track for n in (0, 1))
        before[first] = behind[last] = 0.0
        for node in range(first, last):
            for stop, cost in steps[node]:
                before[stop] = min(before[stop], before[node] + cost)
        for node in range(last - 1, first - 1, -1):
            behind[node] = min(cost + behind[stop] for stop, cost in steps[node])
    return np.asarray(before), np.asarray(behind)


def _steps(master: Master, reduced: Reduced) -> Steps:
    """A place left free, a unit, or one part of a divided unit, which bears half its cost."""
    steps: Steps = [[] for _ in range(master.nodes)]
    for node, cost in zip(master.starts.tolist(), reduced.free.tolist(), strict=True):
        steps[node].append((node + 1, cost))
    cheapest: dict[Kind, Floats] = {}
    for kind, costs in zip(master.kinds, reduced.shapes, strict=True):
        cheapest[kind] = np.minimum(costs, cheapest.get(kind, INFINITE))
    for kind, costs in cheapest.items():
        shapes = master.line.shapes[kind]
        parted = np.where(shapes.is_divided, costs / 2, costs)
        every = np.ones(len(costs), bool)
        for (start, stop), there in zip(
            master.spans(shapes), (every, shapes.is_divided), strict=True
        ):
            for step in zip(start[there], stop[there], parted[there], strict=True):
                steps[int(step[0])].append((int(step[1]), float(step[2])))
    return steps
