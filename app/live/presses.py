"""What a button means now: from a press and the state it was made on to a line of the log, or a
refusal that says why. Pure."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from app.errors import Refused
from app.live.faster import faster
from app.live.order import after_of, change_over, cue_of
from app.live.rules import (
    ASIDE,
    CHANGE_OVER,
    SPEECH,
    Action,
    ActionKind,
    Cue,
    LivePhase,
    Post,
    Programme,
    State,
)

_SAME_PRESS = timedelta(seconds=1)  # two presses sent late together may cross by as much
_LONGEST = 4 * 60 * 60


@dataclass(frozen=True)
class Press:
    """A button as it was pressed ``ago`` seconds before it arrives. ``keys`` are the cues or items
    it is about; ``sequence`` is what the presser saw."""

    kind: ActionKind
    sequence: int = 0
    keys: tuple[str, ...] = ()
    ago: int = 0
    seconds: int = 0
    text: str = ""
    posts: tuple[Post, ...] = ()
    is_on: bool = False
    cue: Cue | None = None  # to insert; its key may be empty


def action(
    programme: Programme,
    state: State,
    press: Press,
    now: datetime,
    locked: frozenset[str] = frozenset(),
) -> Action:
    """The line to be written. ``locked`` are the speeches that must be given.

    Raises Refused where somebody else was faster, or where the button means nothing now.
    """
    if press.kind not in ASIDE and press.sequence != state.sequence:
        raise faster(state.last)
    if press.kind not in ASIDE and not (programme.cues or state.course.order):
        raise Refused("Chương trình chưa có mục nào để điều hành")
    if press.kind in _WHILE_RUNNING and state.phase is not LivePhase.RUNNING:
        raise Refused("Hội nghị chưa bắt đầu hoặc đã kết thúc")
    meant = _MEANINGS[press.kind](programme, state, press)
    if meant.kind is ActionKind.CUT and locked.intersection(meant.keys):
        raise Refused("Bài này đang khoá “phải trình bày”, không chuyển sang gửi văn bản")
    at = _moment(state, press, now)
    return replace(meant, at=at, sequence=state.version + 1)


def _moment(state: State, press: Press, now: datetime) -> datetime:
    """When the press counts from: never before what it follows."""
    at = now - timedelta(seconds=press.ago)
    if press.kind is ActionKind.BEGAN:
        floor = state.course.path[-2][1] if len(state.course.path) > 1 else None
    else:
        floor = max(filter(None, (state.began_at, state.paused_at)), default=None)
    if floor is None or at >= floor:
        return at
    if press.ago and at < floor - _SAME_PRESS and press.kind in _TIMED:
        raise Refused("Phần trước khi đó chưa bắt đầu, hãy chọn mốc muộn hơn")
    return floor if press.kind in _TIMED else max(at, floor)


_TIMED = {ActionKind.START, ActionKind.NEXT, ActionKind.BEGAN, ActionKind.PAUSE, ActionKind.RESUME}
_WHILE_RUNNING = {
    ActionKind.NEXT,
    ActionKind.BEGAN,
    ActionKind.PAUSE,
    ActionKind.RESUME,
}


def _line(press: Press, keys: tuple[str, ...] = (), label: str = "") -> Action:
    return Action(
        press.kind,
        keys,
        datetime.min,  # noqa: DTZ901  # replaced by the moment it counts from
        seconds=press.seconds,
        text=press.text,
        posts=press.posts,
        is_on=press.is_on,
        label=label[:200],
    )


def _start(_: Programme, state: State, press: Press) -> Action:
    if state.phase is not LivePhase.WAITING:
        raise Refused("Hội nghị đã bắt đầu")
    return _next(_, state, press)


def _next(_: Programme, state: State, press: Press) -> Action:
    following = state.following
    if following is None and state.phase is LivePhase.WAITING:
        raise Refused("Chương trình chưa có mục nào để điều hành")
    return _line(press, (following.key,), _name(following)) if following else _line(press)


def _back(programme: Programme, state: State, press: Press) -> Action:
    if state.phase is LivePhase.WAITING:
        raise Refused("Chưa có gì để quay lại")
    before = state.course.path[-2][0] if len(state.course.path) > 1 else None
    cue = cue_of(programme, state.course, before)
    return _line(press, label=_name(cue) if cue else "")


def _about_current(_: Programme, state: State, press: Press) -> Action:
    if press.kind is ActionKind.PAUSE and state.paused_at:
        raise Refused("Đồng hồ đang tạm dừng")
    if press.kind is ActionKind.RESUME and not state.paused_at:
        raise Refused("Đồng hồ đang chạy")
    assert state.current is not None, "something is on while the morning runs"
    return _line(press, (state.current.key,), _name(state.current))


def _extend(_: Programme, state: State, press: Press) -> Action:
    cue = _open(state, press.keys[0] if press.keys else state.key)
    if not press.seconds or abs(press.seconds) > _LONGEST:
        raise Refused("Chưa rõ thêm hay bớt bao nhiêu phút")
    return _line(press, (cue.key,), _name(cue))


def _limit(_: Programme, state: State, press: Press) -> Action:
    speeches = [cue for cue in state.remaining if cue.kind == SPEECH]
    if not speeches:
        raise Refused("Không còn bài tham luận nào đang chờ")
    if not 0 < press.seconds <= _LONGEST:
        raise Refused("Chưa rõ mỗi bài bao nhiêu phút")
    return _line(press, tuple(cue.key for cue in speeches))


def _skip(programme: Programme, state: State, press: Press) -> Action:
    """Cues, or whole items: then what of them is still to come. Without a key, what is on."""
    wanted = press.keys or ((state.key,) if state.key else ())
    open_ones = [*([state.current] if state.current else []), *state.remaining]
    found = [cue for cue in open_ones if {cue.key, cue.item} & set(wanted)]
    found = [cue for cue in found if cue.kind != CHANGE_OVER or cue.key in {*wanted, state.key}]
    if not found:
        raise Refused("Phần này không còn ở phía trước")
    item = next((item for item in programme.items if item.key in wanted), None)
    label = f"{item.number}. {item.title}" if item else "; ".join(map(_name, found))
    return _line(press, tuple(cue.key for cue in found), label)


def _cut(_: Programme, state: State, press: Press) -> Action:
    waiting = {cue.key: cue for cue in state.remaining if cue.kind == SPEECH}
    missing = [key for key in press.keys if key not in waiting]
    if missing or not press.keys:
        raise Refused("Chỉ bài tham luận đang chờ mới chuyển sang gửi văn bản")
    return _line(press, press.keys, "; ".join(_name(waiting[key]) for key in press.keys))


def _restore(programme: Programme, state: State, press: Press) -> Action:
    gone = [key for key in press.keys if key in state.course.dropped]
    cues = [cue for key in gone if (cue := cue_of(programme, state.course, key)) is not None]
    if not cues or state.phase is LivePhase.ENDED:
        raise Refused("Phần này chưa bị bỏ hay chuyển sang gửi văn bản")
    return _line(press, tuple(cue.key for cue in cues), "; ".join(map(_name, cues)))


def _swap(_: Programme, state: State, press: Press) -> Action:
    """With the next of its kind where only one is named."""
    cues = [_open(state, key) for key in press.keys[:2]]
    if len(cues) == 1:
        keys = [cue.key for cue in state.remaining]
        place = keys.index(cues[0].key) + 1 if cues[0].key in keys else 0
        after = (cue for cue in state.remaining[place:] if cue.kind == cues[0].kind)
        cues += [cue for cue in after if cue.item == cues[0].item][:1]
    if len(cues) < 2 or cues[0].key == cues[1].key:  # noqa: PLR2004  # two change places
        raise Refused("Không còn phần nào phía sau để đổi chỗ")
    return _line(press, tuple(cue.key for cue in cues), " ↔ ".join(map(_name, cues)))


def _insert(programme: Programme, state: State, press: Press) -> Action:
    """Before the next cue that is no change-over; a speech among speeches with a change-over."""
    new = press.cue
    if new is None or not new.title or not 0 < new.seconds <= _LONGEST:
        raise Refused("Cần ghi nội dung và số phút của phần chèn thêm")
    if state.phase is LivePhase.ENDED:
        raise Refused("Hội nghị chưa bắt đầu hoặc đã kết thúc")
    if new.key and _is_known(state, new.key):
        raise Refused("Bài này đang có trong chương trình")
    anchor = next((cue for cue in state.remaining if cue.kind != CHANGE_OVER), None)
    beside = state.current if new.kind == SPEECH and _is_among(state) else anchor or state.current
    item = beside.item if beside else ""
    key = new.key or f"insert:{state.version + 1}"
    new = replace(new, key=key, item=item, number="+", planned_at=None)
    cues = _with_change_over(programme, new, anchor)
    keys = (anchor.key,) if anchor else ()
    return replace(_line(press, keys, _name(new)), cues=cues)


def _is_known(state: State, key: str) -> bool:
    course = state.course
    return (key in course.order or key in dict(course.path)) and key not in course.dropped


def _is_among(state: State) -> bool:
    on = state.current
    return on is not None and on.kind in {SPEECH, CHANGE_OVER}


def _with_change_over(programme: Programme, new: Cue, anchor: Cue | None) -> tuple[Cue, ...]:
    between = change_over(programme, after_of(new.key), new.item)
    if new.kind != SPEECH or between is None:
        return (new,)
    is_followed = anchor is not None and anchor.kind == SPEECH and anchor.item == new.item
    return (new, between) if is_followed else (between, new)


def _undo(_: Programme, state: State, press: Press) -> Action:
    if state.undoable is None:
        raise Refused("Chưa có gì để hoàn tác")
    return _line(press, state.undoable.keys, state.undoable.label)


def _aside(_: Programme, __: State, press: Press) -> Action:
    if press.kind is ActionKind.MESSAGE and not press.posts:
        raise Refused("Chưa chọn nơi nhận lời nhắn")
    return _line(press)


def _open(state: State, key: str | None) -> Cue:
    """What is on, or waits."""
    found = [*([state.current] if state.current else []), *state.remaining]
    cue = next((cue for cue in found if cue.key == key), None)
    if cue is None:
        raise Refused("Phần này không còn ở phía trước")
    return cue


def _name(cue: Cue) -> str:
    """``4.12 Đảng ủy phường Lê Chân``: who, where somebody speaks, else what."""
    return f"{cue.number} {cue.speaker if cue.kind == SPEECH and cue.speaker else cue.title}"


_MEANINGS: Mapping[ActionKind, Callable[[Programme, State, Press], Action]] = {
    ActionKind.START: _start,
    ActionKind.NEXT: _next,
    ActionKind.BACK: _back,
    ActionKind.BEGAN: _about_current,
    ActionKind.PAUSE: _about_current,
    ActionKind.RESUME: _about_current,
    ActionKind.EXTEND: _extend,
    ActionKind.LIMIT: _limit,
    ActionKind.SKIP: _skip,
    ActionKind.CUT: _cut,
    ActionKind.RESTORE: _restore,
    ActionKind.SWAP: _swap,
    ActionKind.INSERT: _insert,
    ActionKind.MESSAGE: _aside,
    ActionKind.BLACKOUT: _aside,
    ActionKind.UNDO: _undo,
}
