"""``python -m app.seating.solver``: a question on standard input, answers on standard output, each
better than the one before, lines of progress on standard error; all as JSON, one a line
(``model.Question``, ``Answer``, ``Progress``).

Only this process loads the solver; it may be killed at any time, and then its last line counts.
"""

import sys
from dataclasses import replace

from app.errors import Refused
from app.seating.solver import patch, simple
from app.seating.solver.model import Answer, Progress, Question, Remark
from app.seating.solver.wire import dumps, loads

try:
    from app.seating.solver import ladder, reseat
except ModuleNotFoundError as missing:
    if missing.name not in {"highspy", "numpy"}:
        raise
    WITHOUT = Remark.NO_SOLVER.value
    solve, change = simple.solve, patch.reseat
else:
    WITHOUT = ""
    solve, change = ladder.solve, reseat.reseat


def main() -> None:
    asked = loads(Question, sys.stdin.buffer.read())
    try:
        found = answer(asked)
    except Refused as refused:
        values = {name: str(value) for name, value in refused.values.items()}
        found = Answer(refused=refused.pattern, values=values)
    _say(found)


def answer(asked: Question) -> Answer:
    """Raises Refused with the shortfall."""
    given = asked.people, asked.policy, asked.locks, asked.budget_s, _tell
    if asked.old is None:
        plan = solve(asked.hall, *given, lambda plan: _say(Answer(plan=plan)))
        return Answer(plan=replace(plan, message=plan.message or WITHOUT))
    found = change(asked.hall, asked.old, *given)
    plan = replace(found.plan, message=found.plan.message or WITHOUT)
    return Answer(reseating=replace(found, plan=plan))


def _say(found: Answer) -> None:
    sys.stdout.write(dumps(found) + "\n")
    sys.stdout.flush()


def _tell(progress: Progress) -> None:
    sys.stderr.write(dumps(progress) + "\n")
    sys.stderr.flush()


if __name__ == "__main__":
    main()
