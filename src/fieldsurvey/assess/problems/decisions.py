"""Takes decision lines, gives how each problem stands: by whom, why, and what was added or merged.

What these lines say (`Entry.value`)::

    decision   {"problem": number, "state": "confirmed" | "dismissed" | "suspected",
                "why": …, "second": name}
               {"problem": number, "state": "merged", "into": number, "why": …, "second": name}
               {"problem": number, "state": "added", "added": {…}, "why": …}

The last line that holds decides. Dismissing and merging need a reason and a second name; a merge
that would lead back to its own problem does not hold either. What does not hold is told (P-10) and
changes nothing. Total: a line that says something else decides nothing.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from fieldsurvey.assess.problems.problem import ProblemState
from fieldsurvey.chain.lines.line import Entry, Kind, Line
from fieldsurvey.chain.lines.said import said_by, text_at, texts_at
from fieldsurvey.errors import Finding
from fieldsurvey.i18n import _

ADDED = "added"

_STATES = {state.value: state for state in ProblemState}

NEED_TWO = frozenset({ProblemState.DISMISSED, ProblemState.MERGED})
"""What a reason and a second name are needed for."""


class Source(StrEnum):
    """Where somebody found a problem that no answer holds."""

    EYE = "eye"
    """Seen on the spot."""
    PAPER = "paper"
    """Read in the village's papers."""


@dataclass(frozen=True, slots=True)
class ProblemDecision:
    """One decision about one problem, as its line says it."""

    number: str
    state: ProblemState
    who: str
    why: str
    second: str
    at: str
    """Wall time of the line, ISO 8601."""
    line: str
    """Device and sequence: `d3f9a1c2-17`."""
    into: str = ""
    """The problem it is merged into."""
    is_adding: bool = False


@dataclass(frozen=True, slots=True)
class AddedProblem:
    """A problem that somebody saw, or read in papers, where no answer holds it."""

    number: str
    subject: str
    text: str
    """What, who, since when."""
    rule: str
    """The rule it is a case of, `registered-household.water_unsafe`: it takes the same points, and
    has its severity and category; empty where it is a case of none and costs nothing."""
    severity: str
    category: str
    sector: str
    source: Source
    found_by: tuple[str, ...]
    found_on: str
    """The day, ISO 8601."""
    evidence: str = ""
    """Numbers of papers, or whatever shows it."""
    photos: tuple[str, ...] = ()
    """SHA-256 in hex."""

    def as_said(self) -> dict[str, Any]:
        """Return what its line says under `added`."""
        return {
            "subject": self.subject,
            "text": self.text,
            "rule": self.rule,
            "severity": self.severity,
            "category": self.category,
            "sector": self.sector,
            "source": self.source.value,
            "found_by": list(self.found_by),
            "found_on": self.found_on,
            "evidence": self.evidence,
            "photos": list(self.photos),
        }


@dataclass(slots=True)
class ProblemDecisions:
    """How problems stand, folded line by line."""

    history: dict[str, list[ProblemDecision]] = field(default_factory=dict)
    """Every decision that holds, by problem number, in the order said."""
    added: dict[str, AddedProblem] = field(default_factory=dict)
    findings: list[Finding] = field(default_factory=list)

    def take(self, line: Line) -> None:
        """Take one line; lines must come in the order said."""
        said = said_by(line)
        number, word = text_at(said, "problem"), text_at(said, "state")
        if not number or (word not in _STATES and word != ADDED):
            return
        if word == ADDED:
            self._add(number, line, said)
            return
        decision = _decision(line, said, number, _STATES[word])
        if fault := self._fault(decision):
            self.findings.append(_does_not_hold(decision, fault))
            return
        self.history.setdefault(number, []).append(decision)

    @property
    def states(self) -> dict[str, ProblemState]:
        """How each problem stands that somebody decided about."""
        return {number: said[-1].state for number, said in self.history.items()}

    @property
    def merged(self) -> dict[str, str]:
        """The problem that each merged one is part of now, in the end."""
        return {
            number: self._end_of(said[-1].into)
            for number, said in self.history.items()
            if said[-1].state is ProblemState.MERGED
        }

    def _end_of(self, number: str) -> str:
        """Return the problem that stands for `number` in the end."""
        *_passed, end = self._way_of(number)
        return end

    def _way_of(self, number: str) -> Iterator[str]:
        """Yield `number` and what it is part of, in turn; a merge that leads back never holds."""
        yield number
        while (said := self.history.get(number)) and said[-1].state is ProblemState.MERGED:
            number = said[-1].into
            yield number

    def _fault(self, decision: ProblemDecision) -> str:
        is_alone = decision.second in {"", decision.who}
        if decision.state in NEED_TWO and (not decision.why or is_alone):
            return _("It was set aside without a reason or without a second name, so it stands.")
        is_merge = decision.state is ProblemState.MERGED
        if is_merge and {"", decision.number} & {*self._way_of(decision.into)}:
            return _("It was merged into itself, so it stands.")
        return ""

    def _add(self, number: str, line: Line, said: Mapping[str, Any]) -> None:
        told = said.get(ADDED)
        added = _added(number, told) if isinstance(told, dict) else None
        if added is None or number in self.added:
            return
        self.added[number] = added
        decision = _decision(line, said, number, ProblemState.SUSPECTED, is_adding=True)
        self.history.setdefault(number, []).append(decision)


def fold_problem_decisions(lines: Iterable[Line]) -> ProblemDecisions:
    """Return how problems stand by `lines`, which come in the order said."""
    folded = ProblemDecisions()
    for line in lines:
        folded.take(line)
    return folded


def decision_entry(
    number: str,
    state: ProblemState,
    *,
    who: str,
    why: str = "",
    second: str = "",
    into: str = "",
) -> Entry:
    """Return what the line of a decision about a problem says."""
    said = {"problem": number, "state": state.value, "why": why, "second": second, "into": into}
    return Entry(Kind.DECISION, value={key: text for key, text in said.items() if text}, who=who)


def adding_entry(added: AddedProblem, *, who: str) -> Entry:
    """Return what the line of a problem says that somebody saw where no answer holds it."""
    value = {"problem": added.number, "state": ADDED, ADDED: added.as_said()}
    return Entry(Kind.DECISION, value=value, who=who)


def _decision(
    line: Line,
    said: Mapping[str, Any],
    number: str,
    state: ProblemState,
    *,
    is_adding: bool = False,
) -> ProblemDecision:
    return ProblemDecision(
        number=number,
        state=state,
        who=line.entry.who,
        why=text_at(said, "why"),
        second=text_at(said, "second"),
        at=line.at,
        line=f"{line.device}-{line.seq}",
        into=text_at(said, "into"),
        is_adding=is_adding,
    )


def _added(number: str, told: Mapping[str, Any]) -> AddedProblem | None:
    subject, text = text_at(told, "subject"), text_at(told, "text")
    if not subject or not text:
        return None
    source = text_at(told, "source")
    return AddedProblem(
        number=number,
        subject=subject,
        text=text,
        rule=text_at(told, "rule"),
        severity=text_at(told, "severity"),
        category=text_at(told, "category"),
        sector=text_at(told, "sector"),
        source=Source(source) if source in {s.value for s in Source} else Source.EYE,
        found_by=texts_at(told, "found_by"),
        found_on=text_at(told, "found_on"),
        evidence=text_at(told, "evidence"),
        photos=texts_at(told, "photos"),
    )


def _does_not_hold(decision: ProblemDecision, fault: str) -> Finding:
    return Finding(
        "P-10",
        decision.number,
        fault,
        _("Decide again, with a reason and a second name."),
        subject=decision.line,
    )
