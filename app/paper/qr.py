"""QR codes as drawings."""

import re

import qrcode
from qrcode.constants import ERROR_CORRECT_M

# Choosing the best of eight masks takes most of the time and makes no code easier to read.
_MASK = 3
_QUIET_ZONE = 4
_RUN = re.compile(rb"(\x00*)(\x01+)")  # light modules, and the dark ones behind them


def svg(text: str, title: str = "") -> str:
    """A code on a white ground with its quiet zone, scaling to whatever holds it."""
    code = qrcode.QRCode(error_correction=ERROR_CORRECT_M, mask_pattern=_MASK, border=0)
    code.add_data(text)
    code.make()
    path = "".join(_runs(row, y + _QUIET_ZONE) for y, row in enumerate(code.modules))
    size = len(code.modules) + 2 * _QUIET_ZONE
    label = f"<title>{title}</title>" if title else ""
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {size} {size}"'
        f' shape-rendering="crispEdges">{label}<path fill="#fff" d="M0 0h{size}v{size}H0z"/>'
        f'<path stroke="#000" d="{path}"/></svg>'
    )


def _runs(row: list[bool], y: int) -> str:
    """The dark modules of one row: a line as thick as a module, lifted over the light ones."""
    runs = [f"m{len(light)} 0h{len(dark)}" for light, dark in _RUN.findall(bytes(row))]
    return f"M{_QUIET_ZONE} {y}.5{''.join(runs)}"
