"""``python -m app seating``: plans, late changes and releases from the command line."""

import json
import signal
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Annotated

import typer

from app import clock
from app.checkin.board import in_the_hall
from app.commands.database import ready
from app.commands.naming import with_hall
from app.commands.user import AT_COMMAND_LINE
from app.conferences.history import Author
from app.db import Database
from app.errors import NotFound, Refused, Told
from app.seating import arrived
from app.seating.late import asking
from app.seating.late.late import Late
from app.seating.proposals import adopting, jobs, reporting
from app.seating.proposals import store as proposals
from app.seating.proposals.reporting import ProposalOut
from app.seating.releases import store as releases
from app.seating.solver.model import Order, Policy, Spare, TieBreak
from app.seating.steps import JobState, ProposalKind
from app.seating.table.question import table
from app.web.language import explained

seating = typer.Typer(
    help="Seat everybody, mend the seating after late changes, announce it.", no_args_is_help=True
)

arrived.ask(in_the_hall)  # whoever has come is not moved from here either

Slug = Annotated[
    str | None,
    typer.Option("--conference", help="Slug; may be left out where only one has a hall."),
]
AsJson = Annotated[bool, typer.Option("--json", help="Print for machines.")]
Accept = Annotated[bool, typer.Option("--accept", help="Apply the plan; else nothing changes.")]


@seating.command("propose")
def propose(
    conference: Slug = None,
    order: Annotated[
        Order, typer.Option(help="Units whole, as listed, or balanced.")
    ] = Order.WHOLE,
    spare: Annotated[Spare, typer.Option(help="Where free seats lie.")] = Spare.SPREAD,
    tie_break: Annotated[TieBreak, typer.Option(help="Among equal units.")] = TieBreak.STATED,
    turn: Annotated[int, typer.Option(help="Stated order: begin with this unit.", min=1)] = 1,
    seed: Annotated[int, typer.Option(help="Of the lot.", min=0)] = 0,
    accept: Accept = False,
    as_json: AsJson = False,
) -> None:
    """Compute a plan for everybody: value, bound, gap, broken rules, seconds."""
    policy = Policy(order=order, spare=spare, tie_break=tie_break, turn=turn - 1, seed=seed)
    with _refusing(as_json=as_json):
        found = _computed(ready(), conference, ProposalKind.ANEW, policy, {}, accept=accept)
    if as_json:
        _as_json(found)
        return
    _say_figures(found)


@seating.command("change")
def change(
    conference: Slug = None,
    absent: Annotated[
        list[str] | None, typer.Option(help="Number of a delegate who stays away; repeatable.")
    ] = None,
    present: Annotated[
        list[str] | None, typer.Option(help="Number of a delegate who sits already; repeatable.")
    ] = None,
    extra: Annotated[int, typer.Option(help="So many guests come besides.", min=0)] = 0,
    group: Annotated[str, typer.Option(help="Code of the group of these guests.")] = "",
    block: Annotated[
        list[str] | None,
        typer.Option(help="A seat (B-05-12), a row (B-05) or a block (L) that broke; repeatable."),
    ] = None,
    why: Annotated[str, typer.Option(help="The reason, for the history.")] = "",
    accept: Accept = False,
    as_json: AsJson = False,
) -> None:
    """The plan that moves the fewest announced people: the moves, and the proven lower bound."""
    wanted: dict[str, object] = {
        "absent": ",".join(absent or []),
        "present": ",".join(present or []),
        "extra": extra,
        "blocked": ",".join(block or []),
        "why": why,
        "group": group,
    }
    with _refusing(as_json=as_json):
        found = _computed(ready(), conference, ProposalKind.CHANGE, None, wanted, accept=accept)
    if as_json:
        _as_json(found)
        return
    for move in found.moves or []:
        typer.echo(f"{move.number or '+'}\t{move.who}\t{move.before} → {move.after}\t{move.why}")
    typer.echo(f"moves {len(found.moves or [])}, lower bound {found.lower_bound}")
    _say_figures(found)


@seating.command("release")
def release(
    conference: Slug = None,
    remark: Annotated[str, typer.Option(help="What this release is about.")] = "",
    as_json: AsJson = False,
) -> None:
    """Announce the seating as it stands: from now on delegates see these seats."""
    with _refusing(as_json=as_json), ready().writing() as db:
        here = with_hall(db, conference).id
        since = releases.since_release(db, here)
        made = releases.release(db, _author(), here, remark)
        answer = {
            "release": made.number,
            "seats": len(releases.told_in(db, made)),
            "moved": len(since.moved),
            "new": len(since.new),
            "gone": len(since.gone),
        }
    told = ", ".join(f"{name} {count}" for name, count in answer.items())
    typer.echo(json.dumps(answer) if as_json else told)


def _computed(
    database: Database,
    slug: str | None,
    kind: ProposalKind,
    policy: Policy | None,
    wanted: dict[str, object],
    *,
    accept: bool,
) -> ProposalOut:
    """Raises Refused with the reason where there is no plan.

    Whoever stops the command leaves a proposal that is stopped, and no solver behind.
    """
    signal.signal(signal.SIGTERM, lambda number, _: sys.exit(128 + number))
    with database.writing() as db:
        here = with_hall(db, slug).id
        lying = table(db, here)
        code = wanted.pop("group", "")
        group = next((one.id for one in lying.groups if one.code == code), None)
        if code and group is None:
            raise NotFound("Không có khối {code}", code=code)
        late = asking.late(lying, group=group, **wanted) if wanted else Late()  # type: ignore[arg-type]
        policy = policy or proposals.policy_in_force(db, here)
        asked = proposals.ask(db, _author(), here, kind, policy, late).id
    try:
        state = jobs.run(database, asked)
    except (KeyboardInterrupt, SystemExit):
        with database.writing() as db:
            proposals.end(proposals.proposal_with(db, asked), clock.now(), JobState.STOPPED)
        typer.echo("Đã dừng, chưa có gì thay đổi", err=True)
        raise
    with database.writing() as db:
        found = proposals.proposal_with(db, asked)
        if state is not JobState.DONE:
            raise Refused(found.fault or "Phương án này chưa tính xong")
        if accept:
            adopting.adopt(db, _author(), found)
        return reporting.report(db, found)


@contextmanager
def _refusing(*, as_json: bool) -> Iterator[None]:
    """Programs read on standard output why nothing was done; the command still ends with 1."""
    try:
        yield
    except Told as refusal:
        if as_json:
            typer.echo(json.dumps({"refused": explained(refusal)}, ensure_ascii=False))
            raise typer.Exit(1) from refusal
        raise


def _author() -> Author:
    return Author(None, AT_COMMAND_LINE, clock.now())


def _as_json(found: ProposalOut) -> None:
    kept = found.model_dump(mode="json", exclude={"seats"})
    typer.echo(json.dumps({**kept, "accepted": found.accepted_at is not None}, ensure_ascii=False))


def _say_figures(found: ProposalOut) -> None:
    typer.echo(f"proposal {found.proposal}: value {found.value}, bound {found.bound}")
    gap = "unknown" if found.gap is None else f"{found.gap:.4%}"
    typer.echo(f"gap {gap}, fragments {found.fragments}, rows {found.rows}, {found.seconds:.2f} s")
    for one in found.broken:
        typer.echo(f"broken: {one.rule.value} {one.who} {one.seat}")
    typer.echo("accepted" if found.accepted_at else "nothing has changed; --accept applies it")
