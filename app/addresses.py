"""The addresses that printed QR codes carry: kept here because paper outlives the code.

They are in capitals, which make the smallest codes; the pages answer in either case.
"""


def of_delegate(token: str) -> str:
    """A delegate's own page: on the invitation and the seat card."""
    return f"/G/{token}"


def of_invitation(token: str) -> str:
    """A delegate's letter of invitation, from which their own page is one step away."""
    return f"/I/{token}"


def of_seat(code: str) -> str:
    """The code on a chair."""
    return f"/S/{code}"


def of_poster(code: str) -> str:
    """The poster at the entrance: find my seat."""
    return f"/P/{code}"


def of_followers(code: str) -> str:
    """The live page that everyone may follow."""
    return f"/L/{code}"


def of_screens(code: str) -> str:
    """The screens of stage and hall: whoever has the address may show them, and command nothing."""
    return f"/M/{code}"


def of_device(code: str) -> str:
    """Makes a phone one of the doors': shown on the office's screen, once."""
    return f"/D/{code}"


def of_unit(token: str) -> str:
    """A unit's own page: its posts, speech and tasks. In the unit's letter."""
    return f"/U/{token}"


def of_unit_calendar(token: str) -> str:
    """The unit's deadlines, for its people's calendars."""
    return f"{of_unit(token)}/calendar.ics"


def of_calendar(token: str) -> str:
    """A member of staff's own view of all deadlines, for their calendars."""
    return f"/C/{token}.ics"


def whole(base: str, path: str) -> str:
    """``path`` at ``base``, all in capitals: scheme and host do not mind, the codes get smaller."""
    return base.rstrip("/").upper() + path
