"""To which unit and group each line of a list belongs, and what must be asked. Pure."""

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any

from app.roster.known import Conference, KnownGroup, KnownUnit
from app.roster.lines import About, Choice, Question
from app.roster.person import Person
from app.roster.remarks import Remark
from app.roster.units import Groups, Units, is_commune_like
from app.vietnamese import fold, tone_key

NONE = "none"
_TITLE = re.compile(r"^(danh sach|ds|phieu|tong hop|bang|dai bieu|can bo)\b")
_AS = re.compile(r"\b(?:về dự|tham dự|tham gia|dự|được mời|mời|kèm theo)\b", re.IGNORECASE)
# Where and to whom, which is not from whom.
_NO_LETTERHEAD = re.compile(
    r",|:|\b(?:tại|địa điểm|kính gửi|nơi nhận|kèm theo|đường|ngày)\b", re.IGNORECASE
)


class Places:
    """A line's unit: by its own cell, the headings over it, its posts, the sender, the sheet."""

    def __init__(
        self,
        conference: Conference,
        tables: Sequence[Mapping[str, Any]],
        answers: Mapping[str, str],
        sender_id: int | None,
    ) -> None:
        self.units, self.groups = Units(conference.units), Groups(conference.groups)
        self._answers = answers
        self._sender = self.units.by_id.get(sender_id or 0)
        self._of_table = [self._table_unit(table) for table in tables]
        by_unit: dict[int, Counter[int]] = {}
        by_kind: dict[str, Counter[int]] = {}
        for known in conference.people:
            unit = self.units.by_id.get(known.unit_id or 0)
            if unit is not None:
                by_unit.setdefault(unit.id, Counter())[known.group_id] += 1
                if unit.is_commune_level:
                    by_kind.setdefault(unit.kind, Counter())[known.group_id] += 1
        self._groups_of_unit, self._groups_of_kind = by_unit, by_kind

    def unit_of(self, person: Person) -> tuple[KnownUnit | None, Question | None]:
        """The unit, or the question on which it depends; neither where nothing names one."""
        if person.number is not None and not person.unit:
            return None, None  # our own form: an empty cell means no unit
        for text in filter(None, [person.unit, *reversed(person.headings)]):
            found = self.units.find(text)
            if found.unit:
                return found.unit, None
            if text == person.unit or (is_commune_like(text) and text in person.headings):
                return self._answered(text, found.maybe)
        for post in person.positions:
            if unit := self.units.within(post):
                return unit, None
        return self._sender or self._of_table[person.table], None

    def group_of(
        self, person: Person, unit: KnownUnit | None, near: Sequence[int]
    ) -> tuple[KnownGroup | None, Question | None]:
        """The group of somebody new; ``near``: the groups of those who hold such a post there."""
        for text in filter(None, [person.group, *reversed(person.headings)]):
            if group := self.groups.find(text):
                return group, None
        if len(self.groups.by_id) == 1:
            return next(iter(self.groups.by_id.values())), None
        if len(set(near)) == 1:
            return self.groups.by_id[near[0]], None
        if unit is not None:
            own = self._groups_of_unit.get(unit.id, Counter())
            alike = self._groups_of_kind.get(unit.kind, Counter())
            for counted in (own, alike if unit.is_commune_level else Counter()):
                if len(counted) == 1:
                    return self.groups.by_id[next(iter(counted))], None
        return self._ask_group(person, unit)

    def _answered(
        self, text: str, maybe: list[KnownUnit]
    ) -> tuple[KnownUnit | None, Question | None]:
        key = f"unit|{tone_key(text)}"
        answer = self._answers.get(key, "")
        if answer == NONE:
            return None, None
        if answer.isdigit() and int(answer) in self.units.by_id:
            return self.units.by_id[int(answer)], None
        asked = (
            Remark("Không có đơn vị {text}. Có phải {unit}?", {"text": text, "unit": maybe[0].name})
            if len(maybe) == 1
            else Remark("Không có đơn vị {text}. Là đơn vị nào?", {"text": text})
        )
        choices = [Choice(str(unit.id), Remark("Là {who}", {"who": unit.name})) for unit in maybe]
        choices.append(Choice(NONE, Remark("Không gắn với đơn vị nào", {})))
        return None, Question(key, About.UNIT, asked, choices)

    def _ask_group(
        self, person: Person, unit: KnownUnit | None
    ) -> tuple[KnownGroup | None, Question | None]:
        where = unit.name if unit else person.group or next(iter(person.headings[-1:]), "")
        key = f"group|{tone_key(where)}"
        answer = self._answers.get(key, "")
        if answer.isdigit() and int(answer) in self.groups.by_id:
            return self.groups.by_id[int(answer)], None
        text = (
            Remark("Người mới của {unit} thuộc thành phần nào?", {"unit": where})
            if where
            else Remark("Người mới không ghi đơn vị thuộc thành phần nào?", {})
        )
        own = self._groups_of_unit.get(unit.id, Counter()) if unit else Counter[int]()
        first = [self.groups.by_id[group] for group, _ in own.most_common()]
        rest = [group for group in self.groups.by_id.values() if group not in first]
        choices = [
            Choice(str(g.id), Remark("Thuộc {group}", {"group": g.name})) for g in first + rest
        ]
        return None, Question(key, About.GROUP, text, choices)

    def _table_unit(self, table: Mapping[str, Any]) -> KnownUnit | None:
        """The unit after which the sheet is called, which the title names, or whose letterhead
        stands over the list: the nearest, for the body above it comes first."""
        over = [part for text in table["above"] for part in str(text).split(" · ")]
        titles = [_AS.split(text)[0] for text in over if _TITLE.match(fold(text))]
        heads = [text for text in over if not _NO_LETTERHEAD.search(text)]
        sheet = str(table["sheet"])
        if unit := self.units.find(sheet).unit or self.units.mentioned(sheet):
            return unit
        for text in reversed(titles):
            if unit := self.units.mentioned(text):
                return unit
        return next(
            (unit for text in reversed(heads) if (unit := self.units.find(text).unit)), None
        )
