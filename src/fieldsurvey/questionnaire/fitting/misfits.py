"""pydantic's errors in; what does not fit, where, and what to do, in our own words out."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

from fieldsurvey.questionnaire.findings import Code
from fieldsurvey.questionnaire.fitting import misfit_words as words
from fieldsurvey.questionnaire.fitting.model_keys import keys_at
from fieldsurvey.questionnaire.yaml.source import DataPath


@dataclass(frozen=True, slots=True)
class Misfit:
    """One value that does not fit its model."""

    code: Code
    path: DataPath
    """Where it is shown: the value, or the mapping that lacks a key."""
    what: str
    to_do: str = ""
    is_key: bool = False
    """The key is at fault, not the value."""
    missing: str = ""
    """The key that is not there."""
    stand_in: str | None = None
    """What may stand for it while the rest is checked."""

    @property
    def place(self) -> DataPath:
        """Where the value is or should be."""
        return (*self.path, self.missing) if self.missing else self.path

    @property
    def is_missing(self) -> bool:
        """Whether a key is not there."""
        return bool(self.missing)

    @classmethod
    def reserved(cls, key: str) -> "Misfit":
        """Return the misfit of a key that the program fills in itself."""
        return cls(Code.KEY_UNKNOWN, (key,), words.unknown(key), words.take_out(), is_key=True)


def misfits(error: ValidationError, data: Any, model: type[BaseModel]) -> list[Misfit]:
    """Return what does not fit, in the order of the data; one misfit a place."""
    by_place: dict[tuple[DataPath, str], list[dict[str, Any]]] = {}
    for fault in error.errors(include_url=False):
        by_place.setdefault(_place(fault, data), []).append(dict(fault))
    return [_misfit(path, missing, faults, model) for (path, missing), faults in by_place.items()]


def _place(fault: ErrorDetails, data: Any) -> tuple[DataPath, str]:
    """Return the path within `data`, without the names of unions and their members."""
    loc = fault["loc"]
    is_missing = fault["type"] == "missing"
    path: list[str | int] = []
    here: Any = data
    for key in loc[:-1] if is_missing else loc:
        if isinstance(here, list):
            here = dict(enumerate(here))
        if isinstance(here, Mapping) and key in here:
            here = here[key]
            path.append(key)
    return tuple(path), str(loc[-1]) if is_missing else ""


def _misfit(
    path: DataPath, missing: str, faults: list[dict[str, Any]], model: type[BaseModel]
) -> Misfit:
    first = faults[0]
    key = _key_of(path)
    if missing:
        return Misfit(Code.KEY_MISSING, path, *words.missing(missing), missing=missing)
    if first["type"] == "extra_forbidden":
        known = keys_at(model, first["loc"][:-1])
        return Misfit(Code.KEY_UNKNOWN, path, *words.extra(str(path[-1]), known), is_key=True)
    if first["type"] in ("literal_error", "enum"):
        is_key = first["loc"][-1] == "[key]"
        return Misfit(Code.NOT_ALLOWED, path, *words.not_allowed(key, first), is_key=is_key)
    return _wrong_kind(path, key, {fault["type"] for fault in faults}, first)


def _wrong_kind(path: DataPath, key: str, types: set[str], first: dict[str, Any]) -> Misfit:
    given = first["input"]
    if not types & words.KIND_ERRORS:
        return Misfit(Code.VALUE_REFUSED, path, *words.refused(key, first))
    if given is None:
        return Misfit(Code.VALUE_MISSING, path, *words.no_value(path))
    if types & words.TEXT_ERRORS and isinstance(given, bool | int | float):
        text = words.spelled(given)
        return Misfit(Code.NOT_TEXT, path, *words.not_text(key, text), stand_in=text)
    return Misfit(Code.WRONG_SHAPE, path, *words.wrong_shape(key, types, given))


def _key_of(path: DataPath) -> str:
    if len(path) > 1 and isinstance(path[-1], int):
        return f"{path[-2]} {path[-1] + 1}"
    return str(path[-1]) if path else ""
