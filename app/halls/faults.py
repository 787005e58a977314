"""What is wrong or odd in a received plan: all of it at once, each with its place. Pure."""

import unicodedata
from dataclasses import dataclass, field
from enum import StrEnum

from app.errors import Refused

_TOLD = 200  # faults told one by one; the rest are counted


class Wrong(StrEnum):
    """Why a plan cannot be taken in."""

    TOO_LARGE = "Tệp lớn quá {n} MB"
    NOT_JSON = "Không phải JSON hợp lệ"
    NOT_OBJECT = "Phải là một đối tượng JSON"
    TOO_MANY = "Hội trường nhiều nhất {n} ghế"
    NO_SEATS = "Sơ đồ không có ghế nào"
    NO_CHOICE = "Không có lựa chọn này"
    NO_GUID = "Ghế không có mã"
    TOO_LONG = "Dài quá {max_length} ký tự"
    SAME_GUID = "Mã ghế trùng với {other}: {guid}"
    NO_CATEGORY = "Không có hạng ghế {name}"
    NO_POSITION = "Chưa ghi vị trí"
    NOT_NUMBER = "Phải là một số"
    TOO_FAR = "Số quá lớn"
    FAR_AWAY = "Nằm cách sân khấu hoặc ghế khác quá {n} bề rộng ghế"
    NOT_TEXT = "Phải là chữ"
    NOT_PRINTABLE = "Có ký tự không in được"
    NOT_LIST = "Phải là một danh sách"
    NOT_OURS = "Chưa đúng mẫu"
    NOT_CODE = "Mã chỉ gồm chữ, số và gạch nối"
    MISSING = "Chưa ghi"
    UNKNOWN = "Không có trường này"
    NOT_YES_OR_NO = "Phải là true hoặc false"
    OUT_OF_RANGE = "Số quá lớn hoặc quá nhỏ"
    TOO_MANY_HERE = "Nhiều nhất {max_length} mục"
    TWICE = "Trùng với {other}: {name}"
    TOO_MANY_DOORS = "Nhiều nhất {n} cửa, bậc và màn hình"
    TOO_MANY_BLOCKS = "Nhiều nhất {n} khu"
    NO_DOOR = "Không có cửa {door}"
    TOO_DEEP = "Các phần ghép lại dài quá {n} bề rộng ghế"
    NOT_XLSX = "Không mở được tệp xlsx này"
    EMPTY = "Tệp không có gì"
    NEITHER = "Không phải bảng Excel (.xlsx), cũng không phải JSON: xuất lại từ chương trình đã vẽ"
    LOCKED = (
        "Tệp đặt mật khẩu, hoặc là .xls đời cũ: mở bằng Excel rồi lưu lại thành .xlsx không khóa"
    )
    DATE = "Ô này bị Excel hiểu là ngày tháng: đổi ô sang dạng Văn bản rồi gõ lại nhãn ghế"
    TOO_WIDE = "Bảng rộng quá {columns} cột hoặc dài quá {rows} dòng"
    SAME_LABEL = "Nhãn ghế trùng với {other}: {label}"
    SAME_PLACE = "Ghế nằm trùng chỗ với {other}"


class Odd(StrEnum):
    """What was taken in all the same, and what had to be assumed."""

    NO_SIZE = "Tệp theo mẫu cũ, không ghi khổ của sơ đồ (size)"
    OLD_SIDES = "Vị trí số hàng ghi left/right thay vì start/end"
    NO_CATEGORY = "Ghế không ghi hạng"
    NOT_WHOLE = "Kích thước ghi số lẻ thay vì số nguyên"
    NUMBER_AS_NAME = "Số hàng hoặc số ghế ghi như số, không phải chữ"
    SAME_UUID = "Mã uuid lặp lại"
    EXTRA = "Trường ngoài mẫu pretix, được giữ nguyên khi xuất ra"
    CUT = "Tên dài được rút gọn"
    NUMBER_TWICE = "Số ghế lặp lại trong một hàng, nhãn được thêm chữ b"
    ROW_TWICE = "Hàng trùng số trong một khu, được tách thành khu riêng"
    NO_STAGE = "Không thấy sân khấu trên sơ đồ, giả định ở phía trên"
    TURNED = "Sơ đồ được xoay để sân khấu ở phía trên"
    AISLES = "Lối đi suy ra từ khoảng cách giữa các ghế"
    DOORS = "Cửa và bậc nhận ra từ chữ trên sơ đồ"
    NEAREST_DOOR = "Mỗi khu được gán cửa gần nhất"
    UPPER = "Tầng trên nhận ra từ tên khu"
    ACCESSIBLE = "Ghế không có bậc nhận ra từ hạng ghế"
    OUT = "Ghế không xếp và ghế dự phòng nhận ra từ hạng ghế"
    PRESS = "Ghế của báo chí nhận ra từ hạng ghế, tên khu hoặc chữ trong ô"
    HEADINGS = "Ô gộp không phải sân khấu được xem là tên khu hoặc ghi chú"
    SHEETS = "Trang tính không mang tên khu hay tầng, không được đọc"
    LETTERS = "Ô chữ nằm giữa các ghế được xem là tên hàng hoặc lối đi"
    ROW_NUMBERS = "Cột số ở mép được xem là số hàng"
    COLUMN_NUMBERS = "Dòng số ở trên được xem là số ghế của từng cột"
    SAME_AGAIN = "Nhãn ghế đã có ở phần khác của hội trường, được thêm mã khu phía trước"
    NUMBERED = "Ô không ghi số được đánh số từ trái sang"


@dataclass(frozen=True)
class Fault:
    """``path`` is a JSON path (``$.zones[0].rows[2]``) or a cell (``B7``)."""

    path: str
    what: Wrong
    values: dict[str, object] = field(default_factory=dict)

    def __str__(self) -> str:
        return f"{self.path}: {self.what.format(**self.values)}"


class BadPlan(Refused):
    """A plan that cannot be taken in. ``faults`` holds all that is wrong with it."""

    PATTERN = "Tệp sơ đồ có {n} lỗi: {faults}"

    def __init__(self, faults: list[Fault]) -> None:
        told = "; ".join(map(str, faults[:_TOLD]))
        super().__init__(self.PATTERN, n=len(faults), faults=told)
        self.faults = faults[:_TOLD]
        self.total = len(faults)


def is_printable(text: str) -> bool:
    """Without control characters and halves of characters, which databases and paper refuse."""
    return not any(unicodedata.category(character) in {"Cc", "Cs"} for character in text)
