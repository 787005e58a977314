"""Finding delegates, their order, and what changing them does to both."""

from dataclasses import replace

import pytest
from sqlmodel import Session, col, select

from app.conferences.models import Revision
from app.conferences.store import conference_named
from app.delegates import changes, store
from app.delegates.changes import Enrolment
from app.delegates.rules import Attendance, Order, Role
from app.delegates.search import Filter
from app.delegates.sums import sums
from app.errors import NotFound
from tests.cast import AUTHOR, HA_NOI
from tests.counting import statements


def names(db: Session, here: int, **wanted: object) -> list[str]:
    return [found.called for found in store.everyone(db, here, Filter.model_validate(wanted))]


def add(db: Session, here: int, **given: object) -> store.Listed:
    group = store.everyone(db, here)[-1].group
    enrolment = Enrolment(**{"group_id": group.id, "positions": ["Chuyên viên"], **given})  # type: ignore[arg-type]
    return store.delegate_of(db, here, changes.add(db, AUTHOR, here, enrolment).id)


def test_the_seed_holds_all_places_of_the_plan(db: Session, here: int) -> None:
    found = sums(db, here)
    assert found.places == 1_086
    assert sum(found.by.values()) == 1_086
    assert found.named == len(store.everyone(db, here, Filter(is_named=True)))


def test_search_needs_no_accents_and_no_order_of_words(db: Session, here: int) -> None:
    with_accents = names(db, here, search="Lê Ngọc Châu")
    assert with_accents == ["Lê Ngọc Châu"]
    for typed in ("le ngoc chau", "NGOC CHAU LE", "  châu   ngoc lê", "bi thu thanh uy chau le"):
        assert names(db, here, search=typed) == with_accents
    assert len(names(db, here, search="dang uy xa cam giang")) == 4  # two communes, two posts each


def test_what_means_something_to_the_database_is_only_text(db: Session, here: int) -> None:
    for typed in ("%", "_", "\\", "' OR 1=1 --"):
        found = names(db, here, search=typed)
        assert found in ([], names(db, here)), typed


def test_pages_make_up_the_list(db: Session, here: int) -> None:
    first = store.listing(db, here, Filter(page=1))
    assert (first.total, first.pages, first.first) == (1_086, 22, 1)
    every = [
        person.delegate.id
        for page in range(1, 23)
        for person in store.listing(db, here, Filter(page=page)).delegates
    ]
    assert every == [person.delegate.id for person in store.everyone(db, here)]
    beyond = store.listing(db, here, Filter(page=400))
    assert beyond.page == 22
    assert store.listing(db, here, Filter(search="khongcoai")).pages == 1


def test_the_list_takes_the_same_queries_for_few_and_many(db: Session, here: int) -> None:
    with statements() as few:
        store.listing(db, here, Filter(search="Lê Ngọc Châu"))
    with statements() as many:
        store.listing(db, here)
    assert len(few) == len(many) == 4


def test_precedence_is_that_of_the_plan(db: Session, here: int) -> None:
    numbers = [found.delegate.number for found in store.everyone(db, here)]
    assert numbers == sorted(numbers)


def test_names_are_sorted_by_given_name_as_vietnamese_does(db: Session, here: int) -> None:
    given = ["Đạt", "Dũng", "An", "Ẩn", "Dung", "Ân", "Ánh"]
    for name in given:
        add(db, here, name=f"Nguyễn Thử {name}")
    found = names(db, here, search="nguyen thu", order=Order.NAME)
    assert [name.split()[-1] for name in found if " Thử " in name] == [
        "An", "Ánh", "Ân", "Ẩn", "Dung", "Dũng", "Đạt",
    ]  # fmt: skip


def test_people_without_a_unit_stand_last_in_the_order_of_units(db: Session, here: int) -> None:
    found = store.everyone(db, here, Filter(order=Order.UNIT))
    has_unit = [listed.unit is not None for listed in found]
    assert has_unit == sorted(has_unit, reverse=True)
    assert not has_unit[-1]


