"""Handing one letter to the mail server, and understanding its answer."""

import re
import smtplib
import ssl
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime, parseaddr

from app.outbox.models import Letter, LetterAttachment
from app.outbox.rules import Outcome, is_address, outcome_of
from app.settings import Settings, Tls

_SECONDS = 30.0  # for each answer of the server
_SAFE = SMTP.clone(cte_type="7bit")  # goes through servers that know nothing newer
_LONGEST = 500
_GO_ON = {250, 251, 354}
_CLOSING = 421


class Unreachable(Exception):
    """There is no mail server to talk to now: nothing was handed over."""


@dataclass(frozen=True)
class Result:
    """How a try ended, with the server's own sentence."""

    outcome: Outcome
    answer: str


def message(
    letter: Letter, files: Sequence[LetterAttachment], sender: str, at: datetime
) -> EmailMessage:
    """The letter as plain text. Its Message-ID is the same at every try, so that a mailbox that
    got it twice can tell."""
    name, address = parseaddr(sender)
    mail = EmailMessage(policy=_SAFE)
    mail["From"] = f'"{name}" <{address}>' if name else address
    mail["To"] = letter.address
    mail["Subject"] = " ".join(letter.subject.split())
    mail["Date"] = format_datetime(at)
    mail["Message-ID"] = f"<{letter.message_id}@{address.rpartition('@')[2]}>"
    mail.set_content(letter.body)
    for file in files:
        main, _, sub = file.media_type.partition("/")
        mail.add_attachment(file.content, maintype=main, subtype=sub, filename=file.name)
    return mail


class Line:
    """An open connection to the mail server."""

    def __init__(self, server: smtplib.SMTP, sender: str) -> None:
        self._server = server
        self._sender = sender
        self.is_open = True

    def hand_over(self, letter: Letter, files: Sequence[LetterAttachment], at: datetime) -> Result:
        """Never raises for what a server or a letter may do.

        Once the text is on its way, silence is not a failure: the server may have taken it.
        """
        if not is_address(letter.address):
            return Result(Outcome.REFUSED, "Địa chỉ thư điện tử viết chưa đúng")
        try:
            mail = message(letter, files, self._sender, at)
            text = re.sub(rb"(?m)^\.", b"..", mail.as_bytes())
        except ValueError as wrong:  # a heading that no mail can have
            return Result(Outcome.REFUSED, _told(wrong))
        is_on_its_way = False
        try:
            for command in (
                "RSET",
                f"MAIL FROM:<{parseaddr(self._sender)[1]}>",
                f"RCPT TO:<{letter.address}>",
                "DATA",
            ):
                code, said = self._server.docmd(command)
                if code not in _GO_ON:
                    self.is_open = code != _CLOSING
                    return Result(outcome_of(code), _sentence(code, said))
            is_on_its_way = True
            self._server.send(text + b"\r\n.\r\n")
            code, said = self._server.getreply()
        except (OSError, smtplib.SMTPException) as failure:
            self.is_open = False
            self._server.close()
            return Result(Outcome.UNKNOWN if is_on_its_way else Outcome.LATER, _told(failure))
        sentence = _sentence(code, said)
        return Result(Outcome.SENT if code in _GO_ON else outcome_of(code), sentence)


@contextmanager
def line(settings: Settings) -> Iterator[Line]:
    """Raises Unreachable where no connection comes about, or the server does not know us."""
    try:
        server = _connected(settings)
    except (OSError, smtplib.SMTPException) as failure:
        raise Unreachable(_told(failure)) from failure
    opened = Line(server, settings.smtp_from)
    try:
        yield opened
    finally:
        if opened.is_open:
            _hang_up(server)


def _connected(settings: Settings) -> smtplib.SMTP:
    where = (settings.smtp_host, settings.smtp_port)
    if settings.smtp_tls is Tls.TLS:
        context = ssl.create_default_context()
        server: smtplib.SMTP = smtplib.SMTP_SSL(*where, timeout=_SECONDS, context=context)
    else:
        server = smtplib.SMTP(*where, timeout=_SECONDS)
    try:
        if settings.smtp_tls is Tls.STARTTLS:
            server.starttls(context=ssl.create_default_context())
        server.ehlo_or_helo_if_needed()
        if settings.smtp_user:
            server.login(settings.smtp_user, settings.smtp_password.get_secret_value())
    except (OSError, smtplib.SMTPException):
        server.close()
        raise
    return server


def _hang_up(server: smtplib.SMTP) -> None:
    try:
        server.quit()
    except (OSError, smtplib.SMTPException):
        server.close()  # it is told goodbye; whether it listens no longer matters


def _sentence(code: int, said: bytes) -> str:
    return f"{code} {said.decode('utf-8', 'replace')}".replace("\n", " ")[:_LONGEST]


def _told(failure: Exception) -> str:
    """A failure's words; with the server's own where it said any."""
    if isinstance(failure, smtplib.SMTPResponseException):
        said = failure.smtp_error
        return _sentence(failure.smtp_code, said if isinstance(said, bytes) else said.encode())
    return (str(failure) or type(failure).__name__)[:_LONGEST]
