"""``python -m app speeches``: the speech budget, and the selection that is proposed."""

import json
from typing import Annotated

import typer
from sqlmodel import Session

from app import clock
from app.commands.database import ready
from app.conferences.store import conference_named, rehearsal, slugs
from app.conferences.store import rehearsed as its_clock
from app.errors import Refused
from app.speeches import store
from app.speeches.board import Board
from app.speeches.choice_api import proposed
from app.vietnamese import time_text

speeches = typer.Typer(help="The contribution speeches.", no_args_is_help=True)

Slug = Annotated[
    str | None,
    typer.Option("--conference", help="Slug; may be left out where only one has speeches."),
]
Json = Annotated[bool, typer.Option("--json", help="Print for machines.")]
Between = Annotated[
    int | None, typer.Option("--change-over", min=0, max=60, help="Minutes between two speeches.")
]


@speeches.command("budget")
def budget(conference: Slug = None, change_over: Between = None, as_json: Json = False) -> None:
    """How much time the speeches want, and how many fit."""
    with ready().reading() as db:
        board = _board(db, conference, change_over)
    found = {
        "slot": board.budget.slot,
        "speeches": len(board.speeches),
        "wanted": board.budget.wanted,
        "excess": board.budget.excess,
        "fitting": board.budget.fitting,
        "change_over": board.room.change_over,
        "chosen": board.choice.count,
        "used": board.choice.used,
        "left": board.choice.left,
        "ends": {
            limit: {end.speakers: {"at": time_text(end.at), "over": end.over} for end in row}
            for limit, row in board.ends.items()
        },
    }
    if as_json:
        typer.echo(json.dumps(found, ensure_ascii=False))
        return
    typer.echo(
        f"{found['speeches']} bài cần {found['wanted']} phút, khung giờ {found['slot']} phút, "
        f"dài quá {found['excess']} phút"
    )
    for gap, count in board.budget.fitting.items():
        typer.echo(f"chuyển tiếp {gap} phút: nhiều nhất {count} bài")
    typer.echo(f"đã chọn {found['chosen']} bài: {found['used']} phút, còn {found['left']} phút")


@speeches.command("propose")
def propose(conference: Slug = None, change_over: Between = None, as_json: Json = False) -> None:
    """The best selection under the conference's weights, with its proof."""
    with ready().reading() as db:
        board = _board(db, conference, change_over)
        found = proposed(board)
    if as_json:
        typer.echo(found.model_dump_json())
        return
    names = {one.speech.number: one.speech.unit_as_written for one in board.speeches}
    for place, number in enumerate(found.order, 1):
        typer.echo(f"{place}. bài {number}: {names[number]}")
    proof = "đã chứng minh là tốt nhất" if found.is_proven else f"cận trên {found.bound}"
    typer.echo(f"{found.minutes} trong {found.slot} phút, {found.points} điểm, {proof}")


def _board(db: Session, slug: str | None, change_over: int | None) -> Board:
    """At the conference's present moment, real or rehearsed."""
    found = conference_named(db, slug or _only_one(db))
    going_on = rehearsal(db, found.id)
    now = clock.now(its_clock(going_on))
    return store.board(db, found, going_on.id if going_on else None, now, change_over)


def _only_one(db: Session) -> str:
    """Raises Refused unless exactly one conference has speeches."""
    found = [slug for slug in slugs(db) if store.all_speeches(db, conference_named(db, slug).id)]
    if len(found) != 1:
        raise Refused("Hãy ghi rõ hội nghị: {slugs}", slugs=", ".join(slugs(db)))
    return found[0]
