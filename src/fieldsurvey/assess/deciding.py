"""Takes lines, gives what people decided: problems confirmed and dismissed, absences, reserves.

The later line holds, in the order said, so the order of merging does not matter.
What these lines say (`Entry.value`)::

    decision   {"problem": number, "state": "confirmed" | "dismissed" | "suspected",
                "why": …, "second": name}

What `absent` and `replace` lines say stands in `chain.absences`, which folds them.
Total: a line that says something else decides nothing.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from fieldsurvey.assess.problem import ProblemState
from fieldsurvey.campaign.absence import Absences
from fieldsurvey.chain.absences import fold_absences
from fieldsurvey.chain.line import Kind, Line
from fieldsurvey.chain.said import in_order_said, said_by, text_at
from fieldsurvey.errors import Finding
from fieldsurvey.i18n import _

_STATES = {state.value: state for state in ProblemState}


@dataclass(frozen=True, slots=True)
class Decisions:
    """What stands decided."""

    states: Mapping[str, ProblemState] = field(default_factory=dict)
    """Confirmed and dismissed problems, by problem number."""
    absences: Absences = field(default_factory=Absences)
    """Who could not be met, and the reserves called in."""
    findings: tuple[Finding, ...] = ()
    """Dismissals that do not hold."""


def fold_decisions(lines: Iterable[Line]) -> Decisions:
    """Return what the lines of all devices decide; lines of other kinds are passed over."""
    said = list(lines)
    states: dict[str, ProblemState] = {}
    findings: list[Finding] = []
    for line in in_order_said(line for line in said if line.entry.kind is Kind.DECISION):
        findings += _decide(line, said_by(line), states)
    return Decisions(states, fold_absences(said), tuple(findings))


def _decide(line: Line, said: Mapping[str, Any], states: dict[str, ProblemState]) -> list[Finding]:
    number, state = text_at(said, "problem"), _STATES.get(text_at(said, "state"))
    if not number or state is None:
        return []
    second = text_at(said, "second")
    is_alone = second in {"", line.entry.who}
    if state is ProblemState.DISMISSED and (not text_at(said, "why") or is_alone):
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
