"""A week's or a month's bulletin, frozen: what the nightly lists of the period changed.

A bulletin is made of editions and nothing else, so that it cannot say anything that they do not.
What came or changed more than once in the period is told once, as it stood at the end of it.
"""

from enum import StrEnum

from pydantic import Field

from fieldsurvey.report.frozen.edition import Edition
from fieldsurvey.report.frozen.missing import Coverage
from fieldsurvey.report.frozen.tally import Tally
from fieldsurvey.report.text import CleanText, Frozen


class Period(StrEnum):
    """How long a bulletin is of."""

    WEEK = "week"
    MONTH = "month"


class Movements(Frozen):
    """What happened to problems since the bulletin before; each is counted once."""

    came: int = 0
    """New in the period, those that vanished again in it too."""
    confirmed: int = 0
    dismissed: int = 0
    merged: int = 0
    reconsidered: int = 0
    """Decided before, and open again."""
    corrected: int = 0
    """Say something else, and are decided as before."""
    vanished: int = 0


class Shift(Frozen):
    """How many problems a category, township or bureau had, and has."""

    key: CleanText
    name: CleanText = ""
    """Empty where the key is a code that the bulletin's `names` explain."""
    then: int = 0
    """When the bulletin before was made; 0 before the first."""
    now: int = 0


class RankShift(Frozen):
    """The place of one township in the bulletin before, and now."""

    code: CleanText
    name: CleanText
    then: int | None = None
    """None: not ranked, or no ranking in the bulletin before."""
    now: int | None = None
    hundredths_then: int | None = None
    """The confirmed score; None where the bulletin before had none."""
    hundredths_now: int


class Bulletin(Edition):
    """What the editions of a period brought: `rows` are new, `corrections` changed since then.

    `date` is the last day of the period, `to_date` counts what stands then.
    """

    period: Period
    since: CleanText
    """The first day of the period, ISO 8601."""
    editions: tuple[int, ...] = ()
    """Numbers of the nightly lists it is made of; none where none was made."""
    movements: Movements = Field(default_factory=Movements)
    then: Tally = Field(default_factory=Tally)
    """Of every problem that stood when the bulletin before was made."""
    coverage_then: Coverage = Field(default_factory=Coverage)
    """Totals only."""
    by_category: tuple[Shift, ...] = ()
    by_township: tuple[Shift, ...] = ()
    by_sector: tuple[Shift, ...] = ()
    ranks: tuple[RankShift, ...] = ()
    """In the order of the rankings; none where the readers may not see them."""
