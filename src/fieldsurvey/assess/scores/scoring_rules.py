"""Takes scoring.yaml, gives the rules of the score: blocks, indicators, parts, points, grades.

The file is data a campaign may replace. Its digest stands on every page, so that a change after
the first survey day is seen.
"""

from collections.abc import Mapping
from enum import StrEnum
from fractions import Fraction
from functools import cached_property
from math import isfinite
from pathlib import Path
from typing import Annotated, Literal

from pydantic import AfterValidator, BeforeValidator, Field
from pydantic_core import PydanticCustomError

from fieldsurvey.errors import AssessmentError
from fieldsurvey.i18n import _
from fieldsurvey.questionnaire import read_yaml_model
from fieldsurvey.questionnaire.model import LocalText, Model


def _exact(points: object) -> object:
    """Read 0.3 as three tenths, which no binary number is."""
    if isinstance(points, Fraction):
        return points
    if isinstance(points, bool) or not isinstance(points, int | float) or not isfinite(points):
        raise PydanticCustomError("float_type", "Input should be a valid number")
    return Fraction(str(points))


def _whole_hundredths(points: Fraction) -> Fraction:
    if points < 0 or (points * 100).denominator != 1:
        raise ValueError(_("Points are 0 or more, with at most two decimals, e.g. 0.25"))
    return points


Points = Annotated[Fraction, AfterValidator(_whole_hundredths), BeforeValidator(_exact)]
"""Points as the file writes them, exact: whole hundredths, 0 or more."""


class PartKind(StrEnum):
    """What counts once."""

    HOUSEHOLD = "household"
    """Each household, at its highest deduction; scaled for households beyond the plan."""
    FINDING = "finding"
    """Each problem, as many times as its quantity."""
    STANDARD = "standard"
    """Each standard (outermost group of the questionnaire), at its highest deduction."""


class RulePoints(Model):
    """Points that one problem rule takes."""

    rule: str
    """`registered-household.water_unsafe`."""
    points: Points


class Part(Model):
    """Rules of an indicator that are counted alike."""

    label: LocalText = Field(default_factory=dict)
    per: Annotated[PartKind, Field(strict=False)]
    maximum: Points | None = None
    """Most that this part may take; the indicator's maximum where not given."""
    rules: tuple[RulePoints, ...] = Field(strict=False)


class Indicator(Model):
    """二级指标: what a village can get points for."""

    code: str
    label: LocalText
    maximum: Points
    only_where: str = ""
    """A fact of the plan, `village.has_team`: where it is not "1" the indicator is 缺项."""
    parts: tuple[Part, ...] = Field(strict=False)


class Block(Model):
    """落实类别: indicators under one heading."""

    code: str
    label: LocalText
    maximum: Points
    indicators: tuple[Indicator, ...] = Field(strict=False)


class Grade(Model):
    """A grade and the score that earns it."""

    at_least: Points = Field(alias="from")
    label: LocalText


class Options(Model):
    """What a campaign may choose."""

    rank_apart: bool = False
    """Key and other townships are ranked in two lists."""
    na_policy: Literal["full", "rescale"] = "full"
    """A policy nobody qualifies for: full points, or left out like any 缺项."""
    households_planned: int = Field(default=15, gt=0)
    """What the plan visits in a village; households beyond it must not cost more points."""
    rank_provisional: bool = False
    """A township below the plan's coverage is ranked with a mark; else it stands unranked."""
    tie_break_block: str = "B"
    """Block whose points decide between townships with the same score: 政策落实."""

    @property
    def needs_rules_put(self) -> bool:
        """Whether points depend on which questions were really asked."""
        return self.na_policy == "rescale"


class Scoring(Model):
    """The rules of the score."""

    note: LocalText = Field(default_factory=dict)
    options: Options = Field(default_factory=Options)
    grades: tuple[Grade, ...] = Field(default=(), strict=False)
    """From best to worst."""
    best_grade_barred_by: frozenset[str] = Field(default=frozenset(), strict=False)
    """Rules: while one of their problems is confirmed, the best grade cannot be given."""
    blocks: tuple[Block, ...] = Field(strict=False)
    digest: str = ""
    """SHA-256 of the file, in hex."""

    @cached_property
    def indicators(self) -> Mapping[str, Indicator]:
        """Every indicator by code, in the order of the file."""
        return {i.code: i for block in self.blocks for i in block.indicators}

    @cached_property
    def points(self) -> Mapping[str, Fraction]:
        """Points each rule takes, by rule; a rule that is not there takes none."""
        return {
            row.rule: row.points
            for indicator in self.indicators.values()
            for part in indicator.parts
            for row in part.rules
        }

    def block_of(self, indicator: str, otherwise: str = "") -> str:
        """Return the code of the block an indicator stands in, or `otherwise`."""
        for block in self.blocks:
            if any(known.code == indicator for known in block.indicators):
                return block.code
        return otherwise


def read_scoring(path: Path) -> Scoring:
    """Read scoring.yaml.

    Raises:
        AssessmentError: The file is not there or its shape is off; every fault is in `findings`.
    """
    return read_yaml_model(path, Scoring, error=AssessmentError)
