"""Texts as units send them, made on the spot."""

from io import BytesIO

import docx
import pypdf

from app.paper.documents import Document, Paragraph, as_pdf


def docx_of(*paragraphs: str) -> bytes:
    """The first word of each paragraph is bold, the last italic."""
    document = docx.Document()
    for text in paragraphs:
        first, *middle, last = text.split()
        paragraph = document.add_paragraph()
        paragraph.add_run(first).bold = True
        paragraph.add_run(f" {' '.join(middle)} ")
        paragraph.add_run(last).italic = True
    written = BytesIO()
    document.save(written)
    return written.getvalue()


def speech(syllables: int, last: str = "hết") -> bytes:
    """A .docx with so many syllables."""
    return docx_of(" ".join([*["tiếng"] * (syllables - 1), last]))


def pdf_of(*paragraphs: str) -> bytes:
    return as_pdf(Document("THAM LUẬN", [Paragraph(text) for text in paragraphs]))


def scanned_pdf() -> bytes:
    """Pages without a letter."""
    return _pdf(pypdf.PdfWriter())


def locked_pdf() -> bytes:
    writer = pypdf.PdfWriter()
    writer.encrypt("mật khẩu", algorithm="RC4-128")
    return _pdf(writer)


def _pdf(writer: pypdf.PdfWriter) -> bytes:
    writer.add_blank_page(595, 842)
    written = BytesIO()
    writer.write(written)
    return written.getvalue()
