"""People who would be needed twice, and themes side by side: each named with its places."""

from datetime import UTC, datetime, timedelta

from app.agenda.rules import CueKind, Fault, FaultKind, Person, Place
from app.agenda.timeline import Line, Step, timeline

START = datetime(2026, 6, 2, 1, 0, tzinfo=UTC)
END = START + timedelta(hours=3)
DEPUTY = Person("deputy", "Đồng chí Phó Bí thư Thường trực Thành ủy")
AN = Person("an", "Nguyễn Văn Mẫu An")
SPEECH, CHANGE = CueKind.SPEECH, CueKind.CHANGE_OVER


def named(*lines: Line) -> list[Fault]:
    faults = timeline(lines, START, END).faults
    times = {FaultKind.GAP, FaultKind.OVERLAP, FaultKind.FULL, FaultKind.OVERRUN}
    return [fault for fault in faults if fault.kind not in times]


def test_somebody_in_two_items_at_once_is_needed_in_two_places() -> None:
    overlapping = START + timedelta(minutes=5)
    found = named(Line(1, 10, presenter=AN), Line(2, 10, overlapping, presenter=AN))
    assert found == [Fault(FaultKind.TWO_PLACES, Place(2), other=Place(1), who=AN)]


def test_one_after_the_other_is_no_clash() -> None:
    assert named(Line(1, 10, presenter=AN), Line(2, 10, presenter=AN)) == []


def test_somebody_in_two_cues_at_once_is_needed_in_two_places() -> None:
    steps = (Step(1, 300, presenter=AN), Step(2, 300, START, on_stage=(AN,)))
    found = named(Line(1, 10, steps=steps))
    assert found == [Fault(FaultKind.TWO_PLACES, Place(1, 2), other=Place(1, 1), who=AN)]


def test_a_recipient_who_moderates_the_item_is_named() -> None:
    steps = (Step(7, 240, kind=CueKind.AWARDS, on_stage=(AN, DEPUTY)),)
    found = named(Line(5, 20, moderator=DEPUTY, steps=steps))
    assert found == [Fault(FaultKind.MODERATES_ON_STAGE, Place(5, 7), other=Place(5), who=DEPUTY)]


def test_whoever_moderates_may_speak_in_their_own_item() -> None:
    steps = (Step(7, 240, kind=CueKind.WORDS, presenter=DEPUTY),)
    assert named(Line(4, 85, moderator=DEPUTY, steps=steps)) == []


def test_a_speaker_called_while_on_stage_is_named_two_places_ahead() -> None:
    stage = Step(1, 240, kind=CueKind.AWARDS, on_stage=(AN,))
    near = (stage, Step(2, 60, kind=CHANGE), Step(3, 420, kind=SPEECH, presenter=AN))
    assert named(Line(4, 20, steps=near)) == [
        Fault(FaultKind.CALLED_ON_STAGE, Place(4, 3), other=Place(4, 1), who=AN)
    ]
    between = tuple(Step(key, 60, kind=SPEECH) for key in (5, 6))
    far = (stage, *between, Step(3, 420, kind=SPEECH, presenter=AN))
    assert named(Line(4, 20, steps=far)) == []


def test_a_speaker_is_also_called_over_the_edge_of_an_item() -> None:
    awards = Line(4, 4, steps=(Step(1, 240, kind=CueKind.AWARDS, on_stage=(AN,)),))
    speech = Line(5, 7, steps=(Step(2, 420, kind=SPEECH, presenter=AN),))
    assert [fault.kind for fault in named(awards, speech)] == [FaultKind.CALLED_ON_STAGE]


def test_speeches_on_one_theme_are_named_when_only_a_change_over_parts_them() -> None:
    def steps(*themes: str) -> tuple[Step, ...]:
        found: list[Step] = []
        for key, theme in enumerate(themes, 1):
            found += [
                Step(key, 420, kind=SPEECH, theme=theme),
                Step(key + 50, 60, kind=CHANGE),
            ]
        return tuple(found)

    site = "giải phóng mặt bằng"  # topics 16 and 20 of the plan
    assert named(Line(4, 85, steps=steps(site, site))) == [
        Fault(FaultKind.SAME_THEME, Place(4, 2), other=Place(4, 1))
    ]
    assert named(Line(4, 85, steps=steps(site, "MTTQ", site))) == []
    assert named(Line(4, 85, steps=steps("", ""))) == []


def test_none_of_it_stops_the_clock() -> None:
    steps = (Step(1, 300, presenter=AN), Step(2, 300, START, presenter=AN))
    timed = timeline([Line(1, 10, steps=steps), Line(2, 10)], START, END)
    assert timed.items[1].starts_at == START + timedelta(minutes=10)
