"""From the lines of a table to people: names, posts, phones, what the notes say. Pure."""

import re
from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta

from app.legacy import Encoding, restore_capitals
from app.roster import beside_names, names, notes
from app.roster.cells import Cell, place
from app.roster.headings import Field
from app.roster.person import Person
from app.roster.phones import phones
from app.roster.posts import posts
from app.roster.remarks import Remark
from app.roster.tables import Entry

_MOST_NAME, _MOST_POSTS = 80, 8
_YEARS = range(1925, 2013)
_ID_CARD = re.compile(r"(?<!\d)\d{12}(?!\d)")
_YEAR = re.compile(r"(?<!\d)(19\d\d|20\d\d)(?!\d)")
_SHORT_YEAR = re.compile(r"\d{1,2}[/.-]\d{1,2}[/.-](\d{2})")
_FIRST_DAY, _SERIAL = date(1899, 12, 30), range(9_133, 41_275)  # days of 1925 to 2012
# "The same as above", as lists written by hand have it.
_DITTO = re.compile(
    r"""^(?:["“”'’]{1,2}|/{2,3}|-*\s*(?:n\.?t\.?|như trên|nhu tren)\s*-*)$""", re.IGNORECASE
)
_REPEATABLE = {Field.POSITION, Field.UNIT, Field.GROUP}
_DAY = re.compile(r"(?<!\d)(\d{1,2})[/.-](\d{1,2})[/.-](\d{4})(?!\d)")


