"""What one line of a list says about a person. Pure."""

from dataclasses import dataclass, field
from typing import Any

from app.roster.remarks import Remark, told


@dataclass
class Person:
    """What a line of the file says. None or empty: the file says nothing of it."""

    sheet: str
    row: int
    part: int = 0  # 1: the substitute whom a note names
    name: str = ""
    positions: list[str] = field(default_factory=list)
    unit: str = ""
    headings: list[str] = field(default_factory=list)  # over the line, the nearest last
    group: str = ""
    phone: str = ""
    sex: str = ""
    birth_year: int | None = None
    attendance: str = ""
    reason: str = ""
    note: str = ""
    instead_of: str = ""  # whom a note says they stand in for
    roles: str = ""
    rank: int | None = None
    in_post_since: str = ""
    is_uniformed: bool | None = None
    needs_step_free: bool | None = None
    number: int | None = None  # of the delegate: in our own flat form, where all is verbatim
    stands_in_for: int | None = None  # the number of the delegate in whose place they come
    is_sample: bool | None = None
    remarks: list[Remark] = field(default_factory=list)
    refusal: Remark | None = None
    table: int = 0
    place: int = 0  # of several people in the same cells

    def as_json(self) -> dict[str, Any]:
        """Without what is empty: most lines say little."""
        return told(self)

    @classmethod
    def from_json(cls, kept: dict[str, Any]) -> "Person":
        remarks = [Remark(**one) for one in kept.get("remarks", [])]
        refusal = Remark(**kept["refusal"]) if "refusal" in kept else None
        return cls(**{**kept, "remarks": remarks, "refusal": refusal})
