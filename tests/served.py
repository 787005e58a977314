"""The application as the office runs it, in a process of its own."""

import os
import signal
import socket
import ssl
import subprocess
import sys
import time
import urllib.request
from pathlib import Path
from urllib.error import URLError

from app import clock
from app.accounts import store as accounts
from app.db import Database
from app.settings import Settings
from tests import databases

USER, PASSWORD = "vanphong", "mat-khau-thu-nghiem"


def seeded(folder: Path) -> Path:
    """Make ``folder`` a data folder with both seeds and the administrator of the tests."""
    made = databases.SQLiteMaker(folder).template("nghi-su", databases.seeds)
    database = Database(f"sqlite:///{made}")
    with database.writing() as db:
        accounts.add_staff(db, USER, "Văn phòng", PASSWORD, clock.now(), is_administrator=True)
    database.engine.dispose()
    return folder


class Served:
    """The application as the office runs it: ``python -m app serve`` over its own data folder, and
    with ``tls`` over https, with certificates of its own."""

    def __init__(
        self, folder: Path, *, tls: bool = False, database_url: str = "", workers: int = 1
    ) -> None:
        self.settings = Settings(
            data_dir=folder, host="127.0.0.1", port=_free_port(), database_url=database_url
        )
        self.options = [*(["--tls"] if tls else []), "--workers", str(workers)]
        self.tls = tls
        self.url = f"http{'s' if tls else ''}://127.0.0.1:{self.settings.port}"
        self.process: subprocess.Popen[bytes] | None = None

    @property
    def database(self) -> Database:
        return Database(self.settings.database)

    @property
    def trust(self) -> ssl.SSLContext:
        """What believes the office's own authority, and nobody else."""
        return ssl.create_default_context(cafile=self.settings.data_dir / "tls" / "ca.crt")

    def launch(self) -> None:
        """Returns at once."""
        environment = {
            **os.environ,
            "DATA_DIR": str(self.settings.data_dir),
            "HOST": self.settings.host,
            "PORT": str(self.settings.port),
            "PUBLIC_URL": self.url,  # printed codes lead back here
            "DATABASE_URL": self.settings.database_url,
        }
        command = [sys.executable, "-m", "app", "serve", *self.options]
        log = (self.settings.data_dir / "server.log").open("ab")
        with log:
            self.process = subprocess.Popen(
                command, env=environment, stdout=log, stderr=log, start_new_session=True
            )

    def start(self) -> None:
        """Returns when the server answers."""
        self.launch()
        for _ in range(900):
            try:
                answer = urllib.request.urlopen(
                    f"{self.url}/healthz", timeout=2, context=self.trust if self.tls else None
                )
                answer.close()
            except (URLError, OSError):
                time.sleep(0.1)
            else:
                return
        raise RuntimeError((self.settings.data_dir / "server.log").read_text())

    def kill(self) -> None:
        """As a power cut would: nothing gets to finish, in no worker."""
        if self.process is not None:
            os.killpg(self.process.pid, signal.SIGKILL)
            self.process.wait()
            self.process = None

    def stop(self) -> None:
        if self.process is not None:
            self.process.terminate()
            self.process.wait()
            self.process = None


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
