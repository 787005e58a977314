"""``python -m app reminders``: what is due, urging about it once, and the record."""

import json
from typing import Annotated

import typer

from app.commands.database import ready, settings
from app.conferences.store import conference_named
from app.reminders import planning, store, urging
from app.reminders.letters import by_when, what

reminders = typer.Typer(help="Reminders before and after deadlines.", no_args_is_help=True)

Named = Annotated[str, typer.Option("--conference", help="The conference's short name.")]
AsJson = Annotated[bool, typer.Option("--json", help="For machines.")]


@reminders.command()
def run(
    conference: Annotated[str, typer.Option(help="Only this conference.")] = "",
    as_json: AsJson = False,
) -> None:
    """Urge about everything that is due, once: for a machine's own timetable, where no server
    keeps the time. Letters wait in the outbox unless their rule may send at once."""
    database = ready()
    with database.reading() as db:
        here = conference_named(db, conference).id if conference else None
    done = urging.run(database, settings().public_url, here)
    lines = [f"{name}: {count}" for name, count in vars(done).items()]
    typer.echo(json.dumps(vars(done)) if as_json else "\n".join(lines))


@reminders.command()
def due(conference: Named, as_json: AsJson = False) -> None:
    """What the next run will urge about, and when the rules go after that. Changes nothing."""
    with ready().reading() as db:
        at = urging.scene(db, conference_named(db, conference).id, "")
        found = urging.due(db, at)
        coming = planning.coming(at.entries, store.rules(db, at.here), at.manner, at.now)
    now = [
        {
            "recipient": one.recipient.name or one.recipient.key,
            "entry": what(one.entry),
            "deadline": by_when(one.entry),
        }
        for one in found
    ]
    later = [
        {"at": one.at.isoformat(), "entries": one.entries, "recipients": one.recipients}
        for one in coming
    ]
    lines = [f"{one['recipient']}: {one['entry']} ({one['deadline']})" for one in now]
    lines += [f"{one['at']}  {one['entries']} → {one['recipients']}" for one in later]
    told = {"now": at.now.isoformat(), "is_quiet": at.is_quiet, "due": now, "coming": later}
    typer.echo(json.dumps(told, ensure_ascii=False) if as_json else "\n".join(lines))


@reminders.command()
def record(conference: Named, as_json: AsJson = False) -> None:
    """Who was urged about what, the newest first, with what became of the letter."""
    with ready().reading() as db:
        at = urging.scene(db, conference_named(db, conference).id, "")
        lines = store.record(db, at.here, at.rehearsal_id, at_most=1_000)
    told = [
        {
            "at": line.urging.at.isoformat(),
            "recipient": line.urging.name,
            "entry": line.urging.subject,
            "who": line.urging.who,
            "letter": line.letter.state.value if line.letter else None,
        }
        for line in lines
    ]
    plain = [f"{one['at']}  {one['recipient']}: {one['entry']} [{one['letter']}]" for one in told]
    typer.echo(json.dumps(told, ensure_ascii=False) if as_json else "\n".join(plain))
