"""The wording of a conference's invitations."""

from sqlmodel import Field, SQLModel

from app.invitations.rules import NOTICE


class Wording(SQLModel, table=True):
    """What stands in every invitation besides the plan's own facts.

    ``version`` goes up with every change: letters of the new wording are new letters.
    """

    conference_id: int = Field(foreign_key="conference.id", primary_key=True, ondelete="CASCADE")
    version: int = 1
    number: str = Field(default="", max_length=40)
    place_and_day: str = Field(default="", max_length=80)
    reply_by: str = Field(default="", max_length=120)  # "trước 17 giờ, ngày 29/5/2026"
    contact: str = Field(default="", max_length=300)  # for RSVPs and questions
    remark: str = Field(default="", max_length=1_000)
    notice: str = Field(default=NOTICE, max_length=2_000)  # about personal data
    capacity: str = Field(default="", max_length=200)  # of the signatory, line by line
    signatory: str = Field(default="", max_length=80)
