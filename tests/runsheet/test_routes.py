"""The run sheet from the seed's morning: words, views, papers, and what changed since the print."""

import re
from io import BytesIO
from itertools import pairwise

import mammoth
import pytest
from sqlmodel import select
from starlette.testclient import TestClient

from app.agenda.models import AgendaItem, Cue
from app.conferences.rules import DeskRole
from app.conferences.store import conference_named
from app.db import Database
from app.delegates.models import Delegate
from app.runsheet import store
from tests import papers
from tests.cast import HA_NOI, HAI_PHONG, rehearse
from tests.conftest import Joins
from tests.counting import statements

HERE = f"/conferences/{HAI_PHONG}"
SHEET = f"{HERE}/runsheet"


def sheet(database: Database) -> store.Sheet:
    with database.reading() as db:
        return store.sheet(db, conference_named(db, HAI_PHONG))


def stage(database: Database, **staged: str) -> AgendaItem:
    """The report's item asks for these."""
    with database.writing() as db:
        here = conference_named(db, HAI_PHONG).id
        item = db.exec(
            select(AgendaItem).where(AgendaItem.conference_id == here, AgendaItem.number == 3)
        ).one()
        db.add(item.sqlmodel_update(staged))
    return item


def test_the_introduction_fits_five_minutes_the_highest_first(summit: Database) -> None:
    found = sheet(summit)
    introduced = found.introduction
    assert introduced.is_fitting
    assert introduced.limit == 300
    assert 5 < introduced.named < 1_086
    assert introduced.named + introduced.together == 1_086
    opening = found.lines[0]
    assert "\n".join(introduced.lines) in opening.words


def test_the_award_batches_stand_in_their_item_with_who_is_on_stage(summit: Database) -> None:
    batches = [line for line in sheet(summit).lines if line.key.startswith("batch:")]
    assert batches
    assert all(line.people for line in batches)
    assert all(before.ends_at == after.starts_at for before, after in pairwise(batches))


def test_written_words_are_exact_and_others_are_proposals(
    organiser: TestClient, summit: Database
) -> None:
    stage(summit, script="Kính mời đồng chí lên trình bày báo cáo.")
    page = organiser.get(SHEET).text
    assert "Kính mời đồng chí lên trình bày báo cáo." in page
    assert "lời gợi ý" in page
    written = next(line for line in sheet(summit).lines if "báo cáo." in line.words)
    assert not written.is_proposed


def test_a_person_who_changes_is_marked_since_the_last_print(
    organiser: TestClient, summit: Database
) -> None:
    organiser.post(f"{SHEET}/prints")
    assert sheet(summit).changed == 0
    with summit.writing() as db:
        here = conference_named(db, HAI_PHONG).id
        chair = db.exec(
            select(Delegate).where(Delegate.conference_id == here, Delegate.number == 1)
        ).one()
        chair.name = "Nguyễn Thị Mẫu Hoa"
        db.add(chair)
    found = sheet(summit)
    assert found.changed >= 1
    marked = re.findall(r"<mark>([^<]*)</mark>", organiser.get(SHEET).text)
    assert any("Nguyễn Thị Mẫu Hoa" in line for line in marked)
    assert len(marked) < 5, "the lines that did not change are not marked"
    assert "<mark>" in organiser.get(f"{SHEET}/mc").text
    organiser.post(f"{SHEET}/prints")
    assert "<mark>" not in organiser.get(SHEET).text


def test_a_slower_reader_names_fewer(organiser: TestClient, summit: Database) -> None:
    before = sheet(summit).introduction.named
    slow = {"words_per_minute": "80", "introduction_minutes": "5"}
    organiser.post(f"{SHEET}/pace", data=slow)
    assert sheet(summit).introduction.named < before
    answer = organiser.post(f"{SHEET}/pace", data={**slow, "words_per_minute": "nhanh"})
    assert answer.status_code == 422
    assert "Phải là một số" in answer.text


def test_the_presenter_has_every_cue_in_one_page(organiser: TestClient, summit: Database) -> None:
    page = organiser.get(f"{SHEET}/mc").text
    assert page.count("<article") == len(sheet(summit).lines)
    links = set(re.findall(r'href="#(cue-\d+)"', page))
    assert links <= set(re.findall(r'<article id="(cue-\d+)"', page))


def test_backstage_counts_down_by_the_conferences_clock(
    organiser: TestClient, summit: Database
) -> None:
    stage(summit, people="Nguyễn Văn Mẫu An", ushers="Cánh gà trái")
    rehearse(summit, "2026-06-02T08:05:00")
    page = organiser.get(f"{SHEET}/backstage").text
    assert "còn 10 phút" in re.sub("<[^>]+>", "", page)
    assert "Cánh gà trái" in page
    part = organiser.get(f"{SHEET}/backstage", headers={"HX-Request": "true"}).text
    assert part.startswith('<div id="calls"')
    rehearse(summit, "2026-06-02T23:00:00")
    assert "Không còn ai phải lên sân khấu" in organiser.get(f"{SHEET}/backstage").text


