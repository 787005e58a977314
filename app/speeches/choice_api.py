"""Choosing who speaks, for programs."""

from fastapi import APIRouter
from pydantic import BaseModel, Field

from app.conferences.guards import MemberProgram, OrganiserProgram
from app.errors import NotFound
from app.speeches import accepting, changes, store
from app.speeches.board import Board
from app.speeches.proposal import Proposal, propose
from app.speeches.rules import used
from app.speeches.selection import Score, Soft
from app.web.session import Db

router = APIRouter(prefix="/api/v1/conferences/{slug}/speeches", tags=["speeches"])


class PartOut(BaseModel):
    rule: Soft
    count: int
    points: int


class ProposalOut(BaseModel):
    """``order``: numbers of the speeches proposed. ``bound``: no selection is worth more points
    than that; ``is_proven`` where the proposal reaches it. ``losses``: by number, the points lost
    by the best selection that decides this one speech the other way (null: there is none)."""

    slot: int
    change_over: int
    order: list[int]
    minutes: int
    points: int
    bound: int
    is_proven: bool
    parts: list[PartOut]
    losses: dict[int, int | None]


class SelectionOut(BaseModel):
    """Those to be spoken, in order, and what that is worth."""

    order: list[int]
    used: int
    left: int
    points: int
    parts: list[PartOut]


class SelectionIn(BaseModel):
    order: list[int] = Field(max_length=1_000)


class AcceptanceIn(BaseModel):
    rest_to_writing: bool = False


class AcceptanceOut(BaseModel):
    spoken: int
    written: int
    letters: int


@router.get("/proposal")
def proposal(db: Db, desk: MemberProgram) -> ProposalOut:
    """The best selection under the conference's weights, with its proof."""
    board = store.board(db, desk.conference, desk.rehearsal_id, desk.now)
    return proposed(board)


@router.get("/selection")
def selection(db: Db, desk: MemberProgram) -> SelectionOut:
    return _selection(store.board(db, desk.conference, desk.rehearsal_id, desk.now))


@router.put("/selection")
def choose(db: Db, desk: OrganiserProgram, chosen: SelectionIn) -> SelectionOut:
    """Let these speak, in this order, and nobody else."""
    changes.choose(db, desk.author, desk.conference_id, chosen.order)
    return _selection(store.board(db, desk.conference, desk.rehearsal_id, desk.now))


@router.post("/acceptance")
def accept(db: Db, desk: OrganiserProgram, acceptance: AcceptanceIn) -> AcceptanceOut:
    """Write the selection into the programme and prepare the notices."""
    accepted = accepting.accept(
        db,
        desk.author,
        desk.conference,
        store.board(db, desk.conference, desk.rehearsal_id, desk.now),
        rest_to_writing=acceptance.rest_to_writing,
    )
    letters = accepted.letters
    return AcceptanceOut(
        spoken=accepted.spoken, written=accepted.written, letters=letters.new + letters.rewritten
    )


def proposed(board: Board) -> ProposalOut:
    """Raises NotFound where there is no item to speak in."""
    if board.slot is None:
        raise NotFound("Tham luận chưa gắn với mục nào của chương trình")
    found: Proposal = propose(board.candidates, board.room, board.terms.weights)
    minutes = [candidate.minutes for candidate in found.chosen]
    return ProposalOut(
        slot=board.room.slot,
        change_over=board.room.change_over,
        order=found.numbers,
        minutes=used(minutes, board.room.change_over),
        points=found.score.total,
        bound=found.bound,
        is_proven=found.is_proven,
        parts=_parts(found.score),
        losses=found.losses,
    )


def _selection(board: Board) -> SelectionOut:
    return SelectionOut(
        order=[listed.speech.number for listed in board.spoken],
        used=board.choice.used,
        left=board.choice.left,
        points=board.score.total,
        parts=_parts(board.score),
    )


def _parts(score: Score) -> list[PartOut]:
    return [PartOut(rule=part.rule, count=part.count, points=part.points) for part in score.parts]
