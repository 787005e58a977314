"""What the morning decides about a speech, kept where the plan keeps it: one that is cut goes to
writing, one that is inserted is spoken, and what is taken back is what it was. The proceedings and
the list of speeches then need no second hand. A rehearsed morning decides nothing."""

from collections.abc import Iterable

from sqlmodel import Session

from app.conferences.history import Author
from app.conferences.models import Conference
from app.conferences.store import topic
from app.db import announce
from app.live import store
from app.live.models import LiveAction
from app.live.rules import Action, ActionKind, Fate, State
from app.speeches import changes
from app.speeches import store as speeches
from app.speeches.models import Speech
from app.speeches.rules import Delivery

_PREFIX = "speech:"
_WERE = "were"  # in a line's details: how and at which place each speech was to be given before
How = tuple[Delivery, int | None]  # and at which place
_REASONS = {
    ActionKind.CUT: "Điều hành: chuyển gửi văn bản",
    ActionKind.INSERT: "Điều hành: chèn vào chương trình",
    ActionKind.RESTORE: "Điều hành: gọi lại",
    ActionKind.UNDO: "Điều hành: hoàn tác",
}


def decide(
    db: Session,
    author: Author,
    conference: Conference,
    before: State,
    action: Action,
    line: LiveAction,
) -> None:
    """Let the speeches be given as ``action``, made on the state ``before``, decides. ``line`` of
    the log keeps how they were to be given until then."""
    if action.kind not in _REASONS or line.rehearsal_id is not None:
        return
    found = {f"{_PREFIX}{one.number}": one for one in speeches.all_speeches(db, conference.id)}
    wanted = {
        key: how
        for key, how in _wanted(db, conference.id, before, action).items()
        if key in found and found[key].delivery is not how[0]
    }
    if not wanted:
        return
    line.details = {**line.details, _WERE: {key: _how(found[key]) for key in wanted}}
    for key, (delivery, place) in wanted.items():
        changes.deliver(db, author, found[key], delivery, place, _REASONS[action.kind])
    announce(db, topic(conference.id))


def _wanted(db: Session, conference_id: int, before: State, action: Action) -> dict[str, How]:
    """By the key of the speech."""
    match action.kind:
        case ActionKind.CUT:
            return dict.fromkeys(action.keys, (Delivery.WRITTEN, None))
        case ActionKind.INSERT:
            last = speeches.last_place(db, conference_id) + 1
            return {cue.key: (Delivery.SPOKEN, last) for cue in action.cues}
        case ActionKind.RESTORE:
            cut = [key for key in action.keys if before.course.dropped.get(key) is Fate.CUT]
            lines = store.real_lines(db, conference_id)
            known = _were(row for row in lines if row.kind is ActionKind.CUT)
            last = speeches.last_place(db, conference_id) + 1
            return {key: known.get(key, (Delivery.SPOKEN, last)) for key in cut}
        case _:  # undo
            undone = before.undoable.sequence if before.undoable else 0
            return _were(
                row for row in store.real_lines(db, conference_id) if row.sequence == undone
            )


def _were(lines: Iterable[LiveAction]) -> dict[str, How]:
    """What they keep, the last word of each speech."""
    kept = [item for line in lines for item in line.details.get(_WERE, {}).items()]
    return {key: (Delivery(delivery), place) for key, (delivery, place) in kept}


def _how(speech: Speech) -> list[object]:
    return [speech.delivery.value, speech.place]
