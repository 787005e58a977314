"""A cut at the console is a decision about the speech: the proceedings and the list know it, undo
takes it back, and a rehearsal decides nothing."""

from sqlmodel import Session
from starlette.testclient import TestClient

from app.conferences.history import story
from app.conferences.store import conference_named
from app.db import Database
from app.live import changes, store
from app.live.presses import Press
from app.live.rules import ActionKind
from app.speeches import store as speeches
from app.speeches.changes import decide
from app.speeches.rules import Delivery
from tests.cast import AUTHOR, HAI_PHONG, end_rehearsal, rehearse
from tests.live import hall

How = tuple[Delivery, int | None]
SPOKEN, WRITTEN, RESERVE = Delivery.SPOKEN, Delivery.WRITTEN, Delivery.RESERVE


def press(database: Database, kind: ActionKind, *keys: str) -> None:
    """On what is shown, by the clock there is."""
    with database.writing() as db:
        conference = conference_named(db, HAI_PHONG)
        sequence = store.morning(db, conference).state.sequence
        changes.act(db, AUTHOR, conference, Press(kind, sequence, keys))


def how(database: Database, number: int) -> How:
    with database.reading() as db:
        speech = speeches.speech_numbered(db, conference_named(db, HAI_PHONG).id, number)
        return speech.delivery, speech.place


def begun(database: Database) -> None:
    """The real morning: the first of ten speeches is on."""
    hall.choose(database)
    press(database, ActionKind.START)
    for _ in range(3):
        press(database, ActionKind.NEXT)


def told(db: Session, number: int) -> list[tuple[str, str, str]]:
    here = conference_named(db, HAI_PHONG).id
    found = [line for line in story(db, here) if line.label.startswith(f"Tham luận số {number}:")]
    return [(str(line.before), str(line.after), line.reason) for line in found if line.reason]


def test_a_cut_speech_is_written_for_the_proceedings_until_it_is_taken_back(
    summit: Database,
) -> None:
    begun(summit)
    assert how(summit, 9) == (SPOKEN, 9)
    press(summit, ActionKind.CUT, "speech:9", "speech:10")
    assert (how(summit, 9), how(summit, 10)) == ((WRITTEN, None), (WRITTEN, None))
    with summit.reading() as db:
        assert ("spoken", "written", "Điều hành: chuyển gửi văn bản") in told(db, 9)
    press(summit, ActionKind.UNDO)
    assert (how(summit, 9), how(summit, 10)) == ((SPOKEN, 9), (SPOKEN, 10))
    with summit.reading() as db:
        assert ("written", "spoken", "Điều hành: hoàn tác") in told(db, 9)


def test_one_that_is_called_back_has_its_place_again_and_undo_cuts_it_again(
    summit: Database,
) -> None:
    begun(summit)
    press(summit, ActionKind.CUT, "speech:3")
    press(summit, ActionKind.CUT, "speech:4")
    press(summit, ActionKind.RESTORE, "speech:3")
    assert (how(summit, 3), how(summit, 4)) == ((SPOKEN, 3), (WRITTEN, None))
    press(summit, ActionKind.UNDO)
    assert how(summit, 3) == (WRITTEN, None)
    press(summit, ActionKind.UNDO)
    press(summit, ActionKind.SKIP, "speech:5")
    assert (how(summit, 4), how(summit, 5)) == ((SPOKEN, 4), (SPOKEN, 5)), "who is skipped may come"


def test_one_from_the_reserve_is_spoken_once_it_is_inserted(
    summit: Database, organiser: TestClient
) -> None:
    begun(summit)
    with summit.writing() as db:
        conference = conference_named(db, HAI_PHONG)
        decide(db, AUTHOR, speeches.speech_numbered(db, conference.id, 14), RESERVE)
    new = {"kind": "insert", "sequence": "4", "speech": "14"}
    answer = organiser.post(f"/conferences/{HAI_PHONG}/live/actions", data=new)
    assert answer.status_code == 303
    assert how(summit, 14) == (SPOKEN, 11)
    press(summit, ActionKind.UNDO)
    assert how(summit, 14) == (RESERVE, None)


def test_a_rehearsed_cut_decides_nothing_and_undoes_nothing_real(summit: Database) -> None:
    begun(summit)
    press(summit, ActionKind.CUT, "speech:9")
    rehearse(summit, "2026-06-02T08:00")
    press(summit, ActionKind.START)
    press(summit, ActionKind.CUT, "speech:10")
    press(summit, ActionKind.UNDO)
    press(summit, ActionKind.CUT, "speech:8")
    assert [how(summit, number) for number in (8, 9, 10)] == [
        (SPOKEN, 8),
        (WRITTEN, None),
        (SPOKEN, 10),
    ]
    end_rehearsal(summit)
    press(summit, ActionKind.UNDO)
    assert how(summit, 9) == (SPOKEN, 9)
