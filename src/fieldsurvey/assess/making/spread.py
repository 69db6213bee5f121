"""Figures of a group in, how far each stands out of it.

The modified z-score of Iglewicz and Hoaglin (How to Detect and Handle Outliers, 1993): 0.6745 times
the distance from the median, over the median absolute deviation. Where more than half of the group
are equal, so that this deviation is 0, the mean absolute deviation takes its place, as IBM's
statistics manuals have it. It does not move with the very figures it is to find, as a mean would.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from statistics import fmean, median
from typing import Self

OUTLYING = 3.5
"""From here on a figure stands out, as they recommend."""

FEWEST = 5
"""A smaller group has no spread to speak of."""

_TO_DEVIATIONS = 0.6745
_TO_MEAN_DEVIATIONS = 1.253314


@dataclass(frozen=True, slots=True)
class Spread:
    """Median of a group and how far its members are from it."""

    count: int
    median: float
    median_deviation: float
    mean_deviation: float

    @classmethod
    def of(cls, figures: Sequence[float]) -> Self:
        """Return the spread of figures; of none it is all 0."""
        if not figures:
            return cls(0, 0, 0, 0)
        middle = median(figures)
        away = [abs(figure - middle) for figure in figures]
        return cls(len(figures), middle, median(away), fmean(away))

    def z(self, figure: float) -> float:
        """Return how many deviations a figure is above the median; 0 in a group without spread."""
        if self.count < FEWEST:
            return 0
        if self.median_deviation:
            return _TO_DEVIATIONS * (figure - self.median) / self.median_deviation
        if self.mean_deviation:
            return (figure - self.median) / (_TO_MEAN_DEVIATIONS * self.mean_deviation)
        return 0
