"""``python -m app.seating.solver``: a question on standard input, its answer on standard output,
lines of progress on standard error, all as JSON (``model.Question``, ``Answer``, ``Progress``).

Only this process loads the solver; it may be killed at any time.
"""

import sys

from app.errors import Refused
from app.seating.solver import patch, simple
from app.seating.solver.model import Answer, Progress, Question
from app.seating.solver.wire import dumps, loads


def main() -> None:
    asked = loads(Question, sys.stdin.buffer.read())
    try:
        found = answer(asked)
    except Refused as refused:
        values = {name: str(value) for name, value in refused.values.items()}
        found = Answer(refused=refused.pattern, values=values)
    sys.stdout.write(dumps(found))


def answer(asked: Question) -> Answer:
    """Raises Refused with the shortfall."""
    given = asked.people, asked.policy, asked.locks, asked.budget_s, _tell
    if asked.old is None:
        return Answer(plan=simple.solve(asked.hall, *given))
    return Answer(reseating=patch.reseat(asked.hall, asked.old, *given))


def _tell(progress: Progress) -> None:
    sys.stderr.write(dumps(progress) + "\n")
    sys.stderr.flush()


if __name__ == "__main__":
    main()
