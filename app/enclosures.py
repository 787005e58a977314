"""Files that prove or tell something: judged by what they are, whatever they are called."""

import zipfile
from enum import StrEnum
from io import BytesIO
from pathlib import PurePosixPath

from app.errors import Refused

LARGEST = 10 * 1024 * 1024
_LONGEST_NAME = 120
_OFFICE = "application/vnd.openxmlformats-officedocument"


class Kind(StrEnum):
    """What is taken, by the ending such files have."""

    PDF = "pdf"
    DOCX = "docx"
    XLSX = "xlsx"
    JPG = "jpg"
    PNG = "png"


MEDIA_TYPES = {
    Kind.PDF: "application/pdf",
    Kind.DOCX: f"{_OFFICE}.wordprocessingml.document",
    Kind.XLSX: f"{_OFFICE}.spreadsheetml.sheet",
    Kind.JPG: "image/jpeg",
    Kind.PNG: "image/png",
}
_SIGNS = {b"%PDF-": Kind.PDF, b"\xff\xd8\xff": Kind.JPG, b"\x89PNG\r\n\x1a\n": Kind.PNG}
_PARTS = {"word/document.xml": Kind.DOCX, "xl/workbook.xml": Kind.XLSX}


def kind_of(content: bytes) -> Kind:
    """Raises Refused for anything that is not taken."""
    if not content:
        raise Refused("Chưa chọn tệp, hoặc tệp trống")
    if len(content) > LARGEST:
        raise Refused("Tệp lớn quá {n} MB. Hãy bỏ bớt ảnh rồi gửi lại", n=LARGEST // 1024**2)
    for sign, kind in _SIGNS.items():
        if content.startswith(sign):
            return kind
    if content.startswith(b"PK") and (packed := _packed(content)) is not None:
        return packed
    raise Refused("Chỉ nhận tệp .pdf, .docx, .xlsx, .jpg hoặc .png, tối đa 10 MB")


def called(name: str, kind: Kind, otherwise: str) -> str:
    """A name to save the file under: no folders, no control signs, the ending of what it is."""
    last = PurePosixPath(name.replace("\\", "/")).name
    stem = PurePosixPath("".join(sign for sign in last if sign.isprintable())).stem.strip(" .")
    return f"{stem[:_LONGEST_NAME] or otherwise}.{kind}"


def _packed(content: bytes) -> Kind | None:
    """Only the list of its parts is read; nothing is unpacked."""
    try:
        with zipfile.ZipFile(BytesIO(content)) as packed:
            names = set(packed.namelist())
    except (zipfile.BadZipFile, ValueError, OSError, NotImplementedError):
        return None
    return next((kind for part, kind in _PARTS.items() if part in names), None)
