"""Takes rates.yaml, gives what the rates are: 三率一度 as the national rules of 2017 have it.

The file is data a campaign may replace: 两率一度, stricter limits, other names.
"""

from collections.abc import Mapping
from enum import StrEnum
from fractions import Fraction
from pathlib import Path
from typing import Annotated, Literal

from pydantic import BeforeValidator, Field

from fieldsurvey.errors import AssessmentError
from fieldsurvey.questionnaire import read_yaml_model, shipped_folder
from fieldsurvey.questionnaire.model import LocalText, Model

RATES_FILE = "rates.yaml"

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
    of_the_rest: bool = False
    """The rate is of those that do not count: accuracy is what error leaves."""
    asked: str = ""
    """The question put, where `rule` counts: who was not asked is not in the denominator."""
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


class District(Model):
    """Figures of the whole district, persons, that no survey gives."""

    poor: int = Field(ge=0)
    """Registered and not lifted yet: 建档立卡未脱贫人口."""
    lifted: int = Field(ge=0)
    unregistered: int = Field(ge=0)
    """Rural, not registered."""
    population: int = Field(gt=0)
    """农业户籍人口."""
    limit: Limit = Fraction(1, 50)
    """Of 综合贫困发生率: 2 % in central China, 3 % in the west."""


class RateSets(Model):
    """rates.yaml."""

    note: LocalText = Field(default_factory=dict)
    sets: tuple[RateSet, ...] = Field(strict=False)
    district: District | None = None
    digest: str = ""
    """SHA-256 of the file, in hex."""


def read_rates(folder: Path) -> RateSets:
    """Read rates.yaml of a folder of questionnaires; the shipped one where it has none.

    Raises:
        AssessmentError: Its shape is off; every fault is in `findings`.
    """
    own = folder / RATES_FILE
    path = own if own.is_file() else shipped_folder() / RATES_FILE
    return read_yaml_model(path, RateSets, error=AssessmentError)
