"""Takes lines, gives what people decided: about problems, checks, absences, reserves.

The later line holds, in the order said, so the order of merging does not matter.
What the lines say stands in `problems.decisions`, `checks.check_reasons` and, of `absent` and
`replace` lines, in `chain.absences`.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from fieldsurvey.assess.checks.check_reasons import CheckMeant, CheckReason, fold_check_reasons
from fieldsurvey.assess.problems.decisions import (
    AddedProblem,
    ProblemDecision,
    fold_problem_decisions,
)
from fieldsurvey.assess.problems.problem import ProblemState
from fieldsurvey.campaign.sample.absence import Absences
from fieldsurvey.chain.absences import fold_absences
from fieldsurvey.chain.lines.line import Kind, Line
from fieldsurvey.chain.lines.said import in_order_said
from fieldsurvey.errors import Finding


@dataclass(frozen=True, slots=True)
class Decisions:
    """What stands decided."""

    states: Mapping[str, ProblemState] = field(default_factory=dict)
    """How problems stand that somebody decided about, by problem number."""
    absences: Absences = field(default_factory=Absences)
    """Who could not be met, and the reserves called in."""
    findings: tuple[Finding, ...] = ()
    """Decisions that do not hold."""
    merged: Mapping[str, str] = field(default_factory=dict)
    """The problem that each merged one is part of, by its number."""
    added: Mapping[str, AddedProblem] = field(default_factory=dict)
    """Problems that somebody saw where no answer holds them, by problem number."""
    history: Mapping[str, Sequence[ProblemDecision]] = field(default_factory=dict)
    """Every decision about a problem that holds, by problem number, in the order said."""
    reasons: Mapping[CheckMeant, CheckReason] = field(default_factory=dict)
    """What the office said to checks that may stand with a reason."""


def fold_decisions(lines: Iterable[Line]) -> Decisions:
    """Return what the lines of all devices decide; lines of other kinds are passed over."""
    said = list(lines)
    decided = in_order_said(line for line in said if line.entry.kind is Kind.DECISION)
    folded = fold_problem_decisions(decided)
    return Decisions(
        states=folded.states,
        absences=fold_absences(said),
        findings=tuple(folded.findings),
        merged=folded.merged,
        added=folded.added,
        history=folded.history,
        reasons=fold_check_reasons(decided),
    )
