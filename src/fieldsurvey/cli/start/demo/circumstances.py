"""Chances in, the circumstances of one household or village out: what its answers come from.

Things go wrong together: a village has weak points that its households share, and a household in
hardship has more of them. About one household in ten has a problem.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from fieldsurvey.cli.start.demo.draws import Draws

RISKS: Mapping[str, float] = {
    "water": 0.006,
    "education": 0.008,
    "health": 0.016,
    "housing": 0.008,
    "industry": 0.01,
    "employment": 0.01,
    "finance": 0.006,
    "social": 0.012,
    "resident_team": 0.005,
    "income": 0.008,
    "quality": 0.006,
    "food_clothing": 0.003,
    "identification": 0.006,
    "recognition": 0.006,
    "covid": 0.014,
}
"""Share of households in which something is wrong, by category, before anything is known."""

VILLAGE_RISKS: Mapping[str, float] = {
    "infrastructure": 0.15,
    "water": 0.08,
    "health": 0.12,
    "industry": 0.05,
    "responsibility": 0.1,
    "project": 0.12,
    "covid": 0.12,
    "resident_team": 0.1,
    "identification": 0.15,
    "quality": 0.03,
}

_AGGRAVATED = {
    "illness": ("health", "income", "quality"),
    "disabled": ("social", "employment"),
    "dibao": ("income", "social"),
    "dilapidated": ("housing",),
    "no_labour": ("income", "employment"),
    "lone_elderly": ("social", "housing"),
    "monitored": ("income", "quality"),
    "marginal": ("identification", "income"),
}
"""Categories in which a flag makes trouble three times as likely."""


@dataclass(frozen=True, slots=True)
class Circumstances:
    """What is wrong, and what else is known."""

    troubles: frozenset[str]
    """Categories in which something is wrong."""
    facts: Mapping[str, str]
    """Facts of the plan."""

    def has_flag(self, flag: str) -> bool:
        """Whether the roster marks the household so."""
        return flag in self.facts.get("household.flags", "").split()

    @property
    def size(self) -> int:
        """Persons in the household."""
        return int(self.facts.get("household.size") or 1)


def weak_points(village: str, seed: str) -> Mapping[str, float]:
    """Return how much likelier than elsewhere trouble is in a village, by category."""
    draws = Draws(seed, f"weak points of {village}")
    return {category: draws.weighted({0.3: 5, 1.0: 4, 4.0: 1}) for category in sorted(RISKS)}


def household_circumstances(
    facts: Mapping[str, str], weak: Mapping[str, float], draws: Draws
) -> Circumstances:
    """Return what is wrong in a household, given its flags and its village."""
    likelier = [
        category
        for flag in facts.get("household.flags", "").split()
        for category in _AGGRAVATED.get(flag, ())
    ]
    chances = {
        category: min(0.6, risk * weak[category] * (3 if category in likelier else 1))
        for category, risk in RISKS.items()
    }
    return Circumstances(frozenset(draws.each(chances)), facts)


def village_circumstances(facts: Mapping[str, str], draws: Draws) -> Circumstances:
    """Return what is wrong in a village itself."""
    return Circumstances(frozenset(draws.each(VILLAGE_RISKS)), facts)
