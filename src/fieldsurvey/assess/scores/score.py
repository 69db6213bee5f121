"""The nouns of a score: what was deducted, by which problem, and why another did not count.

Points are exact fractions. They are rounded once, where they are shown (`rounding`).
"""

from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction

from fieldsurvey.assess.problems.problem import Problem, ProblemState
from fieldsurvey.assess.scores.rounding import hundredths
from fieldsurvey.assess.scores.scoring_rules import Block, Grade, Indicator, Part
from fieldsurvey.questionnaire.model import Severity


class Basis(StrEnum):
    """Which problems a score counts."""

    WITH_SUSPECTED = "with_suspected"
    """含疑似: every problem that was not dismissed."""
    CONFIRMED = "confirmed"
    """仅确认: as above, but what needs a second person only once that person has confirmed it.

    错退, 漏评 and other critical problems need one (spec, section 6, rule 8), and free text that
    only may hold a problem. The others were countersigned by the pair that found them: that is
    their confirmation, and they count until they are dismissed."""


class Standing(StrEnum):
    """What became of one deduction, and why."""

    COUNTED = "counted"
    CAPPED = "capped"
    """Counted, but fewer points were left than it asks."""
    LOWER = "lower"
    """The same household has a deduction as high or higher in this indicator."""
    SAME_STANDARD = "same_standard"
    """The same standard already counts."""
    UNCONFIRMED = "unconfirmed"
    """It needs a second person, and nobody has confirmed it yet."""
    DISMISSED = "dismissed"
    MERGED = "merged"
    """Told by another problem, which counts in its place."""
    NOT_APPLICABLE = "not_applicable"
    """缺项: the indicator does not apply to this village."""


@dataclass(frozen=True, slots=True)
class Deduction:
    """One problem held against one indicator."""

    problem: Problem
    part: Part
    asked: Fraction
    """Points the rules ask, before scaling and caps."""
    taken: Fraction
    """Points it took from the village."""
    standing: Standing
    instead: str = ""
    """Number of the problem that counts in its place."""


@dataclass(frozen=True, slots=True)
class IndicatorScore:
    """What one village got for one indicator."""

    indicator: Indicator
    is_applicable: bool
    points: Fraction
    """0 to the indicator's maximum; 0 of 0 where it does not apply."""
    deductions: tuple[Deduction, ...]
    """Highest first, the counted and the others."""

    @property
    def possible(self) -> Fraction:
        """Points there were to get."""
        return self.indicator.maximum if self.is_applicable else Fraction(0)

    @property
    def taken(self) -> Fraction:
        """Points that were deducted."""
        return self.possible - self.points


@dataclass(frozen=True, slots=True)
class BlockScore:
    """The subtotal of one block of indicators."""

    block: Block
    points: Fraction
    possible: Fraction


@dataclass(frozen=True, slots=True)
class Score:
    """What one village got, counted on one basis."""

    basis: Basis
    indicators: tuple[IndicatorScore, ...]
    blocks: tuple[BlockScore, ...]
    points: Fraction
    possible: Fraction
    """Below 100 where an indicator does not apply."""

    @property
    def score(self) -> Fraction:
        """0 to 100, exact: the points got of the points possible; 100 where none were."""
        return self.points * 100 / self.possible if self.possible else Fraction(100)

    @property
    def score_hundredths(self) -> int:
        """The score as it is shown: 88.75 is 8875."""
        return hundredths(self.score)


@dataclass(frozen=True, slots=True)
class VillageScore:
    """What one village got, on both bases."""

    village: str
    households_visited: int
    scale: Fraction
    """What household deductions are multiplied by: planned / max(planned, visited)."""
    with_suspected: Score
    confirmed: Score
    critical: int
    """Critical problems that count on the confirmed basis."""
    is_barred: bool
    """A confirmed problem keeps it from the best grade."""
    grade: Grade | None
    """On the confirmed basis."""

    def on(self, basis: Basis) -> Score:
        """Return the score on one of the bases."""
        return self.confirmed if basis is Basis.CONFIRMED else self.with_suspected


@dataclass(frozen=True, slots=True)
class TownshipScore:
    """What one township got: the plain mean of its villages' unrounded scores."""

    township: str
    villages: tuple[VillageScore, ...]
    with_suspected: Fraction
    confirmed: Fraction
    blocks: tuple[tuple[Block, Fraction], ...]
    """Mean of each block as a share of 100 of what was possible there, confirmed basis."""
    critical_per_household: Fraction
    grade: Grade | None
    missing: tuple[str, ...] = ()
    """Villages of the plan whose coverage is not complete."""

    @property
    def is_provisional(self) -> bool:
        """暂定: the plan's coverage is not reached."""
        return bool(self.missing)

    def on(self, basis: Basis) -> Fraction:
        """Return the unrounded score on one of the bases."""
        return self.confirmed if basis is Basis.CONFIRMED else self.with_suspected


def counts(problem: Problem, basis: Basis) -> bool:
    """Say whether a problem takes points on a basis."""
    if not problem.state.stands or problem.severity is Severity.WATCH:
        return False
    is_open = problem.needs_confirmation and problem.state is ProblemState.SUSPECTED
    return not (is_open and basis is Basis.CONFIRMED)
