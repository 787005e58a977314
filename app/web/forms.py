"""Forms that come back with what was typed and what is wrong with it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Annotated, Generic, TypeVar

from fastapi import Depends
from pydantic import BaseModel, ValidationError
from starlette.requests import Request

from app.web.language import say

Model = TypeVar("Model", bound=BaseModel)

_FAULTS = {
    "missing": "Chưa nhập",
    "string_too_short": "Chưa nhập",
    "string_too_long": "Dài quá {max_length} ký tự",
    "string_pattern_mismatch": "Chưa đúng mẫu",
    "int_parsing": "Phải là một số",
    "int_from_float": "Phải là một số nguyên",
    "float_parsing": "Phải là một số",
    "greater_than_equal": "Nhỏ nhất là {ge}",
    "greater_than": "Phải lớn hơn {gt}",
    "less_than_equal": "Lớn nhất là {le}",
    "date_from_datetime_parsing": "Phải là một ngày",
    "date_parsing": "Phải là một ngày",
    "datetime_from_date_parsing": "Phải là ngày và giờ",
    "datetime_parsing": "Phải là ngày và giờ",
    "time_parsing": "Phải là giờ",
    "enum": "Không có lựa chọn này",
    "literal_error": "Không có lựa chọn này",
}


async def _typed(request: Request) -> dict[str, str]:
    return {name: value for name, value in (await request.form()).items() if isinstance(value, str)}


# What was typed into the form of this request; of a repeated name, the last.
Typed = Annotated[dict[str, str], Depends(_typed)]


@dataclass
class Form(Generic[Model]):
    """A form being filled: ``typed`` as it was, ``errors`` by field, ``value`` when right."""

    typed: Mapping[str, object]
    errors: dict[str, str] = field(default_factory=dict)
    value: Model | None = None

    def is_wrong(self, name: str, sentence: str) -> None:
        """Add what a rule found wrong with one field."""
        self.errors[name] = sentence
        self.value = None


def read(model: type[Model], typed: Mapping[str, str]) -> Form[Model]:
    """Check what was typed against ``model``; surrounding spaces do not count."""
    stripped = {name: value.strip() for name, value in typed.items()}
    filled = {name: value for name, value in stripped.items() if value}
    try:
        return Form(stripped, value=model.model_validate(filled))
    except ValidationError as failure:
        return Form(
            stripped, {str(e["loc"][0]) if e["loc"] else "": _sentence(e) for e in failure.errors()}
        )


def _sentence(error: Mapping[str, object]) -> str:
    kind, context = str(error["type"]), error.get("ctx")
    values = context if isinstance(context, dict) else {}
    if kind == "value_error":
        return say(str(values["error"]))
    return say(_FAULTS[kind], **values) if kind in _FAULTS else say("Chưa đúng")
