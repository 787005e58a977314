"""Work that must not hurt the server: it runs in a process of its own, with limits it cannot lift.

``python -m app.children SECONDS MEGABYTES module …`` sets the limits and becomes the module.
"""

import resource
import runpy
import subprocess
import sys

_GRACE = 2  # seconds between the child's own limit and ours


class Ended(Exception):
    """The child failed or went beyond its limits; its own last words."""


def run(module: str, sent: bytes, *arguments: str, seconds: int, megabytes: int) -> bytes:
    """What ``module`` writes to standard output for ``sent`` on its standard input.

    Raises Ended where it fails, takes more than ``seconds`` or more than ``megabytes``.
    """
    command = [sys.executable, "-m", "app.children", str(seconds), str(megabytes), module]
    try:
        done = subprocess.run(
            [*command, *arguments],
            input=sent,
            capture_output=True,
            timeout=seconds + _GRACE,
            check=False,
        )
    except subprocess.TimeoutExpired as late:
        raise Ended(f"{module}: {seconds} s") from late
    if done.returncode:
        told = done.stderr.decode(errors="replace").strip()
        raise Ended(told.rpartition("\n")[2] or module)
    return done.stdout


def become(seconds: int, megabytes: int, module: str) -> None:
    """Set the limits of this process and run ``module`` as its main program."""
    resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds + 1))
    size = megabytes * 1024 * 1024
    resource.setrlimit(resource.RLIMIT_AS, (size, size))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))  # it has nothing to write to a disk
    runpy.run_module(module, run_name="__main__", alter_sys=True)


if __name__ == "__main__":
    _seconds, _megabytes, _module = sys.argv[1:4]
    sys.argv[:] = sys.argv[3:]
    become(int(_seconds), int(_megabytes), _module)
