"""The solver, run as a child: a choice of speeches as an integer program, for HiGHS.

Reads the program that ``proposal`` writes, answers with what is chosen, its value, and the proven
bound: no choice at all is worth more than that.
"""

import json
import math
import sys
from typing import Any

import highspy

_MOST_SECONDS = 8.0
_ROUNDING = 1e-3  # the objective is whole, its float nearly so


def solve(program: dict[str, Any]) -> dict[str, object]:
    """``chosen`` by index, ``value``, ``bound``, and for the indices in ``ask`` the best value when
    that one is decided the other way (None where nothing is possible then). Where the time runs
    out, the best found so far, with the bound reached."""
    highs, chosen = _model(program)
    highs.run()
    info, is_best = highs.getInfo(), _is_best(highs)
    if info.primal_solution_status != highspy.SolutionStatus.kSolutionStatusFeasible:
        raise SystemExit(highs.modelStatusToString(highs.getModelStatus()))
    values = [round(highs.variableValue(variable)) for variable in chosen]
    scale = _scale(program)
    answer = {
        "chosen": [index for index, value in enumerate(values) if value],
        "value": _points(info.objective_function_value, scale),
        "bound": _points(info.mip_dual_bound, scale),
    }
    otherwise = _otherwise(highs, chosen, values, program) if is_best else {}
    return {**answer, "otherwise": otherwise}


def _is_best(highs: Any) -> bool:
    """False where time ran out before everything else was ruled out."""
    return bool(highs.getModelStatus() == highspy.HighsModelStatus.kOptimal)


def _scale(program: dict[str, Any]) -> int:
    """One point counts for more than all ties together, so that they never decide about points."""
    ties: list[int] = program["ties"]
    return 1 + sum(ties)


def _points(objective: float, scale: int) -> int:
    return math.floor((objective + _ROUNDING) / scale)


def _model(program: dict[str, Any]) -> tuple[Any, list[Any]]:
    highs: Any = highspy.Highs()  # type: ignore[no-untyped-call]
    highs.silent()
    for option, value in (
        ("mip_rel_gap", 0.0),
        ("threads", 1),
        ("time_limit", _MOST_SECONDS),
        ("random_seed", 1),
    ):
        highs.setOptionValue(option, value)
    whole, scale = highspy.HighsVarType.kInteger, _scale(program)
    chosen = [
        highs.addVariable(lb=least, ub=most, obj=worth * scale + tie, type=whole)
        for worth, tie, (least, most) in zip(
            program["worth"], program["ties"], program["bounds"], strict=True
        )
    ]
    highs.addConstr(
        sum(cost * x for cost, x in zip(program["cost"], chosen, strict=True)) <= program["room"]
    )
    for members, wanted in program["bodies"]:
        apart = highs.addVariable(obj=-program["balance"] * scale, type=whole)
        heard = sum(chosen[index] for index in members)
        highs.addConstr(apart - heard >= -wanted)
        highs.addConstr(apart + heard >= wanted)
    side = highs.addVariable(obj=-program["side"] * scale, type=whole)
    everyone = sum(1 * x for x in chosen)
    for members in program["themes"]:
        heard = sum(chosen[index] for index in members)
        again = highs.addVariable(obj=-program["repeat"] * scale, type=whole)
        highs.addConstr(again - heard >= -1)
        highs.addConstr(side - 2 * heard + everyone >= -1)
    highs.changeObjectiveSense(highspy.ObjSense.kMaximize)
    return highs, chosen


def _otherwise(
    highs: Any, chosen: list[Any], values: list[int], program: dict[str, Any]
) -> dict[str, int | None]:
    found: dict[str, int | None] = {}
    for index in program["ask"]:
        column, other = chosen[index].index, 1 - values[index]
        highs.changeColBounds(column, other, other)
        highs.run()
        is_possible = _is_best(highs)
        value = highs.getInfo().objective_function_value
        found[str(index)] = _points(value, _scale(program)) if is_possible else None
        highs.changeColBounds(column, *program["bounds"][index])
    return found


if __name__ == "__main__":
    json.dump(solve(json.load(sys.stdin)), sys.stdout)
