"""Lists as offices send them, each with its own mess, written by code. Names are synthetic."""

import unicodedata
from collections.abc import Callable, Sequence
from io import BytesIO
from typing import Any

from openpyxl import Workbook
from openpyxl.styles import Font
from openpyxl.worksheet.worksheet import Worksheet

Row = Sequence[Any]
HEAD = ("STT", "Họ và tên", "Chức vụ", "Đơn vị", "Số điện thoại", "Ghi chú")
OLD, OLD_CAPITALS, VNI = Font(name=".VnTime"), Font(name=".VnTimeH"), Font(name="VNI-Times")


def saved(book: Workbook) -> bytes:
    written = BytesIO()
    book.save(written)
    return written.getvalue()


def sheet(rows: Sequence[Row], title: str = "Danh sách") -> tuple[Workbook, Worksheet]:
    book = Workbook()
    page = book.active
    assert isinstance(page, Worksheet)
    page.title = title
    for row in rows:
        page.append(list(row))
    return book, page


def plain(rows: Sequence[Row], head: Row = HEAD) -> bytes:
    """A tidy list: headings, then people."""
    return saved(sheet([head, *rows])[0])


def letterhead() -> bytes:
    """Letterhead and title, headings on two rows, (1)(2)(3), groups, total, signature."""
    book, page = sheet(
        [
            ["ĐẢNG BỘ THÀNH PHỐ HẢI PHÒNG", None, None, None, "ĐẢNG CỘNG SẢN VIỆT NAM"],
            ["ĐẢNG ỦY PHƯỜNG AN DƯƠNG", None, None, None, "Hải Phòng, ngày 28 tháng 5 năm 2026"],
            [],
            ["DANH SÁCH ĐẠI BIỂU DỰ HỘI NGHỊ"],
            ["(Kèm theo Công văn số 12-CV/ĐU ngày 28/5/2026)"],
            ["TT", "Họ và tên", "Năm sinh", None, "Chức vụ", "SĐT", "Ghi chú"],
            [None, None, "Nam", "Nữ"],
            ["(1)", "(2)", "(3)", "(4)", "(5)", "(6)", "(7)"],
            ["I. KHỐI ĐẢNG"],
            [1, "Nguyễn Văn Mẫu An", 1970, None, "Bí thư Đảng uỷ", 912345678, "kiêm Chủ tịch HĐND"],
            [2, "Trần Thị Mẫu Bình", None, 1975, "Phó Bí thư TT", "0168 234 5678", None],
            ["II. KHỐI CHÍNH QUYỀN"],
            [1, "Lê Mẫu Cường", 1980, None, "CT UBND", "+84 912 345 679", None],
            [2, None, None, None, "Trưởng phòng Văn hoá - Xã hội", None, "Khuyết"],
            ["Cộng", None, None, None, 4],
            ["Ấn định danh sách có 05 đồng chí./."],
            [],
            [None, None, None, None, "T/M BAN THƯỜNG VỤ"],
            [None, None, None, None, "BÍ THƯ"],
            [],
            [None, None, None, None, "Nguyễn Văn Mẫu An"],
        ]
    )
    for merged in ("A1:D1", "E1:G1", "A2:D2", "E2:G2", "A4:G4", "A5:G5", "A6:A7", "B6:B7", "C6:D6"):
        page.merge_cells(merged)
    for merged in ("E6:E7", "F6:F7", "G6:G7", "A9:G9", "A12:G12", "E18:G18", "E21:G21"):
        page.merge_cells(merged)
    return saved(book)


def legacy() -> bytes:
    """TCVN3 and VNI cells beside Unicode ones in the same column, some without their font."""
    book, page = sheet(
        [
            HEAD,
            [1, "NguyÔn V¨n MÉu ¸nh", "BÝ th\u00ad §¶ng ñy", "Phường An Dương", "0912345601", None],
            [2, "Traàn Thò Maãu Bình", "Phoù Bí thö Thöôøng tröïc", "Phường An Dương", None, None],
            [3, "Lê Văn Mẫu Cường", "Chủ tịch UBND", "Phường An Dương", None, None],
            [4, "§ç ThÞ MÉu T\u00ad", "Chñ tÞch UBMTTQ", "Ph\u00adêng An D\u00ad¬ng", None, None],
            [5, "nguyÔn v¨n mÉu dòng", "Trưởng ban XDĐ", "Phường An Dương", None, None],
            [6, unicodedata.normalize("NFD", "Hoàng Thị Mẫu Ốc"), "GĐ TTPVHCC", "Phường An Dương"],
        ]
    )
    for cell, font in (("B2", OLD), ("C2", OLD), ("B3", VNI), ("C3", VNI), ("B6", OLD_CAPITALS)):
        page[cell].font = font
    return saved(book)


