"""QR codes, read back by an independent decoder from a printed page."""

from xml.etree import ElementTree as ET

import pytest

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


def test_an_address_in_capitals_makes_a_smaller_code() -> None:
    def side(text: str) -> int:
        return int(ET.fromstring(svg(text)).attrib["viewBox"].split()[2])

    assert side(TEXTS[0]) < side(TEXTS[0].lower())


def test_a_code_can_have_a_name_for_those_who_cannot_see_it() -> None:
    namespace = "{http://www.w3.org/2000/svg}"
    titled = ET.fromstring(svg("A", "Mã của tôi"))
    assert titled.findtext(f"{namespace}title") == "Mã của tôi"
