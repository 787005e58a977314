"""A real mail server on this machine, which answers as it is told."""

import socket
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from typing import Any

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import AuthResult

from app.settings import Settings, Tls

Answer = Callable[[str, int], str]  # from the recipient and the number of the try


def welcome(_recipient: str, _number: int) -> str:
    return "250 2.0.0 Da nhan"


class PostOffice:
    """Takes letters; ``answers`` says what it replies after each text."""

    def __init__(self, answers: Answer = welcome) -> None:
        self.answers = answers
        self.tries: list[str] = []
        self.letters: list[EmailMessage] = []
        self.has_text = threading.Event()
        self.strangers: dict[str, str] = {}  # refused at RCPT, with these words

    async def handle_RCPT(  # noqa: N802  # as the library calls it
        self, _server: Any, _session: Any, envelope: Any, address: str, _options: list[str]
    ) -> str:
        if address in self.strangers:
            return self.strangers[address]
        envelope.rcpt_tos.append(address)
        return "250 2.1.5 OK"

    async def handle_DATA(self, server: Any, _session: Any, envelope: Any) -> str:  # noqa: N802
        recipient = envelope.rcpt_tos[0]
        self.tries.append(recipient)
        self.has_text.set()
        answer = self.answers(recipient, self.tries.count(recipient))
        if answer.startswith("250"):
            letter = message_from_bytes(envelope.content, policy=default)
            assert isinstance(letter, EmailMessage)
            self.letters.append(letter)
        if not answer:  # silence: the line is cut
            server.transport.abort()
        return answer

    @property
    def received(self) -> list[str]:
        return sorted(str(letter["To"]) for letter in self.letters)


@contextmanager
def opened(office: PostOffice, password: str = "") -> Iterator[Settings]:
    """Settings of an application that sends through this office; it asks for a password or not."""

    def knows(
        _server: Any, _session: Any, _envelope: Any, _mechanism: str, told: Any
    ) -> AuthResult:
        return AuthResult(success=told.password == password.encode(), handled=False)

    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    asks: dict[str, Any] = {}
    if password:
        asks = {"authenticator": knows, "auth_required": True, "auth_require_tls": False}
    controller = Controller(office, hostname="127.0.0.1", port=port, ready_timeout=20, **asks)
    controller.start()
    try:
        yield settings(port)
    finally:
        controller.stop()


def settings(port: int) -> Settings:
    return Settings(
        smtp_host="127.0.0.1",
        smtp_port=port,
        smtp_tls=Tls.NONE,
        smtp_from="Văn phòng Mẫu <vanphong@mau.vn>",
    )