def hidden() -> bytes:
    """A hidden row, column and sheet, a struck-out row, a column of personal numbers."""
    head = ("STT", "Họ và tên", "Chức vụ", "Đơn vị", "Số CCCD", "Mật")
    book, page = sheet(
        [
            head,
            [1, "Nguyễn Văn Mẫu Một", "Phó Chủ tịch UBND", "Phường An Dương", "031070001234", "x"],
            [2, "Nguyễn Văn Mẫu Hai", "Phó Chủ tịch HĐND", "Phường An Dương", "031070001235", "y"],
            [3, "Nguyễn Văn Mẫu Ba", "Chuyên viên", "Phường An Dương", "031070001236", "z"],
        ]
    )
    page.row_dimensions[3].hidden = True
    page.column_dimensions["F"].hidden = True
    for cell in page[4]:
        cell.font = Font(name="Times New Roman", strike=True)
    secret = book.create_sheet("Dự phòng")
    secret.append(HEAD)
    secret.append([1, "Nguyễn Văn Mẫu Bốn", "Chuyên viên", "Phường An Dương"])
    secret.sheet_state = "hidden"
    return saved(book)


def merged_units() -> bytes:
    """Units merged downwards, names in two columns under one heading, ticks for coming."""
    book, page = sheet(
        [
            ["STT", "Đơn vị", "Họ và tên", None, "Chức vụ", "Dự", "Vắng", "Lý do"],
            [1, "UBND phường Lê Chân", "Nguyễn Văn Mẫu", "An", "Phó Chủ tịch UBND", "x"],
            [2, None, "Trần Thị Mẫu", "Bé", "Chánh Văn phòng", None, "✓", "nghỉ ốm"],
            [3, "Xã An Khánh", "Lê Văn Mẫu", "Cả", "Phó Bí thư", "X"],
            [4, None, "Phạm Mẫu", "Dần", "Phó Chủ tịch HĐND", "x"],
        ]
    )
    for merged in ("C1:D1", "B2:B3", "B4:B5"):
        page.merge_cells(merged)
    return saved(book)


def first_line_units() -> bytes:
    """The unit on its first line only; the headings again at a page break; STT restarts."""
    rows: list[Row] = [
        [1, "Nguyễn Văn Mẫu An", "Phó Chủ tịch UBND", "Xã An Khánh", None, None],
        [2, "Trần Thị Mẫu Bé", "Chánh Văn phòng", None, None, None],
        [3, "Lê Văn Mẫu Cả", "Phó Chủ tịch HĐND", None, None, None],
        HEAD,
        [1, "Phạm Mẫu Dần", "Phó Chủ tịch UBND", "Phường Lê Chân", None, None],
        [2, "Vũ Mẫu Em", "Chánh Văn phòng", None, None, None],
    ]
    return plain(rows)


def headed_units() -> bytes:
    """Units as headings over their people, numbered I, 1, a; no column of units."""
    rows: list[Row] = [
        ["I", "CÁC PHƯỜNG", None],
        ["1", "Phường An Dương", None],
        [1, "Nguyễn Văn Mẫu An", "Phó Chủ tịch UBND"],
        [2, "Trần Thị Mẫu Bé", "Chánh Văn phòng"],
        ["2", "Phường Lê Chân", None],
        [1, "Lê Văn Mẫu Cả", "Phó Chủ tịch UBND"],
        ["II", "CÁC XÃ", None],
        ["a", "Xã Cẩm Giàng", None],
        [1, "Phạm Mẫu Dần", "Phó Chủ tịch UBND"],
    ]
    return plain(rows, ("STT", "Họ tên", "Chức danh"))


def notes() -> bytes:
    """Notes that hold data."""
    rows: list[Row] = [
        [1, "Đ/c Nguyễn Văn Mẫu An", "Bí thư Đảng ủy", "Phường An Dương", None,
         "Đi công tác, cử đ/c Trần Văn Mẫu Bảo, Phó Chủ tịch UBND dự thay"],
        [2, "Ông Lê Mẫu Cường", "Chủ tịch UBND", "Phường An Dương", "0912345678/02253822123", None],
        [3, None, "Trưởng Ban Xây dựng Đảng", "Phường An Dương", None, "chưa kiện toàn"],
        [4, "Bà Đỗ Thị Mẫu Dung", "Giám đốc TTPVHCC", "Phường An Dương", "9.12345679E8", "nghỉ ốm"],
        [5, "Đại tá Hồ Mẫu Giang", "Trưởng phòng Văn hóa - Xã hội kiêm Bí thư Chi bộ",
         "Phường An Dương", None, None],
    ]  # fmt: skip
    return plain(rows)


