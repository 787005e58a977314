"""Reading printed papers back with other people's software."""

from collections.abc import Iterable
from io import BytesIO

import pypdfium2
import zxingcpp
from pypdf import PdfReader
from pypdf.generic import DictionaryObject, IndirectObject


def codes(printed: bytes, pages: Iterable[int] | None = None, dpi: int = 150) -> list[str]:
    """What an independent decoder reads from the QR codes, page by page."""
    document = pypdfium2.PdfDocument(printed)
    found = []
    for number in pages if pages is not None else range(len(document)):
        image = document[number].render(scale=dpi / 72, grayscale=True).to_numpy()
        found += [code.text for code in zxingcpp.read_barcodes(image)]
    document.close()
    return found


def text(printed: bytes, page: int = 0) -> str:
    return str(PdfReader(BytesIO(printed)).pages[page].extract_text())


def characters(printed: bytes) -> tuple[str, list[tuple[float, float, float, float]]]:
    """The text of the first page, and left, bottom, right and top of each letter in points."""
    document = pypdfium2.PdfDocument(printed)
    words = document[0].get_textpage()
    found = words.get_text_range()
    boxes = [words.get_charbox(index) for index in range(len(found))]
    document.close()
    return found, boxes


def pages(printed: bytes) -> list[tuple[float, float]]:
    """Width and height of each page, in millimetres."""
    boxes = [page.mediabox for page in PdfReader(BytesIO(printed)).pages]
    return [(round(float(b.width) / 72 * 25.4), round(float(b.height) / 72 * 25.4)) for b in boxes]


def fonts(printed: bytes) -> list[str]:
    """The names of the embedded font programs, each as often as it is embedded."""
    reader = PdfReader(BytesIO(printed))
    found: dict[int, str] = {}
    for page in reader.pages:
        for font in _of(page, "/Resources", "/Font").values():
            for inner in _of(font.get_object()).get("/DescendantFonts", [font]):
                descriptor = _of(inner.get_object(), "/FontDescriptor")
                program = descriptor.raw_get("/FontFile2")
                assert isinstance(program, IndirectObject)
                found[program.idnum] = str(descriptor["/FontName"]).partition("+")[2]
    return sorted(found.values())


def _of(holder: object, *path: str) -> DictionaryObject:
    for name in path:
        assert isinstance(holder, DictionaryObject)
        holder = holder[name].get_object()
    assert isinstance(holder, DictionaryObject)
    return holder
