"""Urging on screen: rules, manners, a look before urging by hand, the record; and for programs."""

import html
import re

import pytest
from starlette.testclient import TestClient

from app.conferences.history import story
from app.conferences.rules import DeskRole
from app.db import Database
from app.outbox.rules import Outcome, State
from app.outbox.sender import send_due
from app.reminders import store, urging
from app.reminders.rules import DEFAULTS, Side
from tests.cast import HA_NOI, HAI_PHONG, rehearse
from tests.conftest import Joins
from tests.outbox.postoffice import PostOffice, opened
from tests.reminders import scene

HERE = f"/conferences/{HAI_PHONG}/reminders"
API = f"/api/v1/conferences/{HAI_PHONG}/reminders"
RULE = {"amount": "2", "unit": "24", "side": "before", "whom": "unit", "way": "mail"}


def rules(database: Database) -> list[tuple[int, Side, bool, str]]:
    with database.reading() as db:
        found = store.rules(db, scene.here(database).id)
        return [(rule.hours, rule.side, rule.is_on, rule.consented_by) for rule in found]


def seal(page: str) -> str:
    found = re.search(r'name="seen" value="(\w+)"', page)
    assert found is not None
    return found[1]


def chosen(page: str) -> dict[str, str]:
    """The form of the preview, with every recipient ticked."""
    names: list[str] = re.findall(r'type="checkbox" name="(to-[\w/]+)"', page)
    return dict.fromkeys(names, "true") | {"seen": seal(page), "show": "red", "way": "mail"}


def test_the_rules_are_offered_and_taken_over_with_one_button(
    summit: Database, organiser: TestClient
) -> None:
    page = organiser.get(HERE).text
    assert page.count("văn bản 004, dòng 115") == 4
    assert rules(summit) == [], "offered is not adopted"
    assert organiser.post(f"{HERE}/defaults").status_code == 303
    assert len(rules(summit)) == len(DEFAULTS)
    assert {consented for *_, consented in rules(summit)} == {""}, "letters wait"
    assert organiser.post(f"{HERE}/defaults").status_code == 409


def test_a_rule_is_made_changed_switched_and_deleted(
    summit: Database, organiser: TestClient
) -> None:
    organiser.post(f"{HERE}/rules", data={**RULE, "is_on": "true", "has_consent": "true"})
    assert rules(summit) == [(48, Side.BEFORE, True, "organiser")]
    address = re.search(rf"{HERE}/rules/\d+", organiser.get(HERE).text)
    assert address is not None
    assert 'value="24" selected' in organiser.get(address[0]).text
    organiser.post(address[0], data={**RULE, "amount": "5", "unit": "1", "is_on": "true"})
    assert rules(summit) == [(5, Side.BEFORE, True, "")], "another rule, another consent"
    organiser.post(f"{address[0]}/switch", data={"is_on": "false"})
    assert rules(summit)[0][2] is False
    organiser.post(f"{address[0]}/removal")
    assert rules(summit) == []
    with summit.reading() as db:
        told = story(db, scene.here(summit).id)
    assert {"urging_rule", "is_on", "hours", "consented_by"} <= {line.field for line in told}


@pytest.mark.parametrize(
    ("changed", "sentence"),
    [
        ({"amount": "0", "unit": "1"}, "ít nhất 1 giờ"),
        ({"amount": "31"}, "Nhiều nhất là 30 ngày"),
        ({"amount": "x"}, "Phải là một số"),
        ({"whom": "ai"}, "Không có lựa chọn này"),
    ],
)
def test_a_rule_without_sense_is_sent_back(
    summit: Database, organiser: TestClient, changed: dict[str, str], sentence: str
) -> None:
    answer = organiser.post(f"{HERE}/rules", data={**RULE, **changed})
    assert answer.status_code == 422
    assert sentence in html.unescape(answer.text)
    assert rules(summit) == []


def test_quiet_hours_are_changed_and_checked(summit: Database, organiser: TestClient) -> None:
    form = {"quiet_from": "22:30", "quiet_until": "06:15", "contact": "đ/c Mẫu"}
    assert organiser.post(f"{HERE}/manner", data=form).status_code == 303
    assert 'value="22:30"' in organiser.get(HERE).text
    wrong = organiser.post(f"{HERE}/manner", data={**form, "quiet_from": "chiều"})
    assert wrong.status_code == 422
    assert "Phải là giờ" in html.unescape(wrong.text)
    wrong = organiser.post(f"{HERE}/manner", data={**form, "email": "vanphong"})
    assert wrong.status_code == 422


def test_the_late_are_urged_in_one_go_after_a_look(summit: Database, organiser: TestClient) -> None:
    scene.awake(summit)
    scene.addresses(summit)
    scene.due_in(summit, {3: -2, 12: -1, 14: 5})
    page = organiser.get(f"{HERE}/urge").text
    form = chosen(page)
    assert "Đề nghị thực hiện việc quá hạn" in html.unescape(page), "the letters' own words"
    assert scene.letters(summit) == [], "looking writes nothing"
    one_left_out = next(name for name in form if name.startswith("to-"))
    answer = organiser.post(f"{HERE}/urgings", data={**form, one_left_out: ""})
    assert answer.status_code == 303
    again = organiser.post(f"{HERE}/urgings", data=form)
    assert again.status_code == 409, "a second press urges nobody twice"
    assert {letter.state for letter in scene.letters(summit)} == {State.DRAFT}
    assert "đã đôn đốc" in organiser.get(f"{HERE}/urge").text


