"""What the machine's administrator decides, read once from the environment."""

from pathlib import Path

from pydantic_settings import BaseSettings


class Settings(BaseSettings):
    """Every value comes from the environment variable of the same name in capitals."""

    host: str = "0.0.0.0"  # noqa: S104  # phones in the hall follow over the local network
    port: int = 8000
    data_dir: Path = Path("data")
    database_url: str = ""  # empty: SQLite in data_dir
    public_url: str = ""  # what printed QR codes point to; empty: the address the office opened

    @property
    def database(self) -> str:
        """The SQLAlchemy address; ``postgresql://`` is served by psycopg."""
        url = self.database_url or f"sqlite:///{self.data_dir.resolve() / 'nghi-su.db'}"
        for scheme in ("postgresql://", "postgres://"):
            url = url.replace(scheme, "postgresql+psycopg://", 1)
        return url
