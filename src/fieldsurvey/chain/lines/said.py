"""Lines in, the order in which they were said out; the same for every order of merging."""

from collections.abc import Iterable, Mapping
from datetime import UTC, datetime
from typing import Any

from fieldsurvey.chain.lines.line import Line


def in_order_said(lines: Iterable[Line]) -> list[Line]:
    """Return lines by wall time; those of one device stay in the order of its chain.

    A clock that was set back does not turn the order of what one laptop said: a line counts as
    said no earlier than the one before it.
    """
    ordered = []
    latest: dict[str, datetime] = {}
    for line in sorted(lines, key=lambda line: (line.device, line.seq, line.digest)):
        at = max(at_utc(line), latest.get(line.device, at_utc(line)))
        latest[line.device] = at
        ordered.append((at, line.device, line.seq, line.digest, line))
    return [line for *_when, line in sorted(ordered, key=lambda said: said[:-1])]


def said_by(line: Line) -> Mapping[str, Any]:
    """Return the value of a line, or nothing where it is no object."""
    return line.entry.value if isinstance(line.entry.value, dict) else {}


def text_at(said: Mapping[str, Any], key: str) -> str:
    """Return a text of a value, trimmed; blank where it holds none."""
    value = said.get(key)
    return value.strip() if isinstance(value, str) else ""


def texts_at(said: Mapping[str, Any], key: str) -> tuple[str, ...]:
    """Return the texts of a list in a value; what is no text in it is passed over."""
    value = said.get(key)
    return tuple(each for each in value if isinstance(each, str)) if isinstance(value, list) else ()


def at_utc(line: Line) -> datetime:
    """Return when a line was said; the beginning of time where it does not say."""
    try:
        at = datetime.fromisoformat(line.at)
    except ValueError:
        at = datetime.min
    return at if at.tzinfo else at.replace(tzinfo=UTC)