def test_a_delegate_of_another_conference_is_not_found(db: Session, here: int) -> None:
    elsewhere = conference_named(db, HA_NOI).id
    stranger = store.everyone(db, elsewhere)[0].delegate.id
    with pytest.raises(NotFound):
        store.delegate_of(db, here, stranger)
    assert stranger not in store.those(db, here, [stranger])


def test_who_is_added_stands_last_in_the_group_with_a_pass(db: Session, here: int) -> None:
    added = add(db, here, name="Nguyễn Văn Mẫu An", roles=[Role.STAFF])
    assert added.delegate.number == 1_087
    everyone = store.everyone(db, here)
    assert everyone[-1].delegate.id == added.delegate.id
    commune = next(one for one in everyone if one.unit and one.unit.name == "Phường Ái Quốc")
    ninth = add(db, here, group_id=commune.group.id, unit=commune.unit)
    assert ninth.delegate.rank == 9
    assert store.valid_pass(db, added.delegate.id) is not None


def test_a_new_name_is_found_at_once_and_is_no_sample(db: Session, here: int) -> None:
    found = store.everyone(db, here, Filter(search="mẫu quỳnh ái quốc"))[0]
    assert found.delegate.is_synthetic
    wanted = replace(
        changes.as_enrolled(found), name="Đặng Thị Thử", positions=["Bí thư", "Trưởng ban"]
    )
    changes.change(db, AUTHOR, found, wanted, "Công văn của phường")
    again = store.listing(db, here, Filter(search="dang thi thu")).delegates[0]
    assert (again.called, again.positions) == ("Đặng Thị Thử", ["Bí thư", "Trưởng ban"])
    assert not again.delegate.is_synthetic
    assert store.everyone(db, here, Filter(search="mẫu quỳnh ái quốc")) == []


def test_every_difference_becomes_a_line_of_history(db: Session, here: int) -> None:
    found = add(db, here, name="Nguyễn Văn Mẫu An", phone="0912345789")
    wanted = replace(
        changes.as_enrolled(found),
        attendance=Attendance.ABSENT,
        reason="Đi công tác",
        roles=[Role.DELEGATE, Role.SPEAKER],
        phone="0987654789",
    )
    changes.change(db, AUTHOR, found, wanted, "Xác báo của đơn vị")
    db.commit()  # which writes the history
    query = select(Revision).where(Revision.reason == "Xác báo của đơn vị")
    written = {line.field: (line.before, line.after) for line in db.exec(query)}
    assert written == {
        "attendance": ("invited", "absent"),
        "reason": ("", "Đi công tác"),
        "roles": ("đại biểu", "đại biểu, tham luận"),
        "phone": ("••• 789", "••• 789"),
    }


def test_saving_without_a_change_leaves_no_trace(db: Session, here: int) -> None:
    found = store.everyone(db, here)[20]
    before = (found.called, list(found.positions), list(found.roles))
    changes.change(db, AUTHOR, found, changes.as_enrolled(found))
    again = store.delegate_of(db, here, found.delegate.id)
    assert (again.called, again.positions, again.roles) == before
    db.commit()
    assert db.exec(select(Revision).where(col(Revision.table) == "delegate")).all() == []


def test_a_renewed_pass_replaces_the_old_one_at_once(db: Session, here: int) -> None:
    found = store.everyone(db, here)[0]
    old = store.tokens(db, here)[found.delegate.id]
    new = changes.renew_pass(db, AUTHOR, found).token
    assert store.holder(db, old) is None
    holder = store.holder(db, new.lower())
    assert holder is not None
    assert holder.delegate.id == found.delegate.id


@pytest.mark.parametrize("token", ["", "x", "A" * 26, "A" * 5_000, "\x00", "🤷", "' OR 1=1"])
def test_what_is_no_pass_opens_nothing(db: Session, here: int, token: str) -> None:
    assert store.holder(db, token) is None
