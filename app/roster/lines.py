"""What an import would do with each line: the report that people read before anything is saved."""

from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from app.roster.person import Person
from app.roster.remarks import Remark, told


class Verdict(StrEnum):
    """What becomes of a line."""

    NEW = "new"
    CHANGED = "changed"
    SAME = "same"
    DOUBTFUL = "doubtful"  # asks something; left out until it is answered
    REFUSED = "refused"


class About(StrEnum):
    """What a question is about."""

    UNIT = "unit"
    GROUP = "group"
    PERSON = "person"


@dataclass
class Choice:
    """``value`` is what is sent back as the answer."""

    value: str
    text: Remark


@dataclass
class Question:
    """One answer holds for every line that asks with the same ``key``."""

    key: str
    about: About
    text: Remark
    choices: list[Choice] = field(default_factory=list)


@dataclass
class Change:
    """One field as it is and as it would be, in words for people."""

    field: str
    before: str
    after: str


@dataclass
class Line:
    """A person of the file with the verdict; ``wanted``: values by field of the delegate."""

    key: str
    sheet: str
    row: int
    name: str
    posts: list[str]
    verdict: Verdict = Verdict.NEW
    unit: str = ""
    group: str = ""
    delegate_id: int | None = None
    wanted: dict[str, Any] = field(default_factory=dict)
    changes: list[Change] = field(default_factory=list)
    questions: list[Question] = field(default_factory=list)
    remarks: list[Remark] = field(default_factory=list)

    @classmethod
    def of(cls, person: Person) -> "Line":
        key = f"{person.sheet}|{person.row}|{person.part}|{person.table}|{person.place}"
        line = cls(key, person.sheet, person.row, person.name, list(person.positions))
        line.remarks = list(person.remarks)
        return line

    def as_json(self) -> dict[str, Any]:
        """Without what is empty: most lines say little."""
        return told(self)

    @classmethod
    def from_json(cls, kept: dict[str, Any]) -> "Line":
        line = cls(**{"posts": [], "name": "", **kept})
        line.verdict = Verdict(line.verdict)
        line.changes = [Change(**one) for one in kept.get("changes", [])]
        line.remarks = [Remark(**one) for one in kept.get("remarks", [])]
        line.questions = [_question(one) for one in kept.get("questions", [])]
        return line


def _question(kept: dict[str, Any]) -> Question:
    choices = [Choice(one["value"], Remark(**one["text"])) for one in kept["choices"]]
    return Question(kept["key"], About(kept["about"]), Remark(**kept["text"]), choices)


def counts(lines: list[Line]) -> dict[str, int]:
    """How many lines were read, and of each verdict."""
    found = {verdict.value: 0 for verdict in Verdict}
    for line in lines:
        found[line.verdict] += 1
    return {"read": len(lines), **found}


def open_questions(lines: list[Line]) -> list[tuple[Question, list[Line]]]:
    """Every open question once, with the lines that wait for it."""
    found: dict[str, tuple[Question, list[Line]]] = {}
    for line in lines:
        for question in line.questions:
            found.setdefault(question.key, (question, []))[1].append(line)
    return list(found.values())
