"""What the office is told when something cannot be done: always a sentence for people.

A sentence is kept as its Vietnamese pattern and the values that fill it, so that the web floor can
say it in the reader's language: ``Refused("Ghế {seat} đã có đại biểu", seat="A-12")``.
"""


class Told(Exception):
    """A failure with a sentence for the person who caused it."""

    def __init__(self, pattern: str, **values: object) -> None:
        super().__init__(pattern.format(**values))
        self.pattern = pattern
        self.values = values


class Refused(Told):
    """The request is understood and goes against the plan's present state (409)."""


class NotFound(Told):
    """There is no such thing, or none that this person may know of (404)."""

    def __init__(self, pattern: str = "Không tìm thấy", **values: object) -> None:
        super().__init__(pattern, **values)


class Forbidden(Told):
    """The person is known and this is not theirs to do (403)."""


class SignInNeeded(Told):
    """Nobody is signed in, or the session has ended (401)."""

    def __init__(self, pattern: str = "Đồng chí cần đăng nhập để tiếp tục") -> None:
        super().__init__(pattern)


class TooMany(Told):
    """Asked too often (429)."""

    def __init__(self, pattern: str = "Yêu cầu quá nhiều lần, hãy thử lại sau ít phút") -> None:
        super().__init__(pattern)