def test_whoever_has_read_them_may_release_them_at_once(
    summit: Database, organiser: TestClient
) -> None:
    scene.awake(summit)
    scene.addresses(summit)
    scene.due_in(summit, {3: -2, 12: -1})
    form = chosen(organiser.get(f"{HERE}/urge").text)
    organiser.post(f"{HERE}/urgings", data={**form, "decision": "release"})
    with opened(office := PostOffice()) as there:
        assert send_due(summit, there)[Outcome.SENT] == len(scene.letters(summit)) > 1
    assert len(office.received) == len(scene.letters(summit))
    page = html.unescape(organiser.get(f"{HERE}/record").text)
    assert page.count("đã gửi") >= 2
    assert "đôn đốc tay" in page
    assert "organiser" in page


def test_nobody_chosen_is_refused_and_nothing_late_says_so(
    summit: Database, organiser: TestClient
) -> None:
    scene.due_in(summit, {3: -2})
    found = {"seen": seal(organiser.get(f"{HERE}/urge").text), "show": "red", "way": "mail"}
    assert organiser.post(f"{HERE}/urgings", data=found).status_code == 409
    rehearse(summit, "2026-05-27T09:00:00")
    assert "Không nơi nào chậm" in organiser.get(f"{HERE}/urge").text


def test_urging_by_hand_in_a_rehearsal_writes_no_letter(
    summit: Database, organiser: TestClient
) -> None:
    rehearse(summit, "2026-05-29T11:00:00")
    page = organiser.get(f"{HERE}/urge").text
    assert "duyệt gửi ngay" not in page
    organiser.post(f"{HERE}/urgings", data={**chosen(page), "decision": "release"})
    assert scene.letters(summit) == []
    assert len(scene.urgings(summit)) == 24
    assert "diễn tập, không gửi" in organiser.get(f"{HERE}/record").text


def test_the_record_is_seen_per_unit(summit: Database, organiser: TestClient) -> None:
    scene.awake(summit)
    scene.due_in(summit, {3: 5, 12: 5})
    scene.rule(summit)
    urging.run(summit, "")
    first, second = scene.urgings(summit)
    page = organiser.get(f"{HERE}/record?unit_id={first.unit_id}").text
    assert first.subject[:20] in html.unescape(page)
    assert second.subject[:20] not in html.unescape(page)
    assert organiser.get(f"{HERE}/record?unit_id=999999").status_code == 404


def test_the_checklist_leads_to_urging(summit: Database, organiser: TestClient) -> None:
    assert f"{HERE}/urge" in organiser.get(f"/conferences/{HAI_PHONG}/checklist").text


@pytest.mark.parametrize("path", ["", "/rules/new", "/urge", "/record"])
def test_only_organisers_urge(joins: Joins, path: str) -> None:
    assert joins(DeskRole.VIEWER).client.get(f"{HERE}{path}").status_code == 403
    assert joins(None).client.get(f"{HERE}{path}").status_code == 404


def test_another_conferences_rule_is_not_found(summit: Database, joins: Joins) -> None:
    theirs = scene.rule(summit)
    elsewhere = joins(DeskRole.ORGANISER, HA_NOI).client
    address = f"/conferences/{HA_NOI}/reminders/rules/{theirs}"
    assert elsewhere.get(address).status_code == 404
    assert elsewhere.post(f"{address}/switch", data={"is_on": "false"}).status_code == 404
    assert rules(summit)[0][2] is True


def test_programs_read_and_set_the_rules(summit: Database, joins: Joins) -> None:
    lan = joins(DeskRole.ORGANISER)
    said = {"Authorization": f"Bearer {lan.token}"}
    wanted = {"kind": "text", "amount": 3, "side": "before", "whom": "unit", "way": "zalo"}
    made = lan.client.post(f"{API}/rules", json={**wanted, "is_on": True}, headers=said)
    assert (made.status_code, made.json()["sends_for"]) == (201, "")
    rehearse(summit, "2026-05-29T07:30:00")
    found = lan.client.get(API, headers=said).json()
    assert [(one["at"], one["entries"]) for one in found["coming"]] == [
        ("2026-05-29T08:00:00+07:00", 24)
    ]
    rehearse(summit, "2026-05-29T08:00:00")
    assert lan.client.get(API, headers=said).json()["due"] == 24
    urging.run(summit, "")
    lines = lan.client.get(f"{API}/record", headers=said).json()
    assert len(lines) == 24
    assert {(line["hours"], line["state"]) for line in lines} == {(3, None)}
    address = f"{API}/rules/{made.json()['id']}"
    changed = lan.client.put(address, json={**wanted, "amount": 4}, headers=said)
    assert (changed.json()["hours"], changed.json()["is_on"]) == (4, False)
    assert lan.client.delete(address, headers=said).status_code == 204
    assert rules(summit) == []
