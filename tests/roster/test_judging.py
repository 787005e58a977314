"""Verdicts: who is matched, who is asked about, whose place somebody takes."""

from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from app.roster.judging import judge
from app.roster.known import Conference, Known, KnownGroup, KnownUnit
from app.roster.lines import Line, Verdict, counts
from app.roster.person import Person

AN_DUONG, GIANG, GIANGF, THUY, NOI_VU = range(1, 6)
UNITS = [
    KnownUnit(AN_DUONG, ("Phường An Dương", "Đảng ủy phường An Dương"), "ward", True),
    KnownUnit(GIANG, ("Xã Cẩm Giang",), "commune", True),
    KnownUnit(GIANGF, ("Xã Cẩm Giàng",), "commune", True),
    KnownUnit(THUY, ("Phường Thủy Nguyên",), "ward", True),
    KnownUnit(NOI_VU, ("Sở Nội vụ",), "state", False),
]
GROUPS = [
    KnownGroup(1, "B6", "Thành phố", "Thủ trưởng các sở, ngành"),
    KnownGroup(2, "C1", "Cấp xã", "Đại biểu các phường"),
    KnownGroup(3, "C2", "Cấp xã", "Đại biểu các xã"),
]
TABLES = [{"sheet": "Sheet1", "above": []}]


def known(
    id_: int, name: str, unit: int, *posts: str, is_synthetic: bool = False, **more: Any
) -> Known:
    group = {NOI_VU: 1, AN_DUONG: 2, THUY: 2}.get(unit, 3)
    return Known(id_, name, is_synthetic, unit, group, list(posts), ["delegate"], **more)


PEOPLE = [
    known(10, "", AN_DUONG, "Bí thư Đảng ủy phường An Dương", "Chủ tịch Hội đồng nhân dân phường"),
    known(11, "Mai Mẫu Duy", AN_DUONG, "Chủ tịch Ủy ban nhân dân phường", is_synthetic=True,
          sex="male", attendance="confirmed"),
    known(12, "Nguyễn Văn Hoà", AN_DUONG, "Chánh Văn phòng"),
    known(13, "Lê Thị Mẫu", NOI_VU, "Giám đốc Sở Nội vụ", phone="0912000013"),
    known(14, "Trần Mẫu", GIANGF, "Phó Bí thư"),
    known(15, "", THUY, "Trưởng phòng Văn hóa - Xã hội phường"),
    known(16, "", GIANG, "Phó Bí thư"),
]  # fmt: skip


def person(name: str, unit: str = "", *posts: str, row: int = 2, **more: Any) -> Person:
    return Person("Sheet1", row, name=name, unit=unit, positions=list(posts), **more)


def judged(*people: Person, people_known: list[Known] = PEOPLE, **more: Any) -> list[Line]:
    for row, one in enumerate(people, 2):
        one.row = row
    answers = more.pop("answers", {})
    conference = Conference(UNITS, GROUPS, people_known)
    return judge(people, conference, TABLES, answers, **more)


def test_tone_placement_does_not_part_a_person_from_themselves() -> None:
    (line,) = judged(person("Nguyễn Văn Hòa", "Phường An Dương", "Chánh Văn phòng"))
    assert (line.verdict, line.delegate_id, line.changes) == (Verdict.SAME, 12, [])


def test_names_that_differ_by_accents_are_asked_about() -> None:
    (line,) = judged(person("Nguyen Van Hoa", "Phường An Dương"))
    assert line.verdict is Verdict.DOUBTFUL
    assert [choice.value for choice in line.questions[0].choices] == ["12", "12!", "new", "skip"]
    key = line.questions[0].key
    for answer, verdict, changes in (
        ("12", Verdict.SAME, []),
        ("12!", Verdict.CHANGED, ["name"]),
        ("new", Verdict.NEW, []),
        ("skip", Verdict.REFUSED, []),
    ):
        (line,) = judged(person("Nguyen Van Hoa", "Phường An Dương"), answers={key: answer})
        assert (line.verdict, [one.field for one in line.changes]) == (verdict, changes)


