"""A figure, its target, and whether it is met."""

from dataclasses import dataclass
from statistics import median


@dataclass(frozen=True)
class Figure:
    """Something measured on this machine: at most ``target``, or with ``is_least`` at least."""

    name: str
    measured: float
    target: float
    unit: str
    is_least: bool = False

    @property
    def is_met(self) -> bool:
        if self.is_least:
            return self.measured >= self.target
        return self.measured <= self.target


def middle(values: list[float]) -> float:
    """The median: one slow run on a busy machine says nothing."""
    return median(values)


def table(figures: list[Figure]) -> str:
    widest = max(len(figure.name) for figure in figures)
    lines = [f"{'figure':{widest}}  {'measured':>12}  {'target':>12}  met"]
    for figure in figures:
        measured = f"{figure.measured:,.1f} {figure.unit}"
        target = f"{'≥' if figure.is_least else '≤'} {figure.target:,g} {figure.unit}"
        met = "yes" if figure.is_met else "NO"
        lines.append(f"{figure.name:{widest}}  {measured:>12}  {target:>12}  {met}")
    return "\n".join(lines)
