"""Two keyings of one paper in; where they differ, and how often each keyer was wrong, out. Pure.

A decision line says how a difference was settled, one line each, and a last one that all were::

    {"compared": second, "with": first, "settled": {path: {"first": …, "second": …, "kept": …}}}
    {"compared": second, "with": first, "settled": {}, "fields": how many were compared}
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from fieldsurvey.chain.folding import read_answer
from fieldsurvey.chain.interview import Interview
from fieldsurvey.chain.lines.line import Kind, Line
from fieldsurvey.expressions.values import AnswerValue
from fieldsurvey.interview.keying.codes import field_at
from fieldsurvey.interview.keying.layout import layout_of
from fieldsurvey.interview.keying.starting import keyer_of
from fieldsurvey.interview.logic.evaluation import Evaluation, evaluate_interview
from fieldsurvey.interview.logic.paths import name_of
from fieldsurvey.interview.typed.answering import parse_answer
from fieldsurvey.questionnaire.model import Questionnaire


@dataclass(frozen=True, slots=True)
class Sheet:
    """One keying: an interview, and the ink beside it."""

    interview: Interview
    ink: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Difference:
    """One field in which two keyings differ; '' is a blank."""

    path: str
    first: AnswerValue
    second: AnswerValue


@dataclass(frozen=True, slots=True)
class Comparison:
    """Two keyings of one paper, field by field."""

    fields: tuple[str, ...]
    """Paths of those that were keyed by either."""
    differences: tuple[Difference, ...]
    """In the order of the paper."""


@dataclass(frozen=True, slots=True)
class Settled:
    """How one difference was settled."""

    path: str
    first: AnswerValue
    second: AnswerValue
    kept: AnswerValue


@dataclass(frozen=True, slots=True)
class Decided:
    """What was decided about one pair."""

    settled: Mapping[str, Settled]
    """By path."""
    fields: int | None = None
    """How many fields were compared; None while some difference is open."""


@dataclass(frozen=True, slots=True)
class Errors:
    """How often somebody keyed something else than the paper says."""

    fields: int
    errors: int

    @property
    def rate(self) -> float:
        """Errors in a hundred fields."""
        return 100 * self.errors / self.fields if self.fields else 0.0


def compare_sheets(questionnaire: Questionnaire, first: Sheet, second: Sheet) -> Comparison:
    """Return where two keyings of one paper differ."""
    readings = [_Reading(questionnaire, sheet) for sheet in (first, second)]
    paths = list(dict.fromkeys(path for reading in readings for path in reading.paths()))
    keyed = [path for path in paths if any(reading.has(path) for reading in readings)]
    one, other = readings
    said = (Difference(path, one.said(path), other.said(path)) for path in keyed)
    return Comparison(tuple(keyed), tuple(each for each in said if each.first != each.second))


def pairs_of(interviews: Iterable[Interview]) -> list[tuple[Interview, Interview]]:
    """Return every form that was keyed twice: the first keying and the second."""
    by_id = {interview.id: interview for interview in interviews}
    return [
        (by_id[second.keying_of], second) for second in by_id.values() if second.keying_of in by_id
    ]


def decided(lines: Iterable[Line], second: str) -> Decided:
    """Return what was decided about the pair whose second keying has an id."""
    settled: dict[str, Settled] = {}
    fields: int | None = None
    for line in lines:
        said = line.entry.value
        if not _is_about(line, second):
            continue
        for path, how in _mapping(said.get("settled")).items():
            settled[path] = Settled(
                path, *(_answer(how, key) for key in ("first", "second", "kept"))
            )
        counted = said.get("fields")
        if isinstance(counted, int) and not isinstance(counted, bool) and counted >= 0:
            fields = counted
    return Decided(settled, fields)


def errors_by_keyer(
    pairs: Iterable[tuple[Interview, Interview, Decided]],
) -> dict[str, Errors]:
    """Return how often each keyer was wrong, over the pairs that are settled."""
    fields: Counter[str] = Counter()
    errors: Counter[str] = Counter()
    for first, second, decision in pairs:
        if decision.fields is None:
            continue
        for interview in (first, second):
            fields[keyer_of(interview)] += decision.fields
        for how in decision.settled.values():
            errors[keyer_of(first)] += how.first != how.kept
            errors[keyer_of(second)] += how.second != how.kept
    return {keyer: Errors(fields[keyer], errors[keyer]) for keyer in sorted(fields)}


def errors_by_question(
    pairs: Iterable[tuple[Interview, Interview, Decided]],
) -> dict[tuple[str, str], int]:
    """Return how often each question was keyed wrongly, by form and name, the worst first."""
    errors: Counter[tuple[str, str]] = Counter()
    for first, _second, decision in pairs:
        for how in decision.settled.values():
            wrong = (how.first != how.kept) + (how.second != how.kept)
            errors[first.form_id, name_of(how.path)] += wrong
    ranked = sorted(errors.items(), key=lambda item: (-item[1], item[0]))
    return {question: count for question, count in ranked if count}


class _Reading:
    """Reads what was keyed in each field of one sheet."""

    def __init__(self, questionnaire: Questionnaire, sheet: Sheet) -> None:
        self.sheet = sheet
        self.evaluation: Evaluation = evaluate_interview(questionnaire, sheet.interview)

    def paths(self) -> Sequence[str]:
        """Return every field, those of rows that are gone last."""
        known = layout_of(self.evaluation).paths
        return (*known, *(path for path in self.sheet.ink if path not in known))

    def has(self, path: str) -> bool:
        """Say whether anything but a blank was keyed, or a blank where an answer is needed."""
        return path in self.sheet.ink or self._kept(path) != ""

    def said(self, path: str) -> AnswerValue:
        """Return what was keyed: ink as it would be stored, where it can be read."""
        if path not in self.sheet.ink:
            return self._kept(path)
        text = self.sheet.ink[path]
        if path not in self.evaluation.places:
            return text
        at = field_at(self.evaluation, path)
        read = parse_answer(at.question, text, at.choices, at.now)
        return read if isinstance(read, str) else text

    def _kept(self, path: str) -> AnswerValue:
        return self.sheet.interview.answers.get(path, "")


def _is_about(line: Line, second: str) -> bool:
    said = line.entry.value
    is_decision = line.entry.kind is Kind.DECISION and isinstance(said, dict)
    return is_decision and said.get("compared") == second


def _mapping(value: Any) -> Mapping[str, Any]:
    return value if isinstance(value, dict) else {}


def _answer(how: Any, key: str) -> AnswerValue:
    said = read_answer(_mapping(how).get(key))
    return "" if said is None else said
