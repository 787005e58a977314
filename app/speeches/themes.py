"""What a topic is about, proposed from its words. Pure.

A proposal only: the office sets the theme where the words mislead or say too little. The list is
the field's own subjects; a topic takes the subject named first in it, and of two named at the same
place the longer.
"""

import unicodedata

_SUBJECTS = {
    "Giải phóng mặt bằng": ("giải phóng mặt bằng", "thu hồi đất", "tái định cư"),
    "Mặt trận và đoàn thể": ("mttq", "mặt trận tổ quốc", "tổ chức chính trị - xã hội"),
    "Thủ tục hành chính": ("thủ tục hành chính", "hành chính công", "một cửa"),
    "Chuyển đổi số": ("chuyển đổi số", "công nghệ", "số hóa", "số hoá", "dữ liệu"),
    "Tài chính, ngân sách": ("ngân sách", "kinh phí", "tài sản công", "tài chính"),
    "Xây dựng Đảng": ("tổ chức đảng", "đảng viên", "xây dựng đảng", "sinh hoạt chi bộ"),
    "Cán bộ, công chức": ("sắp xếp tổ chức bộ máy", "cán bộ", "công chức", "viên chức", "biên chế"),
    "Kiểm tra, giám sát": ("kiểm tra, giám sát", "giám sát", "thanh tra", "kỷ luật"),
    "Tuyên truyền, dân vận": ("tuyên truyền", "dân vận", "dư luận", "báo chí", "đồng thuận"),
    "Hội đồng nhân dân": ("hội đồng nhân dân", "hđnd"),
    "Tiếp công dân": ("tiếp công dân", "đơn thư", "khiếu nại", "tố cáo"),
    "Phát triển kinh tế": ("tăng trưởng", "phát triển kinh tế", "thu hút đầu tư"),
    "Đất đai, xây dựng": ("đất đai", "quy hoạch", "trật tự xây dựng", "đô thị", "nhà ở"),
    "Giáo dục, y tế": ("giáo dục", "trường học", "y tế", "bảo hiểm", "khám chữa bệnh"),
    "Văn hóa, du lịch": ("văn hóa", "văn hoá", "di sản", "du lịch", "thể thao"),
    "Quốc phòng, an ninh": ("quốc phòng", "an ninh", "trật tự an toàn", "phòng cháy"),
    "Môi trường": ("môi trường", "rác thải", "biến đổi khí hậu", "thiên tai"),
    "Nông thôn": ("nông thôn", "nông nghiệp", "nông dân", "thủy sản"),
    "An sinh xã hội": ("an sinh", "giảm nghèo", "người có công", "việc làm"),
}


def proposed(topic: str) -> str:
    """The subject a topic seems to have, or an empty string."""
    read = unicodedata.normalize("NFC", topic).casefold()
    named = [
        (read.index(word), -len(word), subject)
        for subject, words in _SUBJECTS.items()
        for word in words
        if word in read
    ]
    return min(named)[2] if named else ""


def subjects() -> list[str]:
    """All that can be proposed, for choosing by hand."""
    return list(_SUBJECTS)
