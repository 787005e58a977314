"""Texts that units hand in as .docx or .pdf: judged by their content, read in a child process.

What comes from outside may be broken, huge or hostile; the libraries that understand it never run
in the server (``manuscript_reader``).
"""

import json
import zipfile
from dataclasses import dataclass
from enum import StrEnum
from io import BytesIO
from pathlib import PurePosixPath

from app import children
from app.errors import Refused

LARGEST = 10 * 1024 * 1024
_LARGEST_UNPACKED = 200 * 1024 * 1024
_SECONDS, _MEGABYTES = 15, 1_024
_OLD_OFFICE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"  # .doc, and any Office file with a password
_LONGEST_NAME = 120


class Kind(StrEnum):
    DOCX = "docx"
    PDF = "pdf"


MEDIA_TYPES = {
    Kind.DOCX: "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    Kind.PDF: "application/pdf",
}


class Flaw(StrEnum):
    """What keeps a text that was taken in from being read well."""

    NONE = "none"
    SCANNED = "scanned"  # pictures of pages: there are no letters in it
    OLD_FONT = "old_font"  # letters in the order of TCVN3 or VNI, not Unicode


@dataclass(frozen=True)
class Run:
    """Letters of one look."""

    text: str
    is_bold: bool = False
    is_italic: bool = False


@dataclass(frozen=True)
class Paragraph:
    """``style``: body, centred, heading or item."""

    runs: tuple[Run, ...]
    style: str = "body"

    @property
    def text(self) -> str:
        return "".join(run.text for run in self.runs)


@dataclass(frozen=True)
class Manuscript:
    """A file that was handed in, and what can be read in it."""

    name: str  # as the sender called it, its ending corrected
    kind: Kind
    content: bytes
    paragraphs: tuple[Paragraph, ...]
    flaw: Flaw

    @property
    def text(self) -> str:
        return "\n".join(paragraph.text for paragraph in self.paragraphs)


def examine(name: str, content: bytes) -> Manuscript:
    """Raises Refused with a sentence for whoever sent the file."""
    kind = kind_of(content)
    try:
        answer = children.run(
            "app.manuscript_reader", content, kind.value, seconds=_SECONDS, megabytes=_MEGABYTES
        )
    except children.Ended as ended:
        raise Refused("Không mở được tệp này. Hãy lưu lại bài rồi gửi tệp mới") from ended
    read = json.loads(answer)
    if read.get("is_locked"):
        raise Refused("Tệp có mật khẩu. Hãy bỏ mật khẩu rồi gửi lại")
    return Manuscript(
        called(name, kind), kind, content, paragraphs_of(read["paragraphs"]), Flaw(read["flaw"])
    )


def kind_of(content: bytes) -> Kind:
    """By what the file is, whatever it is called. Raises Refused for anything else."""
    if not content:
        raise Refused("Chưa chọn tệp, hoặc tệp trống")
    if len(content) > LARGEST:
        raise Refused("Tệp lớn quá {n} MB. Hãy bỏ bớt ảnh rồi gửi lại", n=LARGEST // 1024**2)
    if b"%PDF-" in content[:1024]:
        return Kind.PDF
    if content.startswith(_OLD_OFFICE):
        raise Refused("Tệp .doc kiểu cũ hoặc có mật khẩu. Hãy lưu lại thành .docx rồi gửi")
    if content.startswith(b"PK") and _is_docx(content):
        return Kind.DOCX
    raise Refused("Chỉ nhận bài viết là tệp .docx hoặc .pdf")


def called(name: str, kind: Kind) -> str:
    """A name to save the file under: no folders, no control signs, the ending of what it is."""
    last = PurePosixPath(name.replace("\\", "/")).name
    stem = "".join(sign for sign in last if sign.isprintable()).strip(" .")
    for ending in (".docx", ".pdf", ".doc", ".zip"):
        stem = stem.removesuffix(ending).removesuffix(ending.upper())
    return f"{stem[:_LONGEST_NAME] or 'tham-luan'}.{kind}"


def paragraphs_of(written: list[dict[str, object]]) -> tuple[Paragraph, ...]:
    """From the form in which the reader and the database hold them."""
    return tuple(
        Paragraph(tuple(Run(*run) for run in one["runs"]), str(one["style"]))  # type: ignore[attr-defined]
        for one in written
    )


def written(paragraphs: tuple[Paragraph, ...]) -> str:
    """Paragraphs as JSON; ``paragraphs_of`` reads them back."""
    return json.dumps(
        [
            {
                "style": paragraph.style,
                "runs": [[run.text, run.is_bold, run.is_italic] for run in paragraph.runs],
            }
            for paragraph in paragraphs
        ],
        ensure_ascii=False,
    )


def _is_docx(content: bytes) -> bool:
    try:
        with zipfile.ZipFile(BytesIO(content)) as packed:
            names = set(packed.namelist())
            unpacked = sum(part.file_size for part in packed.infolist())
    except (zipfile.BadZipFile, ValueError, OSError, NotImplementedError) as broken:
        raise Refused("Không mở được tệp này. Hãy lưu lại bài rồi gửi tệp mới") from broken
    if unpacked > _LARGEST_UNPACKED:
        raise Refused("Tệp lớn quá {n} MB. Hãy bỏ bớt ảnh rồi gửi lại", n=LARGEST // 1024**2)
    return "word/document.xml" in names and "[Content_Types].xml" in names
