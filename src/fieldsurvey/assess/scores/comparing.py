"""Takes one campaign scored by two score tables, gives what moved and which indicators moved it.

The problems are the same; only what they cost, and how places are ranked by it, differs.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Generic, TypeVar

from fieldsurvey.assess.assessing import score_townships
from fieldsurvey.assess.coverage import Plan, VillageCoverage
from fieldsurvey.assess.evidence import gather_evidence
from fieldsurvey.assess.problems.finding import listed
from fieldsurvey.assess.problems.problem import Problem
from fieldsurvey.assess.scores.ranking import Ranked, Ranking, rank_in_lists
from fieldsurvey.assess.scores.score import (
    Basis,
    IndicatorScore,
    Score,
    TownshipScore,
    VillageScore,
)
from fieldsurvey.assess.scores.scoring import score_village
from fieldsurvey.assess.scores.scoring_rules import Scoring
from fieldsurvey.chain.interview import Interview
from fieldsurvey.questionnaire.model import Questionnaire

Value = TypeVar("Value")


@dataclass(frozen=True, slots=True)
class Scored:
    """What a campaign comes to by one score table."""

    villages: Mapping[str, VillageScore]
    townships: Mapping[str, TownshipScore]
    rankings: tuple[Ranking, ...]


@dataclass(frozen=True, slots=True)
class Pair(Generic[Value]):
    """One thing by both tables; None where one of them does not know it."""

    now: Value
    then: Value

    @property
    def differs(self) -> bool:
        """Whether it moved."""
        return self.now != self.then


@dataclass(frozen=True, slots=True)
class TableChange:
    """One line in which the tables differ."""

    what: str
    """`options.rank_apart`, `B4.maximum`, or a rule: `registered-household.water_unsafe`."""
    values: Pair[object]


@dataclass(frozen=True, slots=True)
class IndicatorChange:
    """One indicator of a village that got other points, or other points possible."""

    code: str
    points: Pair[Fraction | None]
    possible: Pair[Fraction | None]
    rules: Mapping[str, Pair[Fraction]]
    """What each rule took, where that moved."""


@dataclass(frozen=True, slots=True)
class VillageChange:
    """One village by both tables, moved or not."""

    village: str
    scores: Pair[Fraction]
    indicators: tuple[IndicatorChange, ...]
    """Those that moved, in the order of the table in use, then those only the other has."""


@dataclass(frozen=True, slots=True)
class TownshipChange:
    """One township by both tables, moved or not."""

    township: str
    scores: Pair[Fraction]
    ranks: Pair[int | None]
    """None: provisional, not ranked."""
    villages: tuple[VillageChange, ...]

    @property
    def indicators(self) -> tuple[str, ...]:
        """Codes of the indicators that moved any of its villages, in order."""
        moved = (indicator.code for village in self.villages for indicator in village.indicators)
        return tuple(sorted(set(moved)))


@dataclass(frozen=True, slots=True)
class Comparison:
    """One campaign by two score tables, on one basis."""

    basis: Basis
    digests: Pair[str]
    """SHA-256 of the two files, in hex."""
    table: tuple[TableChange, ...]
    townships: tuple[TownshipChange, ...]
    """In the order of the ranking by the table in use."""


def score_again(
    plan: Plan,
    questionnaires: Mapping[str, Questionnaire],
    scoring: Scoring,
    interviews: Iterable[Interview],
    problems: Iterable[Problem],
    coverage: Sequence[VillageCoverage],
) -> Scored:
    """Score by another table what was found and decided already.

    Args:
        plan: Roster, sample, schedule.
        questionnaires: By `form_id`, and by digest where several versions are in use.
        scoring: The other table.
        interviews: All that were assessed.
        problems: As assessed, with how they stand.
        coverage: As assessed.
    """
    roster = plan.roster
    evidence = gather_evidence(
        questionnaires,
        interviews,
        listed(problems),
        roster.villages,
        with_rules_put=scoring.options.needs_rules_put,
    )
    villages = {code: score_village(scoring, seen) for code, seen in evidence.items()}
    townships = score_townships(roster, scoring, villages, coverage)
    ranked = rank_in_lists(
        townships.values(), scoring.options, lambda code: roster.townships[code].is_key
    )
    return Scored(villages, townships, ranked)


def compare_scores(
    tables: Pair[Scoring], scored: Pair[Scored], basis: Basis = Basis.CONFIRMED
) -> Comparison:
    """Compare what both tables make of the same villages; ranks go by confirmed scores always.

    Args:
        tables: The table in use, and the other.
        scored: The campaign by each of them: the same villages and townships.
        basis: Which problems the scores count.
    """
    other = {each.township.township: each for each in _in_order(scored.then)}
    return Comparison(
        basis=basis,
        digests=Pair(tables.now.digest, tables.then.digest),
        table=tuple(_compare_tables(tables)),
        townships=tuple(
            TownshipChange(
                township=(code := each.township.township),
                scores=Pair(each.township.on(basis), other[code].township.on(basis)),
                ranks=Pair(each.rank, other[code].rank),
                villages=tuple(
                    _compare_village(Pair(village, scored.then.villages[village.village]), basis)
                    for village in each.township.villages
                ),
            )
            for each in _in_order(scored.now)
        ),
    )


def _in_order(scored: Scored) -> Iterator[Ranked]:
    return (each for ranking in scored.rankings for each in ranking)


def _compare_village(villages: Pair[VillageScore], basis: Basis) -> VillageChange:
    now, then = villages.now.on(basis), villages.then.on(basis)
    by_code = Pair(_by_code(now), _by_code(then))
    compared = (
        _compare_indicator(code, Pair(by_code.now.get(code), by_code.then.get(code)))
        for code in dict.fromkeys([*by_code.now, *by_code.then])
    )
    return VillageChange(
        village=villages.now.village,
        scores=Pair(now.score, then.score),
        indicators=tuple(each for each in compared if each.points.differs or each.possible.differs),
    )


def _by_code(score: Score) -> dict[str, IndicatorScore]:
    return {each.indicator.code: each for each in score.indicators}


def _compare_indicator(code: str, scores: Pair[IndicatorScore | None]) -> IndicatorChange:
    now, then = scores.now, scores.then
    taken = Pair(_taken_by_rule(now), _taken_by_rule(then))
    nothing = Fraction(0)
    rules = {
        rule: Pair(taken.now.get(rule, nothing), taken.then.get(rule, nothing))
        for rule in sorted({*taken.now, *taken.then})
    }
    return IndicatorChange(
        code=code,
        points=Pair(now.points if now else None, then.points if then else None),
        possible=Pair(now.possible if now else None, then.possible if then else None),
        rules={rule: pair for rule, pair in rules.items() if pair.differs},
    )


def _taken_by_rule(score: IndicatorScore | None) -> dict[str, Fraction]:
    taken: dict[str, Fraction] = {}
    for deduction in score.deductions if score else ():
        rule = deduction.problem.rule
        taken[rule] = taken.get(rule, Fraction(0)) + deduction.taken
    return taken


def _compare_tables(tables: Pair[Scoring]) -> Iterator[TableChange]:
    now, then = _lines(tables.now), _lines(tables.then)
    for what in dict.fromkeys([*now, *then]):
        values = Pair(now.get(what), then.get(what))
        if values.differs:
            yield TableChange(what, values)


def _lines(scoring: Scoring) -> dict[str, object]:
    """Return everything in a table that may change a score, a grade or a rank, by its place."""
    lines: dict[str, object] = {
        f"options.{name}": value for name, value in scoring.options.model_dump().items()
    }
    for grade in scoring.grades:
        lines[f"grades.{grade.label.get('en') or next(iter(grade.label.values()), '')}"] = (
            grade.at_least
        )
    lines |= {f"best_grade_barred_by.{rule}": True for rule in sorted(scoring.best_grade_barred_by)}
    for block in scoring.blocks:
        for indicator in block.indicators:
            lines[f"{indicator.code}.block"] = block.code
            lines[f"{indicator.code}.maximum"] = indicator.maximum
            if indicator.only_where:
                lines[f"{indicator.code}.only_where"] = indicator.only_where
            for part in indicator.parts:
                for row in part.rules:
                    lines[row.rule] = row.points
                    lines[f"{row.rule}.counted"] = f"{indicator.code} {part.per.value}"
                    if part.maximum is not None:
                        lines[f"{row.rule}.part_maximum"] = part.maximum
    return lines
