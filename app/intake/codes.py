"""The one-time code for what is sensitive on a unit's page: phone numbers and files.

Only where the office asks for it, and only of units whose e-mail address is known: nobody is
locked out. The code goes to that address through the outbox; whoever types it gets a key that this
browser keeps. Always by the real clock.
"""

import secrets
from datetime import datetime
from hashlib import sha256

from sqlmodel import Session, col, select

from app import clock
from app.conferences.history import Author, note
from app.conferences.models import Conference
from app.errors import Refused
from app.intake.models import IntakeTerms, UnitCode
from app.intake.rules import CODE_LASTS, CODE_TRIES, KEY_LASTS, check_may_send
from app.links.models import UnitLink
from app.outbox import changes as outbox
from app.outbox import store as letters
from app.outbox.models import Letter
from app.outbox.rules import Kind
from app.outbox.store import Draft

_DIGITS = 6


def terms(db: Session, conference_id: int) -> IntakeTerms:
    """What the conference asks; where nobody has said anything, nothing."""
    return db.get(IntakeTerms, conference_id) or IntakeTerms(conference_id=conference_id)


def set_terms(db: Session, author: Author, conference: Conference, *, asks_code: bool) -> None:
    found = terms(db, conference.id)
    before, found.asks_code = found.asks_code, asks_code
    db.add(found)
    if before != asks_code:
        note(db, author, conference, conference.short_name, "asks_code", before, asks_code)


def is_asked(db: Session, link: UnitLink) -> bool:
    return terms(db, link.conference_id).asks_code and bool(address(db, link))


def address(db: Session, link: UnitLink) -> str:
    """The unit's e-mail address, where the office knows one."""
    contact = letters.contact_of(db, link.conference_id, link.unit_id, None)
    return contact.email if contact else ""


def is_known(db: Session, link: UnitLink, key: str) -> bool:
    """Whether this key was given to a browser that typed a code of this link, not long ago."""
    if not key:
        return False
    query = select(UnitCode).where(UnitCode.link_id == link.id)
    found = db.exec(query.where(UnitCode.key_digest == _digest(key))).first()
    return found is not None and found.key_ends_at is not None and found.key_ends_at > clock.now()


def send(db: Session, author: Author, link: UnitLink, recipient: str) -> None:
    """A new code to the unit's address; only the newest counts. Raises Refused where codes were
    sent too often, and where there is no address."""
    to = address(db, link)
    if not to:
        raise Refused("Văn phòng chưa có thư điện tử của đơn vị")
    check_may_send([one.sent_at for one in _codes(db, link)], author.at)
    code = f"{secrets.randbelow(10**_DIGITS):0{_DIGITS}}"
    made = UnitCode(
        conference_id=link.conference_id,
        link_id=link.id,
        digest=_digest(f"{link.id}/{code}"),
        sent_at=author.at,
        ends_at=author.at + CODE_LASTS,
    )
    db.add(made)
    db.flush()
    _post(db, author, link, recipient, to, code, made.id)


def waiting(db: Session, link: UnitLink, now: datetime) -> UnitCode | None:
    """The code that was sent and can still be typed."""
    found = next(iter(_codes(db, link)), None)
    return found if found is not None and _is_good(found, now) else None


def confirm(db: Session, link: UnitLink, typed: str, now: datetime) -> str | None:
    """A key for the browser that typed the newest code right; None where it is wrong, too old,
    used, or was tried too often. The try is counted."""
    found = next(iter(_codes(db, link)), None)
    if found is None or not _is_good(found, now):
        return None
    found.tries += 1
    db.add(found)
    if not secrets.compare_digest(found.digest, _digest(f"{link.id}/{typed.strip()}")):
        return None
    key = secrets.token_hex(16)
    found.key_digest, found.key_ends_at = _digest(key), now + KEY_LASTS
    return key


def _is_good(code: UnitCode, now: datetime) -> bool:
    return code.ends_at > now and not code.key_digest and code.tries < CODE_TRIES


def _codes(db: Session, link: UnitLink) -> list[UnitCode]:
    query = select(UnitCode).where(UnitCode.link_id == link.id)
    return list(db.exec(query.order_by(col(UnitCode.id).desc()).limit(10)))


def _post(
    db: Session, author: Author, link: UnitLink, recipient: str, to: str, code: str, id: int
) -> None:
    """Released at once: the unit itself asked for it."""
    conference = db.get_one(Conference, link.conference_id)
    reason = f"unit-code/{id}"
    minutes = int(CODE_LASTS.total_seconds() // 60)
    body = (
        f"Kính gửi: {recipient}\n\n"
        f"Mã xác nhận để mở số điện thoại và tệp trên trang của đơn vị là {code}. "
        f"Mã có hiệu lực {minutes} phút và dùng một lần.\n\n"
        "Nếu không ai của đơn vị vừa yêu cầu, đề nghị báo lại Văn phòng.\n"
    )
    subject = f"Mã xác nhận: {conference.short_name}"[:200]
    draft = Draft(reason, Kind.OTHER, recipient, subject, body, to, unit_id=link.unit_id)
    letters.prepare(db, author, conference.id, [draft])
    query = select(Letter).where(Letter.conference_id == conference.id, Letter.reason == reason)
    outbox.release(db, author, db.exec(query).one())


def _digest(text: str) -> str:
    return sha256(text.encode()).hexdigest()
