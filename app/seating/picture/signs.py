"""How a seat is drawn: nine colours, each with a sign, and what an empty one looks like. Pure."""

# The colours of groups in ``base.css``, by number.
COLOURS = (
    "#8c1c20",
    "#b85c14",
    "#97790a",
    "#5b7a1d",
    "#19746d",
    "#2a5ca0",
    "#6a4a9c",
    "#a8326f",
    "#57606c",
)
# White signs on the colours, drawn round the middle of a seat.
SIGNS = (
    "M0-3.4 3.4 0 0 3.4-3.4 0z",
    "M0-2.6a2.6 2.6 0 1 0 .1 0z",
    "M-3-2.4h6v1.6h-6zM-3 .8h6v1.6h-6z",
    "M-.9-3.4h1.8v6.8h-1.8z",
    "M-3.2 2.2 2.2-3.2l1 1L-2.2 3.2z",
    "M3.2 2.2-2.2-3.2l-1 1L2.2 3.2z",
    "M-.9-3.3h1.8v2.4h2.4v1.8H.9v2.4H-.9V.9h-2.4V-.9h2.4z",
    "M0-3.2 3.3 2.6h-6.6z",
    "M-2.8-3.2h1.6v6.4h-1.6zM1.2-3.2h1.6v6.4H1.2z",
)
_SEAT = "M-4.3-5h8.6v7.4a2.6 2.6 0 0 1-2.6 2.6h-3.4a2.6 2.6 0 0 1-2.6-2.6z"

_DRAWN = {
    **{
        f"g{number}": f'<path d="{_SEAT}" fill="{colour}"/><path d="{sign}" fill="#fff"/>'
        for number, (colour, sign) in enumerate(zip(COLOURS, SIGNS, strict=True), 1)
    },
    "free": f'<path d="{_SEAT}" fill="#fff" stroke="#8a8178" stroke-width=".7"/>',
    "blocked": (
        f'<path d="{_SEAT}" fill="#e2dacd" stroke="#8a8178" stroke-width=".6"/>'
        '<path d="M-3-3.6 3 3.6M3-3.6-3 3.6" stroke="#5f564e" stroke-width=".9"/>'
    ),
    "reserve": (
        f'<path d="{_SEAT}" fill="#fff" stroke="#39516b" stroke-width=".9"'
        ' stroke-dasharray="1.6 1.1"/><path d="M-2.4 0h4.8M0-2.4v4.8" stroke="#39516b"'
        ' stroke-width=".8"/>'
    ),
    "ramp": '<circle r="6" fill="none" stroke="#39516b" stroke-width="1.4"/>',
    "press": '<path d="M-4.6-6.5h9.2" stroke="#221d19" stroke-width="1.3"/>',
}
OVER = ("ramp", "press")  # are drawn over or beside whatever the seat itself is
SHAPES = "".join(f'<g id="{name}">{drawn}</g>' for name, drawn in _DRAWN.items())


def sample(shape: str) -> str:
    """One seat for a legend: ``g1`` to ``g9``, ``free``, ``blocked``, ``reserve``, ``ramp`` or
    ``press``."""
    return (
        '<svg xmlns="http://www.w3.org/2000/svg" viewBox="-6 -7.2 12 13.8">'
        f"{_DRAWN['free'] if shape in OVER else ''}{_DRAWN[shape]}</svg>"
    )