class Reader:
    """Reads the entries of one table with the fields its columns were given."""

    def __init__(
        self, sheet: str, table: int, fields: dict[int, Field], *, is_titled: bool
    ) -> None:
        self.sheet, self.table, self.is_titled = sheet, table, is_titled
        self._columns: dict[Field, list[int]] = {}
        for column, of in sorted(fields.items()):
            self._columns.setdefault(of, []).append(column)
        self._is_own = {Field.NUMBER, Field.STANDS_IN_FOR} <= self._columns.keys()
        self._above: dict[int, str] = {}  # by column, what the line before says
        self._beside = beside_names.Named()

    def people(self, entry: Entry) -> list[Person]:
        """The person of a line, and the substitute its note names. Empty for an empty line."""
        person = Person(self.sheet, entry.row, table=self.table, place=entry.place)
        person.headings = [text for _, text in entry.headings]
        get = self._getter(entry, person)
        self._read_name(entry, person, get)
        person.positions = posts(get(Field.POSITION))[:_MOST_POSTS]
        person.positions += [post for post in self._beside.posts if post not in person.positions]
        person.unit = names.tidy(get(Field.UNIT)).strip(" -:;,.") or self._beside.unit
        person.group = names.tidy(get(Field.GROUP))
        person.roles = names.tidy(get(Field.ROLES).replace("\n", ", "))
        self._read_phone(entry, person)
        self._read_sex_and_birth(person, get)
        self._read_rest(person, get)
        deputy = self._read_notes(person, get)
        if self._is_own:
            _read_own(person, get)
        if not person.name and not person.positions:
            if person.attendance == notes.VACANT and (person.unit or person.headings):
                person.refusal = Remark("Ghi khuyết nhưng không ghi chức vụ nào", {})
            else:
                person.refusal = Remark("Dòng không có họ tên, cũng không có chức vụ", {})
        return [person, deputy] if deputy else [person]

    def _getter(self, entry: Entry, person: Person) -> Callable[[Field], str]:
        def get(of: Field) -> str:
            texts = []
            for column in self._columns.get(of, []):
                cell = entry.cells.get(column)
                text = self._text(of, column, cell.text.strip() if cell else "")
                if cell and cell.dropped:
                    what: dict[str, str | int] = {
                        "cell": place(column, entry.row),
                        "text": names.tidy(cell.dropped),
                    }
                    person.remarks.append(Remark("Bỏ phần gạch ngang ở ô {cell}: {text}", what))
                if cell and _ID_CARD.search(text):
                    text = _ID_CARD.sub("", text).strip(" ,;-:.")
                    person.remarks.append(
                        Remark("Bỏ số định danh ở ô {cell}", {"cell": place(column, entry.row)})
                    )
                if text:
                    texts.append(text)
            return "\n".join(dict.fromkeys(texts))

        return get

    def _text(self, of: Field, column: int, text: str) -> str:
        if of not in _REPEATABLE:
            return text
        if _DITTO.match(text):
            text = self._above.get(column, "")
        if text:
            self._above[column] = text
        return text

    def _read_name(self, entry: Entry, person: Person, get: Callable[[Field], str]) -> None:
        whole = get(Field.NAME) or " ".join(
            filter(None, [get(Field.FAMILY), get(Field.GIVEN)])
        ).replace("\n", " ")
        self._beside = beside_names.Named()
        if notes.is_vacant(whole):
            person.attendance = notes.VACANT
            return
        self._beside = beside = beside_names.read(whole)
        title = get(Field.TITLE)
        titled = f"{title} {beside.name}" if title else beside.name
        named = names.read_name(titled, is_titled=self.is_titled or bool(title))
        person.name, person.sex = named.name, beside.sex or named.sex
        if (rank := names.tidy(get(Field.RANK))) and person.name:
            person.name = f"{rank} {person.name}" if rank not in person.name else person.name
        self._check_name(entry, person)

    def _check_name(self, entry: Entry, person: Person) -> None:
        columns = [
            c for f in (Field.NAME, Field.FAMILY, Field.GIVEN) for c in self._columns.get(f, [])
        ]
        cells: list[tuple[int, Cell]] = [(c, entry.cells[c]) for c in columns if c in entry.cells]
        where = place(cells[0][0], entry.row) if cells else ""
        if any(cell.was == Encoding.TCVN3 for _, cell in cells):
            restored = restore_capitals(person.name)
            if restored != person.name:
                person.remarks.append(
                    Remark(
                        "Ô {cell} gõ phông cũ đã mất chữ hoa: đọc là {name}",
                        {"cell": where, "name": restored},
                    )
                )
                person.name = restored
        if not person.name:
            return
        letters = sum(character.isalpha() for character in person.name)
        if self._beside.others:
            person.refusal = Remark(
                "Ô {cell} có {n} họ tên: hãy viết mỗi người một dòng",
                {"cell": where, "n": self._beside.others + 1},
            )
        elif len(person.name) > _MOST_NAME:
            person.refusal = Remark("Họ tên ở ô {cell} dài quá 80 ký tự", {"cell": where})
        elif letters < 2 or sum(map(str.isdigit, person.name)) > 0 or "@" in person.name:  # noqa: PLR2004
            person.refusal = Remark(
                "Ô {cell} không phải là họ tên: {text}", {"cell": where, "text": person.name[:40]}
            )

    def _read_phone(self, entry: Entry, person: Person) -> None:
        found = phones(self._beside.phone)
        for column in self._columns.get(Field.PHONE, []):
            text = entry.cells[column].text if column in entry.cells else ""
            here = phones(text)
            found += here
            if not here and any(map(str.isdigit, text)):
                person.remarks.append(
                    Remark(
                        "Không đọc được số điện thoại ở ô {cell}",
                        {"cell": place(column, entry.row)},
                    )
                )
        person.phone = next(
            (one for one in found if not one.startswith("02")), next(iter(found), "")
        )
        if len(set(found)) > 1:
            person.remarks.append(
                Remark("Có {n} số điện thoại, lấy số di động đầu", {"n": len(set(found))})
            )

    def _read_sex_and_birth(self, person: Person, get: Callable[[Field], str]) -> None:
        texts = [get(Field.BIRTH), self._beside.born]
        for of, sex in ((Field.MALE, "male"), (Field.FEMALE, "female")):
            text = get(of)
            if text and (notes.is_tick(text) or _YEAR.search(text)):
                person.sex = sex
                texts.append(text)
        said = names.tidy(get(Field.SEX)).casefold().strip(" .")
        person.sex = {
            "nam": "male",
            "nữ": "female",
            "nu": "female",
            "ông": "male",
            "bà": "female",
        }.get(said, person.sex)
        years = [year for text in texts for year in _years(text)]
        person.birth_year = next((year for year in years if year in _YEARS), None)
        if years and person.birth_year is None:
            person.remarks.append(
                Remark("Năm sinh {year} không hợp lý, bỏ qua", {"year": years[0]})
            )

    def _read_rest(self, person: Person, get: Callable[[Field], str]) -> None:
        if (rank := get(Field.PRECEDENCE)).isdigit() and len(rank) < len("10000"):
            person.rank = int(rank)
        if found := _DAY.search(get(Field.IN_POST)):
            try:
                person.in_post_since = date(int(found[3]), int(found[2]), int(found[1])).isoformat()
            except ValueError:
                person.remarks.append(Remark("Không đọc được ngày {day}", {"day": found[0]}))
        if Field.UNIFORMED in self._columns:
            person.is_uniformed = notes.is_tick(get(Field.UNIFORMED))
        if Field.STEP_FREE in self._columns:
            person.needs_step_free = notes.is_tick(get(Field.STEP_FREE))

    def _read_notes(self, person: Person, get: Callable[[Field], str]) -> Person | None:
        """What the columns on attendance say comes before what a note says."""
        stated = notes.attendance(get(Field.ATTENDANCE))
        if Field.PRESENT in self._columns and notes.is_tick(get(Field.PRESENT)):
            stated = notes.CONFIRMED
        if Field.ABSENT in self._columns and (away := get(Field.ABSENT)):
            stated = notes.ABSENT if notes.is_tick(away) or len(away) > 1 else stated
            person.reason = "" if notes.is_tick(away) else names.tidy(away)
        said = self._said(get, stated, person.name)
        for one in said:
            if one.attendance == notes.VACANT and person.name:
                one.attendance, one.note = "", one.note or names.tidy(get(Field.NOTE))
                person.remarks.append(Remark("Ghi khuyết nhưng có họ tên: giữ người này", {}))
            person.attendance = one.attendance or person.attendance
            person.reason = one.reason or person.reason
            person.note = one.note or person.note
            person.instead_of = one.instead_of or person.instead_of
            person.positions += [post for post in one.also if post not in person.positions]
        sent = next((one for one in reversed(said) if one.substitute), notes.Noted())
        deputy, held = sent.substitute, sent.substitute_posts
        if self._is_own and stated == notes.SUBSTITUTED:
            deputy = ""  # whoever comes instead has a line of their own
        if deputy:
            person.attendance = notes.SUBSTITUTED
        elif stated and person.attendance != notes.VACANT:
            person.attendance = stated
        person.reason = person.reason[:200]
        if not deputy:
            return None
        return Person(
            person.sheet,
            person.row,
            part=1,
            name=deputy,
            positions=held,
            unit=person.unit,
            headings=person.headings,
            group=person.group,
            attendance=notes.CONFIRMED,
            table=person.table,
        )

    def _said(self, get: Callable[[Field], str], stated: str, who: str) -> list[notes.Noted]:
        """What each column that may hold a note says, the most telling last."""
        why = notes.note("" if self._is_own else get(Field.REASON))
        if why.note and not why.attendance:
            why = replace(why, reason=why.note, note="")
        said = [why, notes.note(self._beside.note, who), notes.note(get(Field.NOTE), who)]
        if instead := names.tidy(get(Field.SUBSTITUTE)):
            said.append(notes.note(instead if "thay" in instead else f"{instead} dự thay"))
        if not stated and get(Field.ATTENDANCE):
            said.append(notes.note(get(Field.ATTENDANCE)))
        return said