def test_a_new_name_takes_the_open_place_of_the_post() -> None:
    bi_thu, chu_tich = judged(
        person("Nguyễn Mẫu Một", "ĐU P. An Dương", "Bí thư"),
        person("Nguyễn Mẫu Hai", "UBND phường An Dương", "CT UBND"),
    )
    assert (bi_thu.verdict, bi_thu.delegate_id) == (Verdict.CHANGED, 10)
    assert [one.field for one in bi_thu.changes] == ["name"]  # the second post stays
    assert chu_tich.delegate_id == 11
    # What was said of the sample person does not hold for the real one.
    assert chu_tich.wanted == {"name": "Nguyễn Mẫu Hai", "sex": "", "attendance": "invited"}


def test_who_is_known_by_name_is_found_before_anybody_takes_a_place() -> None:
    stranger, himself = judged(
        person("Nguyễn Mẫu Mới", "Phường An Dương", "Chánh Văn phòng"),
        person("Nguyễn Văn Hoà", "Phường An Dương", "Chánh Văn phòng"),
    )
    assert himself.delegate_id == 12
    assert stranger.delegate_id is None


def test_a_post_somebody_holds_is_asked_about() -> None:
    (line,) = judged(person("Vũ Mẫu Mới", "Sở Nội vụ", "Giám đốc"))
    assert line.verdict is Verdict.DOUBTFUL
    (line,) = judged(
        person("Vũ Mẫu Mới", "Sở Nội vụ", "Giám đốc"), answers={line.questions[0].key: "13!"}
    )
    assert (line.delegate_id, line.wanted["name"]) == (13, "Vũ Mẫu Mới")


def test_the_unit_stands_in_the_post() -> None:
    (line,) = judged(person("Lê Thị Mẫu", "", "Giám đốc Sở Nội vụ"))
    assert (line.verdict, line.delegate_id, line.unit) == (Verdict.SAME, 13, "Sở Nội vụ")


def test_a_ward_called_a_commune_is_asked_about_once_for_all_lines() -> None:
    lines = judged(
        person("Lê Mẫu Một", "Xã Thuỷ Nguyên", "Phó Bí thư"),
        person("Lê Mẫu Hai", "Xã Thủy Nguyên", "Chánh Văn phòng"),
    )
    assert {line.questions[0].key for line in lines} == {"unit|xa4 thuy3 nguyên1"}
    assert lines[0].questions[0].choices[0].text.values == {"who": "Phường Thủy Nguyên"}
    lines = judged(
        person("Lê Mẫu Một", "Xã Thuỷ Nguyên", "Phó Bí thư"),
        answers={"unit|xa4 thuy3 nguyên1": str(THUY)},
    )
    assert (lines[0].verdict, lines[0].unit) == (Verdict.NEW, "Phường Thủy Nguyên")


def test_two_communes_that_differ_by_a_tone_are_never_mixed() -> None:
    (line,) = judged(person("Trần Mẫu", "Xã Cẩm Giang", "Phó Bí thư"))
    assert line.delegate_id == 16  # its own open place, not the namesake's
    (line,) = judged(person("Trần Mẫu", "xa cam giang", "Phó Bí thư"))
    assert line.verdict is Verdict.DOUBTFUL
    assert {c.text.values.get("who") for c in line.questions[0].choices[:2]} == {
        "Xã Cẩm Giang",
        "Xã Cẩm Giàng",
    }


def test_two_people_of_one_name_are_two_and_one_with_two_posts_is_one() -> None:
    lines = judged(
        person("Vũ Mẫu Hai", "Phường An Dương", "Phó Bí thư"),
        person("Vũ Mẫu Hai", "Xã Cẩm Giàng", "Phó Chủ tịch UBND"),
        person("Lê Mẫu Kiêm", "Phường An Dương", "Phó Trưởng ban", phone="0912000001"),
        person("Lê Mẫu Kiêm", "Phường An Dương", "Phó phòng", phone="0912000001"),
        person("Đỗ Mẫu", "Phường An Dương", "Chuyên viên", birth_year=1970),
        person("Đỗ Mẫu", "Phường An Dương", "Chuyên viên", birth_year=1980),
    )
    assert [line.verdict for line in lines] == [
        Verdict.NEW, Verdict.NEW, Verdict.NEW, Verdict.SAME, Verdict.NEW, Verdict.NEW,
    ]  # fmt: skip
    assert lines[2].wanted["positions"] == ["Phó Trưởng ban", "Phó phòng"]


