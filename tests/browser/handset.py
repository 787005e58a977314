"""A phone at a door: its own browser with its own storage, which may be killed and opened again."""

import base64
import hashlib
import os
import signal
from contextlib import suppress
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from playwright.sync_api import BrowserContext, Error, Page, Playwright

from tests.browser.conftest import QUIET, installed, watch
from tests.served import Served


class Handset:
    """``film`` is what its camera sees."""

    def __init__(
        self, playwright: Playwright, server: Served, folder: Path, film: Path | None = None
    ) -> None:
        self.playwright, self.server, self.folder = playwright, server, folder
        self.arguments = [*QUIET, f"--ignore-certificate-errors-spki-list={_key_of(server)}"]
        if film is not None:
            self.arguments += [
                "--use-fake-ui-for-media-stream",
                "--use-fake-device-for-media-stream",
                f"--use-file-for-fake-video-capture={film}",
            ]
        self.context: BrowserContext | None = None
        self.problems: list[str] = []

    def open(self, path: str = "/door") -> Page:
        """The browser, started anew where it is not running."""
        if self.context is None:
            self.context = self.playwright.chromium.launch_persistent_context(
                self.folder,
                executable_path=installed(),
                args=self.arguments,
                base_url=self.server.url,
                viewport={"width": 390, "height": 844},
                has_touch=True,
            )
        page = self.context.pages[0]
        self.problems = watch(page)
        page.goto(path)
        return page

    def set_offline(self, is_offline: bool) -> None:
        assert self.context is not None
        self.context.set_offline(is_offline)

    def kill(self) -> None:
        """As a flat battery would: nothing gets to finish."""
        for process in Path("/proc").glob("[0-9]*"):
            try:
                command = (process / "cmdline").read_bytes()
            except OSError:
                continue  # it ended meanwhile
            if str(self.folder).encode() in command and b"chrom" in command:
                os.kill(int(process.name), signal.SIGKILL)
        with suppress(Error):  # what was killed may be noticed before it is closed
            self.close()
        self.context = None

    def close(self) -> None:
        if self.context is not None:
            self.context.close()
            self.context = None


def _key_of(server: Served) -> str:
    """The server's key, which the phone trusts as if it had our authority installed."""
    shown = x509.load_pem_x509_certificate(
        (server.settings.data_dir / "tls" / "server.crt").read_bytes()
    )
    key = shown.public_key().public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)
    return base64.b64encode(hashlib.sha256(key).digest()).decode()
