"""What the rates are: 三率一度 as the national rules of 2017 have it, as data.

Other sets (两率一度, stricter limits) are other values of `RateSet`.
"""

from collections.abc import Mapping
from enum import StrEnum
from fractions import Fraction
from typing import Annotated, Literal

from pydantic import BeforeValidator, Field

from fieldsurvey.questionnaire.model import LocalText, Model

Limit = Annotated[
    Fraction, BeforeValidator(lambda x: Fraction(str(x)) if isinstance(x, int | float) else x)
]
"""A share, exact: 0.02 is one fiftieth."""


class Over(StrEnum):
    """What the denominator counts."""

    SURVEYED = "surveyed"
    """Those interviewed with the form."""
    UNREGISTERED_OF_VILLAGES = "unregistered_of_villages"
    """未建档立卡的农村人口 of the villages surveyed, by the plan."""


class RateRule(Model):
    """One rate: who is counted, among whom, and where it fails."""

    name: str
    label: LocalText
    form: str
    """The questionnaire it comes from."""
    counts: Literal["persons", "households"]
    among: Mapping[str, str] = Field(default_factory=dict)
    """Answers that put a household into the denominator: `{household_type: "2"}`."""
    rule: str = ""
    """The problem rule that counts; or else:"""
    answer: Mapping[str, str] = Field(default_factory=dict)
    """The answer that counts: `{approves: "1"}`."""
    persons: str = ""
    """Question with the persons of a household."""
    persons_affected: str = ""
    """Question with the persons that count, where it may be fewer than all."""
    over: Annotated[Over, Field(strict=False)] = Over.SURVEYED
    limit: Limit
    fails: Literal["above", "below"]
    """Exactly the limit passes in both."""
    is_tested: bool = True
    """False: printed for comparison, decides nothing."""


class RateSet(Model):
    """Rates that are printed together."""

    name: LocalText
    rates: tuple[RateRule, ...] = Field(strict=False)


NATIONAL_RATES = RateSet.model_validate(
    {
        "name": {"zh": "三率一度", "en": "Three rates and one degree"},
        "rates": [
            {
                "name": "wrongly_lifted",
                "label": {"zh": "脱贫人口错退率", "en": "Wrongly lifted"},
                "form": "registered-household",
                "counts": "persons",
                "among": {"household_type": "2"},
                "rule": "registered-household.wrongly_lifted",
                "persons": "household_size",
                "limit": 0.02,
                "fails": "above",
            },
            {
                "name": "missed",
                "label": {
                    "zh": "贫困人口漏评率(抽查村未建档立卡农村人口)",
                    "en": "Missed, of the unregistered population of the villages surveyed",
                },
                "form": "unregistered-household",
                "counts": "persons",
                "rule": "unregistered-household.missed_household",
                "persons": "registered_persons",
                "persons_affected": "missed_persons",
                "over": "unregistered_of_villages",
                "limit": 0.02,
                "fails": "above",
            },
            {
                "name": "missed_of_surveyed",
                "label": {
                    "zh": "贫困人口漏评率(实际调查的未建档立卡人口)",
                    "en": "Missed, of the unregistered persons surveyed",
                },
                "form": "unregistered-household",
                "counts": "persons",
                "rule": "unregistered-household.missed_household",
                "persons": "registered_persons",
                "persons_affected": "missed_persons",
                "limit": 0.02,
                "fails": "above",
                "is_tested": False,
            },
            {
                "name": "approval",
                "label": {"zh": "群众认可度", "en": "Public approval"},
                "form": "unregistered-household",
                "counts": "households",
                "answer": {"approves": "1"},
                "limit": 0.9,
                "fails": "below",
            },
        ],
    }
)