def test_the_same_name_twice_in_a_unit_is_asked_about() -> None:
    twice = [
        person("Vũ Mẫu Hai", "Phường An Dương", "Phó Bí thư"),
        person("Vũ Mẫu Hai", "Phường An Dương", "Phó Chủ tịch UBND"),
    ]
    first, second = judged(*twice)
    assert (first.verdict, second.verdict) == (Verdict.NEW, Verdict.DOUBTFUL)
    key = second.questions[0].key
    first, second = judged(*twice, answers={key: "row"})
    assert first.wanted["positions"] == ["Phó Bí thư", "Phó Chủ tịch UBND"]
    assert second.verdict is Verdict.SAME
    assert judged(*twice, answers={key: "new"})[1].verdict is Verdict.NEW


def test_a_namesake_at_another_body_is_asked_about_unless_the_telephone_tells() -> None:
    (line,) = judged(person("Lê Thị Mẫu", "", "Ủy viên Thành ủy"))
    assert line.verdict is Verdict.DOUBTFUL
    (line,) = judged(person("Lê Thị Mẫu", "", "Ủy viên Thành ủy", phone="0912000013"))
    assert line.delegate_id == 13


def test_vacant_posts_and_refused_lines() -> None:
    (line,) = judged(person("", "Phường An Dương", "CT UBND", attendance="vacant"))
    assert line.wanted["name"] == ""
    assert line.wanted["attendance"] == "vacant"
    (line,) = judged(person("", "Phường Thủy Nguyên", "TP VH-XH"))
    assert (line.verdict, line.delegate_id) == (Verdict.SAME, 15)


def test_everybody_on_the_list_may_count_as_confirmed() -> None:
    (line,) = judged(person("Lê Thị Mẫu", "Sở Nội vụ"), confirms=True)
    assert [(one.before, one.after) for one in line.changes] == [("chờ xác báo", "dự")]


def test_a_unit_in_several_groups_is_asked_about_once() -> None:
    both = [known(20, "A Mẫu B", NOI_VU, "Phó"), Known(21, "C Mẫu D", False, NOI_VU, 2, ["Phó"])]
    lines = judged(
        person("Hồ Mẫu Một", "Sở Nội vụ", "Chuyên viên"),
        person("Hồ Mẫu Hai", "Sở Nội vụ", "Chuyên viên"),
        people_known=both,
    )
    assert len({line.questions[0].key for line in lines}) == 1
    key = lines[0].questions[0].key
    assert (
        judged(
            person("Hồ Mẫu Một", "Sở Nội vụ", "Chuyên viên"), people_known=both, answers={key: "1"}
        )[0].wanted["group_id"]
        == 1
    )


LETTERS = st.sampled_from(["An", "Ân", "Ánh", "Hòa", "Hoà", "Hoa", "Mẫu"])
SOMEBODY = st.builds(
    lambda given, unit, post: person(f"Nguyễn Mẫu {given}", unit, post),
    LETTERS,
    st.sampled_from(["Phường An Dương", "Xã Cẩm Giàng", "Xã Thuỷ Nguyên", "", "Sở Xa Lạ"]),
    st.sampled_from(["Bí thư", "CT UBND", "Phó Bí thư", "Giám đốc Sở Nội vụ"]),
)


@given(st.lists(SOMEBODY, max_size=12))
def test_nobody_is_matched_twice_and_every_line_has_one_verdict(people: list[Person]) -> None:
    lines = judged(*people)
    assert len(lines) == len(people)
    told = counts(lines)
    assert told.pop("read") == sum(told.values()) == len(people)
    changed = [line.delegate_id for line in lines if line.verdict is Verdict.CHANGED]
    assert len(changed) == len(set(changed))
    assert [Line.from_json(line.as_json()) for line in lines] == lines
    for line in lines:
        if line.questions:
            assert line.verdict is Verdict.DOUBTFUL
