"""The scanner that the machine's administrator has set, if any: asked about every file that comes
from outside before anything else is done with it."""

import logging
import shlex
import subprocess

from app.errors import Refused

SECONDS = 60
_CLEAN, _FOUND = 0, 1  # how scanners end, ClamAV's among them
_log = logging.getLogger(__name__)


def check(command: str, content: bytes, seconds: float = SECONDS) -> None:
    """Hand ``content`` to ``command`` on its standard input; nothing is asked where it is empty.

    Raises Refused for a file in which something was found, and for one that could not be scanned:
    a scanner that is broken must not let everything in.
    """
    if not command or not content:
        return
    try:
        done = subprocess.run(  # noqa: S603  # the administrator's own command
            shlex.split(command),
            input=content,
            capture_output=True,
            timeout=seconds,
            check=False,
        )
    except (OSError, ValueError, subprocess.TimeoutExpired) as failure:
        _log.warning("SCAN_COMMAND: %s", failure)
        raise Refused("Chưa quét được tệp này. Hãy thử lại sau ít phút") from failure
    if done.returncode == _CLEAN:
        return
    told = done.stdout.decode(errors="replace").strip()[-200:]
    _log.warning("SCAN_COMMAND ended with %s: %s", done.returncode, told)
    if done.returncode == _FOUND:
        raise Refused("Tệp có mã độc nên không được nhận. Hãy quét máy rồi gửi tệp khác")
    raise Refused("Chưa quét được tệp này. Hãy thử lại sau ít phút")
