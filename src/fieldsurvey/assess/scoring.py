"""Takes problems and what was visited, gives scores of villages and townships, with the working.

Rules 1 to 8 of the score table (spec, section 6). All arithmetic is in fractions; nothing is
rounded here.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from fractions import Fraction

from fieldsurvey.assess.evidence import VillageEvidence
from fieldsurvey.assess.grading import bars_best_grade, grade_of
from fieldsurvey.assess.problem import Problem, ProblemState
from fieldsurvey.assess.score import (
    Basis,
    BlockScore,
    Deduction,
    IndicatorScore,
    Score,
    Standing,
    TownshipScore,
    VillageScore,
    counts,
)
from fieldsurvey.assess.scoring_rules import Block, Indicator, Part, PartKind, Scoring
from fieldsurvey.questionnaire.model import Severity


def score_village(scoring: Scoring, evidence: VillageEvidence) -> VillageScore:
    """Score one village on both bases."""
    with_suspected = _score(scoring, evidence, Basis.WITH_SUSPECTED)
    confirmed = _score(scoring, evidence, Basis.CONFIRMED)
    is_barred = any(bars_best_grade(scoring, problem) for problem in evidence.problems)
    return VillageScore(
        village=evidence.village,
        households_visited=evidence.households_visited,
        scale=_scale(scoring, evidence),
        with_suspected=with_suspected,
        confirmed=confirmed,
        critical=sum(
            problem.severity is Severity.CRITICAL and counts(problem, Basis.CONFIRMED)
            for problem in evidence.problems
        ),
        is_barred=is_barred,
        grade=grade_of(scoring, confirmed.score, is_barred=is_barred),
    )


def score_township(
    scoring: Scoring,
    township: str,
    villages: Sequence[VillageScore],
    *,
    missing: Iterable[str] = (),
) -> TownshipScore:
    """Score one township from its villages.

    Args:
        scoring: The rules.
        township: Its code.
        villages: At least one; those nobody has visited are not among them.
        missing: Villages of the plan whose coverage is not complete.
    """
    confirmed = _mean(village.confirmed.score for village in villages)
    households = sum(village.households_visited for village in villages)
    return TownshipScore(
        township=township,
        villages=tuple(villages),
        with_suspected=_mean(village.with_suspected.score for village in villages),
        confirmed=confirmed,
        blocks=tuple(
            (block, _mean(_share(village.confirmed.blocks[order]) for village in villages))
            for order, block in enumerate(scoring.blocks)
        ),
        critical_per_household=Fraction(
            sum(village.critical for village in villages), max(1, households)
        ),
        grade=grade_of(scoring, confirmed, is_barred=any(v.is_barred for v in villages)),
        missing=tuple(missing),
    )


def _mean(numbers: Iterable[Fraction]) -> Fraction:
    listed = list(numbers)
    return sum(listed, Fraction(0)) / len(listed)


def _share(block: BlockScore) -> Fraction:
    return block.points * 100 / block.possible if block.possible else Fraction(100)


def _scale(scoring: Scoring, evidence: VillageEvidence) -> Fraction:
    planned = scoring.options.households_planned
    return Fraction(planned, max(planned, evidence.households_visited))


def _score(scoring: Scoring, evidence: VillageEvidence, basis: Basis) -> Score:
    by_rule: dict[str, list[Problem]] = {}
    for problem in evidence.problems:
        by_rule.setdefault(problem.rule, []).append(problem)
    indicators = {
        code: _score_indicator(
            indicator,
            by_rule,
            basis,
            scale=_scale(scoring, evidence),
            is_applicable=_is_applicable(scoring, indicator, evidence),
        )
        for code, indicator in scoring.indicators.items()
    }
    blocks = tuple(_subtotal(block, indicators) for block in scoring.blocks)
    return Score(
        basis=basis,
        indicators=tuple(indicators.values()),
        blocks=blocks,
        points=sum((block.points for block in blocks), Fraction(0)),
        possible=sum((block.possible for block in blocks), Fraction(0)),
    )


def _subtotal(block: Block, indicators: dict[str, IndicatorScore]) -> BlockScore:
    of_block = [indicators[indicator.code] for indicator in block.indicators]
    return BlockScore(
        block,
        points=sum((indicator.points for indicator in of_block), Fraction(0)),
        possible=sum((indicator.possible for indicator in of_block), Fraction(0)),
    )


def _is_applicable(scoring: Scoring, indicator: Indicator, evidence: VillageEvidence) -> bool:
    if indicator.only_where and evidence.facts.get(indicator.only_where) != "1":
        return False
    if scoring.options.na_policy == "full":
        return True
    return any(row.rule in evidence.rules_put for part in indicator.parts for row in part.rules)


@dataclass(frozen=True, slots=True)
class _Claim:
    """What one problem asks of an indicator, before it is known what it gets."""

    problem: Problem
    part: Part
    asked: Fraction

    @property
    def counted_once(self) -> tuple[str, ...]:
        """Claims with the same key share one deduction: the highest."""
        kinds = {
            PartKind.HOUSEHOLD: (self.problem.subject,),
            PartKind.STANDARD: (self.problem.form_id, self.problem.section),
            PartKind.FINDING: (self.problem.number, self.problem.interview),
        }
        return kinds[self.part.per]


def _score_indicator(
    indicator: Indicator,
    by_rule: dict[str, list[Problem]],
    basis: Basis,
    *,
    scale: Fraction,
    is_applicable: bool,
) -> IndicatorScore:
    left = indicator.maximum if is_applicable else Fraction(0)
    deductions: list[Deduction] = []
    for part in indicator.parts:
        claims = _claims(part, by_rule)
        if not is_applicable:
            deductions += [_no_points(claim, Standing.NOT_APPLICABLE) for claim in claims]
            continue
        budget = left if part.maximum is None else min(left, part.maximum)
        in_part = _deduct(claims, basis, budget, scale if part.per == "household" else Fraction(1))
        left -= sum((deduction.taken for deduction in in_part), Fraction(0))
        deductions += in_part
    return IndicatorScore(indicator, is_applicable, left, tuple(deductions))


def _claims(part: Part, by_rule: dict[str, list[Problem]]) -> list[_Claim]:
    claims = [
        _Claim(problem, part, row.points * _times(part, problem))
        for row in part.rules
        if row.points
        for problem in by_rule.get(row.rule, ())
    ]
    return sorted(claims, key=lambda claim: (-claim.asked, claim.problem.number))


def _times(part: Part, problem: Problem) -> int:
    return problem.quantity if part.per is PartKind.FINDING else 1


def _deduct(
    claims: list[_Claim], basis: Basis, budget: Fraction, scale: Fraction
) -> list[Deduction]:
    """Give each claim of a part, highest first, what it asks while points are left."""
    counted: dict[tuple[str, ...], str] = {}
    deductions = []
    for claim in claims:
        if not counts(claim.problem, basis):
            deductions.append(_no_points(claim, _why_not(claim.problem), claim.problem.into))
        elif claim.counted_once in counted:
            deductions.append(_lower(claim, counted[claim.counted_once]))
        else:
            counted[claim.counted_once] = claim.problem.number
            wanted = claim.asked * scale
            taken = min(wanted, budget)
            budget -= taken
            standing = Standing.COUNTED if taken == wanted else Standing.CAPPED
            deductions.append(Deduction(claim.problem, claim.part, claim.asked, taken, standing))
    return deductions


def _no_points(claim: _Claim, standing: Standing, instead: str = "") -> Deduction:
    return Deduction(claim.problem, claim.part, claim.asked, Fraction(0), standing, instead)


def _why_not(problem: Problem) -> Standing:
    set_aside = {
        ProblemState.DISMISSED: Standing.DISMISSED,
        ProblemState.MERGED: Standing.MERGED,
    }
    return set_aside.get(problem.state, Standing.UNCONFIRMED)


def _lower(claim: _Claim, instead: str) -> Deduction:
    is_standard = claim.part.per is PartKind.STANDARD
    standing = Standing.SAME_STANDARD if is_standard else Standing.LOWER
    return Deduction(claim.problem, claim.part, claim.asked, Fraction(0), standing, instead)
