"""More lists as offices send them, with what a clerk reads in them. Names are synthetic.

Each: rows, merged cells, and of every person the name, the unit once it is found, and the posts.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from tests.roster.files import Row, saved, sheet

AN_DUONG, GIANGF, NOI_VU = "Phường An Dương", "Xã Cẩm Giàng", "Sở Nội vụ"
HEAD = ("STT", "Họ và tên", "Chức vụ", "Đơn vị", "Ghi chú")
Found = tuple[str, str, list[str]]
STAFF = ["Chuyên viên"]


@dataclass
class OfficeFile:
    rows: Sequence[Row]
    people: list[Found]
    merged: Sequence[str] = ()
    sheets: dict[str, Sequence[Row]] = field(default_factory=dict)  # beside the first

    def content(self) -> bytes:
        book, page = sheet(self.rows)
        for merged in self.merged:
            page.merge_cells(merged)
        for title, rows in self.sheets.items():
            more = book.create_sheet(title)
            for row in rows:
                more.append(list(row))
        return saved(book)


def _one(name: str, unit: str = AN_DUONG, posts: Sequence[str] = STAFF) -> Found:
    return name, unit, list(posts)


_N: Any = None
LISTS: dict[str, OfficeFile] = {
    "a title names the unit, the venue does not": OfficeFile(
        [
            ["THÀNH ỦY HẢI PHÒNG", _N, "ĐẢNG CỘNG SẢN VIỆT NAM"],
            ["DANH SÁCH ĐẠI BIỂU XÃ CẨM GIÀNG DỰ HỘI NGHỊ TỔNG KẾT"],
            ["Tại Nhà hát Hoa Phượng, phường Thủy Nguyên"],
            ["TT", "Họ và tên", "Chức vụ"],
            [1, "Phan Mẫu Một", "Chuyên viên"],
        ],
        [_one("Phan Mẫu Một", GIANGF)],
    ),
    "headings on three rows, from the third column on": OfficeFile(
        [
            [_N, _N, "TT", "Họ và tên", "Năm sinh", _N, "Chức vụ", _N, "Đơn vị"],
            [_N, _N, _N, _N, "Nam", "Nữ", "Đảng", "Chính quyền"],
            [_N, _N, _N, _N, _N, _N, _N, _N],
            [_N, _N, 1, "Nguyễn Mẫu Khoa", 1970, _N, "Phó Bí thư", "Chuyên viên", AN_DUONG],
        ],
        [_one("Nguyễn Mẫu Khoa", posts=["Phó Bí thư", "Chuyên viên"])],
        merged=["C1:C3", "D1:D3", "E1:F1", "G1:H1", "I1:I3"],
    ),
    "two tables side by side": OfficeFile(
        [
            ["DANH SÁCH ĐẠI BIỂU"],
            ["TT", "Họ và tên", "Chức vụ", "Đơn vị", _N, "TT", "Họ và tên", "Chức vụ", "Đơn vị"],
            [1, "Hồ Mẫu Anh", "Chuyên viên", AN_DUONG, _N, 2, "Hồ Mẫu Chi", "Chuyên viên", NOI_VU],
            [_N, _N, _N, _N, _N, 3, "Hồ Mẫu Em", "Chuyên viên", GIANGF],
        ],
        [_one("Hồ Mẫu Anh"), _one("Hồ Mẫu Chi", NOI_VU), _one("Hồ Mẫu Em", GIANGF)],
    ),
    "units as headings with how many follow": OfficeFile(
        [
            ["STT", "Họ và tên", "Chức vụ", "Số lượng"],
            ["I", "Đảng ủy phường An Dương", _N, 1],
            [1, "Ngô Mẫu Ba", "Chuyên viên"],
            ["II", "Sở Nội vụ: 01 đ/c"],
            [1, "Ngô Mẫu Tư", "Chuyên viên"],
            [_N, "Tổng cộng", _N, 2],
        ],
        [_one("Ngô Mẫu Ba"), _one("Ngô Mẫu Tư", NOI_VU)],
    ),
    "names and bodies that begin like totals": OfficeFile(
        [
            ["STT", "Đơn vị", "Họ và tên", "Chức vụ"],
            [1, AN_DUONG, "Tống Văn Mẫu Hai", "Chuyên viên"],
            [_N, "Công an phường An Dương", "Công Tằng Mẫu Ba", "Chuyên viên"],
            [_N, "Cộng", 2],
        ],
        [_one("Tống Văn Mẫu Hai"), _one("Công Tằng Mẫu Ba")],
    ),
    "the same as above": OfficeFile(
        [
            HEAD,
            [1, "Mạc Mẫu Một", "Chuyên viên", AN_DUONG],
            [2, "Mạc Mẫu Hai", "nt", "-nt-"],
            [3, "Mạc Mẫu Ba", '"', "Như trên"],
        ],
        [_one("Mạc Mẫu Một"), _one("Mạc Mẫu Hai"), _one("Mạc Mẫu Ba")],
    ),
    "a person on several rows": OfficeFile(
        [
            HEAD,
            [1, "Bạch Mẫu Một", "Phó Bí thư", AN_DUONG],
            [_N, _N, "Chuyên viên"],
            [2, "Bạch Mẫu Hai", "Phó Trưởng phòng", NOI_VU],
            [_N, _N, "Ủy viên BTV"],
        ],
        [
            _one("Bạch Mẫu Một", posts=["Phó Bí thư", "Chuyên viên"]),
            _one("Bạch Mẫu Hai", NOI_VU, ["Phó Trưởng phòng", "Ủy viên BTV"]),
        ],
        merged=["A2:A3", "B2:B3", "D2:D3"],
    ),
    "two people in the lines of one row": OfficeFile(
        [HEAD, [1, "Lò Mẫu Em\nLò Mẫu Ga", "Chuyên viên\nLái xe", AN_DUONG]],
        [_one("Lò Mẫu Em"), _one("Lò Mẫu Ga", posts=["Lái xe"])],
    ),
    "posts, units and telephones beside names": OfficeFile(
        [
            ["Họ tên, chức vụ, điện thoại", "Đơn vị"],
            ["Đỗ Mẫu Một, Phó Bí thư, 0912345951", AN_DUONG],
            ["- Đỗ Mẫu Hai (1970) - Sở Nội vụ", _N],
        ],
        [_one("Đỗ Mẫu Một", posts=["Phó Bí thư"]), _one("Đỗ Mẫu Hai", NOI_VU, [])],
    ),
    "signatures without a word before them": OfficeFile(
        [
            HEAD,
            [1, "Thân Mẫu Một", "Chuyên viên", AN_DUONG],
            [2, "Thân Mẫu Hai", "Chuyên viên", AN_DUONG],
            [],
            [_N, "CHỦ TỊCH"],
            [],
            [_N, "Thân Mẫu Ký"],
            ["Đầu mối liên hệ:", "Thân Mẫu Đầu", "0912345803"],
        ],
        [_one("Thân Mẫu Một"), _one("Thân Mẫu Hai")],
    ),
    "a page break with letterhead and fewer headings": OfficeFile(
        [
            ["DANH SÁCH ĐẠI BIỂU"],
            ["TT", "Họ và tên", "Năm sinh", _N, "Chức vụ"],
            [_N, _N, "Nam", "Nữ"],
            ["1. Phường An Dương"],
            [1, "Đàm Mẫu Một", 1970, _N, "Chuyên viên"],
            ["Trang 1/2"],
            ["DANH SÁCH ĐẠI BIỂU"],
            ["TT", "Họ và tên", "Nam", "Nữ", "Chức vụ"],
            [2, "Đàm Thị Mẫu Hai", _N, 1980, "Chuyên viên"],
        ],
        [_one("Đàm Mẫu Một"), _one("Đàm Thị Mẫu Hai")],
        merged=["A2:A3", "B2:B3", "C2:D2", "E2:E3"],
    ),
    "one list after another, each with its title": OfficeFile(
        [
            ["DANH SÁCH ĐẠI BIỂU PHƯỜNG AN DƯƠNG"],
            ["TT", "Họ và tên", "Chức vụ"],
            [1, "Tăng Mẫu Một", "Chuyên viên"],
            [_N, _N, "T/M ĐẢNG ỦY"],
            ["DANH SÁCH ĐẠI BIỂU XÃ CẨM GIÀNG"],
            ["TT", "Họ và tên", "Chức vụ"],
            [1, "Tăng Mẫu Hai", "Chuyên viên"],
        ],
        [_one("Tăng Mẫu Một"), _one("Tăng Mẫu Hai", GIANGF)],
    ),
    "a sheet for each unit behind a summary": OfficeFile(
        [["STT", "Đơn vị", "Số lượng"], [1, AN_DUONG, 1], [2, "Xã Cẩm Giàng", 1]],
        [_one("Hứa Mẫu Một"), _one("Hứa Mẫu Hai", GIANGF)],
        sheets={
            "P. An Dương": [["STT", "Họ và tên", "Chức vụ"], [1, "Hứa Mẫu Một", "Chuyên viên"]],
            "DS xã Cẩm Giàng (8)": [["Họ tên", "Chức vụ"], ["Hứa Mẫu Hai", "Chuyên viên"]],
        },
    ),
    "units with the city or a count behind them": OfficeFile(
        [
            HEAD,
            [1, "Khúc Mẫu Một", "Chuyên viên", "UBND phường An Dương, TP Hải Phòng"],
            [2, "Khúc Mẫu Hai", "Chuyên viên", "Đảng bộ xã Cẩm Giàng - Hải Phòng"],
            [3, "Khúc Mẫu Ba", "Chuyên viên", "Sở Nội vụ (03)"],
        ],
        [_one("Khúc Mẫu Một"), _one("Khúc Mẫu Hai", GIANGF), _one("Khúc Mẫu Ba", NOI_VU)],
    ),
}

NOTES = {  # what a note says of whether its person comes
    "vắng (đi công tác)": "absent",
    "Bận họp HĐND": "absent",
    "Nghỉ phép": "absent",
    "không dự được": "absent",
    "Dự": "confirmed",
    "Thành viên Ban Tổ chức": "",
    "Đại biểu Hội nghị tổng kết": "",
    "Phụ trách công tác Đảng": "",
    "Đại biểu khuyết tật": "",
    "Thẻ vàng": "",
    "kiêm nhiệm": "",
}