def _years(text: str) -> list[int]:
    """Also of a day that lost its form, counted from 1900, and of years with two digits."""
    if re.fullmatch(r"\d{4,5}", text) and int(text) in _SERIAL:
        return [(_FIRST_DAY + timedelta(days=int(text))).year]
    if short := _SHORT_YEAR.fullmatch(text):
        year = int(short[1])
        return [year + (1900 if year + 2000 not in _YEARS else 2000)]
    return [int(found[1]) for found in _YEAR.finditer(text)]


def _read_own(person: Person, get: Callable[[Field], str]) -> None:
    """Our own form says what is stored, word by word; nothing is understood from it."""
    person.number, person.stands_in_for = (
        _number(get(Field.NUMBER)),
        _number(get(Field.STANDS_IN_FOR)),
    )
    person.name = names.tidy(get(Field.NAME))
    person.positions = names.lines(get(Field.POSITION))[:_MOST_POSTS]
    stated = notes.attendance(get(Field.ATTENDANCE))
    if stated and person.attendance != notes.SUBSTITUTED:
        person.attendance = stated
    person.reason = names.tidy(get(Field.REASON)) or person.reason
    person.note = names.tidy(get(Field.NOTE))[:200]
    person.is_sample = notes.is_tick(get(Field.SAMPLE))


def _number(text: str) -> int | None:
    return int(text) if text.isdigit() and len(text) < len("1000000000") else None
