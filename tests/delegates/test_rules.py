"""What people are asked to wear, and how lists speak of them."""

import pytest

from app.delegates.rules import Dress, called, dress_of, masked

# Plan 63-KH/TU, lines 31-35.
PLAN = [
    Dress("Trang phục lịch sự", role="guest"),
    Dress("Nữ áo dài", role="recipient", sex="female"),
    Dress("Nam áo trắng dài tay, quần sẫm màu", role="recipient", sex="male"),
    Dress("Trang phục ngành", role="recipient", is_uniformed=True),
]


@pytest.mark.parametrize(
    ("roles", "sex", "is_uniformed", "expected"),
    [
        (["guest"], None, False, "Trang phục lịch sự"),
        (["recipient"], "female", False, "Nữ áo dài"),
        (["recipient"], "male", False, "Nam áo trắng dài tay, quần sẫm màu"),
        (["recipient"], "female", True, "Trang phục ngành"),
        (["delegate", "recipient"], "male", True, "Trang phục ngành"),
        (["guest", "recipient"], "female", False, "Nữ áo dài"),
        (["recipient"], None, False, None),
        (["delegate"], "female", False, None),
        (["delegate"], "female", True, None),
    ],
)
def test_dress_follows_role_sex_and_uniform(
    roles: list[str], sex: str | None, is_uniformed: bool, expected: str | None
) -> None:
    assert dress_of(PLAN, roles, sex, is_uniformed) == expected
    assert dress_of(list(reversed(PLAN)), roles, sex, is_uniformed) == expected


def test_a_rule_for_everybody_gives_way_to_any_other() -> None:
    rules = [Dress("Lịch sự"), *PLAN]
    assert dress_of(rules, ["delegate"], None, False) == "Lịch sự"
    assert dress_of(rules, ["recipient"], "female", False) == "Nữ áo dài"


@pytest.mark.parametrize(
    ("name", "positions", "expected"),
    [
        ("Nguyễn Văn Mẫu An", ["Bí thư Đảng ủy"], "Nguyễn Văn Mẫu An"),
        ("", ["Bí thư Đảng ủy", "Chủ tịch"], "Bí thư Đảng ủy"),
        ("", [], ""),
    ],
)
def test_a_place_is_called_by_name_or_first_position(
    name: str, positions: list[str], expected: str
) -> None:
    assert called(name, positions) == expected


def test_a_masked_phone_shows_its_tail_only() -> None:
    assert masked("0912 345 789") == "••• 789"
    assert masked("") == ""
