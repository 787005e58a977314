"""A server that is ready at once after it was killed: what it needs is loaded in a process that
waits, and each start is a copy of that. What is served, stored and killed is the real thing."""

import os
import subprocess
import sys
import time
import urllib.request
from signal import SIGKILL
from urllib.error import URLError

import uvicorn

from app.main import build
from app.settings import Settings
from tests.served import Served

_SOON = 0.01  # seconds between two questions whether it answers


class Warm:
    """Serves the data folder of ``served``, which must not run meanwhile."""

    def __init__(self, served: Served) -> None:
        settings = served.settings
        self._url = f"{served.url}/healthz"
        environment = {
            **os.environ,
            "DATA_DIR": str(settings.data_dir),
            "HOST": settings.host,
            "PORT": str(settings.port),
        }
        self._waiting = subprocess.Popen(
            [sys.executable, "-m", "tests.bench.warm"],
            env=environment,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        self._running = 0

    def start(self) -> None:
        """Returns when the server answers."""
        self._running = int(self._ask())
        for _ in range(3000):
            try:
                urllib.request.urlopen(self._url, timeout=2).close()
            except (URLError, OSError):
                time.sleep(_SOON)
            else:
                return
        raise RuntimeError("the server does not answer")

    def kill(self) -> None:
        """Nothing gets to finish."""
        os.kill(self._running, SIGKILL)

    def close(self) -> None:
        assert self._waiting.stdin is not None
        self._waiting.stdin.close()
        self._waiting.wait()

    def _ask(self) -> str:
        assert self._waiting.stdin is not None
        assert self._waiting.stdout is not None
        self._waiting.stdin.write("start\n")
        self._waiting.stdin.flush()
        return self._waiting.stdout.readline()


def wait() -> None:
    """Start one server for each line, and tell its process."""
    settings = Settings()
    app = build()  # opens nothing before it serves
    for _ in sys.stdin:
        process = os.fork()
        if not process:
            with open(os.devnull, "w") as nowhere:  # noqa: PTH123  # not among our answers
                os.dup2(nowhere.fileno(), 1)
            uvicorn.run(
                app, host=settings.host, port=settings.port, log_level="warning", access_log=False
            )
            os._exit(0)
        print(process, flush=True)
        if process:
            os.waitpid(process, 0)


if __name__ == "__main__":
    wait()
