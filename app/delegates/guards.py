"""Who may read the list of delegates: everybody at work on the conference except the press."""

from typing import Annotated

from fastapi import Depends

from app.conferences.guards import Desk, desk_of, program_of
from app.conferences.rules import DeskRole

_READERS = (DeskRole.ORGANISER, DeskRole.DOOR, DeskRole.MODERATOR, DeskRole.VIEWER)

Reader = Annotated[Desk, Depends(desk_of(*_READERS))]
ReaderProgram = Annotated[Desk, Depends(program_of(*_READERS))]
