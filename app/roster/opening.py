"""Opens files in a process of its own: a bomb, a hang or a crash there ends in a sentence here."""

import json
import logging
import subprocess
import sys
import threading
from collections.abc import Callable
from dataclasses import asdict
from typing import Any

from app.errors import Refused
from app.roster.reading import Options

LARGEST_FILE = 15 * 1024 * 1024
_MOST_SECONDS = 90
_log = logging.getLogger(__name__)


def _silent(_done: int, _of: int) -> None:
    """Nobody watches."""


def open_file(
    content: bytes, name: str, options: Options, tell: Callable[[int, int], None] = _silent
) -> dict[str, Any]:
    """What the file says (see ``reading.read``). Raises Refused with a sentence about the file."""
    if not content:
        raise Refused("Tệp trống, không có gì để đọc")
    if len(content) > LARGEST_FILE:
        raise Refused("Tệp lớn quá {most} MB", most=LARGEST_FILE // 1024**2)
    with subprocess.Popen(
        [sys.executable, "-m", "app.roster.reading"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    ) as child:
        clock = threading.Timer(_MOST_SECONDS, child.kill)
        clock.start()
        try:
            return _converse(child, content, name, options, tell)
        finally:
            clock.cancel()
            child.kill()


def _converse(
    child: subprocess.Popen[bytes],
    content: bytes,
    name: str,
    options: Options,
    tell: Callable[[int, int], None],
) -> dict[str, Any]:
    assert child.stdin and child.stdout and child.stderr
    asked = json.dumps({"name": name, "options": asdict(options)}, ensure_ascii=False)
    try:
        child.stdin.write(asked.encode() + b"\n" + content)
        child.stdin.close()
    except BrokenPipeError:
        pass  # it ended before it had read everything; what it said says why
    for line in child.stdout:
        said: dict[str, Any] = json.loads(line)
        if "progress" in said:
            tell(said["progress"], said["of"])
        elif "refused" in said:
            raise Refused(said["refused"], **said["values"])
        else:
            found: dict[str, Any] = said["reading"]
            return found
    # The last line alone: what stands above it may quote the file.
    failure = child.stderr.read().decode("utf-8", "replace").strip().rpartition("\n")[2]
    _log.warning("a list could not be read: %s (%s)", failure.partition(":")[0], child.wait())
    raise Refused("Không đọc được tệp: tệp hỏng, hoặc cần quá nhiều bộ nhớ hay thời gian")
