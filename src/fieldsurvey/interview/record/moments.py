"""A line in, when it happened out: on the clock that nobody can set, and on the wall.

Pure, and total: no line is refused, whatever stands in it.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from math import isfinite
from typing import Any

from fieldsurvey.chain.lines.line import Line

_MONOTONIC_MAX_MS = 2**53

_LONGEST_S = 10 * 365 * 86_400.0
"""A pause that is said to be longer is not believed."""


@dataclass(frozen=True, slots=True)
class Moment:
    """When something happened, on both clocks."""

    at: datetime | None
    monotonic_ms: int
    boot: str

    @property
    def iso(self) -> str:
        """Wall time, ISO 8601 with offset; '' where it is not known."""
        return self.at.isoformat(timespec="seconds") if self.at else ""


def moment_of(line: Line, after: Moment | None = None) -> Moment:
    """Return when a line happened: at its own `at_ms` where it waited, never before `after`."""
    said_ms = said_in(line).get("at_ms")
    made_ms = line.monotonic_ms if 0 <= line.monotonic_ms < _MONOTONIC_MAX_MS else 0
    happened_ms = said_ms if type(said_ms) is int and 0 <= said_ms < made_ms else made_ms
    if after and after.boot == line.boot:
        happened_ms = max(happened_ms, min(after.monotonic_ms, made_ms))
    return Moment(_wall(line, made_ms - happened_ms), happened_ms, line.boot)


def _wall(line: Line, earlier_ms: int) -> datetime | None:
    try:
        at = datetime.fromisoformat(line.at)
    except ValueError:
        return None
    return later(at, -earlier_ms) if at.utcoffset() is not None else None


def later(at: datetime, by_ms: int) -> datetime:
    """Return a moment some milliseconds later, or the same where no calendar goes so far."""
    try:
        return at + timedelta(milliseconds=by_ms)
    except OverflowError:
        return at


def said_in(line: Line) -> Mapping[str, Any]:
    """Return the value of a line as an object; an empty one where it is none."""
    value = line.entry.value
    return value if isinstance(value, dict) else {}


def seconds_said(value: Any) -> float | None:
    """Return a number of seconds that a line says; None where it is none to be believed."""
    if type(value) not in (int, float) or abs(value) > _LONGEST_S or not isfinite(value):
        return None
    return float(value)
