"""Takes a score, gives its working line by line: what `--why` shows, as values.

From the top: the score, its blocks, their indicators, and under each the problems held against it,
those that took points and those that did not, with the reason.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction

from fieldsurvey.assess.problems.problem import Problem
from fieldsurvey.assess.scores.ranking import Decider, Ranked
from fieldsurvey.assess.scores.rounding import in_points, in_short
from fieldsurvey.assess.scores.score import (
    Basis,
    Deduction,
    IndicatorScore,
    Standing,
    TownshipScore,
    VillageScore,
)
from fieldsurvey.assess.scores.scoring_rules import Block, Indicator, PartKind
from fieldsurvey.i18n import _, language, listed
from fieldsurvey.questionnaire.model import in_language


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the working."""

    depth: int
    """0 for the score, 1 block, 2 indicator, 3 problem."""
    what: str
    """In the user's language."""
    points: Fraction
    """Points got, or, for a problem, points taken (negative)."""
    possible: Fraction | None = None
    why: str = ""
    """In the user's language; '' where there is nothing to add."""
    problem: Problem | None = None
    """Leads on to the answer, the interview and its lines."""


@dataclass(frozen=True, slots=True)
class ProblemWorking:
    """What one problem takes from its village, on one basis."""

    basis: Basis
    indicator: str
    """Its code."""
    asked: Fraction
    taken: Fraction
    standing: Standing
    instead: str
    """Number of the problem that counts in its place."""
    why: str
    """In the user's language; '' where there is nothing to add."""


def explain_problem(village: VillageScore, number: str) -> tuple[ProblemWorking, ...]:
    """Return what a problem takes, on both bases; nothing where no indicator holds it."""
    return tuple(
        ProblemWorking(
            basis=basis,
            indicator=indicator.indicator.code,
            asked=deduction.asked,
            taken=deduction.taken,
            standing=deduction.standing,
            instead=deduction.instead,
            why=_why(village, deduction),
        )
        for basis in (Basis.CONFIRMED, Basis.WITH_SUSPECTED)
        for indicator in village.on(basis).indicators
        for deduction in indicator.deductions
        if deduction.problem.number == number
    )


def explain_place(ranked: Ranked, above: Ranked | None, name_above: str = "") -> str:
    """Say what sets a township where it stands in the list, in the user's language.

    Args:
        ranked: Its place.
        above: The place above it; None for the first of its list.
        name_above: What the township above is called; its code where not given.
    """
    township = ranked.township
    if ranked.rank is None:
        return _("provisional, without a rank; not complete: {villages}").format(
            villages=listed(township.missing)
        )
    if above is None or above.rank is None:
        return _("the highest score")
    told = {
        Decider.SCORE: _("the score is lower than of {above}"),
        Decider.CRITICAL: _(
            "the score of {above}, but {critical} critical problems a household, not {fewer}"
        ),
        Decider.POLICIES: _("score and critical problems as {above}, but less of what breaks ties"),
        Decider.NOTHING: _("equal to {above} in everything that ranks"),
    }[ranked.decided_by]
    return told.format(
        above=name_above or above.township.township,
        critical=in_points(township.critical_per_household),
        fewer=in_points(above.township.critical_per_household),
    )


def explain_village(village: VillageScore, basis: Basis) -> tuple[Line, ...]:
    """Return the working of one village's score on one basis."""
    score = village.on(basis)
    lines = [Line(0, village.village, score.score, Fraction(100), _how_scored(village, basis))]
    for block in score.blocks:
        lines.append(Line(1, _named(block.block), block.points, block.possible))
        codes = {indicator.code for indicator in block.block.indicators}
        for indicator in score.indicators:
            if indicator.indicator.code in codes:
                lines.extend(_explain_indicator(village, indicator))
    return tuple(lines)


def explain_township(township: TownshipScore, basis: Basis) -> tuple[Line, ...]:
    """Return the working of one township's score: the villages it is the mean of."""
    mean = _("plain mean of {count} villages, unrounded").format(count=len(township.villages))
    why = mean
    if township.missing:
        missing = listed(township.missing)
        why = _("{mean}; provisional, not complete: {villages}").format(mean=mean, villages=missing)
    villages = (
        Line(1, village.village, village.on(basis).score, Fraction(100))
        for village in township.villages
    )
    return (Line(0, township.township, township.on(basis), Fraction(100), why), *villages)


def _how_scored(village: VillageScore, basis: Basis) -> str:
    score = village.on(basis)
    parts = [_("{count} households visited").format(count=village.households_visited)]
    if village.scale != 1:
        parts.append(
            _("household deductions × {up}/{down}").format(
                up=village.scale.numerator, down=village.scale.denominator
            )
        )
    if score.possible != 100:
        parts.append(_("points got ÷ {possible} × 100").format(possible=in_short(score.possible)))
    return "; ".join(parts)


def _explain_indicator(village: VillageScore, indicator: IndicatorScore) -> Iterator[Line]:
    why = "" if indicator.is_applicable else _("does not apply to this village")
    name = f"{indicator.indicator.code} {_named(indicator.indicator)}"
    yield Line(2, name, indicator.points, indicator.possible, why)
    for deduction in indicator.deductions:
        problem = deduction.problem
        what = f"{problem.number} {in_language(problem.text, language())}"
        yield Line(3, what, -deduction.taken, None, _why(village, deduction), problem)


def _why(village: VillageScore, deduction: Deduction) -> str:
    if deduction.standing is Standing.COUNTED:
        is_scaled = deduction.part.per is PartKind.HOUSEHOLD and village.scale != 1
        return f"{in_short(deduction.asked)} × {village.scale}" if is_scaled else ""
    return explain_standing(deduction.standing, in_short(deduction.asked), deduction.instead)


def explain_standing(standing: Standing, asked: str, instead: str) -> str:
    """Say why a problem takes less than it asks, in the user's language; '' where it does not.

    Args:
        standing: What became of it.
        asked: Points, as they are shown.
        instead: Number of the problem that counts in its place.
    """
    return {
        Standing.COUNTED: "",
        Standing.CAPPED: _("asks {asked}, but no more points were left"),
        Standing.LOWER: _("asks {asked}; this household counts once, by {instead}"),
        Standing.SAME_STANDARD: _("asks {asked}; this standard counts once, by {instead}"),
        Standing.UNCONFIRMED: _("asks {asked} once it is confirmed"),
        Standing.DISMISSED: _("asked {asked}; dismissed"),
        Standing.MERGED: _("asked {asked}; merged into {instead}"),
        Standing.NOT_APPLICABLE: _("does not apply to this village"),
    }[standing].format(asked=asked, instead=instead)


def _named(named: Block | Indicator) -> str:
    return in_language(named.label, language())
