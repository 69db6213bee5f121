"""What does not fit in; the two sentences a person reads (what it is, what to do) out."""

import re
from collections.abc import Iterable
from typing import Any

from fieldsurvey.i18n import _, listed
from fieldsurvey.questionnaire.nearest import suggestion
from fieldsurvey.questionnaire.yaml.source import DataPath
from fieldsurvey.questionnaire.yaml.syntax import full_width_colon

_QUOTED = re.compile(r"'([^']*)'")
_LISTS = {"tuple_type", "list_type", "set_type", "frozen_set_type"}
_MAPPINGS = {"dict_type", "mapping_type", "model_type", "model_attributes_type"}
_SCALARS = {
    "bool_type": "bool",
    "int_type": "int",
    "int_from_float": "int",
    "float_type": "float",
    "decimal_type": "float",
    "date_type": "date",
}


TEXT_ERRORS = {"string_type", "local_text_type"}
"""pydantic's errors for what should have been text."""
KIND_ERRORS = TEXT_ERRORS | _LISTS | _MAPPINGS | _SCALARS.keys()
"""pydantic's errors for a value of the wrong kind."""


def take_out() -> str:
    """Say what to do with a key that has no business there."""
    return _("Take it out.")


def spelled(value: bool | int | float) -> str:
    """Return a number, true or false as YAML writes it."""
    return str(value).lower() if isinstance(value, bool) else str(value)


def missing(key: str) -> tuple[str, str]:
    """Say that a key is missing."""
    return (
        _("The key '{key}' is missing.").format(key=key),
        _("Add a line '{key}: …' here.").format(key=key),
    )


def unknown(key: str) -> str:
    """Say that a key is not known."""
    return _("The key '{key}' is not known here.").format(key=key)


def extra(key: str, known: Iterable[str]) -> tuple[str, str]:
    """Say that a key is not known, and which was probably meant."""
    if key == "children":
        return (
            _("Only groups and repeats have '{key}'.").format(key=key),
            _("Write 'type: group' or 'type: repeat', or take the children out."),
        )
    return unknown(key), suggestion(key, known) or _("Take it out.")


def not_allowed(key: str, fault: dict[str, Any]) -> tuple[str, str]:
    """Say that a value is not one of those allowed, and which are."""
    allowed = _QUOTED.findall(str(fault.get("ctx", {}).get("expected", "")))
    given = fault["input"]
    return (
        _("'{value}' is not a value of '{key}'.").format(value=_shown(given), key=key),
        " ".join(
            part
            for part in (
                suggestion(given, allowed) if isinstance(given, str) else "",
                _("Allowed are: {words}.").format(words=listed(allowed)),
            )
            if part
        ),
    )


def no_value(path: DataPath) -> tuple[str, str]:
    """Say that a key or an entry has no value."""
    if path and isinstance(path[-1], int):
        return _("An entry of the list is empty."), _("Write it, or take the line out.")
    return (
        _("The key '{key}' has no value.").format(key=path[-1] if path else ""),
        _("Write a value after the colon, or take the line out."),
    )


def not_text(key: str, text: str) -> tuple[str, str]:
    """Say that text is expected, and how to make it text."""
    return (
        _("'{key}' takes text; YAML reads {text} as a number, or as true or false.").format(
            key=key, text=text
        ),
        _('Put it in quotes: "{text}".').format(text=text),
    )


def _expected(types: set[str]) -> str:
    words = []
    if types & TEXT_ERRORS:
        words.append(_("text"))
    kinds = {_SCALARS[name] for name in types if name in _SCALARS}
    names = {
        "bool": _("true or false"),
        "int": _("a whole number"),
        "float": _("a number"),
        "date": _("a date"),
    }
    words += [name for kind, name in names.items() if kind in kinds]
    if types & _LISTS:
        words.append(_("a list"))
    if types & _MAPPINGS:
        words.append(_("keys with values"))
    return _(" or ").join(words)


def _given(value: Any) -> str:
    if isinstance(value, str):
        return _("the text '{text}'").format(text=_shown(value))
    if isinstance(value, bool | int | float):
        return spelled(value)
    return _("a list") if isinstance(value, list) else _("keys with values")


def _shown(value: Any) -> str:
    text = value if isinstance(value, str) else _given(value)
    return text if len(text) <= 40 else text[:39] + "…"


def wrong_shape(key: str, types: set[str], given: Any) -> tuple[str, str]:
    """Say what kind of value is expected, and which is there."""
    what = _("'{key}' takes {expected}; here stands {given}.").format(
        key=key, expected=_expected(types), given=_given(given)
    )
    if types & _LISTS:
        if isinstance(given, str):
            return what, _("Put it in brackets: [{text}]").format(text=_shown(given))
        return what, _("Write each entry on a line of its own, beginning with '- '.")
    if types & _MAPPINGS:
        if isinstance(given, str) and "：" in given:
            return full_width_colon()
        return what, _("Write 'key: value' lines below it, indented.")
    return what, _("Write {expected}.").format(expected=_expected(types))


def refused(key: str, fault: dict[str, Any]) -> tuple[str, str]:
    """Say which rule of its own a value breaks."""
    limits = fault.get("ctx", {})
    own_words = limits.get("error")
    if own_words is not None:
        return str(own_words), ""
    bounds = {
        "greater_than": _("'{key}' must be more than {limit}."),
        "greater_than_equal": _("'{key}' must be at least {limit}."),
        "less_than": _("'{key}' must be less than {limit}."),
        "less_than_equal": _("'{key}' must be at most {limit}."),
        "too_short": _("'{key}' has too few entries; at least {limit} are needed."),
        "string_too_short": _("'{key}' is too short; at least {limit} characters are needed."),
        "string_pattern_mismatch": _("'{key}' is not written as it must be: {limit}."),
    }
    names = {"gt", "ge", "lt", "le", "min_length", "pattern"}
    limit = next((value for name, value in limits.items() if name in names), "")
    said = bounds.get(fault["type"])
    if said is None:
        return f"'{key}': {fault['msg']}", ""
    return said.format(key=key, limit=limit), _("Write another value.")
