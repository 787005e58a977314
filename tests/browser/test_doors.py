"""The door on real phones: over https, with a camera, without a network, killed, and revoked."""

from pathlib import Path

from playwright.sync_api import expect
from sqlmodel import col, select

from app import addresses
from app.checkin import devices, settling
from app.checkin.models import Arrival
from app.conferences.store import conference_named
from app.db import Database
from app.delegates.changes import renew_pass
from app.delegates.models import Pass
from app.delegates.store import delegate_of, everyone, tokens
from app.seating.papers import cards as papers
from app.seating.store import map_to_print
from tests.browser import camera
from tests.browser.doorway import (
    ROSTER,
    SOON,
    Phones,
    arrived,
    author,
    cards,
    database,
    enrol,
    eventually,
    phones,
    secured,
    shows,
)
from tests.cast import HAI_PHONG
from tests.served import Served

__all__ = ["database", "phones", "secured"]  # fixtures


def test_the_camera_reads_our_own_seat_cards_however_they_are_held(
    secured: Served, database: Database, phones: Phones, tmp_path: Path
) -> None:
    with database.reading() as db:
        conference = conference_named(db, HAI_PHONG)
        people = everyone(db, conference.id)[40:50]
        printed = papers.cards_pdf(
            conference,
            map_to_print(db, conference.id),
            people,
            {
                one: addresses.whole(secured.url, addresses.of_delegate(token))
                for one, token in tokens(db, conference.id).items()
            },
            papers.Sheet(),
        )
    found = camera.codes(printed, 4)
    camera.film([picture for _, picture in found], tmp_path / "cards.y4m")
    phone = phones("phone", tmp_path / "cards.y4m")
    page = enrol(database, phone, "Cửa 1 – máy A", "Cửa 1")
    page.get_by_role("button", name="Máy ảnh").click()
    expect(page.locator("#here")).to_have_text("4", timeout=60_000)
    eventually(page, lambda: arrived(database) == 4)
    with database.reading() as db:
        numbers = select(Pass.token).join(Arrival, col(Arrival.delegate_id) == Pass.delegate_id)
        assert set(db.exec(numbers)) == {text.rpartition("/")[2] for text, _ in found}
    assert phone.problems == []


def test_without_a_network_nothing_is_lost(database: Database, phones: Phones) -> None:
    (one, name), (two, other), (three, third) = cards(database, 3)
    phone = phones("phone")
    page = enrol(database, phone, "Cửa 1 – máy A", "Cửa 1")
    phone.set_offline(True)
    shows(page, one)
    expect(page.locator("#verdict.good")).to_contain_text(name)
    expect(page.locator(".offline")).to_be_visible()
    shows(page, one)
    expect(page.locator("#verdict.warn")).to_contain_text("Đã vào rồi")
    page.reload()
    expect(page.locator("#queued")).to_have_text("2")
    shows(page, two)
    expect(page.locator("#verdict.good")).to_contain_text(other)
    expect(page.locator("#queued")).to_have_text("3")
    assert arrived(database) == 0
    phone.kill()
    page = phone.open()
    expect(page.locator("#here")).to_have_text("2", timeout=SOON)
    eventually(page, lambda: arrived(database) == 2)
    expect(page.locator("#queued")).to_be_hidden(timeout=SOON)
    shows(page, three)
    expect(page.locator("#verdict.good")).to_contain_text(third)
    eventually(page, lambda: arrived(database) == 3)


def test_the_server_dies_and_the_door_goes_on(
    secured: Served, database: Database, phones: Phones
) -> None:
    (one, _), (two, _) = cards(database, 2)
    page = enrol(database, phones("phone"), "Cửa 1 – máy A", "Cửa 1")
    shows(page, one)
    expect(page.locator("#verdict.good")).to_be_visible()
    eventually(page, lambda: arrived(database) == 1)
    secured.kill()
    shows(page, two)
    expect(page.locator("#verdict.good")).to_be_visible()
    expect(page.locator("#queued")).to_have_text("1")
    secured.start()
    expect(page.locator("#queued")).to_be_hidden(timeout=60_000)
    assert arrived(database) == 2


