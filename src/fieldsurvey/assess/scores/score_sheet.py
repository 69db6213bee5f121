"""The score table made ready for many villages: where rules take points, and what full ones are.

Against most indicators of a village nothing is held. What they are worth then is worked out once
for all villages; a village only fills in those that something is held against.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import lru_cache
from operator import attrgetter

from fieldsurvey.assess.evidence import VillageEvidence
from fieldsurvey.assess.problems.problem import Problem
from fieldsurvey.assess.scores.score import BlockScore, IndicatorScore
from fieldsurvey.assess.scores.scoring_rules import Block, Indicator, Part, PartKind, Scoring
from fieldsurvey.questionnaire.identity import Same

ZERO = Fraction(0)


@dataclass(frozen=True, slots=True)
class Claim:
    """What one problem asks of an indicator, before it is known what it gets."""

    problem: Problem
    part: Part
    asked: Fraction

    @property
    def counted_once(self) -> tuple[str, ...]:
        """Claims with the same key share one deduction: the highest."""
        problem = self.problem
        if self.part.per is PartKind.HOUSEHOLD:
            return (problem.subject,)
        if self.part.per is PartKind.STANDARD:
            return (problem.form_id, problem.section)
        return (problem.number, problem.interview)


@dataclass(frozen=True, slots=True)
class FullPoints:
    """What a village gets that nothing is held against."""

    indicators: tuple[IndicatorScore, ...]
    blocks: tuple[BlockScore, ...]
    possible: Fraction


class ScoreSheet:
    """One score table, ready."""

    def __init__(self, scoring: Scoring) -> None:
        self.scoring = scoring
        self.indicators: Sequence[Indicator] = tuple(scoring.indicators.values())
        self.block_of: Sequence[int] = tuple(
            place for place, block in enumerate(scoring.blocks) for _each in block.indicators
        )
        """By the place of an indicator, from 0, that of its block."""
        self._rows: dict[str, list[tuple[int, Part, Fraction]]] = {}
        for place, indicator in enumerate(self.indicators):
            for part in indicator.parts:
                for row in part.rules:
                    if row.points:
                        self._rows.setdefault(row.rule, []).append((place, part, row.points))
        self._full: dict[tuple[bool, ...], FullPoints] = {}

    def claims(self, problems: Sequence[Problem]) -> dict[int, list[Claim]]:
        """Return what is held against a village by the place of the indicator, highest first."""
        held: dict[int, list[Claim]] = {}
        for problem in sorted(problems, key=attrgetter("number")):
            for place, part, points in self._rows.get(problem.rule, ()):
                is_finding = part.per is PartKind.FINDING
                asked = points * problem.quantity if is_finding else points
                held.setdefault(place, []).append(Claim(problem, part, asked))
        for claims in held.values():
            claims.sort(key=attrgetter("asked"), reverse=True)
        return held

    def full_points(self, evidence: VillageEvidence) -> FullPoints:
        """Return what the village would get if nothing were held against it."""
        applies = tuple(self._applies(indicator, evidence) for indicator in self.indicators)
        if applies not in self._full:
            self._full[applies] = self._make_full(applies)
        return self._full[applies]

    def _applies(self, indicator: Indicator, evidence: VillageEvidence) -> bool:
        if indicator.only_where and evidence.facts.get(indicator.only_where) != "1":
            return False
        if not self.scoring.options.needs_rules_put:
            return True
        return any(row.rule in evidence.rules_put for part in indicator.parts for row in part.rules)

    def _make_full(self, applies: Sequence[bool]) -> FullPoints:
        indicators = tuple(
            IndicatorScore(indicator, applied, indicator.maximum if applied else ZERO, ())
            for indicator, applied in zip(self.indicators, applies, strict=True)
        )
        blocks = tuple(
            self._full_block(block, place, indicators)
            for place, block in enumerate(self.scoring.blocks)
        )
        return FullPoints(indicators, blocks, sum((block.possible for block in blocks), ZERO))

    def _full_block(
        self, block: Block, place: int, indicators: Sequence[IndicatorScore]
    ) -> BlockScore:
        of_block = zip(indicators, self.block_of, strict=True)
        points = sum((each.points for each, its in of_block if its == place), ZERO)
        return BlockScore(block, points=points, possible=points)


def sheet_of(scoring: Scoring) -> ScoreSheet:
    """Return a score table made ready, on first use."""
    return _sheet_of(Same(scoring))


@lru_cache(maxsize=16)
def _sheet_of(same: Same[Scoring]) -> ScoreSheet:
    return ScoreSheet(same.value)
