"""QR codes, read back by an independent decoder from a printed page."""

import random
import re
from xml.etree import ElementTree as ET

import pytest
from qrcode.main import QRCode

from app.errors import Refused
from app.paper.pdf import pdf
from app.paper.qr import svg
from tests.papers import codes

TEXTS = [
    "HTTPS://HOP.EXAMPLE.VN/G/ABCDEFGHIJKLMNOPQRSTUVWX23",
    "http://192.0.2.2:8000/s/abc",
    "Hội nghị sơ kết, ghế B-05-12",
    "A",
]


def printed(*texts: str) -> bytes:
    labels = [{"seat": "B-05-12", "place": "Khu B", "qr": text} for text in texts]
    return pdf("seat-labels", {"labels": labels})


def test_what_goes_in_comes_out() -> None:
    assert sorted(codes(printed(*TEXTS))) == sorted(TEXTS)


@pytest.mark.parametrize("dpi", [75, 100, 300])
def test_a_coarse_print_is_read_too(dpi: int) -> None:
    assert codes(printed(TEXTS[0]), dpi=dpi) == TEXTS[:1]


@pytest.mark.parametrize("letters", ["0123456789", "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567:/.", "aăâễ/1"])
@pytest.mark.parametrize("length", [1, 19, 43, 150, 620, 1_100])
def test_a_code_is_the_one_that_the_library_makes(letters: str, length: int) -> None:
    text = "http://" + "".join(random.Random(length).choices(letters, k=length))
    code = QRCode(error_correction=0, mask_pattern=3, border=4)
    code.add_data(text)
    code.make()
    modules = code.get_matrix()
    sides = range(len(modules))
    assert dark(svg(text)) == {(x, y) for y in sides for x in sides if modules[y][x]}


def dark(drawing: str) -> set[tuple[int, int]]:
    """The modules that the lines of a drawing cover."""
    found = set()
    (path,) = re.findall(r'stroke="#000" d="([^"]*)"', drawing)
    for row in path.split("M")[1:]:
        x, y = 4, int(float(row.split("m")[0].split()[1]))
        for skipped, drawn in re.findall(r"m(\d+) 0h(\d+)", row):
            x += int(skipped)
            found |= {(x + at, y) for at in range(int(drawn))}
            x += int(drawn)
    return found


def test_more_than_a_code_can_hold_is_refused() -> None:
    with pytest.raises(Refused, match="quá dài"):
        svg("a" * 2_400)


def test_an_address_in_capitals_makes_a_smaller_code() -> None:
    def side(text: str) -> int:
        return int(ET.fromstring(svg(text)).attrib["viewBox"].split()[2])

    assert side(TEXTS[0]) < side(TEXTS[0].lower())


def test_a_code_can_have_a_name_for_those_who_cannot_see_it() -> None:
    namespace = "{http://www.w3.org/2000/svg}"
    titled = ET.fromstring(svg("A", "Mã của tôi"))
    assert titled.findtext(f"{namespace}title") == "Mã của tôi"
