"""Judges every line of a list: new, changed, the same, doubtful or refused. Pure.

People are matched by name (exactly, then whichever way tones are placed) within their unit; where
only the accent-free name agrees, or one name stands in two units, somebody is asked. A person who
is new to a unit takes the open place of their post, if the unit has one.
"""

from collections.abc import Mapping, Sequence
from typing import Any

from app.roster import differences
from app.roster.cases import Case, may_be, may_meet
from app.roster.known import Conference, Known
from app.roster.lines import Line, Question, Verdict
from app.roster.names import name_keys
from app.roster.person import Person
from app.roster.places import Places
from app.roster.questions import JOINED, NEW, RENAMED, SKIP, instead_of, key_of, one_or_two, who_is
from app.roster.remarks import Remark
from app.roster.standing_in import StandIns

# Posts of which a unit has one: another holder of it is asked about.
_SINGLE = (
    "bi thu", "pho bi thu thuong truc", "chu tich", "truong", "giam doc", "chanh", "hieu truong",
)  # fmt: skip


def judge(
    people: Sequence[Person],
    conference: Conference,
    tables: Sequence[Mapping[str, Any]],
    answers: Mapping[str, str],
    *,
    sender_id: int | None = None,
    confirms: bool = False,
) -> list[Line]:
    """One line for every person, in the file's order."""
    return _Judge(conference, tables, answers, sender_id, confirms=confirms).judge(people)


