"""Takes problems and what was visited, gives scores of villages and townships, with the working.

Rules 1 to 8 of the score table (spec, section 6). All arithmetic is in fractions; nothing is
rounded here.
"""

from collections.abc import Iterable, Mapping, Sequence
from fractions import Fraction

from fieldsurvey.assess.evidence import VillageEvidence
from fieldsurvey.assess.problems.problem import Problem, ProblemState
from fieldsurvey.assess.scores.grading import bars_best_grade, grade_of
from fieldsurvey.assess.scores.score import (
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
from fieldsurvey.assess.scores.score_sheet import ZERO, Claim, FullPoints, ScoreSheet, sheet_of
from fieldsurvey.assess.scores.scoring_rules import PartKind, Scoring
from fieldsurvey.questionnaire.model import Severity


def score_village(scoring: Scoring, evidence: VillageEvidence) -> VillageScore:
    """Score one village on both bases."""
    sheet = sheet_of(scoring)
    full, held = sheet.full_points(evidence), sheet.claims(evidence.problems)
    scale = _scale(scoring, evidence)
    touched = _touched(held, full, Basis.WITH_SUSPECTED, scale)
    with_suspected = _score(sheet, full, Basis.WITH_SUSPECTED, touched)
    # Only what still waits for a second person tells the two bases apart.
    waiting = {
        place: claims
        for place, claims in held.items()
        if any(claim.problem.needs_confirmation for claim in claims)
    }
    surely = touched | _touched(waiting, full, Basis.CONFIRMED, scale)
    confirmed = _score(sheet, full, Basis.CONFIRMED, surely)
    is_barred = any(bars_best_grade(scoring, problem) for problem in evidence.problems)
    return VillageScore(
        village=evidence.village,
        households_visited=evidence.households_visited,
        scale=scale,
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


def _touched(
    held: Mapping[int, Sequence[Claim]], full: FullPoints, basis: Basis, scale: Fraction
) -> dict[int, IndicatorScore]:
    """Score the indicators that something is held against, by their place."""
    return {
        place: _score_indicator(full.indicators[place], claims, basis, scale)
        for place, claims in held.items()
    }


def _score(
    sheet: ScoreSheet, full: FullPoints, basis: Basis, touched: Mapping[int, IndicatorScore]
) -> Score:
    indicators, blocks, points = list(full.indicators), list(full.blocks), full.possible
    for place, indicator in touched.items():
        indicators[place] = indicator
        taken = full.indicators[place].points - indicator.points
        if taken:
            block = blocks[sheet.block_of[place]]
            left = BlockScore(block.block, block.points - taken, block.possible)
            blocks[sheet.block_of[place]] = left
            points -= taken
    return Score(basis, tuple(indicators), tuple(blocks), points, full.possible)


def _score_indicator(
    full: IndicatorScore, claims: Sequence[Claim], basis: Basis, scale: Fraction
) -> IndicatorScore:
    """Return what is left of the full points.

    Args:
        full: The indicator, with nothing held against it.
        claims: What is held against it, highest first.
        basis: Which problems count.
        scale: What deductions of households are multiplied by.
    """
    if not full.is_applicable:
        none = tuple(_no_points(claim, Standing.NOT_APPLICABLE) for claim in claims)
        return IndicatorScore(full.indicator, is_applicable=False, points=ZERO, deductions=none)
    left = full.points
    deductions: list[Deduction] = []
    for part in full.indicator.parts:
        of_part = [claim for claim in claims if claim.part is part]
        if of_part:
            budget = left if part.maximum is None else min(left, part.maximum)
            scaled = scale if part.per is PartKind.HOUSEHOLD else _UNSCALED
            deducted, over = _deduct(of_part, basis, budget, scaled)
            left -= budget - over
            deductions += deducted
    return IndicatorScore(full.indicator, True, left, tuple(deductions))


def _deduct(
    claims: Sequence[Claim], basis: Basis, budget: Fraction, scale: Fraction
) -> tuple[list[Deduction], Fraction]:
    """Give each claim of a part, highest first, what it asks while points are left.

    Returns:
        What each took, and the points that are left of the budget.
    """
    counted: dict[tuple[str, ...], str] = {}
    deductions = []
    for claim in claims:
        if not counts(claim.problem, basis):
            deductions.append(_no_points(claim, _why_not(claim.problem), claim.problem.into))
        elif (once := claim.counted_once) in counted:
            deductions.append(_lower(claim, counted[once]))
        else:
            counted[once] = claim.problem.number
            wanted = claim.asked if scale == 1 else claim.asked * scale
            taken = min(wanted, budget)
            budget -= taken
            standing = Standing.COUNTED if taken == wanted else Standing.CAPPED
            deductions.append(Deduction(claim.problem, claim.part, claim.asked, taken, standing))
    return deductions, budget


def _no_points(claim: Claim, standing: Standing, instead: str = "") -> Deduction:
    return Deduction(claim.problem, claim.part, claim.asked, ZERO, standing, instead)


def _why_not(problem: Problem) -> Standing:
    set_aside = {
        ProblemState.DISMISSED: Standing.DISMISSED,
        ProblemState.MERGED: Standing.MERGED,
    }
    return set_aside.get(problem.state, Standing.UNCONFIRMED)


def _lower(claim: Claim, instead: str) -> Deduction:
    is_standard = claim.part.per is PartKind.STANDARD
    return _no_points(claim, Standing.SAME_STANDARD if is_standard else Standing.LOWER, instead)


_UNSCALED = Fraction(1)
