"""Finding people as they are typed: without marks, with some, by seat, by the end of a phone."""

from dataclasses import replace

import pytest
from sqlmodel import Session

from app.conferences.store import conference_named
from app.delegates import changes, store
from app.delegates.search import Filter
from tests.cast import AUTHOR, HA_NOI


def units(db: Session, here: int, typed: str) -> list[str]:
    found = store.listing(db, here, Filter(search=typed)).delegates
    return [one.unit.name if one.unit else "" for one in found]


@pytest.mark.parametrize("typed", ["cẩm giàng", "Cẩm Giàng", "CẨM GIÀNG", "giàng cẩm", "cẩm già"])
def test_typed_marks_put_the_right_commune_first(db: Session, here: int, typed: str) -> None:
    found = units(db, here, typed)
    assert len(found) == 16, "both are shown"
    assert found[:8] == ["Xã Cẩm Giàng"] * 8


def test_without_marks_both_communes_are_found(db: Session, here: int) -> None:
    assert set(units(db, here, "cam giang")) == {"Xã Cẩm Giàng", "Xã Cẩm Giang"}
    assert units(db, here, "cẩm giang")[:8] == ["Xã Cẩm Giang"] * 8


def test_the_place_of_the_tone_does_not_matter(db: Session, here: int) -> None:
    assert units(db, here, "Thuỷ Nguyên")[:8] == ["Phường Thủy Nguyên"] * 8


def test_whoever_is_called_so_stands_before_whoever_holds_such_a_post(
    db: Session, here: int
) -> None:
    person = store.everyone(db, here, Filter(is_named=False))[-1]
    wanted = replace(changes.as_enrolled(person), name="Trần Mẫu Trưởng")
    changes.change(db, AUTHOR, person, wanted)
    found = store.listing(db, here, Filter(search="truong")).delegates
    assert "Trường" in found[0].called or "Trưởng" in found[0].called
    assert person.delegate.id in {one.delegate.id for one in found[:5]}


@pytest.mark.parametrize("written", ["{}", "{} ", "b 01 09", "B-01-09", "b01-09", "B 1 9"])
def test_a_seat_finds_who_sits_there(db: Session, here: int, written: str) -> None:
    chair = store.everyone(db, here, Filter(search="le ngoc chau"))[0]
    assert chair.seat == "B-01-09"
    found = store.listing(db, here, Filter(search=written.format(chair.seat))).delegates
    assert chair.delegate.id in {one.delegate.id for one in found}
    assert len(found) < 12


def test_the_end_of_a_phone_number_finds_for_those_who_may_call(db: Session, here: int) -> None:
    person = store.everyone(db, here)[30]
    wanted = replace(changes.as_enrolled(person), phone="0912 345.678")
    changes.change(db, AUTHOR, person, wanted)
    for typed in ("5678", "345 678", "0912345678", "+84912345678"):
        found = store.listing(db, here, Filter(search=typed), by_phone=True).delegates
        assert [one.delegate.id for one in found] == [person.delegate.id], typed
        assert store.listing(db, here, Filter(search=typed)).delegates == []
    assert store.listing(db, here, Filter(search="78"), by_phone=True).total < 1_086


def test_nobody_of_another_conference_is_found(db: Session, here: int) -> None:
    elsewhere = conference_named(db, HA_NOI).id
    assert store.listing(db, elsewhere, Filter(search="le ngoc chau")).total == 0
    assert store.listing(db, elsewhere, Filter(search="B-01-09"), by_phone=True).total == 0