def odd_headings() -> bytes:
    """Headings in another order and spelling, one that says nothing."""
    head = ("Đơn vị CT", "ĐT di động", "Đ/c", "CV", "Cột phụ")
    return plain([["P. Lê Chân", "0912345611", "Nguyễn Văn Mẫu Hòa", "PCT UBND", "ăn chay"]], head)


def doubtful_units() -> bytes:
    """A ward called a commune, a commune without its tones."""
    rows: list[Row] = [
        [1, "Nguyễn Văn Mẫu An", "Phó Chủ tịch UBND", "Xã Thủy Nguyên", None, None],
        [2, "Trần Thị Mẫu Bé", "Chánh Văn phòng", "Xã Thủy Nguyên", None, None],
        [3, "Lê Văn Mẫu Cả", "Phó Chủ tịch UBND", "xa cam giang", None, None],
        [4, "Phạm Mẫu Dần", "Phó Chủ tịch UBND", "Uỷ ban nhân dân xã Vĩnh Hoà", None, None],
    ]
    return plain(rows)


def namesakes() -> bytes:
    """Two people of one name in two communes, one on two lines, and one who may be either."""
    rows: list[Row] = [
        [1, "Nguyễn Văn Mẫu Trùng", "Phó Chủ tịch UBND", "Phường An Dương", None, None],
        [2, "Nguyễn Văn Mẫu Trùng", "Phó Chủ tịch UBND", "Xã An Khánh", None, None],
        [3, "Lê Mẫu Kiêm", "Phó Bí thư", "Phường Lê Chân", "0912345621", None],
        [4, "Lê Mẫu Kiêm", "Phó Chủ tịch HĐND", "Phường Lê Chân", "0912345621", None],
        [5, "Vũ Mẫu Hai", "Phó Chủ tịch UBND", "Phường Lê Chân", None, None],
        [6, "Vũ Mẫu Hai", "Chánh Văn phòng", "Phường Lê Chân", None, None],
    ]
    return plain(rows)


def formulas() -> bytes:
    """A formula without a saved value, two tables on one sheet, and a stated total."""
    book, page = sheet(
        [
            ["STT", "Họ và tên", "Chức vụ", "Đơn vị"],
            ["=ROW()-1", "Nguyễn Văn Mẫu An", "Phó Chủ tịch UBND", "Phường An Dương"],
            ["Tổng cộng: 01 đồng chí"],
            ["Người lập biểu"],
            [],
            ["Họ và tên", "Đơn vị", "Chức vụ"],
            ["Trần Thị Mẫu Bé", "Phường An Dương", "Chánh Văn phòng"],
        ]
    )
    assert page.max_row
    return saved(book)


def unheaded() -> bytes:
    """No headings at all."""
    rows: list[Row] = [
        [1, "Nguyễn Văn Mẫu An", "Phó Chủ tịch UBND", "Phường An Dương", "0912345631"],
        [2, "Trần Thị Mẫu Bé", "Chánh Văn phòng", "Phường An Dương", "0912345632"],
        [3, "Lê Văn Mẫu Cả", "Chuyên viên", "Phường An Dương", "0912345633"],
    ]
    return saved(sheet(rows)[0])


def text(encoding: str, separator: str) -> bytes:
    """The same list as text."""
    rows: list[Row] = [
        HEAD,
        [1, "Nguyễn Văn Mẫu Ân", "Phó Chủ tịch UBND", "Phường An Dương", "0912345641", ""],
        [2, "Trần Thị Mẫu Bé", "Chánh Văn phòng", "Phường An Dương", "0912345642", ""],
    ]
    content = "\r\n".join(separator.join(map(str, row)) for row in rows)
    if encoding == "cp1258":
        return _as_cp1258(content)
    return content.encode(encoding)


def _as_cp1258(content: str) -> bytes:
    """Windows writes a letter with its roof or horn, then the tone."""
    tones = "\u0300\u0301\u0303\u0309\u0323"
    written = []
    for letter in content:
        plain = unicodedata.normalize("NFD", letter)
        tone = "".join(mark for mark in plain if mark in tones)
        rest = unicodedata.normalize("NFC", "".join(m for m in plain if m not in tones))
        written.append(rest + tone)
    return "".join(written).encode("cp1258")


MESSY: dict[str, Callable[[], bytes]] = {
    made.__name__: made
    for made in (
        letterhead, legacy, hidden, merged_units, first_line_units, headed_units, notes,
        odd_headings, doubtful_units, namesakes, formulas, unheaded,
    )
} | {
    f"{encoding}_{name}": (lambda e=encoding, s=separator: text(e, s))
    for encoding in ("utf-8", "utf-8-sig", "utf-16", "cp1258")
    for name, separator in (("semicolon", ";"), ("tab", "\t"))
}  # fmt: skip
