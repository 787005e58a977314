"""Pasted addresses: taken where the holder is certain, asked about where not."""

import pytest

from app.invitations.rules import Entry, Fault, Holder, match, read_paste

GIANG = Holder("Xã Cẩm Giang", unit_id=1)
GIANG_TOO = Holder("Xã Cẩm Giàng", unit_id=2)
NEAR = {"xa cam giang": [GIANG, GIANG_TOO]}


def test_lines_come_from_a_spreadsheet_or_a_letter() -> None:
    pasted = "Xã Mẫu\ta@mau.vn\tNguyễn Mẫu\t0912 345 678\n\n Phường Mẫu ; b@mau.vn\nChỉ có tên"
    assert [(e.holder, e.email, e.name, e.phone) for e in read_paste(pasted)] == [
        ("Xã Mẫu", "a@mau.vn", "Nguyễn Mẫu", "0912 345 678"),
        ("Phường Mẫu", "b@mau.vn", "", ""),
        ("Chỉ có tên", "", "", ""),
    ]


@pytest.mark.parametrize(
    ("known", "unit", "fault", "perhaps"),
    [
        ({"key": [GIANG]}, 1, None, ()),
        ({}, None, Fault.UNKNOWN, ("Xã Cẩm Giang", "Xã Cẩm Giàng")),
        ({"key": [GIANG, GIANG]}, None, Fault.SEVERAL, ("Xã Cẩm Giang", "Xã Cẩm Giang")),
    ],
)
def test_a_name_that_only_comes_near_is_asked_about(
    known: dict[str, list[Holder]], unit: int | None, fault: Fault | None, perhaps: tuple[str, ...]
) -> None:
    entry = Entry("", "Xa Cam Giang", "a@mau.vn")
    found = match(entry, "key", "xa cam giang", known, NEAR)
    assert (found.unit_id, found.fault, found.perhaps) == (unit, fault, perhaps)