def test_without_scripts_backstage_says_when_it_counted_and_counts_again(
    organiser: TestClient, summit: Database
) -> None:
    rehearse(summit, "2026-06-02T08:05:00")
    told = " ".join(
        re.findall("<noscript>(.*?)</noscript>", organiser.get(f"{SHEET}/backstage").text)
    )
    assert '<meta http-equiv="refresh" content="30">' in told
    assert "Số phút tính lúc 08:05, 02/6/2026" in told


def test_a_place_in_a_list_is_not_read_out(summit: Database) -> None:
    """``Thủ trưởng sở, ngành (thứ 2 trong …)`` is how the list tells five such posts apart."""
    said = sheet(summit).introduction.lines
    assert not any("(thứ" in line for line in said)
    assert any(line.startswith("- 5 đồng chí Trưởng tổ chức chính trị") for line in said)


def test_the_technician_is_told_where_to_write_when_there_is_nothing(
    organiser: TestClient, summit: Database
) -> None:
    asked = "Chưa có dòng nào ghi âm thanh"
    assert asked in organiser.get(f"{SHEET}/technician").text
    stage(summit, light="Sáng bục")
    assert asked not in organiser.get(f"{SHEET}/technician").text


def test_the_technician_sees_sound_screen_and_light(
    organiser: TestClient, summit: Database
) -> None:
    stage(summit, sound="Micro bục", screen="Tên báo cáo", light="Sáng bục")
    page = organiser.get(f"{SHEET}/technician").text
    assert all(words in page for words in ("Micro bục", "Tên báo cáo", "Sáng bục"))


def test_the_booklet_is_a_paper_of_the_office(organiser: TestClient, summit: Database) -> None:
    stage(summit, script="Kính mời đồng chí lên trình bày báo cáo.")
    made = organiser.get(f"{SHEET}/booklet.pdf").content
    pages = range(len(papers.pages(made)))
    text = "\n".join(papers.text(made, page) for page in pages)
    assert "KỊCH BẢN ĐIỀU HÀNH" in text
    assert "08h00' - 08h05'" in text
    assert "ĐẢNG CỘNG SẢN VIỆT NAM" in text
    document = organiser.get(f"{SHEET}/booklet.docx").content
    words = mammoth.extract_raw_text(BytesIO(document)).value
    assert "Kính mời đồng chí lên trình bày báo cáo." in words
    assert "LỜI DẪN CHƯƠNG TRÌNH" in words


def test_an_empty_agenda_says_what_to_do_first(joins: Joins, summit: Database) -> None:
    with summit.writing() as db:
        here = conference_named(db, HA_NOI).id
        for item in db.exec(select(AgendaItem).where(AgendaItem.conference_id == here)):
            db.delete(item)
    client = joins(DeskRole.ORGANISER, HA_NOI).client
    there = f"/conferences/{HA_NOI}/runsheet"
    assert "Kịch bản được dựng từ chương trình" in client.get(there).text
    assert client.get(f"{there}/mc").status_code == 200
    assert client.get(f"{there}/booklet.pdf").status_code == 200


@pytest.mark.parametrize("view", ["", "/mc", "/backstage", "/technician", "/booklet.docx"])
def test_the_press_does_not_read_it(joins: Joins, view: str) -> None:
    assert joins(DeskRole.PRESS).client.get(f"{SHEET}{view}").status_code == 403


def test_only_organisers_fix_a_print(joins: Joins) -> None:
    viewer = joins(DeskRole.VIEWER).client
    assert viewer.get(SHEET).status_code == 200
    assert viewer.post(f"{SHEET}/prints").status_code == 403
    assert viewer.post(f"{SHEET}/pace").status_code == 403


def test_it_asks_as_often_for_many_cues_as_for_few(organiser: TestClient, summit: Database) -> None:
    with statements() as few:
        organiser.get(SHEET)
    item = stage(summit)
    with summit.writing() as db:
        db.add_all(
            Cue(
                conference_id=item.conference_id,
                item_id=item.id,
                number=number,
                content="Phim",
                seconds=10,
                people="Nguyễn Văn Mẫu An",
            )
            for number in range(1, 80)
        )
    with statements() as many:
        page = organiser.get(SHEET).text
    assert len(few) == len(many)
    assert "3.79. Phim" in page


def test_a_program_reads_it(joins: Joins, client: TestClient) -> None:
    token = {"Authorization": f"Bearer {joins(DeskRole.VIEWER).token}"}
    found = client.get(f"/api/v1{SHEET}", headers=token).json()
    assert found["introduction"]["limit"] == 300
    assert found["lines"][0]["number"] == "1"
