"""What is asked about a person where the list does not tell who is meant. Pure."""

from collections.abc import Sequence

from app.roster.known import Known, KnownUnit
from app.roster.lines import About, Choice, Question
from app.roster.names import name_keys
from app.roster.remarks import Remark

NEW, SKIP, JOINED, RENAMED = "new", "skip", "row", "!"  # answers; RENAMED follows a delegate's id
_MOST = 4


def key_of(line_key: str) -> str:
    """Under which the answer about a line is kept."""
    return f"person|{line_key}"


def who_is(line_key: str, name: str, others: Sequence[tuple[Known, KnownUnit | None]]) -> Question:
    """Namesakes, or people whose names differ by accents alone."""
    values: dict[str, str | int] = {"name": name}
    text = Remark("Đã có người cùng tên. {name} là ai?", values)
    is_like = all(name_keys(known.name)[0] != name_keys(name)[0] for known, _ in others)
    if is_like:
        text = Remark("Gần giống tên đã có, chỉ khác dấu. {name} là ai?", values)
    choices = []
    for known, unit in others[:_MOST]:
        said = [known.name, next(iter(known.positions), ""), unit.name if unit else ""]
        choices.append(
            Choice(str(known.id), Remark("Là {who}", {"who": ", ".join(filter(None, said))}))
        )
        if is_like:
            renamed = Remark("Là {who}, sửa tên theo tệp", {"who": known.name})
            choices.append(Choice(f"{known.id}{RENAMED}", renamed))
    return _asked(line_key, text, [*choices, Choice(NEW, Remark("Người khác, thêm mới", {}))])


def one_or_two(line_key: str, name: str, row: int) -> Question:
    """The same name on an earlier line of the unit, with another post."""
    text = Remark("{name} đã có ở dòng {row}. Một người hay hai người?", {"name": name, "row": row})
    choices = [
        Choice(JOINED, Remark("Một người, thêm chức vụ này", {})),
        Choice(NEW, Remark("Hai người cùng tên", {})),
    ]
    return _asked(line_key, text, choices)


def instead_of(line_key: str, name: str, holder: Known) -> Question:
    """Somebody else holds the post already."""
    text = Remark(
        "Chức vụ này đang ghi {holder}. {name} giữ thay, hay là người nữa?",
        {"holder": holder.name, "name": name},
    )
    choices = [
        Choice(f"{holder.id}{RENAMED}", Remark("Thay {holder}", {"holder": holder.name})),
        Choice(NEW, Remark("Người khác, thêm mới", {})),
    ]
    return _asked(line_key, text, choices)


def _asked(line_key: str, text: Remark, choices: list[Choice]) -> Question:
    skip = Choice(SKIP, Remark("Bỏ qua dòng này", {}))
    return Question(key_of(line_key), About.PERSON, text, [*choices, skip])
