"""From a fresh copy of the project to a server that answers, with the packages already fetched."""

import os
import signal
import subprocess
import sys
import tempfile
import time
import urllib.request
from pathlib import Path
from urllib.error import URLError

from tests.bench.figures import Figure, middle

ROOT = Path(__file__).parents[2]
PORT = 8765
AGAIN = 5


def figures() -> list[Figure]:
    with tempfile.TemporaryDirectory() as folder:
        wheels, copy = Path(folder) / "wheels", Path(folder) / "copy"
        fetch = [sys.executable, "-m", "pip", "download", "-q", "--require-hashes"]
        subprocess.run([*fetch, "-d", str(wheels), "-r", "requirements.lock"], cwd=ROOT, check=True)
        copy.mkdir()
        archive = subprocess.run(
            ["git", "archive", "HEAD"], cwd=ROOT, check=True, capture_output=True
        )
        subprocess.run(["tar", "-x"], cwd=copy, input=archive.stdout, check=True)
        first = _make_run(copy, {"PIP_NO_INDEX": "1", "PIP_FIND_LINKS": str(wheels)})
        again = [_make_run(copy, {}) for _ in range(AGAIN)]
    return [
        Figure("first make run, packages fetched", first, 60, "s"),
        Figure("next make run (median of 5)", middle(again), 3, "s"),
    ]


def _make_run(folder: Path, extra: dict[str, str]) -> float:
    """Seconds until the server answers."""
    environment = {**os.environ, **extra, "PORT": str(PORT), "HOST": "127.0.0.1"}
    began = time.perf_counter()
    process = subprocess.Popen(
        ["make", "run"],
        cwd=folder,
        env=environment,
        stdout=subprocess.DEVNULL,
        start_new_session=True,
    )
    try:
        while True:
            if process.poll() is not None:
                raise RuntimeError("make run ended")
            try:
                urllib.request.urlopen(f"http://127.0.0.1:{PORT}/healthz", timeout=2).close()
            except (URLError, ConnectionError):
                time.sleep(0.02)
            else:
                return time.perf_counter() - began
    finally:
        os.killpg(process.pid, signal.SIGTERM)
        process.wait()
