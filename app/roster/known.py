"""What the conference holds already, as values to match a list against. Pure."""

from dataclasses import dataclass, field


@dataclass(frozen=True)
class KnownUnit:
    """``names``: its name, then its aliases."""

    id: int
    names: tuple[str, ...]
    kind: str
    is_commune_level: bool

    @property
    def name(self) -> str:
        return self.names[0]


@dataclass(frozen=True)
class KnownGroup:
    id: int
    code: str
    block: str
    name: str


@dataclass
class Known:
    """A place of the conference's list. ``name`` is empty where only the post is known."""

    id: int
    name: str
    is_synthetic: bool
    unit_id: int | None
    group_id: int
    positions: list[str] = field(default_factory=list)
    roles: list[str] = field(default_factory=list)
    phone: str = ""
    sex: str = ""
    birth_year: int | None = None
    attendance: str = "invited"
    reason: str = ""
    rank: int = 0
    in_post_since: str = ""
    is_uniformed: bool = False
    needs_step_free: bool = False
    note: str = ""
    number: int = 0
    stands_in_for_id: int | None = None

    @property
    def is_open(self) -> bool:
        """Nobody's yet: without a name, or with a sample one."""
        return not self.name or self.is_synthetic


@dataclass(frozen=True)
class Conference:
    """Everything a list is matched against."""

    units: list[KnownUnit]
    groups: list[KnownGroup]
    people: list[Known]
