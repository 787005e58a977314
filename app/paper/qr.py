"""QR codes as drawings, made by the thousand: the library knows how codes are laid out, and what is
done anew for each of them is done here on whole numbers instead of bit by bit, in an eighth of the
time."""

import re
from bisect import bisect_left
from collections.abc import Callable, Iterator
from functools import cache
from itertools import zip_longest
from operator import itemgetter
from typing import NamedTuple

from qrcode import base, util
from qrcode.constants import ERROR_CORRECT_M
from qrcode.main import QRCode

from app.errors import Refused

# Choosing the best of eight masks takes most of the time and makes no code easier to read.
_MASK = 3
_QUIET_ZONE = 4
_LIMITS = util.BIT_LIMIT_TABLE[ERROR_CORRECT_M]  # how many bits of data each version holds
_TOLD_FROM = 7  # the first version whose number is written in the code
_TIMING = 6  # the row and the column whose pattern tells how large modules are
_RUN = re.compile("(0*)(1+)")


def svg(text: str, title: str = "") -> str:
    """A code on a white ground with its quiet zone, scaling to whatever holds it.

    Raises Refused for more text than a code can hold.
    """
    rows = _rows(text)
    size = len(rows) + 2 * _QUIET_ZONE
    path = "".join(_drawn(row, y + _QUIET_ZONE) for y, row in enumerate(rows))
    label = f"<title>{title}</title>" if title else ""
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {size} {size}"'
        f' shape-rendering="crispEdges">{label}<path fill="#fff" d="M0 0h{size}v{size}H0z"/>'
        f'<path stroke="#000" d="{path}"/></svg>'
    )


def _drawn(row: str, y: int) -> str:
    """The dark modules of one row: a line as thick as a module, lifted over the light ones."""
    runs = [f"m{len(light)} 0h{len(dark)}" for light, dark in _RUN.findall(row)]
    return f"M{_QUIET_ZONE} {y}.5{''.join(runs)}"


def _rows(text: str) -> list[str]:
    """The modules of the code, 1 for a dark one."""
    version, data = _encoded(text)
    frame = _frame(version)
    words = int.from_bytes(_protected(version, data))
    bits = f"{words << frame.spare ^ frame.mask:0{frame.bits}b}"
    modules = "".join(frame.chosen(f"{bits}01"))
    return [modules[at : at + frame.size] for at in range(0, len(modules), frame.size)]


class _Bits:
    """What the library's data write themselves into."""

    def __init__(self) -> None:
        self.value, self.length = 0, 0

    def put(self, number: int, length: int) -> None:
        self.value = self.value << length | number
        self.length += length


def _encoded(text: str) -> tuple[int, bytes]:
    """The smallest version that holds the text, and its words of data, filled up."""
    chunks = list(util.optimal_data_chunks(text, minimum=20))
    for first in (1, 10, 27):  # from these versions on, lengths take more bits
        bits, lengths = _Bits(), util.mode_sizes_for_version(first)
        for chunk in chunks:
            bits.put(chunk.mode, 4)
            bits.put(len(chunk), lengths[chunk.mode])
            chunk.write(bits)
        version = bisect_left(_LIMITS, bits.length, first)
        if util.mode_sizes_for_version(version) is lengths:
            break
    if version == len(_LIMITS):
        raise Refused("Nội dung quá dài cho một mã QR")
    bits.put(0, min(4, _LIMITS[version] - bits.length))
    bits.put(0, -bits.length % 8)
    data, most = bits.value.to_bytes(bits.length // 8), _LIMITS[version] // 8
    return version, (data + bytes((util.PAD0, util.PAD1)) * most)[:most]


def _protected(version: int, data: bytes) -> bytes:
    """The words of data and those that correct errors, block by block, in the order of the code."""
    blocks, corrections, start = [], [], 0
    for total, count in base.rs_blocks(version, ERROR_CORRECT_M):
        blocks.append(data[start : start + count])
        corrections.append(_correction(blocks[-1], total - count))
        start += count
    columns = (*zip_longest(*blocks), *zip_longest(*corrections))
    return bytes(word for column in columns for word in column if word is not None)


def _correction(block: bytes, length: int) -> bytes:
    """Reed-Solomon: what remains of the block divided by the polynomial of this length."""
    multiples, top, rest = _multiples(length), 8 * (length - 1), 0
    for word in block:
        first = rest >> top
        rest = (rest ^ first << top) << 8 ^ multiples[first ^ word]
    return rest.to_bytes(length)


@cache
def _multiples(length: int) -> list[int]:
    """The polynomial without its first term, times every word, each as one number."""
    polynomial = base.Polynomial([1], 0)
    for power in range(length):
        polynomial = polynomial * base.Polynomial([1, base.gexp(power)], 0)
    logs = [base.glog(term) for term in polynomial][1:]
    factors = map(base.glog, range(1, 256))
    return [0, *(int.from_bytes(base.gexp(factor + log) for log in logs) for factor in factors)]


class _Frame(NamedTuple):
    """What all codes of one version share."""

    size: int
    bits: int  # of the words, and the spare ones behind them
    spare: int
    mask: int
    chosen: Callable[[str], tuple[str, ...]]  # each module, row by row, from the bits and "01"


@cache
def _frame(version: int) -> _Frame:
    size = 17 + 4 * version
    code = QRCode(version=version, error_correction=ERROR_CORRECT_M)
    code.modules, code.modules_count = [[None] * size for _ in range(size)], size
    for row, column in ((0, 0), (size - 7, 0), (0, size - 7)):
        code.setup_position_probe_pattern(row, column)
    code.setup_position_adjust_pattern()
    code.setup_timing_pattern()
    code.setup_type_info(False, _MASK)
    if version >= _TOLD_FROM:
        code.setup_type_number(False)

    free = [(row, column) for row, column in _way(size) if code.modules[row][column] is None]
    bits = {place: number for number, place in enumerate(free)}
    is_masked = util.mask_func(_MASK)
    mask = int("".join("01"[is_masked(*place)] for place in free), 2)
    words = sum(block.total_count for block in base.rs_blocks(version, ERROR_CORRECT_M))
    chosen = itemgetter(
        *(
            bits.get((row, column), len(free) + bool(is_dark))
            for row, modules in enumerate(code.modules)
            for column, is_dark in enumerate(modules)
        )
    )
    return _Frame(size, len(free), len(free) - 8 * words, mask, chosen)


def _way(size: int) -> Iterator[tuple[int, int]]:
    """Where the bits go: two columns at a time from the right, up and down in turn."""
    rows = range(size)
    for right in range(size - 1, 0, -2):
        rows = rows[::-1]
        column = right - (right <= _TIMING)
        for row in rows:
            yield from ((row, column), (row, column - 1))
