"""Accepting a selection: into the programme, the rest to writing, and a notice to each unit."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from sqlmodel import Session

from app import vietnamese
from app.agenda import changes as agenda
from app.agenda.changes import CueDraft
from app.agenda.rules import CueKind
from app.conferences.history import Author
from app.conferences.models import Conference
from app.errors import Refused
from app.outbox import changes as outbox_changes
from app.outbox import store as outbox
from app.outbox.models import Letter
from app.outbox.rules import Kind, State
from app.outbox.store import Draft, Prepared
from app.speeches import changes
from app.speeches.board import Board, Listed
from app.speeches.rules import Delivery

SUBJECT = "speech:"  # of every cue that stands for a speech, or for what follows it
SUBJECT_OF_LETTERS = "speech/"
_MINUTE = 60


@dataclass(frozen=True)
class Accepted:
    """How many speak, how many were sent to writing just now, and what lies in the outbox."""

    spoken: int
    written: int
    letters: Prepared


def accept(
    db: Session,
    author: Author,
    conference: Conference,
    board: Board,
    *,
    rest_to_writing: bool,
) -> Accepted:
    """Write those to be spoken as cues of their item, in their order.

    With ``rest_to_writing`` whoever is undecided hands in for the proceedings. Each unit whose
    speech is decided gets its notice prepared. Raises Refused where nobody speaks, where there is
    no item to speak in, or where the chosen do not fit.
    """
    if board.slot is None:
        raise Refused("Tham luận chưa gắn với mục nào của chương trình")
    if not board.spoken:
        raise Refused("Chưa chọn bài nào trình bày")
    if board.choice.left < 0:
        raise Refused("Các bài đã chọn quá khung giờ {n} phút", n=-board.choice.left)
    drafts = list(cues(board.spoken, board.room.change_over))
    agenda.set_cues(db, author, board.slot.item, drafts, subject_prefix=SUBJECT)
    written = changes.rest_to_writing(db, author, conference.id) if rest_to_writing else []
    prepared = outbox.prepare(db, author, conference.id, _news(db, author, conference, board))
    return Accepted(len(board.spoken), len(written), prepared)


def cues(spoken: Sequence[Listed], change_over: int) -> Iterator[CueDraft]:
    """A cue for each speech, and one for the change-over between two."""
    for place, listed in enumerate(spoken, 1):
        speech = listed.speech
        yield CueDraft(
            CueKind.SPEECH,
            speech.minutes * _MINUTE,
            speech.topic,
            f"{SUBJECT}{speech.number}",
            presenter=speaker_line(listed),
            theme=listed.theme,
            unit_id=speech.unit_id,
        )
        if change_over and place < len(spoken):
            yield CueDraft(
                CueKind.CHANGE_OVER,
                change_over * _MINUTE,
                "Chuyển tiếp",
                f"{SUBJECT}{speech.number}:after",
            )


def speaker_line(listed: Listed) -> str:
    """Who speaks, as programmes have it: the person where there is one, and the unit."""
    speaker = listed.speaker
    person = [speaker.delegate.name, *speaker.positions] if speaker else []
    return ", ".join(part for part in person if part) or listed.speech.unit_as_written


def _news(db: Session, author: Author, conference: Conference, board: Board) -> Iterator[Draft]:
    """The notices to prepare. A draft is written anew; a unit that has already been told hears
    again only what has changed, in a letter of its own."""
    here = conference.id
    told: dict[str, list[Letter]] = defaultdict(list)
    for letter in outbox.all_letters(db, here):
        if letter.reason.startswith(SUBJECT_OF_LETTERS):
            told[letter.reason.rpartition("/")[0]].append(letter)
    addresses = {contact.unit_id: contact.email for contact in outbox.contacts(db, here)}
    for listed in board.speeches:
        about = f"{SUBJECT_OF_LETTERS}{listed.speech.number}"
        known = sorted(told[about], key=lambda letter: letter.id)
        if listed.speech.delivery not in _SUBJECTS:  # undecided again: nothing is to be told
            for letter in known:
                if letter.state is State.DRAFT:
                    outbox_changes.withdraw(db, author, letter)
            continue
        draft = notice(conference, board, listed, f"{about}/{len(known) or 1}")
        draft = replace(draft, address=addresses.get(listed.speech.unit_id, ""))
        if known and _is_over(known[-1], draft):
            if known[-1].state is State.DRAFT:
                outbox_changes.withdraw(db, author, known[-1])
            yield replace(draft, reason=f"{about}/{len(known) + 1}")
        elif not known or known[-1].state is State.DRAFT:
            yield draft


def _is_over(letter: Letter, draft: Draft) -> bool:
    """Whether the letter says something else than is to be said now, and cannot be rewritten."""
    if letter.state is State.DRAFT:
        return letter.is_edited and letter.subject != draft.subject
    return letter.body != draft.body


def notice(conference: Conference, board: Board, listed: Listed, reason: str) -> Draft:
    """The letter to one unit: what was decided about its speech, and what it has to do."""
    speech = listed.speech
    place = (
        [one.speech.number for one in board.spoken].index(speech.number) + 1
        if (speech.delivery is Delivery.SPOKEN)
        else 0
    )
    return Draft(
        reason,
        Kind.SPEECH,
        speech.unit_as_written,
        f"Tham luận tại {conference.short_name}: {_SUBJECTS[speech.delivery]}"[:200],
        _body(conference, board, listed, place),
        unit_id=speech.unit_id,
    )


_SUBJECTS = {
    Delivery.SPOKEN: "trình bày tại hội nghị",
    Delivery.WRITTEN: "gửi văn bản",
    Delivery.RESERVE: "dự bị trình bày",
}


def _body(conference: Conference, board: Board, listed: Listed, place: int) -> str:
    speech = listed.speech
    day, hour = vietnamese.day_text(conference.starts_at), _hour(conference)
    lines = [
        f"Kính gửi: {speech.unit_as_written}",
        "",
        (
            f"{conference.host} trân trọng thông báo về bài tham luận của đơn vị tại "
            f"{conference.name} ({hour}, ngày {day})."
        ),
        "",
        f"Nội dung: {speech.topic}",
    ]
    if speech.delivery is Delivery.SPOKEN:
        lines += [
            (
                f"Hình thức: trình bày tại hội nghị, thứ tự {place} trong {len(board.spoken)} bài, "
                f"không quá {speech.minutes:02} phút."
            ),
            f"Người trình bày: {speaker_line(listed)}.",
            (
                "Đề nghị người trình bày ngồi đúng vị trí được bố trí và chuẩn bị khi bài liền "
                "trước bắt đầu."
            ),
        ]
    elif speech.delivery is Delivery.WRITTEN:
        lines += [
            (
                "Hình thức: gửi văn bản. Do thời gian có hạn, bài của đơn vị không trình bày tại "
                "hội nghị mà được đăng trong kỷ yếu."
            ),
        ]
    else:
        lines += [
            (
                "Hình thức: dự bị. Đề nghị chuẩn bị để có thể trình bày, không quá "
                f"{speech.minutes:02} phút, khi Chủ trì mời."
            ),
        ]
    if listed.newest is None and speech.due_at is not None:
        due = f"{vietnamese.letter_time_text(speech.due_at)}, ngày "
        lines.append(f"Văn bản bài tham luận gửi trước {due}{vietnamese.day_text(speech.due_at)}.")
    return "\n".join([*lines, "", "Trân trọng."])


def _hour(conference: Conference) -> str:
    return vietnamese.letter_time_text(conference.starts_at)
