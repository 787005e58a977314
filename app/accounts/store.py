"""Who is signed in, and letting people and programs in and out."""

from datetime import datetime, timedelta

from sqlmodel import Session, col, delete, select

from app.accounts import passwords
from app.accounts.models import ApiToken, Staff, StaffSession
from app.errors import NotFound, Refused

SESSION_LASTS = timedelta(hours=12)  # a working day; the morning of a summit fits into one


def add_staff(
    db: Session,
    username: str,
    full_name: str,
    password: str,
    at: datetime,
    *,
    is_administrator: bool = False,
) -> Staff:
    """Raises Refused for a password that is too short or a user name that is taken."""
    _check_length(password)
    staff = Staff(
        username=username.strip().casefold(),
        full_name=full_name.strip(),
        password_hash=passwords.hashed(password),
        is_administrator=is_administrator,
        created_at=at,
    )
    db.add(staff)
    db.flush()
    return staff


def change_password(db: Session, staff: Staff, password: str, kept: StaffSession | None) -> None:
    """Every other signed-in browser of this person is signed out."""
    _check_length(password)
    staff.password_hash = passwords.hashed(password)
    db.add(staff)
    others = delete(StaffSession).where(col(StaffSession.staff_id) == staff.id)
    db.exec(others.where(col(StaffSession.id) != kept.id) if kept else others)


def has_staff(db: Session) -> bool:
    return db.exec(select(Staff.id).limit(1)).first() is not None


def everyone(db: Session) -> list[Staff]:
    return list(db.exec(select(Staff).order_by(Staff.username)))


def staff_named(db: Session, username: str) -> Staff:
    found = db.exec(select(Staff).where(Staff.username == username.strip().casefold())).first()
    if found is None:
        raise NotFound("Không có người dùng {username}", username=username)
    return found


def recognised(db: Session, username: str, password: str) -> Staff | None:
    """The member of staff whose password this is. Takes as long for an unknown name."""
    found = db.exec(select(Staff).where(Staff.username == username.strip().casefold())).first()
    is_right = passwords.is_right(password, found.password_hash if found else None)
    return found if found and is_right and found.disabled_at is None else None


def open_session(db: Session, staff: Staff, at: datetime) -> str:
    """Sign a browser in; the result is its cookie. Sessions that have ended are swept out."""
    db.exec(delete(StaffSession).where(col(StaffSession.ends_at) <= at))
    secret = passwords.new_secret()
    db.add(
        StaffSession(
            staff_id=staff.id,
            digest=passwords.digest(secret),
            csrf=passwords.new_secret(),
            opened_at=at,
            ends_at=at + SESSION_LASTS,
        )
    )
    return secret


def session_of(db: Session, secret: str, at: datetime) -> tuple[StaffSession, Staff] | None:
    """The session whose cookie this is, with its person, while both may be used."""
    query = (
        select(StaffSession, Staff)
        .where(StaffSession.staff_id == Staff.id)
        .where(StaffSession.digest == passwords.digest(secret))
        .where(StaffSession.ends_at > at, col(Staff.disabled_at).is_(None))
    )
    return db.exec(query).first()


def close_session(db: Session, session: StaffSession) -> None:
    db.delete(session)


def forget_ended(db: Session, at: datetime) -> int:
    """Sessions that are over; how many they were."""
    ended = delete(StaffSession).where(col(StaffSession.ends_at) <= at)
    return db.connection().execute(ended).rowcount


def issue_token(db: Session, staff: Staff, name: str, at: datetime) -> str:
    """A program's token, shown this once."""
    secret = passwords.new_secret()
    db.add(ApiToken(staff_id=staff.id, name=name, digest=passwords.digest(secret), issued_at=at))
    return secret


def tokens_of(db: Session, staff: Staff) -> list[ApiToken]:
    query = select(ApiToken).where(ApiToken.staff_id == staff.id).order_by(col(ApiToken.id))
    return list(db.exec(query))


def revoke_token(db: Session, staff: Staff, token_id: int, at: datetime) -> None:
    token = db.get(ApiToken, token_id)
    if token is None or token.staff_id != staff.id:
        raise NotFound
    token.revoked_at = token.revoked_at or at
    db.add(token)


def holder_of_token(db: Session, secret: str) -> Staff | None:
    """The member of staff a program acts for, while its token and that person may be used."""
    query = (
        select(Staff)
        .where(ApiToken.staff_id == Staff.id)
        .where(ApiToken.digest == passwords.digest(secret))
        .where(col(ApiToken.revoked_at).is_(None), col(Staff.disabled_at).is_(None))
    )
    return db.exec(query).first()


def _check_length(password: str) -> None:
    if len(password) < passwords.SHORTEST:
        raise Refused("Mật khẩu cần ít nhất {n} ký tự", n=passwords.SHORTEST)
