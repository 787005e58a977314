"""What a seed's files hold, checked line by line. ``seeds/README.md`` says what each file is."""

import csv
import tomllib
from collections.abc import Iterator
from datetime import date, datetime
from pathlib import Path
from typing import Annotated, TypeVar

from pydantic import BaseModel, BeforeValidator

from app import vietnamese
from app.agenda.rules import ItemKind
from app.awards.rules import RecipientKind
from app.conferences.rules import UnitKind
from app.deadlines import Relation
from app.delegates.rules import Attendance, Role, Sex
from app.tasks.rules import Concern

Row = TypeVar("Row", bound=BaseModel)
Names = Annotated[
    list[str], BeforeValidator(lambda text: [part for part in text.split("|") if part])
]
Flag = Annotated[bool, BeforeValidator(lambda text: text == "yes")]
Maybe = BeforeValidator(lambda text: text or None)
OnTheWall = Annotated[datetime, BeforeValidator(vietnamese.local)]


class UnitRow(BaseModel):
    name: str
    kind: UnitKind
    code: str
    parent: str
    aliases: Names


class GroupRow(BaseModel):
    code: str
    block: str
    name: str
    quota: int
    basis: str
    assumed: Flag
    colour: int


class DelegateRow(BaseModel):
    group: str
    unit: str
    name: str
    synthetic: Flag
    sex: Annotated[Sex | None, Maybe]
    uniformed: Flag
    rank: int
    positions: Names
    roles: Annotated[list[Role], BeforeValidator(lambda text: text.split("|"))]
    attendance: Attendance


class SpeechRow(BaseModel):
    number: int
    topic: str
    unit: str
    unit_as_written: str
    source: str


class AwardRow(BaseModel):
    batch: int
    place: int
    kind: RecipientKind
    recipient: str
    received_by: str


class DocumentEntry(BaseModel):
    number: str = ""
    issued_on: date | None = None
    issuer: str
    title: str
    source: str


class DressEntry(BaseModel):
    role: str = ""
    sex: str = ""
    is_uniformed: bool | None = None
    text: str
    source: str


class AgendaEntry(BaseModel):
    kind: ItemKind
    content: str
    minutes: int
    fixed_start: OnTheWall | None = None
    presenter: str = ""
    moderator: str = ""
    is_conditional: bool = False
    source: str


class TaskEntry(BaseModel):
    number: int
    content: str
    directing: str = ""
    through: str = ""
    lead: str = ""
    concerns: Concern | None = None
    coordinating: list[str] = []
    others: str = ""
    report_to: str = ""
    deadline: OnTheWall | None = None
    relation: Relation | None = None
    timing: str = ""
    is_conditional: bool = False
    needs: int | None = None
    source: str


class ProposedEntry(BaseModel):
    task: int
    content: str
    at: OnTheWall


class BatchEntry(BaseModel):
    form: str
    handed_over_by: str
    minutes: int
    is_assumed: bool = False


class Plan(BaseModel):
    """``conference.toml``."""

    slug: str
    name: str
    short_name: str
    host: str
    chair: str = ""
    starts_at: OnTheWall
    ends_at: OnTheWall
    is_tentative: bool = False
    venue: str = ""
    address: str = ""
    stated_delegates: int = 0
    is_stated_about: bool = False
    backdrop: str = ""
    aliases: list[str] = []
    documents: list[DocumentEntry] = []
    dress: list[DressEntry] = []
    agenda: list[AgendaEntry] = []
    tasks: list[TaskEntry] = []
    proposed: list[ProposedEntry] = []
    award_batches: list[BatchEntry] = []


def toml(path: Path) -> dict[str, object]:
    return tomllib.loads(path.read_text("utf-8"))


def rows(path: Path, model: type[Row]) -> Iterator[Row]:
    """The lines of a CSV file; none where the seed has no such file."""
    if path.exists():
        with path.open(encoding="utf-8", newline="") as lines:
            for line in csv.DictReader(lines):
                yield model.model_validate(line)
