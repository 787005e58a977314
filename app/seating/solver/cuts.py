"""Rows that hold for whole units but not for the halves of the relaxed program.

Gomory's mixed-integer cuts: some multiples of the rows add up to a row whose right-hand side is no
whole number, so the fractions of its coefficients must make up for it. The multiples give the
coefficient of any column, also of one that is not generated yet; the bound stays one of all plans.
"""

import numpy as np

from app.seating.solver.master import Master, Row
from app.seating.solver.program import Floats

FEW = 10  # cuts at a time
ROOM = 15_000_000  # coefficients of all cuts
NOTHING = 1e-9
SURE = 0.02  # so far from a whole number a right-hand side is certainly none


def cuts(master: Master) -> list[Row]:
    """What the present solution of the relaxed program breaks."""
    most = min(FEW, ROOM // max(len(master.every), 1) - len(master.cuts))
    found: dict[bytes, Row] = {}
    for times in master.program.halves() if most > 0 else ():
        key = np.round(_made_up(times[: master.rows], 0.5), 6).tobytes()
        if key in found:
            continue
        row, right = master.mixed(times)
        part = right % 1.0
        if not SURE < part < 1.0 - SURE:
            continue
        values = (row.unplaced, row.free, row.more, row.shapes)
        cut = Row(*(_made_up(value, part) for value in values))
        found[key] = cut
        if len(found) == most:
            break
    return list(found.values())


def _made_up(values: Floats, part: float) -> Floats:
    """How much of ``part`` one of each column makes up for: by its fraction, or by what it lacks to
    a whole number."""
    over = values % 1.0
    made = np.minimum(over / part, (1.0 - over) / (1.0 - part))
    return np.where(made < NOTHING, 0.0, made)
