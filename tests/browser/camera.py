"""A camera for Chromium that films our own seat cards, held as people hold them."""

from collections.abc import Sequence
from math import cos, radians, sin
from pathlib import Path

import numpy as np
import pypdfium2
import zxingcpp
from numpy.typing import NDArray

Picture = NDArray[np.uint8]  # rows of grey pixels

WIDTH, HEIGHT = 640, 480
_PER_SECOND = 5
_HELD = 12  # frames
_BETWEEN = 5
_TABLE = 92  # what lies behind the card
_FINE = 3  # samples of a pixel, each way


def codes(printed: bytes, count: int) -> list[tuple[str, Picture]]:
    """What the first QR codes of the cards say, with their pictures cut from the paper."""
    document = pypdfium2.PdfDocument(printed)
    page = document[0].render(scale=300 / 72, grayscale=True).to_numpy()
    document.close()
    found = []
    for code in zxingcpp.read_barcodes(page)[:count]:
        place = code.position
        points = [place.top_left, place.top_right, place.bottom_left, place.bottom_right]
        left, right = min(p.x for p in points), max(p.x for p in points)
        top, bottom = min(p.y for p in points), max(p.y for p in points)
        margin = (right - left) // 5
        cut = page[top - margin : bottom + margin, left - margin : right + margin]
        found.append((code.text, cut.copy()))
    return found


def film(cards: Sequence[Picture], path: Path) -> None:
    """The cards one after the other: upright, turned, small, in the dark, and again from there."""
    nothing = np.full((HEIGHT, WIDTH), _TABLE, np.uint8)
    frames = [nothing] * _BETWEEN
    for place, card in enumerate(cards):
        ways = [held(card, 300), held(card, 280, 33), held(card, 120), held(card, 280, light=0.3)]
        frames += [ways[place % len(ways)]] * _HELD
        frames += [nothing] * _BETWEEN
    colourless = bytes([128]) * (WIDTH * HEIGHT // 2)
    with path.open("wb") as video:
        header = f"YUV4MPEG2 W{WIDTH} H{HEIGHT} F{_PER_SECOND}:1 Ip A1:1 C420jpeg\n"
        video.write(header.encode())
        for frame in frames:
            video.write(b"FRAME\n" + frame.tobytes() + colourless)


def held(card: Picture, size: int, turned: float = 0, light: float = 1) -> Picture:
    """The card ``size`` pixels wide in the middle of the picture, ``turned`` by so many degrees."""
    y, x = np.mgrid[0 : HEIGHT * _FINE, 0 : WIDTH * _FINE] / _FINE
    y, x = y - HEIGHT / 2, x - WIDTH / 2
    turn, scale = radians(turned), card.shape[1] / size
    column = np.rint((x * cos(turn) + y * sin(turn)) * scale + card.shape[1] / 2).astype(int)
    row = np.rint((y * cos(turn) - x * sin(turn)) * scale + card.shape[0] / 2).astype(int)
    is_card = (row >= 0) & (row < card.shape[0]) & (column >= 0) & (column < card.shape[1])
    seen = np.full(row.shape, _TABLE, float)
    seen[is_card] = card[row[is_card], column[is_card]]
    pixels = seen.reshape(HEIGHT, _FINE, WIDTH, _FINE).mean((1, 3))
    shown: Picture = (pixels * light).astype(np.uint8)
    return shown
