"""The first sign-in of a new installation, kept in a note until somebody changes the password."""

from pathlib import Path

from app.settings import Settings

USER = "vanphong"
NAME = "Văn phòng Thành ủy"


def note(settings: Settings) -> Path:
    """The file with the first password, readable by the server's user only."""
    return settings.data_dir / "first-sign-in.txt"
