"""三率一度: persons, both denominators, whole numbers at the limit."""

from fractions import Fraction
from typing import Any

import pytest

from fieldsurvey.assess.problems.problem import Problem, ProblemState
from fieldsurvey.assess.rates.rules import read_rates
from fieldsurvey.assess.rates.working_out import Rate, measure_rates, poverty_incidence
from fieldsurvey.assess.scores.rounding import in_points
from fieldsurvey.assess.scores.score import Basis
from fieldsurvey.campaign.model import Village
from fieldsurvey.chain.interview import Interview
from fieldsurvey.expressions.values import SpecialAnswer
from fieldsurvey.questionnaire import shipped_folder
from fieldsurvey.questionnaire.model import Severity

REGISTERED = "registered-household"
UNREGISTERED = "unregistered-household"
NATIONAL_RATES, TWO_RATES = read_rates(shipped_folder()).sets
VILLAGES = {
    "0103": Village("0103", "01", "A", True, True, unregistered_population=1500),
    "0201": Village("0201", "02", "B", True, True, unregistered_population=900),
}


def rate(name: str, numerator: int, denominator: int) -> Rate:
    """Make one of the national rates."""
    rule = next(rule for rule in NATIONAL_RATES.rates if rule.name == name)
    return Rate(rule, numerator, denominator)


def measured(
    interviews: list[Interview], problems: list[Problem], basis: Basis = Basis.CONFIRMED
) -> dict[str, Rate]:
    """Measure the national rates, by name."""
    rates = measure_rates(NATIONAL_RATES, interviews, problems, VILLAGES, basis)
    return {rate.rule.name: rate for rate in rates}


def test_jinggangshan_2017() -> None:
    """28 persons of about 6,829 wrongly lifted were published as 0.41 %, and passed."""
    jinggangshan = rate("wrongly_lifted", 28, 6829)

    assert jinggangshan.share is not None
    assert in_points(jinggangshan.share * 100) == "0.41"
    assert jinggangshan.passes


@pytest.mark.parametrize(
    ("name", "numerator", "denominator", "passes"),
    [
        pytest.param("wrongly_lifted", 2, 100, True, id="exactly 2 % passes"),
        pytest.param("wrongly_lifted", 2001, 100000, False, id="2.001 %, shown as 2.00 %, fails"),
        pytest.param("wrongly_lifted", 9, 460, True, id="9 of 460 persons"),
        pytest.param("wrongly_lifted", 10, 460, False, id="10 of 460 persons"),
        pytest.param("approval", 9, 10, True, id="exactly 90 % passes"),
        pytest.param("approval", 89999, 100000, False, id="89.999 %, shown as 90.00 %, fails"),
        pytest.param("missed", 0, 0, None, id="nobody was there to count"),
    ],
)
def test_limits_are_compared_in_whole_numbers(
    name: str, numerator: int, denominator: int, passes: bool | None
) -> None:
    """Never by a rounded percentage."""
    assert rate(name, numerator, denominator).passes is passes


def test_both_denominators_of_the_missed(interview: Any, problem: Any) -> None:
    """4 persons: 20 % of the 20 surveyed, 0.27 % of the village's 1,500; the second is tested."""
    homes = [
        interview(
            f"0103-1{n}",
            UNREGISTERED,
            {"registered_persons": "4", "approves": "1", "missed": "2"},
        )
        for n in range(1, 5)
    ]
    homes.append(
        interview(
            "0103-15",
            UNREGISTERED,
            {"registered_persons": "4", "approves": "2", "missed": "1", "missed_persons": "4"},
        )
    )
    missed = problem(
        "0103-15",
        "unregistered-household.missed_household",
        severity=Severity.CRITICAL,
        state=ProblemState.CONFIRMED,
    )

    rates = measured(homes, [missed])

    assert (rates["missed"].numerator, rates["missed"].denominator) == (4, 1500)
    assert rates["missed_of_surveyed"].share == Fraction(1, 5)
    assert rates["missed"].passes
    assert not rates["missed_of_surveyed"].rule.is_tested
    assert rates["missed"].of_township == {"01": 4}
    assert rates["approval"].share == Fraction(4, 5)


def test_only_lifted_households_are_in_the_rate_of_wrong_exits(
    interview: Any, problem: Any
) -> None:
    """Persons of poor households are not its denominator; suspected ones not its numerator."""
    homes = [
        interview("0103-01", REGISTERED, {"household_type": "2", "household_size": "5"}),
        interview("0201-01", REGISTERED, {"household_type": "2", "household_size": "3"}),
        interview("0103-02", REGISTERED, {"household_type": "1", "household_size": "4"}),
    ]
    wrong = problem("0201-01", "registered-household.wrongly_lifted", severity=Severity.CRITICAL)

    confirmed = measured(homes, [wrong])["wrongly_lifted"]
    suspected = measured(homes, [wrong], Basis.WITH_SUSPECTED)["wrongly_lifted"]

    assert (confirmed.numerator, confirmed.denominator) == (0, 8)
    assert (suspected.numerator, suspected.denominator) == (3, 8)
    assert suspected.of_township == {"02": 3}


