"""Text as people typed it in, text that is safe on any page, sheet and screen out."""

import re
from collections.abc import Mapping
from functools import lru_cache
from typing import Annotated, TypeVar

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict

# Control characters but tab and line feed; marks that reorder or hide what is read (bidirectional
# overrides and isolates, zero width space, soft hyphen, word joiner, byte order mark, tags); line
# separators; non-characters. Joiners stay: emoji and several scripts are written with them.
_UNSEEN = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\xad\u061c\u180e\u200b\u200e\u200f\u2028-\u202e\u2060-\u206f"
    "\ufeff\ufff9-\ufffb\ufffe\uffff\U000e0000-\U000e007f]"
)
_MOST_MARKS = 4
_MARK = "[\u0300-\u036f\u0483-\u0489\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20f0\ufe20-\ufe2f]"
_STACK = re.compile(f"({_MARK}{{{_MOST_MARKS}}}){_MARK}+")
_LONE_SURROGATE = re.compile("[\ud800-\udfff]")


def clean_text(text: str) -> str:
    """Return `text` without what cannot be seen or changes how its neighbours are read.

    A surrogate that stands alone, which UTF-8 cannot hold, becomes U+FFFD; of marks piled on one
    letter, which would cover the lines around it, four stay.
    """
    lines = text.replace("\r\n", "\n").replace("\r", "\n")
    return _LONE_SURROGATE.sub("\ufffd", _STACK.sub(r"\1", _UNSEEN.sub("", lines)))


def _clean(value: object) -> object:
    return clean_text(value) if isinstance(value, str) else value


Value = TypeVar("Value")

CleanText = Annotated[str, BeforeValidator(_clean)]
"""Text that is cleaned when it comes in."""

Sorted = Annotated[Mapping[str, Value], AfterValidator(lambda m: dict(sorted(m.items())))]
"""A mapping whose keys are in order, so that the same facts make the same bytes."""


@lru_cache(maxsize=4096)
def _one_for_all(texts: tuple[tuple[str, str], ...]) -> Mapping[str, str]:
    return dict(texts)


TextByLanguage = Annotated[
    Mapping[str, CleanText], AfterValidator(lambda m: _one_for_all(tuple(sorted(m.items()))))
]
"""A text by language: `{"en": …, "zh": …}`; never changed, so that equal ones are one: the 100,000
rows of a list say what a hundred rules say."""


PART = ConfigDict(
    extra="forbid",
    use_attribute_docstrings=True,
    # What is written always has every key.
    json_schema_serialization_defaults_required=True,
)
"""Strict about its keys, described by its docstrings."""


class Frozen(BaseModel):
    """A part of an edition."""

    model_config = ConfigDict(frozen=True, **PART)
