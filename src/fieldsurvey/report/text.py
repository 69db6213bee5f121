"""Text as people typed it in, text that is safe on any page, sheet and screen out."""

import re
from collections.abc import Mapping
from typing import Annotated, TypeVar

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict

# Control characters but tab and line feed; marks that reorder or hide what is read (bidirectional
# overrides and isolates, zero width space, byte order mark); line separators; non-characters.
_UNSEEN = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200b\u200e\u200f\u2028-\u202e\u2066-\u2069\ufeff\ufffe\uffff]"
)
_LONE_SURROGATE = re.compile("[\ud800-\udfff]")


def clean_text(text: str) -> str:
    """Return `text` without what cannot be seen or changes how its neighbours are read.

    A surrogate that stands alone, which UTF-8 cannot hold, becomes U+FFFD.
    """
    lines = text.replace("\r\n", "\n").replace("\r", "\n")
    return _LONE_SURROGATE.sub("\ufffd", _UNSEEN.sub("", lines))


def _clean(value: object) -> object:
    return clean_text(value) if isinstance(value, str) else value


Value = TypeVar("Value")

CleanText = Annotated[str, BeforeValidator(_clean)]
"""Text that is cleaned when it comes in."""

Sorted = Annotated[Mapping[str, Value], AfterValidator(lambda m: dict(sorted(m.items())))]
"""A mapping whose keys are in order, so that the same facts make the same bytes."""

TextByLanguage = Sorted[CleanText]
"""A text by language: `{"en": …, "zh": …}`."""


class Frozen(BaseModel):
    """A part of an edition: frozen, strict about its keys, described by its docstrings."""

    model_config = ConfigDict(
        frozen=True,
        extra="forbid",
        use_attribute_docstrings=True,
        # What is written always has every key.
        json_schema_serialization_defaults_required=True,
    )