def test_who_gave_no_answer_stays_in_the_denominator(interview: Any) -> None:
    """认可户数 ÷ 调查总户数: one of three refused, and it is said."""
    homes = [
        interview("0103-11", UNREGISTERED, {"approves": "1"}),
        interview("0103-12", UNREGISTERED, {"approves": "1"}),
        interview("0103-13", UNREGISTERED, {"approves": SpecialAnswer.REFUSED}),
    ]

    approval = measured(homes, [])["approval"]

    assert (approval.numerator, approval.denominator, approval.unanswered) == (2, 3, 1)


def test_accuracy_is_what_error_leaves(interview: Any, problem: Any) -> None:
    """退出精准率: 3 of 8 persons wrongly lifted leave 5 of 8; the household is named."""
    homes = [
        interview("0103-01", REGISTERED, {"household_type": "2", "household_size": "5"}),
        interview("0201-01", REGISTERED, {"household_type": "2", "household_size": "3"}),
    ]
    wrong = problem("0201-01", "registered-household.wrongly_lifted", severity=Severity.CRITICAL)

    rates = measure_rates(TWO_RATES, homes, [wrong], VILLAGES, Basis.WITH_SUSPECTED)
    lifted = next(rate for rate in rates if rate.rule.name == "lifted_rightly")

    assert (lifted.numerator, lifted.denominator, lifted.numbers_at_limit) == (5, 8, 8)
    assert lifted.passes is False
    assert [(each.subject, each.number) for each in lifted.against] == [("0201-01", 3)]


def test_who_was_not_asked_is_not_counted(interview: Any, problem: Any) -> None:
    """A village without a team asks nobody whether it helped: no content household is invented."""
    homes = [
        interview("0103-01", REGISTERED, {"team_help": "1"}),
        interview("0103-02", REGISTERED, {"team_help": "7"}),
        interview("0201-01", REGISTERED, {}),
    ]
    none = problem("0103-02", "registered-household.no_real_help", severity=Severity.MAJOR)

    rates = measure_rates(TWO_RATES, homes, [none], VILLAGES)
    content = next(rate for rate in rates if rate.rule.name == "content_with_team")

    assert (content.numerator, content.denominator) == (1, 2)


def test_approval_names_who_withheld_it(interview: Any) -> None:
    """--why shows the two that did not approve, not the hundred that did."""
    homes = [
        interview("0103-11", UNREGISTERED, {"approves": "1"}),
        interview("0103-12", UNREGISTERED, {"approves": "2"}),
        interview("0103-13", UNREGISTERED, {"approves": SpecialAnswer.REFUSED}),
    ]

    approval = measured(homes, [])["approval"]

    assert [each.subject for each in approval.against] == ["0103-12", "0103-13"]
    assert approval.of_township == {"01": 2}


@pytest.mark.parametrize(
    ("numerator", "denominator", "fails", "at_limit"),
    [
        pytest.param(1, 460, "above", 9, id="2 % of 460 persons is 9.2: nine pass"),
        pytest.param(1, 100, "above", 2, id="2 % of 100 persons is exactly 2"),
        pytest.param(1, 148, "below", 134, id="90 % of 148 households is 133.2: 134 pass"),
    ],
)
def test_the_number_at_the_limit_just_passes(
    numerator: int, denominator: int, fails: str, at_limit: int
) -> None:
    """The page says how many may be found before the rate fails, not only a percentage."""
    name = "wrongly_lifted" if fails == "above" else "approval"

    assert rate(name, numerator, denominator).numbers_at_limit == at_limit
    assert rate(name, at_limit, denominator).passes
    assert not rate(name, at_limit + (1 if fails == "above" else -1), denominator).passes


def test_two_interviews_of_one_household_are_one_household(interview: Any) -> None:
    """A conflict must not count twice."""
    twice = [
        interview("0103-11", UNREGISTERED, {"approves": "1"}, id="a-1"),
        interview("0103-11", UNREGISTERED, {"approves": "1"}, id="b-1"),
    ]

    assert measured(twice, [])["approval"].denominator == 1


def test_the_incidence_of_poverty_scales_the_sample_up() -> None:
    """(400 + 1 % of 9,000 + 0.1 % of 40,000) of 50,000 persons."""
    rates = [rate("wrongly_lifted", 5, 500), rate("missed", 4, 4000)]

    share = poverty_incidence(
        poor=400, lifted=9_000, unregistered=40_000, population=50_000, rates=rates
    )

    assert share == Fraction(530, 50_000)


def test_without_a_rate_there_is_no_incidence() -> None:
    """Nothing is invented where nobody was surveyed."""
    rates = [rate("wrongly_lifted", 0, 0), rate("missed", 4, 4000)]

    share = poverty_incidence(poor=1, lifted=1, unregistered=1, population=9, rates=rates)

    assert share is None
