"""Computing a proposal in a process of its own, which can be stopped at any time.

All that is known of it lies in the database, so that every worker shows the same; where the server
is killed, nothing is heard of the proposal any more and it counts as lost.
"""

import logging
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from queue import Empty, Queue
from tempfile import TemporaryFile
from threading import Thread
from typing import IO

from app import clock
from app.db import Database
from app.errors import Refused, Told
from app.seating.models import Proposal
from app.seating.proposals import store as proposals
from app.seating.solver.model import Answer, Progress, Question, Remark
from app.seating.solver.wire import dumps, loads
from app.seating.steps import JobState
from app.seating.table.question import table

_log = logging.getLogger(__name__)
_LOOK = 0.4  # seconds between two looks whether somebody wants it stopped
_MOST_SECONDS = 120.0
_COMMAND = (sys.executable, "-m", "app.seating.solver")


def start(database: Database, proposal_id: int) -> None:
    """Compute it beside everything else that the server does."""
    Thread(target=run, args=(database, proposal_id), daemon=True).start()


def run(database: Database, proposal_id: int) -> JobState:
    """Compute it now; returns how it ended. What goes wrong is written beside the proposal,
    in a sentence for people."""
    try:
        with database.reading() as db:
            proposal = proposals.proposal_with(db, proposal_id)
            asked = proposals.question(db, proposal, table(db, proposal.conference_id))
            is_stopped = proposal.is_to_stop
        if is_stopped:
            return _stopped(database, proposal_id)
        return _compute(database, proposal_id, asked)
    except (Told, RuntimeError, OSError) as fault:
        if not isinstance(fault, Told):  # a process's own words are not for people
            _log.exception("proposal %s was not computed", proposal_id)
            fault = Refused("Máy tính toán gặp lỗi. Chưa có gì thay đổi; hãy lập lại phương án")
        with _noted(database, proposal_id) as proposal:
            proposals.end(proposal, clock.now(), JobState.FAILED, str(fault))
        return JobState.FAILED


def _compute(database: Database, proposal_id: int, asked: Question) -> JobState:
    """Raises RuntimeError with the process's own words where it fails."""
    began = clock.ticks()
    with TemporaryFile() as given, TemporaryFile() as answered:
        given.write(dumps(asked).encode())
        given.seek(0)
        with subprocess.Popen(
            _COMMAND, stdin=given, stdout=answered, stderr=subprocess.PIPE
        ) as process:
            try:
                told = _follow(database, proposal_id, process, began)
            finally:
                process.kill()
        if told is not None and process.returncode:
            raise RuntimeError(told[-800:])
        answered.seek(0)
        answer = last_answer(answered.read(), is_stopped=told is None)
    if answer is None:
        return _stopped(database, proposal_id)
    with database.writing() as db:
        proposal = proposals.proposal_with(db, proposal_id)
        proposals.keep(db, proposal, answer, clock.now())
        db.add(proposal)
        return proposal.state


def _stopped(database: Database, proposal_id: int) -> JobState:
    with _noted(database, proposal_id) as proposal:
        proposals.end(proposal, clock.now(), JobState.STOPPED)
    return JobState.STOPPED


def last_answer(written: bytes, *, is_stopped: bool) -> Answer | None:
    """The last answer that is whole: of work that was stopped the best plan until then, or none."""
    lines = written.split(b"\n")[:-1]
    if not lines:
        return None
    answer = loads(Answer, lines[-1])
    if is_stopped and answer.plan is not None:
        return replace(answer, plan=replace(answer.plan, message=Remark.BEST_SO_FAR.value))
    return answer


def _follow(
    database: Database, proposal_id: int, process: subprocess.Popen[bytes], began: float
) -> str | None:
    """Until the process ends: what it said besides its progress. None where it was stopped."""
    lines: Queue[bytes | None] = Queue()
    assert process.stderr is not None
    Thread(target=_read, args=(process.stderr, lines), daemon=True).start()
    said = ""
    while True:
        found: list[Progress] = []
        is_over = False
        try:
            line = lines.get(timeout=_LOOK)
            while True:
                if line is None:
                    is_over = True
                    break
                progress = _progress(line)
                found += [progress] if progress else []
                said += "" if progress else line.decode(errors="replace")
                line = lines.get_nowait()
        except Empty:
            pass
        if _tell(database, proposal_id, found):
            return None
        if is_over:
            process.wait()
            return said
        if clock.ticks() - began > _MOST_SECONDS:
            raise RuntimeError("Quá thời gian cho phép")


def _tell(database: Database, proposal_id: int, found: list[Progress]) -> bool:
    """Note how far it has come; whether it is to stop."""
    with _noted(database, proposal_id) as proposal:
        proposals.tell(proposal, clock.now())
        for line in found:
            proposals.tell(proposal, clock.now(), line)
        return proposal.is_to_stop


@contextmanager
def _noted(database: Database, proposal_id: int) -> Iterator[Proposal]:
    with database.writing() as db:
        proposal = proposals.proposal_with(db, proposal_id)
        yield proposal
        db.add(proposal)


def _read(stream: IO[bytes], lines: Queue[bytes | None]) -> None:
    for line in stream:
        lines.put(line)
    lines.put(None)


def _progress(line: bytes) -> Progress | None:
    """None for a line that is not one of progress."""
    try:
        return loads(Progress, line)
    except (ValueError, KeyError, TypeError, AttributeError):
        return None
