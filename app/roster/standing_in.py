"""In whose place the people of a list come, and whether they can. Pure."""

from collections.abc import Iterable, Mapping

from app.roster.cases import Case
from app.roster.differences import keys
from app.roster.known import Known
from app.roster.lines import Verdict
from app.roster.names import name_keys
from app.roster.notes import ABSENT, CONFIRMED, INVITED, SUBSTITUTED, VACANT
from app.roster.remarks import Remark

COMING = {CONFIRMED, INVITED}
_WITHOUT_PLACE = {VACANT, "walk_in"}


class StandIns:
    """Finds the person replaced: the line whose note it is, a number, or a name in the unit."""

    def __init__(self, people: Iterable[Known]) -> None:
        self._by_number: dict[int, Known] = {}
        self._by_unit: dict[int | None, list[Known]] = {}
        self._replaced: dict[int, Known] = {}
        for known in people:
            self._by_number[known.number] = known
            self._by_unit.setdefault(known.unit_id, []).append(known)
            if known.stands_in_for_id and known.attendance in COMING:
                self._replaced[known.stands_in_for_id] = known

    def of(self, known: Known) -> Known | None:
        """Who comes in this person's place."""
        return self._replaced.get(known.id)

    def link(self, cases: Iterable[Case]) -> None:
        """Tell every line that stands in for somebody, for whom."""
        listed = list(cases)
        numbered = {one.person.number: one for one in listed if one.person.number is not None}
        last: Case | None = None
        for case in listed:
            person = case.person
            if person.part and last is not None:
                case.absent = last
            elif person.stands_in_for is not None:
                case.absent = numbered.get(person.stands_in_for) or self._by_number.get(
                    person.stands_in_for
                )
            elif person.instead_of:
                case.absent = self._named(case, listed)
            last = case if not person.part else last

    def _named(self, case: Case, listed: list[Case]) -> Case | Known | None:
        """The one person of the unit with this name or post; a line of this list comes first."""
        whom = case.person.instead_of
        tone, posts = name_keys(whom)[0], keys([whom], case.unit_name)
        lines = [
            one
            for one in listed
            if one is not case
            and one.unit_id == case.unit_id
            and (one.tone == tone or posts & one.posts)
        ]
        if len(lines) == 1:
            return lines[0]
        found = [
            known
            for known in self._by_unit.get(case.unit_id, [])
            if (known.name and name_keys(known.name)[0] == tone)
            or posts & keys(known.positions, case.unit_name)
        ]
        return found[0] if len(found) == 1 and not lines else None

    def settle(self, case: Case) -> None:
        """Before the verdicts: what follows for the line of the person replaced."""
        absent, known = case.absent, case.known
        if not isinstance(absent, Case) or not case.person.part or known is None:
            return
        if known.stands_in_for_id is None or absent.known is None:
            # Somebody of the list has a place of their own, and leaves none for two.
            absent.said["attendance"] = ABSENT
            case.line.remarks.append(Remark("Đã có suất riêng nên không ghi là người dự thay", {}))

    def send(self, case: Case) -> bool:
        """Whether somebody new can come in that place: then the line says in whose."""
        absent, line = case.absent, case.line
        known = absent.known if isinstance(absent, Case) else absent
        if isinstance(absent, Case) and absent.line.verdict in {Verdict.DOUBTFUL, Verdict.REFUSED}:
            line.questions += absent.line.questions
            line.verdict = absent.line.verdict
            if line.verdict is Verdict.REFUSED:
                line.remarks.append(Remark("Người được dự thay không được nhận", {}))
            return False
        comes = case.said.get("attendance", CONFIRMED) in COMING
        if known is not None and comes:
            who = known.name or next(iter(known.positions), "")
            if self.of(known):
                return _refused(case, Remark("{who} đã có người dự thay", {"who": who}))
            if known.attendance in _WITHOUT_PLACE:
                return _refused(
                    case, Remark("{who} không có suất để cử người dự thay", {"who": who})
                )
        by_id: Mapping[str, object] = {"id": known.id} if known else {}
        by_line = {"line": absent.line.key} if isinstance(absent, Case) else {}
        reason = absent.said.get("reason", "") if isinstance(absent, Case) else ""
        case.said["stands_in_for"] = {**by_id, **by_line, "reason": reason, "comes": comes}
        return True

    def keep(self, case: Case, known: Known, wanted: dict[str, object]) -> None:
        """Whoever is replaced stays so until that is taken back; a list does not do it."""
        stand_in = self.of(known)
        if stand_in and wanted.get("attendance", SUBSTITUTED) != SUBSTITUTED:
            del wanted["attendance"]
            wanted.pop("reason", None)
            who = Remark("Đã có người dự thay: {who}. Xác báo giữ nguyên", {"who": stand_in.name})
            case.line.remarks.append(who)


def _refused(case: Case, why: Remark) -> bool:
    case.line.verdict = Verdict.REFUSED
    case.line.remarks.append(why)
    return False
