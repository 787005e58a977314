"""What an invitation says where nobody has written otherwise, and lists of addresses pasted in."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

# Facts that must be told: purpose, scope, end of keeping, recording, where to ask (Luật Bảo vệ dữ
# liệu cá nhân 91/2025/QH15).
NOTICE = (
    "Họ tên, chức vụ, đơn vị, điện thoại của đại biểu chỉ dùng để mời, đón tiếp, xếp chỗ và bảo vệ"
    " Hội nghị, theo Luật Bảo vệ dữ liệu cá nhân số 91/2025/QH15; không chuyển cho bên khác và được"
    " ẩn danh sau Hội nghị. Hội nghị có ghi âm, ghi hình. Đại biểu xem và đề nghị sửa thông tin của"
    " mình qua đầu mối xác báo. Mã QR là của riêng từng người, đề nghị không chuyển cho người khác."
)


class Whom(StrEnum):
    """To whom letters are written: to a unit for all its delegates, or to each person."""

    UNITS = "units"
    PEOPLE = "people"


def reason(whom: Whom, id: int, version: int) -> str:
    """One letter for each recipient and version of the wording."""
    return f"invitation/{whom}/{id}/v{version}"


@dataclass(frozen=True)
class Entry:
    """One pasted line: whose address it is."""

    line: str
    holder: str
    email: str
    name: str = ""
    phone: str = ""


def read_paste(text: str) -> list[Entry]:
    """Lines of ``holder TAB e-mail [TAB name of the contact TAB phone]``; empty ones do not count.

    A list copied from a letter has semicolons where a spreadsheet has tabs.
    """
    entries = []
    for line in text.splitlines():
        if not line.strip():
            continue
        mark = "\t" if "\t" in line else ";"
        cells = [cell.strip() for cell in line.split(mark)]
        entries.append(Entry(line, *(cells + [""] * 4)[:4]))
    return entries


class Fault(StrEnum):
    """Why a pasted line was not taken."""

    ADDRESS = "address"
    UNKNOWN = "unknown"
    SEVERAL = "several"


@dataclass(frozen=True)
class Found:
    """Whose line it is, or why that is not known; ``perhaps`` are names that come near."""

    entry: Entry
    unit_id: int | None = None
    delegate_id: int | None = None
    label: str = ""
    fault: Fault | None = None
    perhaps: tuple[str, ...] = ()


@dataclass(frozen=True)
class Holder:
    """A unit or a delegate, as somebody may write it."""

    label: str
    unit_id: int | None = None
    delegate_id: int | None = None


def match(
    entry: Entry,
    key: str,
    bare: str,
    known: Mapping[str, list[Holder]],
    near: Mapping[str, list[Holder]],
) -> Found:
    """The one holder with this key. One that differs by accents is only asked about, never taken:
    Cẩm Giang and Cẩm Giàng are two communes."""
    fitting = known.get(key, [])
    if len(fitting) == 1:
        (one,) = fitting
        return Found(entry, one.unit_id, one.delegate_id, one.label)
    perhaps = tuple(holder.label for holder in fitting or near.get(bare, []))
    return Found(entry, fault=Fault.SEVERAL if fitting else Fault.UNKNOWN, perhaps=perhaps)
