"""Which column of a table holds what: corrected by somebody, remembered, or recognised. Pure."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

from app.roster import headings
from app.roster.cells import letter
from app.roster.headings import REPEATED, Field
from app.roster.names import tidy
from app.roster.tables import Column, Table

_SAMPLES, _SHOWN, _LONGEST = 60, 3, 60
CORRECTED, REMEMBERED, BY_HEADING, BY_CONTENT, UNKNOWN, HIDDEN = (
    "corrected",
    "remembered",
    "heading",
    "content",
    "unknown",
    "hidden",
)


Fields = dict[str, dict[str, str]]  # by the signature of a form and the column


@dataclass
class Mapped:
    """A column with what it was taken for, and why; ``samples`` as the first lines have them."""

    index: int
    letter: str
    heading: str
    field: Field
    why: str
    is_hidden: bool
    samples: list[str]


def map_columns(
    table: Table,
    corrected: Mapping[str, str],
    remembered: Mapping[str, str],
    *,
    reads_hidden: bool,
) -> list[Mapped]:
    """Every column of the table. Personal numbers are never read, whatever is asked."""
    used = {index for entry in table.entries for index in entry.cells}
    columns = dict(table.columns)
    columns |= {index: Column(index, [""]) for index in used - columns.keys()}
    mapped = [
        _mapped(table, columns[index], corrected, remembered, reads_hidden)
        for index in sorted(columns)
    ]
    _settle(mapped, {index for index, column in columns.items() if column.is_wide})
    return mapped


def _mapped(
    table: Table,
    column: Column,
    corrected: Mapping[str, str],
    remembered: Mapping[str, str],
    reads_hidden: bool,
) -> Mapped:
    texts = [
        entry.cells[column.index].text
        for entry in table.entries[:_SAMPLES]
        if column.index in entry.cells
    ]
    content, key = headings.by_content(texts), str(column.index)
    by_heading = headings.of_parts(column.parts)
    if Field.ID_CARD in {content, by_heading}:
        field, why = Field.ID_CARD, BY_CONTENT if content is Field.ID_CARD else BY_HEADING
    elif column.is_hidden and not reads_hidden:
        field, why = Field.IGNORED, HIDDEN
    elif key in corrected:
        field, why = Field(corrected[key]), CORRECTED
    elif key in remembered:
        field, why = Field(remembered[key]), REMEMBERED
    elif by_heading is not None:
        field, why = by_heading, BY_HEADING
    elif content is not None and content is not Field.ORDINAL:
        field, why = content, BY_CONTENT
    else:
        field, why = Field.ORDINAL if content else Field.IGNORED, UNKNOWN
    is_secret = field is Field.ID_CARD
    samples = [] if is_secret else [tidy(text)[:_LONGEST] for text in texts[:_SHOWN]]
    heading = column.heading or ""
    return Mapped(
        column.index, letter(column.index), heading, field, why, column.is_hidden, samples
    )


def _settle(mapped: list[Mapped], wide: set[int]) -> None:
    """One column for a name, or two for its halves; one for everything that cannot be added up."""
    if not any(one.field is Field.FAMILY for one in mapped):
        for before, after in pairwise(mapped):
            if before.field is after.field is Field.NAME and {before.index, after.index} <= wide:
                before.field, after.field = Field.FAMILY, Field.GIVEN
    has_family = any(one.field is Field.FAMILY for one in mapped)
    has_name = any(one.field is Field.NAME for one in mapped)
    for one in mapped:
        if one.field is Field.GIVEN and not has_family:
            one.field = Field.IGNORED if has_name else Field.NAME
    for field in set(Field) - REPEATED:
        claims = [one for one in mapped if one.field is field]
        kept = max(claims, key=lambda one: _claim(one, field), default=None)
        for one in claims:
            if one is not kept:
                one.field, one.why = Field.IGNORED, UNKNOWN


def _claim(one: Mapped, field: Field) -> tuple[bool, bool, bool, int]:
    is_asked = one.why in {CORRECTED, REMEMBERED}
    return is_asked, headings.by_content(one.samples) is field, one.why == BY_HEADING, -one.index


def columns_typed(tables: Sequence[Mapping[str, Any]], typed: Mapping[str, str]) -> Fields:
    """By signature and column, what each column is said to hold."""
    known = {field.value for field in Field}
    mapped: Fields = {}
    for number, table in enumerate(tables):
        for column in table["columns"]:
            said = typed.get(f"column-{number}-{column['index']}", "")
            if said in known:
                mapped.setdefault(table["signature"], {})[str(column["index"])] = said
    return mapped


def chosen_otherwise(tables: Sequence[Mapping[str, Any]], mapped: Fields) -> Fields:
    """What somebody chose otherwise, now or before; the rest is recognised again."""
    return {
        table["signature"]: {
            key: mapped[table["signature"]][key]
            for column in table["columns"]
            if (key := str(column["index"])) in mapped.get(table["signature"], {})
            and (column["why"] == CORRECTED or mapped[table["signature"]][key] != column["field"])
        }
        for table in tables
    }
