"""What has been announced, and what has changed since. Pure."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass


@dataclass(frozen=True)
class Told:
    """A line of a release: somebody, and the seat they were told; ``seat`` is its label."""

    delegate_id: int | None
    number: int  # in the list of delegates
    called: str
    unit: str
    seat_id: int | None
    seat: str


@dataclass(frozen=True)
class Moved:
    """Somebody who was told one seat and then another."""

    before: Told
    after: Told


@dataclass(frozen=True)
class Difference:
    """From one release to a later one, or to what is planned now; in the order of the list."""

    moved: Sequence[Moved]
    new: Sequence[Told]
    gone: Sequence[Told]
    stayed: int

    @property
    def count(self) -> int:
        return len(self.moved) + len(self.new) + len(self.gone)


def difference(before: Iterable[Told], after: Iterable[Told]) -> Difference:
    """People are the same by their number in the list, which is never given twice."""
    first = {told.number: told for told in before}
    then = {told.number: told for told in after}
    both = sorted(first.keys() & then.keys())
    moved = [
        Moved(first[number], then[number])
        for number in both
        if first[number].seat != then[number].seat
    ]
    return Difference(
        moved,
        [then[number] for number in sorted(then.keys() - first.keys())],
        [first[number] for number in sorted(first.keys() - then.keys())],
        len(both) - len(moved),
    )
