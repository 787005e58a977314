"""A hall as the solver sees it: its chairs, and what they are measured from."""

from dataclasses import dataclass

Point = tuple[float, float]


@dataclass(frozen=True)
class Seat:
    """One chair. Neighbours share block, rank and run, and follow in ``position`` with no aisle,
    hole or blocked seat between them; ``rank`` 0 is the row nearest to the stage."""

    id: int
    block: str
    level: int
    rank: int
    run: int
    position: int
    x: float
    y: float
    label: str = ""
    row: str = ""  # as printed
    door: str = ""
    zone: str = ""  # "stage": presidium or stage row; "press": where the press sits
    is_at_aisle: bool = False
    is_accessible: bool = False
    is_blocked: bool = False


@dataclass(frozen=True)
class Door:
    code: str
    x: float
    y: float
    level: int = 0


@dataclass(frozen=True)
class Hall:
    """``focal`` is the place that is looked at: the middle of the stage's edge."""

    seats: tuple[Seat, ...]
    focal: Point
    steps: tuple[Point, ...] = ()
    doors: tuple[Door, ...] = ()

    def __hash__(self) -> int:
        """Of few of its parts: halls are looked up after every change, and mostly are the same."""
        return hash((len(self.seats), self.seats[:1], self.focal))