def test_one_card_at_two_doors_without_a_network(database: Database, phones: Phones) -> None:
    ((card, name),) = cards(database, 1)
    first, second = phones("first"), phones("second")
    at_one = enrol(database, first, "Cửa 1 – máy A", "Cửa 1")
    at_two = enrol(database, second, "Cửa 2 – máy B", "Cửa 2")
    for phone, page in ((first, at_one), (second, at_two)):
        phone.set_offline(True)
        shows(page, card)
        expect(page.locator("#verdict.good")).to_contain_text(name)
        expect(page.locator("#queued")).to_have_text("1")
    for phone, page in ((first, at_one), (second, at_two)):
        phone.set_offline(False)
        expect(page.locator("#queued")).to_be_hidden(timeout=60_000)
    expect(at_two.locator("#notices")).to_contain_text("Thẻ vào hai cửa", timeout=SOON)
    with database.reading() as db:
        (conflict,) = settling.conflicts(db, conference_named(db, HAI_PHONG).id, None)
    assert conflict.who == name
    assert {conflict.first.door, conflict.later.door} == {"Cửa 1", "Cửa 2"}
    assert {conflict.first.device, conflict.later.device} == {"Cửa 1 – máy A", "Cửa 2 – máy B"}
    assert arrived(database) == 1


def test_a_revoked_phone_forgets_everything(database: Database, phones: Phones) -> None:
    ((card, _),) = cards(database, 1)
    phone = phones("phone")
    page = enrol(database, phone, "Cửa 1 – máy A", "Cửa 1")
    with database.writing() as db:
        here = conference_named(db, HAI_PHONG).id
        devices.revoke(db, author(), devices.devices(db, here)[0])
    shows(page, card)
    expect(page.get_by_text("Máy đã bị thu hồi")).to_be_visible()
    stored = "(async () => [(await indexedDB.databases()).length, (await caches.keys()).length])()"
    assert page.evaluate(stored) == [0, 0]
    phone.close()
    again = phone.open()
    expect(again.get_by_text("Máy này chưa được giao cửa nào")).to_be_visible()
    assert arrived(database) == 0


def test_somebody_without_a_card_is_found_by_name_unit_or_seat(
    database: Database, phones: Phones
) -> None:
    page = enrol(database, phones("phone"), "Cửa 1 – máy A", "Cửa 1")
    page.get_by_placeholder("Tên, đơn vị hoặc ghế").fill("le chan")
    found = page.locator("#found li")
    expect(found).to_have_count(8)
    expect(found.first).to_contain_text("Phường Lê Chân")
    found.first.get_by_role("button").click()
    expect(page.locator("#verdict.good")).to_contain_text("Phường Lê Chân")
    page.get_by_role("button", name="Hoàn tác").click()
    expect(page.locator("#verdict")).to_be_hidden()
    eventually(page, lambda: arrived(database) == 0)
    page.get_by_role("button", name="Khách phát sinh").click()
    guest = page.get_by_role("dialog", name="Khách phát sinh")
    guest.get_by_label("Họ và tên").fill("Nguyễn Thị Mẫu Khách")
    guest.get_by_label("Đơn vị", exact=True).fill("Phường Lê Chân")
    page.get_by_role("button", name="Cho vào và cấp ghế").click()
    expect(page.locator("#verdict.good")).to_contain_text("Nguyễn Thị Mẫu Khách")
    expect(page.locator("#verdict .place b")).not_to_be_empty()


def test_without_a_network_the_door_knows_the_way_old_codes_and_how_to_take_back(
    database: Database, phones: Phones
) -> None:
    ((old, name),) = cards(database, 1)
    phone = phones("phone")
    page = enrol(database, phone, "Cửa 1 – máy A", "Cửa 1")
    with database.writing() as db:
        here = conference_named(db, HAI_PHONG).id
        held = db.exec(select(Pass).where(Pass.token == old)).one()
        new = renew_pass(db, author(), delegate_of(db, here, held.delegate_id)).token
    before = page.evaluate(ROSTER)
    page.evaluate("dispatchEvent(new Event('online'))")  # a phone that comes back calls at once
    eventually(page, lambda: page.evaluate(ROSTER) != before)
    phone.set_offline(True)
    shows(page, old)
    expect(page.locator("#verdict.bad")).to_contain_text("Thẻ đã thu hồi")
    shows(page, new)
    expect(page.locator("#verdict.good")).to_contain_text(name)
    expect(page.locator("#verdict .ways")).to_contain_text("vào hàng từ bên")
    expect(page.locator("#here")).to_have_text("1")
    page.get_by_role("button", name="Hoàn tác").click()
    expect(page.locator("#verdict")).to_be_hidden()
    expect(page.locator("#here")).to_have_text("0")
    phone.set_offline(False)
    expect(page.locator("#queued")).to_be_hidden(timeout=60_000)
    eventually(page, lambda: arrived(database) == 0)
    shows(page, f"HTTPS://HALL/G/{new}")
    expect(page.locator("#verdict.good")).to_contain_text(name)
    eventually(page, lambda: arrived(database) == 1)
