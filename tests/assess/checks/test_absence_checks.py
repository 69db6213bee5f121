"""Replacements against the plan's rules: what the lead must look at."""

from typing import Any

import pytest

from fieldsurvey.assess.checks.absence_checks import check_absences
from fieldsurvey.assess.coverage import Plan, cover_villages
from fieldsurvey.campaign.model import (
    Category,
    Household,
    Roster,
    Sample,
    Township,
    Village,
    Visit,
)
from fieldsurvey.campaign.sample.absence import Absence, Absences
from fieldsurvey.errors import FindingKind

FORM = "registered-household"


def visit(number: str, category: Category = Category.LIFTED, *, must: bool = False) -> Visit:
    """Draw one household of village 0101; an R in its number makes it a reserve."""
    household = Household(f"{number}x", "0101", "1", "He Ming", 3, category)
    return Visit(number, household, category, is_reserve="R" in number, must_visit=must)


@pytest.fixture
def plan() -> Plan:
    """Two households that may be replaced, one that must be visited, two reserves."""
    roster = Roster(
        townships={"01": Township("01", "Qingshi", is_key=True)},
        villages={"0101": Village("0101", "01", "Liulin", is_exited=True, has_team=True)},
    )
    visits = (
        visit("0101-01"),
        visit("0101-02"),
        visit("0101-03", must=True),
        visit("0101-R1"),
        visit("0101-R2", Category.POOR),
    )
    return Plan(roster, Sample("seed", "", ("0101",), visits))


def codes(plan: Plan, absences: Absences, *interviews: Any) -> list[tuple[str, str]]:
    """Return what is found, and where."""
    coverage = cover_villages(plan, interviews, absences=absences)
    return [(f.code, f.where) for f in check_absences(plan, coverage, absences)]


def absent(**stand_ins: str) -> Absences:
    """Households that are away, each with the reserve that is to stand in, or blank."""
    numbers = {
        name.replace("h", "0101-0"): f"0101-{r}" if r else "" for name, r in stand_ins.items()
    }
    return Absences(
        {number: Absence("away", "till July") for number in numbers},
        {number: reserve for number, reserve in numbers.items() if reserve},
    )


def test_one_reserve_for_two_households_is_found(plan: Plan, interview: Any) -> None:
    """Two laptops drew it; not where one of the two was visited after all."""
    twice = absent(h1="R1", h2="R1")

    assert codes(plan, twice) == [("T030", "0101-R1"), ("T032", "0101-02")]
    assert codes(plan, twice, interview("0101-02", FORM)) == []


@pytest.mark.parametrize("wrong", [{"h3": "R1"}, {"h1": "R2"}, {"h1": "02"}, {"h1": "R9"}])
def test_a_reserve_that_may_not_stand_in_is_found(plan: Plan, wrong: dict[str, str]) -> None:
    """For a must-visit household, of another type, no reserve, or unknown."""
    [(code, where)] = codes(plan, absent(**wrong))

    assert (code, where) == ("T031", next(iter(wrong)).replace("h", "0101-0"))


def test_a_village_that_stays_short_is_found(plan: Plan, interview: Any) -> None:
    """Once no reserve is left; it may stand, with the reason."""
    one, both = absent(h1="R1"), absent(h1="R1", h2="")
    coverage = cover_villages(plan, [], absences=both)

    assert codes(plan, one) == []
    assert codes(plan, both) == [("T032", "0101-02")]
    assert codes(plan, both, interview("0101-02", FORM)) == []
    [short] = check_absences(plan, coverage, both)
    assert short.kind is FindingKind.WARNING
    assert "away from the village: till July" in short.what


def test_a_must_visit_household_with_a_reason_is_no_finding(plan: Plan) -> None:
    """The coverage names it, with or without its reason."""
    assert codes(plan, absent(h3="")) == []


def test_absences_of_an_older_sample_are_passed_over(plan: Plan) -> None:
    """Their numbers are not drawn any longer."""
    older = Absences({"0199-01": Absence("away")}, {"0199-01": "0199-R1"})

    assert codes(plan, older) == []
