"""The working of a score, line by line."""

from fractions import Fraction
from typing import Any

import pytest

from fieldsurvey.assess.scores.explaining import (
    explain_place,
    explain_problem,
    explain_township,
    explain_village,
)
from fieldsurvey.assess.scores.ranking import rank_townships
from fieldsurvey.assess.scores.score import Basis, TownshipScore
from fieldsurvey.assess.scores.scoring import score_township, score_village
from fieldsurvey.assess.scores.scoring_rules import Block, Options, Scoring
from fieldsurvey.i18n import set_language
from fieldsurvey.questionnaire.model import Severity


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


@pytest.mark.parametrize(
    ("code", "told"),
    [
        ("01", "the highest score"),
        ("02", "the score is lower than of Hewan"),
        ("03", "the score of Hewan, but 0.10 critical problems a household, not 0.00"),
        ("04", "score and critical problems as Hewan, but less of what breaks ties"),
        ("05", "equal to Hewan in everything that ranks"),
        ("06", "provisional, without a rank; not complete: 0601"),
    ],
)
def test_every_place_says_what_decided_it(code: str, told: str) -> None:
    """Each line of the printed rule, and the provisional ones."""
    policies = Block(code="B", label={}, maximum=45, indicators=())

    def township(code: str, score: int, critical: str, share: int, *missing: str) -> TownshipScore:
        blocks = ((policies, Fraction(share)),)
        return TownshipScore(
            code, (), Fraction(0), Fraction(score), blocks, Fraction(critical), None, missing
        )

    ranking = rank_townships(
        [
            township("01", 95, "0", 100),
            township("02", 90, "0", 100),
            township("03", 90, "1/10", 100),
            township("04", 90, "1/10", 90),
            township("05", 90, "1/10", 90),
            township("06", 99, "0", 100, "0601"),
        ],
        Options(),
    )
    places = {ranked.township.township: at for at, ranked in enumerate(ranking)}
    at = places[code]

    assert explain_place(ranking[at], ranking[at - 1] if at else None, "Hewan") == told


def test_a_problem_says_what_it_takes_on_each_basis(
    scoring: Scoring, evidence: Any, problem: Any
) -> None:
    """One that waits takes nothing of the confirmed score, and half for 30 households visited."""
    unsafe = problem("0103-01", "registered-household.water_unsafe", severity=Severity.CRITICAL)
    village = score_village(scoring, evidence(unsafe, visited=30))

    confirmed, suspected = explain_problem(village, unsafe.number)

    assert (confirmed.indicator, confirmed.asked, confirmed.taken) == ("B4", Fraction("2.5"), 0)
    assert confirmed.why == "asks 2.5 once it is confirmed"
    assert (suspected.taken, suspected.why) == (Fraction("1.25"), "2.5 × 1/2")
    assert explain_problem(village, "0103-01-ZZZZZ") == ()
