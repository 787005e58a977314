"""Linear and integer programs, handed to HiGHS. One thread, for the same answer every time."""

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import highspy
import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float64]
Numbers = npt.NDArray[np.int64]
INFINITE = highspy.kHighsInf
BROKEN = 0.45  # so near to a half a value is certainly no whole number
Row = tuple[float, float, Sequence[tuple[int, float]]]  # least, most, entries by column
_HALF = 0.5


@dataclass(frozen=True)
class Solved:
    """Values of the columns (empty where none were found), the value, and a proven bound of it."""

    columns: Floats
    value: float
    bound: float
    is_optimal: bool
    is_infeasible: bool  # proven to have no solution
    duals: Floats  # of the rows, of a linear program
    reduced: Floats  # of the columns, of a linear program

    @property
    def is_found(self) -> bool:
        return len(self.columns) > 0


class Program:
    """Minimise; built column by column over rows that stand from the beginning."""

    def __init__(self, row_lower: Sequence[float], row_upper: Sequence[float]) -> None:
        self._model: Any = highspy.Highs()  # type: ignore[no-untyped-call]
        for name, value in {"output_flag": False, "threads": 1, "random_seed": 0}.items():
            self._model.setOptionValue(name, value)
        none: list[int] = []
        rows = len(row_lower)
        self._model.addRows(
            rows,
            np.asarray(row_lower, float),
            np.asarray(row_upper, float),
            0,
            np.zeros(rows, np.int32),
            np.asarray(none, np.int32),
            np.asarray(none, float),
        )
        self.columns = 0
        self._is_whole: list[bool] = []  # by column

    def straight(self) -> None:
        """No preparing and no guessing: where hardly anything is possible they only take time."""
        self._model.setOptionValue("presolve", "off")
        self._model.setOptionValue("mip_heuristic_effort", 0.0)
        self._model.setOptionValue("mip_heuristic_run_feasibility_jump", False)

    def add(
        self,
        costs: Sequence[float] | Floats,
        entries: Sequence[Sequence[tuple[int, float]]],
        upper: float | Sequence[float] = 1.0,
        *,
        is_whole: bool = True,
    ) -> None:
        """Columns from 0 to ``upper``, each with its rows and coefficients; of whole numbers where
        such are sought (``whole``), unless they are not to be."""
        count = len(entries)
        if not count:
            return
        starts = np.zeros(count, np.int32)
        starts[1:] = np.cumsum([len(entry) for entry in entries])[:-1]
        flat = [pair for entry in entries for pair in entry]
        most = np.full(count, upper) if isinstance(upper, float) else np.asarray(upper, float)
        self._model.addCols(
            count,
            np.asarray(costs, float),
            np.zeros(count),
            most,
            len(flat),
            starts,
            np.asarray([row for row, _ in flat], np.int32),
            np.asarray([value for _, value in flat], float),
        )
        self._is_whole += [is_whole] * count
        self.columns += count

    def add_row(self, lower: float, upper: float, entries: Sequence[tuple[int, float]]) -> None:
        self.add_rows([(lower, upper, entries)])

    def add_rows(self, rows: Sequence[Row]) -> None:
        """All at once, which is much faster than one by one."""
        if not rows:
            return
        starts = np.zeros(len(rows), np.int32)
        starts[1:] = np.cumsum([len(entries) for _, _, entries in rows])[:-1]
        flat = [pair for _, _, entries in rows for pair in entries]
        self._model.addRows(
            len(rows),
            np.asarray([lower for lower, _, _ in rows], float),
            np.asarray([upper for _, upper, _ in rows], float),
            len(flat),
            starts,
            np.asarray([column for column, _ in flat], np.int32),
            np.asarray([value for _, value in flat], float),
        )

    def set_upper(self, columns: Sequence[int], upper: float) -> None:
        for column in columns:
            self._model.changeColBounds(column, 0.0, upper)

    def relaxed(self, seconds: float) -> Solved:
        """The linear program, with its duals."""
        self._model.setOptionValue("solve_relaxation", True)
        self._limit(seconds)
        self._model.run()
        return self._solved(is_integer=False)

    def halves(self) -> list[Floats]:
        """For each column in the basis whose value in the relaxed program is no whole number, those
        nearest to a half first: the multiples of the rows that add up to it, and to no other column
        of the basis."""
        _, basis = self._model.getBasicVariables()
        values = self._model.getSolution().col_value
        broken = sorted(
            (abs(values[column] % 1.0 - _HALF), place)
            for place, column in enumerate(basis)
            if column >= 0 and abs(values[column] % 1.0 - _HALF) < BROKEN
        )
        return [np.asarray(self._model.getBasisInverseRow(place)[1]) for _, place in broken]

    def whole(
        self,
        seconds: float,
        gap: float = 0.0,
        start: Floats | None = None,
        within: float = 1e-6,
    ) -> Solved:
        """With whole numbers only, until proven to ``gap`` (relative) or ``within`` so much, or
        out of time."""
        integer, other = highspy.HighsVarType.kInteger, highspy.HighsVarType.kContinuous
        kinds = [integer if is_whole else other for is_whole in self._is_whole]
        self._model.changeColsIntegrality(
            self.columns, np.arange(self.columns, dtype=np.int32), np.asarray(kinds)
        )
        self._model.setOptionValue("solve_relaxation", False)
        self._model.setOptionValue("mip_rel_gap", gap)
        self._model.setOptionValue("mip_abs_gap", within)
        self._limit(seconds)
        if start is not None:
            solution = highspy.HighsSolution()
            solution.col_value = list(start)
            self._model.setSolution(solution)
        self._model.run()
        return self._solved(is_integer=True)

    def tell(self, report: Callable[[float, float], None]) -> None:
        """Calls back with value and bound while whole numbers are sought."""

        def heard(event: Any) -> None:
            data = event.data_out
            report(data.mip_primal_bound, data.mip_dual_bound)

        self._model.cbMipLogging.subscribe(heard)

    def _limit(self, seconds: float) -> None:
        # The solver counts its run time over all runs of a model.
        spent = self._model.getRunTime()
        self._model.setOptionValue("time_limit", spent + max(seconds, 0.01))

    def _solved(self, *, is_integer: bool) -> Solved:
        model = self._model
        info, status = model.getInfo(), model.getModelStatus()
        optimal = status == highspy.HighsModelStatus.kOptimal
        feasible = info.primal_solution_status == highspy.SolutionStatus.kSolutionStatusFeasible
        solution = model.getSolution()
        empty = np.zeros(0)
        return Solved(
            np.asarray(solution.col_value) if feasible else empty,
            info.objective_function_value if feasible else INFINITE,
            info.mip_dual_bound if is_integer else info.objective_function_value,
            optimal,
            status == highspy.HighsModelStatus.kInfeasible,
            empty if is_integer else np.asarray(solution.row_dual),
            empty if is_integer else np.asarray(solution.col_dual),
        )


class Clock:
    """How much of a budget is left, in seconds."""

    def __init__(self, budget_s: float) -> None:
        self._began = time.perf_counter()
        self._budget = budget_s

    @property
    def spent(self) -> float:
        return time.perf_counter() - self._began

    @property
    def left(self) -> float:
        return self._budget - self.spent
