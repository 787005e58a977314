"""The reasons in words, as they stand beside a placement."""

from app.seating.solver.model import Reason, Why

_SENTENCES = {
    Reason.PINNED: "{label}: giữ chỗ theo yêu cầu của {who}{note}",
    Reason.ARRIVED: "{label}: đã đến, không chuyển chỗ",
    Reason.STAGE: "{label}: đoàn chủ tịch, thứ {n} từ giữa ra",
    Reason.STEP_FREE: "{label}: ghế không có bậc",
    Reason.PRECEDENCE: "{label}, hàng {row}: ngôi thứ {n}, từ giữa hàng ra",
    Reason.RECIPIENT: "Nhận khen thưởng đợt {batch}, thứ {n}: gần bậc sân khấu",
    Reason.SPEAKER: "Phát biểu thứ {n}, hàng {row}: cạnh lối đi lên sân khấu",
    Reason.PRESS: "{label}: báo chí ngồi cùng nhau",
    Reason.UNIT: "{title}, hàng {row}: {label}, đơn vị thứ {n}/{among}",
    Reason.UNIT_SPEAKER: "{title}, hàng {row}: {label}, đơn vị thứ {n}/{among}, "
    "cạnh lối đi để lên phát biểu",
    Reason.KEPT: "{label}: giữ ghế đã báo",
    Reason.SUBSTITUTE: "{label}: dự thay, giữ ghế của người được thay",
    Reason.LEFT_OVER: "{label}: chỗ còn lại",
    Reason.SEAT_GONE: "{label}: ghế cũ không dùng được",
    Reason.MAKES_ROOM: "{label}: nhường chỗ cho {other} ngồi liền nhau",
    Reason.YIELDS: "{label}: nhường chỗ cho {other} theo ngôi thứ và chỗ quy định",
    Reason.TO_THE_UNIT: "{label}: chuyển về ngồi cùng đơn vị",
    Reason.MOVED_BEFORE: "{label}: đã được chuyển tới đây trước lần này, chưa báo",
}


def sentence(why: Why) -> str:
    """In Vietnamese, at most 200 characters."""
    return _SENTENCES[why.key].format_map(_Values(why.values))[:200]


class _Values(dict[str, str]):
    def __missing__(self, key: str) -> str:
        return ""
