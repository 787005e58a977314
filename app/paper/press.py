"""The press: every writer works in a process of its own. A thousand cards take hundreds of
megabytes for a while, and the morning must not wait for them."""

import json
import subprocess
import sys
from collections.abc import Mapping

_MOST_SECONDS = 120


def run(writer: str, data: Mapping[str, object], *arguments: str) -> bytes:
    """What the writer (a module beside this one) makes of ``data``, which travels as JSON.

    Raises RuntimeError with the writer's own words where it fails.
    """
    done = subprocess.run(
        [sys.executable, "-m", f"app.paper.{writer}", *arguments],
        input=json.dumps(data, ensure_ascii=False).encode(),
        capture_output=True,
        timeout=_MOST_SECONDS,
        check=False,
    )
    if done.returncode:
        raise RuntimeError(done.stderr.decode())
    return done.stdout
