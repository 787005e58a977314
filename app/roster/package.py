"""The zip around an .xlsx, opened with care: what it says of itself is checked first."""

import re
import zipfile
import zlib
from collections.abc import Iterator
from io import BytesIO
from xml.etree import ElementTree as ET

from app.errors import Refused

_OLE2 = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
_MOST_PARTS = 2_000
_MOST_BYTES = 160 * 1024 * 1024
_MOST_RATIO = 300
_SMALL = 1024 * 1024  # below this a part may be packed as tightly as it likes
_CHUNK = 64 * 1024
_BROKEN = (  # what the standard library raises over damaged zips and XML
    ET.ParseError,
    zipfile.BadZipFile,
    zlib.error,
    EOFError,
    LookupError,
    NotImplementedError,
    OSError,
    OverflowError,
    RuntimeError,
    ValueError,
)


class Part:
    """What is told about one XML part while it is read. Names come without their namespace."""

    def start(self, name: str, attributes: dict[str, str]) -> None:
        """An element begins."""

    def end(self, name: str) -> None:
        """An element ends."""

    def data(self, text: str) -> None:
        """Text, perhaps in pieces."""


class _Target:
    """Hands a part on, and refuses what no office program writes: a document type with entities."""

    def __init__(self, part: Part) -> None:
        self._part = part
        self.data = part.data

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        self._part.start(_local(tag), attributes)

    def end(self, tag: str) -> None:
        self._part.end(_local(tag))

    def doctype(self, *_: object) -> None:
        raise Refused("Tệp chứa khai báo XML không an toàn, không đọc")

    def close(self) -> None:
        """Nothing is kept."""


class Package:
    """The parts of an .xlsx by name."""

    def __init__(self, content: bytes) -> None:
        """Raises Refused for what is no workbook, is locked, or would burst when unpacked."""
        if content.startswith(_OLE2):
            raise _locked_or_old(content)
        try:
            self._zip = zipfile.ZipFile(BytesIO(content))
        except _BROKEN as wrong:
            raise Refused("Tệp không phải là bảng tính Excel (.xlsx), hoặc đã hỏng") from wrong
        entries = self._zip.infolist()
        if len(entries) > _MOST_PARTS or sum(entry.file_size for entry in entries) > _MOST_BYTES:
            raise Refused("Tệp giải nén ra quá lớn, không đọc. Hãy chỉ gửi bảng danh sách")
        for entry in entries:
            if entry.file_size > _SMALL and entry.file_size > _MOST_RATIO * entry.compress_size:
                raise Refused("Tệp giải nén ra quá lớn, không đọc. Hãy chỉ gửi bảng danh sách")
            if entry.flag_bits & 1:
                raise Refused("Tệp có mật khẩu. Hãy bỏ mật khẩu, lưu lại rồi gửi")
        for entry in entries:
            if refusal := _foreign(entry.filename.lstrip("/").casefold()):
                raise refusal
        self._names = {entry.filename.lstrip("/").casefold(): entry for entry in entries}

    def has(self, pattern: str) -> bool:
        """Whether a part's name fits the pattern."""
        return any(re.search(pattern, name) for name in self._names)

    def read(self, name: str, part: Part) -> bool:
        """Read one part, bit by bit; False where the file has none of this name."""
        entry = self._names.get(name.lstrip("/").casefold())
        if entry is None:
            return False
        parser = ET.XMLParser(target=_Target(part))  # noqa: S314  # entities are refused
        try:
            for chunk in self._chunks(entry):
                parser.feed(chunk)
            parser.close()
        except _BROKEN as wrong:
            raise Refused("Tệp không phải là bảng tính Excel (.xlsx), hoặc đã hỏng") from wrong
        return True

    def _chunks(self, entry: zipfile.ZipInfo) -> Iterator[bytes]:
        """The directory may lie about sizes, so what comes out is counted."""
        left = entry.file_size
        with self._zip.open(entry) as stream:
            while chunk := stream.read(_CHUNK):
                left -= len(chunk)
                if left < 0:
                    raise Refused("Tệp giải nén ra quá lớn, không đọc. Hãy chỉ gửi bảng danh sách")
                yield chunk


def _locked_or_old(content: bytes) -> Refused:
    if _ENCRYPTED in content:
        return Refused("Tệp có mật khẩu. Hãy bỏ mật khẩu, lưu lại rồi gửi")
    return Refused("Tệp kiểu cũ (.xls, .doc). Hãy mở bằng Excel, lưu thành .xlsx rồi gửi")


def _foreign(part: str) -> Refused | None:
    """What to say of a file with a part that only another program's files have."""
    if part == "word/document.xml":
        return Refused("Tệp là văn bản Word. Hãy chép bảng sang Excel, lưu thành .xlsx rồi gửi")
    if part == "xl/workbook.bin":
        return Refused("Tệp kiểu .xlsb. Hãy mở bằng Excel, lưu thành .xlsx rồi gửi")
    if part == "content.xml":
        return Refused("Tệp kiểu OpenDocument (.ods, .odt). Hãy mở ra, lưu thành .xlsx rồi gửi")
    return None


def _local(tag: str) -> str:
    return tag.rpartition("}")[2]
