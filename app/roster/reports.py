"""The report of an import for programs: counts, what was noticed, every line with its verdict."""

from dataclasses import asdict
from typing import Any

from app.roster.differences import without_phones
from app.roster.lines import Line
from app.roster.models import RosterContent, RosterImport
from app.roster.remarks import Remark
from app.roster.work import lines_of
from app.web.language import say


def sentence(remark: Remark) -> str:
    """In the reader's language."""
    return say(remark.pattern, **remark.values)


def told(kept: dict[str, Any]) -> str:
    """A remark from a draft, as JSON holds it, in the reader's language."""
    return sentence(Remark(**kept))


def report(draft: RosterImport, content: RosterContent) -> dict[str, Any]:
    """The same as the page shows. Telephone numbers are masked."""
    reading = content.reading or {"remarks": [], "tables": [], "skipped": []}
    return {
        "id": draft.id,
        "file": draft.file_name,
        "state": draft.state,
        "counts": draft.counts,
        "failure": told(draft.failure) if draft.failure else None,
        "notices": [told(one) for one in reading["remarks"]],
        "tables": [_table(table) for table in reading["tables"]],
        "lines": [_line(line) for line in lines_of(content)],
        "outside": reading["skipped"],
        "kept": [
            {"name": one["name"], "why": told(one["why"])}
            for one in (content.done or {}).get("kept", [])
        ],
    }


def _table(table: dict[str, Any]) -> dict[str, Any]:
    columns = [
        {
            "column": one["letter"],
            "heading": one["heading"],
            "field": one["field"],
            "why": one["why"],
        }
        for one in table["columns"]
    ]
    kept = {name: table[name] for name in ("sheet", "is_hidden", "is_read", "first_row", "people")}
    return {**kept, "columns": columns}


def _line(line: Line) -> dict[str, Any]:
    return {
        "sheet": line.sheet,
        "row": line.row,
        "verdict": line.verdict,
        "name": line.name,
        "positions": line.posts,
        "unit": line.unit or None,
        "delegate": line.delegate_id,
        "changes": [asdict(without_phones(change)) for change in line.changes],
        "questions": [
            {
                "key": question.key,
                "question": sentence(question.text),
                "choices": [
                    {"answer": choice.value, "text": sentence(choice.text)}
                    for choice in question.choices
                ],
            }
            for question in line.questions
        ],
        "problems": [sentence(remark) for remark in line.remarks],
    }
