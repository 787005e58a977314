"""What whoever pressed second is told: who was faster, and with what. Pure."""

from collections.abc import Mapping

from app.errors import Refused
from app.live.rules import Action, ActionKind

FASTER = "Có người vừa điều hành trước, hãy xem trạng thái mới rồi bấm lại"
SENTENCES: Mapping[ActionKind, str] = {
    ActionKind.START: "{who} vừa bấm bắt đầu: “{what}”. Hãy xem lại rồi bấm",
    ActionKind.NEXT: "{who} vừa chuyển sang “{what}”. Hãy xem lại rồi bấm",
    ActionKind.BACK: "{who} vừa quay lại “{what}”. Hãy xem lại rồi bấm",
    ActionKind.BEGAN: "{who} vừa sửa giờ bắt đầu của “{what}”. Hãy xem lại rồi bấm",
    ActionKind.PAUSE: "{who} vừa dừng đồng hồ: “{what}”. Hãy xem lại rồi bấm",
    ActionKind.RESUME: "{who} vừa cho đồng hồ chạy tiếp: “{what}”. Hãy xem lại rồi bấm",
    ActionKind.EXTEND: "{who} vừa thêm bớt giờ của “{what}”. Hãy xem lại rồi bấm",
    ActionKind.LIMIT: "{who} vừa đặt lại số phút các bài. Hãy xem lại rồi bấm",
    ActionKind.SKIP: "{who} vừa bỏ qua “{what}”. Hãy xem lại rồi bấm",
    ActionKind.CUT: "{who} vừa chuyển gửi văn bản “{what}”. Hãy xem lại rồi bấm",
    ActionKind.RESTORE: "{who} vừa gọi lại “{what}”. Hãy xem lại rồi bấm",
    ActionKind.SWAP: "{who} vừa đổi chỗ “{what}”. Hãy xem lại rồi bấm",
    ActionKind.INSERT: "{who} vừa chèn thêm “{what}”. Hãy xem lại rồi bấm",
    ActionKind.UNDO: "{who} vừa hoàn tác “{what}”. Hãy xem lại rồi bấm",
}
ENDED = "{who} vừa bế mạc hội nghị. Hãy xem lại rồi bấm"


def faster(last: Action | None) -> Refused:
    """``last`` is the newest action that moved the morning."""
    if last is None:
        return Refused(FASTER)
    if last.kind is ActionKind.NEXT and not last.keys:
        return Refused(ENDED, who=last.who)
    return Refused(SENTENCES[last.kind], who=last.who, what=last.label)
