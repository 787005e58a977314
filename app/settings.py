"""What the machine's administrator decides, read once from the environment."""

from enum import StrEnum
from pathlib import Path
from typing import Self

from pydantic import Field, SecretStr, model_validator
from pydantic_settings import BaseSettings


class Tls(StrEnum):
    """How the connection to the mail server is kept private."""

    STARTTLS = "starttls"
    TLS = "tls"  # from the first byte, usually port 465
    NONE = "none"  # only for a server on this machine


class Settings(BaseSettings):
    """Every value comes from the environment variable of the same name in capitals."""

    host: str = "0.0.0.0"  # noqa: S104  # phones in the hall follow over the local network
    port: int = 8000
    data_dir: Path = Path("data")
    database_url: str = ""  # empty: SQLite in data_dir
    public_url: str = ""  # what printed QR codes point to; empty: the address the office opened
    smtp_host: str = ""  # empty: letters are prepared and released, and wait
    smtp_port: int = 587
    smtp_user: str = ""
    smtp_password: SecretStr = SecretStr("")
    smtp_from: str = ""
    smtp_tls: Tls = Tls.STARTTLS
    scan_command: str = ""  # reads a file on standard input, ends with 0 where it is clean
    tick_seconds: float = Field(default=20, ge=0)  # 0: this server keeps no time

    @model_validator(mode="after")
    def with_a_sender(self) -> Self:
        if self.smtp_host and "@" not in self.smtp_from:
            raise ValueError("SMTP_HOST cần có SMTP_FROM, ví dụ: Văn phòng <vp@example.vn>")
        return self

    @property
    def database(self) -> str:
        """The SQLAlchemy address; ``postgresql://`` is served by psycopg."""
        url = self.database_url or f"sqlite:///{self.data_dir.resolve() / 'nghi-su.db'}"
        for scheme in ("postgresql://", "postgres://"):
            url = url.replace(scheme, "postgresql+psycopg://", 1)
        return url
