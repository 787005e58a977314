"""A camera for Chromium that films our own seat cards, held as people hold them."""

from collections.abc import Sequence
from pathlib import Path

import pypdfium2
import zxingcpp
from PIL import Image, ImageEnhance

SIZE = (640, 480)
_PER_SECOND = 5
_HELD = 12  # frames
_BETWEEN = 5
_TABLE = (96, 92, 88)  # what lies behind the card


def codes(printed: bytes, count: int) -> list[tuple[str, Image.Image]]:
    """What the first QR codes of the cards say, with their pictures cut from the paper."""
    document = pypdfium2.PdfDocument(printed)
    page = document[0].render(scale=300 / 72).to_pil().convert("RGB")
    document.close()
    found = []
    for code in zxingcpp.read_barcodes(page)[:count]:
        place = code.position
        points = [place.top_left, place.top_right, place.bottom_left, place.bottom_right]
        left, right = min(p.x for p in points), max(p.x for p in points)
        top, bottom = min(p.y for p in points), max(p.y for p in points)
        margin = (right - left) // 5
        box = (left - margin, top - margin, right + margin, bottom + margin)
        found.append((code.text, page.crop(box)))
    return found


def film(cards: Sequence[Image.Image], path: Path) -> None:
    """The cards one after the other: upright, turned, small, in the dark, and again from there."""
    ways = [upright, turned, small, dim]
    frames = [Image.new("RGB", SIZE, _TABLE)] * _BETWEEN
    for place, card in enumerate(cards):
        frames += [ways[place % len(ways)](card)] * _HELD
        frames += [Image.new("RGB", SIZE, _TABLE)] * _BETWEEN
    with path.open("wb") as video:
        header = f"YUV4MPEG2 W{SIZE[0]} H{SIZE[1]} F{_PER_SECOND}:1 Ip A1:1 C420jpeg\n"
        video.write(header.encode())
        for frame in frames:
            y, u, v = frame.convert("YCbCr").split()
            half = (SIZE[0] // 2, SIZE[1] // 2)
            planes = [y, u.resize(half), v.resize(half)]
            video.write(b"FRAME\n" + b"".join(plane.tobytes() for plane in planes))


def upright(card: Image.Image) -> Image.Image:
    return _laid(card.resize((300, 300)))


def turned(card: Image.Image) -> Image.Image:
    return _laid(card.resize((280, 280)).rotate(33, expand=True, fillcolor=_TABLE))


def small(card: Image.Image) -> Image.Image:
    return _laid(card.resize((120, 120), Image.Resampling.LANCZOS))


def dim(card: Image.Image) -> Image.Image:
    return ImageEnhance.Brightness(_laid(card.resize((280, 280)))).enhance(0.3)


def _laid(card: Image.Image) -> Image.Image:
    frame = Image.new("RGB", SIZE, _TABLE)
    frame.paste(card, ((SIZE[0] - card.width) // 2, (SIZE[1] - card.height) // 2))
    return frame
