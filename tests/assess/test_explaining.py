"""The working of a score, line by line."""

from fractions import Fraction
from typing import Any

import pytest

from fieldsurvey.assess.explaining import explain_township, explain_village
from fieldsurvey.assess.score import Basis
from fieldsurvey.assess.scoring import score_township, score_village
from fieldsurvey.assess.scoring_rules import Scoring
from fieldsurvey.i18n import set_language


@pytest.fixture(autouse=True)
def _english() -> object:
    set_language("en")
    yield
    set_language(None)


def test_the_lines_of_a_village_add_up(scoring: Scoring, evidence: Any, problem: Any) -> None:
    """Blocks make the score, indicators their block, problems what their indicator lost."""
    village = score_village(
        scoring,
        evidence(
            problem("0103-01", "registered-household.loan_overdue"),
            problem("0103-02", "registered-household.loan_misused"),
            problem("0103", "document-review.no_annual_plan"),
            visited=20,
        ),
    )

    lines = explain_village(village, Basis.CONFIRMED)
    at = {depth: [line for line in lines if line.depth == depth] for depth in range(4)}

    assert [line.points for line in at[0]] == [Fraction("97.5")]
    assert sum(line.points for line in at[1]) == Fraction("97.5")
    assert sum(line.points for line in at[2]) == Fraction("97.5")
    assert sum(line.points for line in at[3]) == Fraction("-2.5")
    assert at[0][0].why == "20 households visited; household deductions × 3/4"


def test_a_problem_that_costs_nothing_says_why(
    scoring: Scoring, evidence: Any, problem: Any
) -> None:
    """A reader must not have to ask."""
    village = score_village(
        scoring,
        evidence(
            problem("0103-01", "registered-household.wrongly_lifted"),
            problem("0103-01", "registered-household.exit_not_lasting"),
        ),
    )

    taken, not_taken = [
        line for line in explain_village(village, Basis.CONFIRMED) if line.problem is not None
    ]

    assert taken.why == ""
    assert taken.problem is not None
    assert not_taken.why == f"asks 1; this household counts once, by {taken.problem.number}"


def test_without_a_team_the_scale_is_said(scoring: Scoring, evidence: Any) -> None:
    """缺项 is named where it stands, and in the score's own line."""
    lines = explain_village(score_village(scoring, evidence(team=False)), Basis.CONFIRMED)

    assert lines[0].why == "15 households visited; points got ÷ 93 × 100"
    assert [line.what[:2] for line in lines if line.why == "does not apply to this village"] == [
        "A2"
    ]


def test_a_township_shows_its_villages(scoring: Scoring, evidence: Any, problem: Any) -> None:
    """And what is missing, where it is provisional."""
    villages = [
        score_village(scoring, evidence(village="0103")),
        score_village(
            scoring, evidence(problem("0104", "document-review.no_annual_plan"), village="0104")
        ),
    ]
    township = score_township(scoring, "01", villages, missing=["0105"])

    whole, first, second = explain_township(township, Basis.CONFIRMED)

    assert (whole.points, first.points, second.points) == (Fraction("99.5"), 100, 99)
    assert whole.why == ("plain mean of 2 villages, unrounded; provisional, not complete: 0105")
