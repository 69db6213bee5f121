"""Scores and ranking as an edition prints them: lists of townships, and how each score came about.

Points are hundredths: 88.75 is 8875.
"""

from collections.abc import Iterable, Iterator
from typing import Literal, NamedTuple

from pydantic import Field

from fieldsurvey.report.text import CleanText, Frozen, Sorted, TextByLanguage


class DeductionLine(Frozen):
    """One problem held against an indicator, confirmed only."""

    number: CleanText
    """问题编号: its row is in `rows`, or in `earlier`."""
    asked_hundredths: int
    """What the rules ask, before scaling and caps."""
    taken_hundredths: int
    standing: CleanText
    """`counted`, `capped`, `lower`, `same_standard`, `unconfirmed`, `dismissed`, `merged` or
    `not_applicable`."""
    instead: CleanText = ""
    """The problem that counts in its place."""


class IndicatorStanding(Frozen):
    """What one village got for an indicator that something is held against."""

    code: CleanText
    label: TextByLanguage
    points_hundredths: int
    possible_hundredths: int
    deductions: tuple[DeductionLine, ...]


class VillageStanding(Frozen):
    """The score of one village."""

    code: CleanText
    name: CleanText
    confirmed_hundredths: int
    suspected_hundredths: int
    visited: int = 0
    critical: int = 0
    grade: TextByLanguage = Field(default_factory=dict)
    lost_hundredths: Sorted[int] = Field(default_factory=dict)
    """Points taken by block, of 100, confirmed only."""
    indicators: tuple[IndicatorStanding, ...] = ()
    """The working of the confirmed score."""


class TownshipStanding(Frozen):
    """The place of one township in the ranking."""

    rank: int | None = None
    """None: provisional, not ranked. Ties share a rank."""
    code: CleanText
    name: CleanText
    is_key: bool = False
    confirmed_hundredths: int
    """88.75 is 8875. The ranking goes by this."""
    suspected_hundredths: int
    """With suspected problems counted too."""
    grade: TextByLanguage = Field(default_factory=dict)
    critical: int = 0
    is_provisional: bool = False
    """暂定: not all of its villages are complete."""
    decided_by: CleanText = ""
    """What sets it below the one above: `score`, `critical`, `policies` or `nothing`."""
    lost_hundredths: Sorted[int] = Field(default_factory=dict)
    """Mean points taken by block, of 100, confirmed only."""
    villages: tuple[VillageStanding, ...] = ()


class RankedList(Frozen):
    """One list of townships, best first; those without a rank at the end."""

    of: Literal["all", "key", "other"] = "all"
    """Which townships: all, or key (重点) and others apart."""
    townships: tuple[TownshipStanding, ...]

    @property
    def blocks(self) -> tuple[str, ...]:
        """The blocks that took points from any of them, in order."""
        return tuple(sorted({b for town in self.townships for b in town.lost_hundredths}))


class Held(NamedTuple):
    """A deduction, and what it is held against."""

    township: TownshipStanding
    village: VillageStanding
    indicator: IndicatorStanding
    deduction: DeductionLine


def deductions_in(townships: Iterable[TownshipStanding]) -> Iterator[Held]:
    """Yield every deduction that scores of townships are made of, in their order."""
    for township in townships:
        for village in township.villages:
            for indicator in village.indicators:
                for deduction in indicator.deductions:
                    yield Held(township, village, indicator, deduction)