class _Judge:
    def __init__(
        self,
        conference: Conference,
        tables: Sequence[Mapping[str, Any]],
        answers: Mapping[str, str],
        sender_id: int | None,
        *,
        confirms: bool,
    ) -> None:
        self.places = Places(conference, tables, answers, sender_id)
        self.answers, self.confirms = answers, confirms
        self.by_id = {known.id: known for known in conference.people}
        self.by_tone: dict[str, list[Known]] = {}
        self.by_plain: dict[str, list[Known]] = {}
        self.by_unit: dict[int | None, list[Known]] = {}
        for known in conference.people:
            self.by_unit.setdefault(known.unit_id, []).append(known)
            if known.name:
                tone, plain = name_keys(known.name)
                self.by_tone.setdefault(tone, []).append(known)
                self.by_plain.setdefault(plain, []).append(known)
        self.by_number = {known.number: known for known in conference.people}
        self.stand_ins = StandIns(conference.people)
        self.posts: dict[int, set[str]] = {}
        self.taken: dict[int, Case] = {}
        self.fresh: dict[str, list[Case]] = {}

    def judge(self, people: Sequence[Person]) -> list[Line]:
        cases = [self._case(person) for person in people]
        for step in (self._by_answer, self._by_number, self._by_name, self._by_post):
            for case in cases:
                if case.is_open:
                    step(case)
        self.stand_ins.link(cases)
        for case in cases:
            self.stand_ins.settle(case)
        # Whoever stands in for somebody comes last: it depends on that person's line.
        for case in sorted(cases, key=lambda case: case.absent is not None):
            self._conclude(case)
        return [case.line for case in cases]

    def _case(self, person: Person) -> Case:
        unit, question = self.places.unit_of(person)
        case = Case(person, unit, differences.values(person, confirms=self.confirms))
        if person.refusal:
            case.line.remarks.append(person.refusal)
        elif question:
            case.line.questions.append(question)
            case.is_open = False
        return case

    def _by_answer(self, case: Case) -> None:
        """Somebody has said who this is."""
        answer = self.answers.get(key_of(case.line.key), "")
        if answer == SKIP:
            case.line.remarks.append(Remark("Bỏ qua theo lựa chọn của người nhập", {}))
            case.is_open = False
            case.line.verdict = Verdict.REFUSED
        elif answer == NEW:
            self._is_new(case)
        elif (known := self.by_id.get(_number(answer))) is not None:
            case.takes_name = answer.endswith(RENAMED)
            self._is(case, known)

    def _by_number(self, case: Case) -> None:
        """Our own form says who is meant, where name or post agree with what is stored."""
        known = self.by_number.get(case.person.number or 0)
        if known is None or known.id in self.taken or case.unit_id != known.unit_id:
            return
        tone = name_keys(known.name)[0] if known.name else ""
        shares = bool(case.posts & self._posts(known)) or case.posts == self._posts(known)
        if case.tone == tone or (shares and (not case.tone or known.is_open)):
            case.takes_name = bool(case.tone)
            self._is(case, known)
        elif shares:
            self._put(case, instead_of(case.line.key, case.person.name, known))

    def _by_name(self, case: Case) -> None:
        """Everybody known by name goes first, so that nobody else takes their place."""
        if not case.tone:
            return
        others = [
            known
            for known in self.by_tone.get(case.tone, [])
            if may_be(case, known) and (case.person.number is None or known.id not in self.taken)
        ]
        found = self._only(case, others)
        if found is not None and found.id in self.taken:
            self._meets(case, self.taken[found.id], found)
        elif found is not None:
            self._is(case, found)
        elif others:
            self._ask(case, others)
        else:
            earlier = next((c for c in self.fresh.get(case.tone, []) if may_meet(case, c)), None)
            if earlier is not None:
                self._meets(case, earlier, None)
            else:
                self.fresh.setdefault(case.tone, []).append(case)

    def _only(self, case: Case, others: list[Known]) -> Known | None:
        """The one of several namesakes whom the line means, where something tells."""
        phone = case.person.phone
        by_phone = [known for known in others if phone and known.phone == phone]
        here = [known for known in others if known.unit_id == case.unit_id and case.unit_id]
        by_post = [known for known in others if case.posts & self._posts(known)]
        born = case.person.birth_year
        by_birth = [known for known in others if born and known.birth_year == born]
        both = [known for known in here if known in by_post]
        for few in (by_phone, both, here, by_post, by_birth):
            if len(few) == 1:
                return few[0]
        # Several alike in every way: each line takes the next.
        return next((known for known in both if known.id not in self.taken), None)

    def _meets(self, case: Case, earlier: Case, known: Known | None) -> None:
        """The same name again: one person with several posts, or two people?"""
        answer = self.answers.get(key_of(case.line.key), "")
        posts = self._posts(known) if known else earlier.posts
        same_phone = case.person.phone and case.person.phone == earlier.person.phone
        same_unit = case.unit_id == earlier.unit_id
        if answer == JOINED or same_phone or (case.posts <= posts and (same_unit or known)):
            self._joins(case, earlier)
            return
        self._put(case, one_or_two(case.line.key, case.person.name, earlier.person.row))

    def _by_post(self, case: Case) -> None:
        """Whoever has no name yet in the list takes the open place of their post in the unit."""
        if case.known or case.joins:
            return
        if case.tone and self._asks_about_accents(case):
            return
        if case.person.part or not case.posts:
            return
        here = [
            known
            for known in self.by_unit.get(case.unit_id, [])
            if known.id not in self.taken and case.posts & self._posts(known)
        ]
        held = [known for known in here if not known.is_open]
        free = [known for known in here if known.is_open]
        free.sort(key=lambda known: (-len(case.posts & self._posts(known)), bool(known.name)))
        if not case.tone and held and not free:
            self._is(case, held[0])
        elif free:
            self._is(case, free[0])
        elif held and any(post.startswith(_SINGLE) for post in case.posts):
            self._put(case, instead_of(case.line.key, case.person.name, held[0]))

    def _asks_about_accents(self, case: Case) -> bool:
        like = [
            known
            for known in self.by_plain.get(case.plain, [])
            if known.id not in self.taken
            and name_keys(known.name)[0] != case.tone
            and (known.unit_id == case.unit_id or None in (known.unit_id, case.unit_id))
        ]
        if like:
            self._ask(case, like)
        return bool(like)

    def _ask(self, case: Case, others: list[Known]) -> None:
        units = self.places.units.by_id
        named = [(known, units.get(known.unit_id or 0)) for known in others]
        self._put(case, who_is(case.line.key, case.person.name, named))

    @staticmethod
    def _put(case: Case, question: Question) -> None:
        case.line.questions.append(question)
        case.is_open = False

    def _is(self, case: Case, known: Known) -> None:
        if known.id in self.taken and self.taken[known.id] is not case:
            self._joins(case, self.taken[known.id])
            return
        case.known, case.is_open = known, False
        self.taken[known.id] = case

    def _is_new(self, case: Case) -> None:
        case.is_open = False
        self.fresh.setdefault(case.tone, []).append(case)

    def _joins(self, case: Case, earlier: Case) -> None:
        """The later line adds to what the earlier one says, and is the same itself."""
        case.joins, case.is_open = earlier, False
        for field, value in case.said.items():
            if field == "positions":
                more = [p for p in value if differences.keys([p], case.unit_name) - earlier.posts]
                earlier.said["positions"] = [*earlier.said.get("positions", []), *more]
                earlier.posts |= case.posts
            else:
                earlier.said.setdefault(field, value)
        case.line.remarks.append(
            Remark("Cùng một người với dòng {row}, gộp vào đó", {"row": earlier.person.row})
        )

    def _conclude(self, case: Case) -> None:
        line = case.line
        if case.person.refusal or line.verdict is Verdict.REFUSED:
            line.verdict = Verdict.REFUSED
        elif line.questions:
            line.verdict = Verdict.DOUBTFUL
        elif case.joins:
            line.verdict = Verdict.DOUBTFUL if case.joins.line.questions else Verdict.SAME
            line.delegate_id = case.joins.known.id if case.joins.known else None
        elif case.known:
            self._compare(case, case.known)
        else:
            self._add(case)

    def _compare(self, case: Case, known: Known) -> None:
        line = case.line
        wanted = differences.wanted(known, case.said, case.unit_name, takes_name=case.takes_name)
        group = self.places.groups.find(case.person.group) if case.person.group else None
        self.stand_ins.keep(case, known, wanted)
        line.delegate_id, line.changes = known.id, differences.changes(known, wanted)
        if group and group.id != known.group_id:
            wanted["group_id"] = group.id
            before = self.places.groups.by_id[known.group_id].name
            line.changes += differences.moved("group", before, group.name)
        if case.unit and known.unit_id is None:
            wanted["unit_id"] = case.unit.id
            line.changes += differences.moved("unit", "", case.unit.name)
        line.wanted = wanted
        line.verdict = Verdict.CHANGED if wanted else Verdict.SAME
        if known.is_synthetic and "name" in wanted:
            line.remarks.append(Remark("Thay tên mẫu {name}", {"name": known.name}))

    def _add(self, case: Case) -> None:
        if case.absent is not None:
            if self.stand_ins.send(case):
                case.line.wanted = dict(case.said)
            return
        here = self.by_unit.get(case.unit_id, []) if case.unit_id else []
        near = [known.group_id for known in here if case.posts & self._posts(known)]
        group, question = self.places.group_of(case.person, case.unit, near)
        if question:
            case.line.questions.append(question)
            case.line.verdict = Verdict.DOUBTFUL
            return
        assert group is not None
        case.line.group = group.name
        case.line.wanted = {**case.said, "group_id": group.id, "unit_id": case.unit_id}

    def _posts(self, known: Known) -> set[str]:
        if known.id not in self.posts:
            unit = self.places.units.by_id.get(known.unit_id or 0)
            self.posts[known.id] = differences.keys(known.positions, unit.name if unit else "")
        return self.posts[known.id]


def _number(answer: str) -> int:
    digits = answer.rstrip(RENAMED)
    return int(digits) if digits.isdigit() and len(digits) < len("1000000000") else 0
