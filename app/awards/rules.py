"""Kinds of recipients."""

from enum import StrEnum


class RecipientKind(StrEnum):
    """Collectives are called before persons within one form of award."""

    COLLECTIVE = "collective"
    PERSON = "person"
