"""Takes lines, gives what people decided: problems confirmed and dismissed, absences, reserves.

The later line holds: by wall time, then device, then seq, so the order of merging does not matter.
What these lines say (`Entry.value`)::

    decision   {"problem": number, "state": "confirmed" | "dismissed" | "suspected",
                "why": …, "second": name}
    absent     {"subject": sample number, "reason": …}
    replace    {"subject": sample number, "reserve": sample number, "reason": …}

Total: a line that says something else decides nothing.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

from fieldsurvey.assess.problem import ProblemState
from fieldsurvey.chain.line import Kind, Line
from fieldsurvey.errors import Finding
from fieldsurvey.i18n import _

_STATES = {state.value: state for state in ProblemState}


@dataclass(frozen=True, slots=True)
class Decisions:
    """What stands decided."""

    states: Mapping[str, ProblemState] = field(default_factory=dict)
    """Confirmed and dismissed problems, by problem number."""
    absences: Mapping[str, str] = field(default_factory=dict)
    """Why a household was not met, by sample number."""
    replacements: Mapping[str, str] = field(default_factory=dict)
    """The reserve that stands in, by sample number."""
    findings: tuple[Finding, ...] = ()
    """Dismissals that do not hold."""


def fold_decisions(lines: Iterable[Line]) -> Decisions:
    """Return what the lines of all devices decide; lines of other kinds are passed over."""
    states: dict[str, ProblemState] = {}
    absences: dict[str, str] = {}
    replacements: dict[str, str] = {}
    findings: list[Finding] = []
    kinds = {Kind.DECISION, Kind.ABSENT, Kind.REPLACE}
    for line in sorted((line for line in lines if line.entry.kind in kinds), key=_when):
        said = line.entry.value if isinstance(line.entry.value, dict) else {}
        subject = _text(said, "subject")
        if line.entry.kind is Kind.DECISION:
            findings += _decide(line, said, states)
        elif line.entry.kind is Kind.ABSENT and subject:
            absences[subject] = _text(said, "reason")
        elif line.entry.kind is Kind.REPLACE and subject:
            replacements[subject] = _text(said, "reserve")
    return Decisions(states, absences, replacements, tuple(findings))


def _decide(line: Line, said: Mapping[str, Any], states: dict[str, ProblemState]) -> list[Finding]:
    number, state = _text(said, "problem"), _STATES.get(_text(said, "state"))
    if not number or state is None:
        return []
    second = _text(said, "second")
    is_alone = second in {"", line.entry.who}
    if state is ProblemState.DISMISSED and (not _text(said, "why") or is_alone):
        return [
            Finding(
                "P-10",
                number,
                _("It was dismissed without a reason or without a second name, so it stands."),
                _("Dismiss it again with both."),
                subject=f"{line.device}-{line.seq}",
            )
        ]
    states[number] = state
    return []


def _text(said: Mapping[str, Any], key: str) -> str:
    value = said.get(key)
    return value.strip() if isinstance(value, str) else ""


def _when(line: Line) -> tuple[datetime, str, int, bytes]:
    try:
        at = datetime.fromisoformat(line.at)
    except ValueError:
        at = datetime.min
    aware = at if at.tzinfo else at.replace(tzinfo=UTC)
    return aware, line.device, line.seq, line.digest
