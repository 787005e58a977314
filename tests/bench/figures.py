"""A figure, its target, and whether it is met."""

from dataclasses import dataclass
from statistics import median


@dataclass(frozen=True)
class Figure:
    """Something measured on this machine; ``most`` is the target, the least is best."""

    name: str
    measured: float
    most: float
    unit: str

    @property
    def is_met(self) -> bool:
        return self.measured <= self.most


def middle(values: list[float]) -> float:
    """The median: one slow run on a busy machine says nothing."""
    return median(values)


def table(figures: list[Figure]) -> str:
    widest = max(len(figure.name) for figure in figures)
    lines = [f"{'figure':{widest}}  {'measured':>12}  {'target':>12}  met"]
    for figure in figures:
        measured = f"{figure.measured:,.1f} {figure.unit}"
        target = f"≤ {figure.most:,g} {figure.unit}"
        met = "yes" if figure.is_met else "NO"
        lines.append(f"{figure.name:{widest}}  {measured:>12}  {target:>12}  {met}")
    return "\n".join(lines)
