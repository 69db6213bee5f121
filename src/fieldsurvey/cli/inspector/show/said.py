"""The lines of an interview in, a table of everything said in it, in order, out."""

from typing import TYPE_CHECKING, Any

from fieldsurvey.cli.tables import table
from fieldsurvey.i18n import _, listed

if TYPE_CHECKING:
    from collections.abc import Sequence

    from fieldsurvey.chain.lines.line import Line

_KNOWN = frozenset({"at_ms", "preload", "subject", "team", "uptime_ms"})
"""What the start of an interview says that stands above the table already, and bare clocks."""


def lines_table(lines: "Sequence[Line]") -> Any:
    """Return every line said: when, what, by whom."""
    rows = [
        (
            str(line.seq),
            line.at[:19].replace("T", " "),
            _kind_words()[line.entry.kind.value],
            line.entry.question,
            _value_words(line.entry.value),
            line.entry.who,
        )
        for line in lines
    ]
    return table((_("Line"), _("At"), _("Kind"), _("Question"), _("Said"), _("Who")), rows)


def said_in_words(line: "Line") -> str:
    """Return what one line says: its kind and what was said."""
    said = _value_words(line.entry.value)
    kind = _kind_words()[line.entry.kind.value]
    return f"{kind}: {said}" if said else kind


def _kind_words() -> dict[str, str]:
    return {
        "interview_start": _("start"),
        "answer": _("answer"),
        "withdraw": _("withdrawn"),
        "note": _("note"),
        "photo": _("photo"),
        "pause": _("pause"),
        "resume": _("resumed"),
        "finish": _("finish"),
        "reopen": _("opened again"),
        "absent": _("absent"),
        "replace": _("replaced"),
        "decision": _("decision"),
        "erase": _("erased"),
        "session": _("at the keyboard"),
        "clock_anomaly": _("clock"),
    }


def _said(key: str, inside: Any) -> str:
    if key in ("remark", "description", "special", "reason") and isinstance(inside, str):
        return inside
    words = listed(map(str, inside)) if isinstance(inside, list) else str(inside)
    return f"{key}: {words}"


def _value_words(value: Any) -> str:
    if isinstance(value, str):
        return value
    if isinstance(value, dict):
        said = [_said(key, inside) for key, inside in value.items() if key not in _KNOWN]
        return listed(part for part in said if part)
    return "" if value is None else str(value)
