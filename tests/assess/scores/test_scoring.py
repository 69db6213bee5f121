"""Scores of villages: each of the score table's rules alone; `test_pencil` has whole villages."""

from dataclasses import replace
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from fieldsurvey.assess.evidence import VillageEvidence
from fieldsurvey.assess.problems.problem import Problem, ProblemState
from fieldsurvey.assess.scores.grading import grade_of
from fieldsurvey.assess.scores.score import Basis, Standing
from fieldsurvey.assess.scores.scoring import score_village
from fieldsurvey.assess.scores.scoring_rules import Scoring
from fieldsurvey.questionnaire.model import Severity

CONFIRMED = ProblemState.CONFIRMED
DISMISSED = ProblemState.DISMISSED
CRITICAL = Severity.CRITICAL

WORKED_EXAMPLE = [
    # household, rule, times                                     indicator  takes
    ("0103-03", "registered-household.housing_unsafe", 1),  # B3     3
    ("0103-03", "registered-household.wrongly_lifted", 1),  # D2     2
    ("0103-03", "registered-household.exit_not_lasting", 1),  # D2     - the higher counts
    ("0103-05", "registered-household.not_all_insured", 1),  # B2     2
    ("0103-05", "registered-household.medical_policy_gap", 1),  # B2     - the higher counts
    ("0103-07", "registered-household.loan_overdue", 1),  # B5     1
    ("0103-11", "unregistered-household.not_approved", 1),  # D4     0.5
    ("0103", "document-review.rectification_overdue", 2),  # C1     2
    ("0103", "village-interview.overall_plan_partly", 1),  # A1     0.25
    ("0103", "village-interview.targets_unclear", 1),  # A1     0.5
]


@pytest.fixture
def worked_example(problem: Any) -> list[Problem]:
    """The worked example of the score table, every problem confirmed."""
    return [
        problem(subject, rule, quantity=times, state=CONFIRMED)
        for subject, rule, times in WORKED_EXAMPLE
    ]


H = "registered-household."
U = "unregistered-household."
D = "document-review."
V = "village-exit-standard."


ONE_RULE = [
    # what is found                                                        what it leaves
    pytest.param([], "100", id="nothing found"),
    pytest.param([("0103-01", H + "water_unsafe", 1)], "97.5", id="one household"),
    pytest.param(
        [("0103-01", H + "water_unsafe", 1), ("0103-02", U + "water_unsafe", 1)],
        "95",
        id="two households, whichever form",
    ),
    pytest.param(
        [(f"0103-0{n}", H + "water_unsafe", 1) for n in (1, 2, 3)],
        "95",
        id="an indicator stops at zero: 3 x 2.5 of 5",
    ),
    pytest.param(
        [("0103-01", H + "dropout", 1), ("0103-01", H + "education_policy_missing", 1)],
        "97",
        id="a household counts once per indicator, at its highest",
    ),
    pytest.param(
        [("0103-01", H + "dropout", 1), ("0103-01", H + "not_all_insured", 1)],
        "95",
        id="but in each indicator",
    ),
    pytest.param([("0103-01", H + "dropout", 3)], "97", id="per household, however many children"),
    pytest.param([("0103", D + "rectification_overdue", 3)], "97", id="per finding, each one"),
    pytest.param(
        [("0103", D + "rectification_overdue", 9)], "95", id="per finding, until nothing is left"
    ),
    pytest.param(
        [
            ("0103", "village-interview.overall_plan_unclear", 9),
            ("0103", D + "no_annual_plan", 1),
        ],
        "95",
        id="a part has a maximum of its own: 4 of 4.5, and 1",
    ),
    pytest.param(
        [("0103-01", H + "a_rule_without_points", 1)], "100", id="a rule that stands nowhere"
    ),
]


@pytest.mark.parametrize(("found", "left"), ONE_RULE)
def test_what_a_finding_takes(
    scoring: Scoring, evidence: Any, problem: Any, found: list[tuple[str, str, int]], left: str
) -> None:
    """Each way of counting, alone."""
    problems = [problem(subject, rule, quantity=times) for subject, rule, times in found]

    village = score_village(scoring, evidence(*problems))

    assert village.with_suspected.score == Fraction(left)


def test_a_standard_counts_once(scoring: Scoring, evidence: Any, problem: Any) -> None:
    """Three failed checks of the water standard and one of the road cost two standards."""
    problems = [
        problem("0103", V + "water_quality_low", section="四"),
        problem("0103", V + "water_too_little", section="四"),
        problem("0103", V + "water_too_far", section="四"),
        problem("0103", V + "road_narrow", section="二"),
    ]

    village = score_village(scoring, evidence(*problems))
    standings = [d.standing for i in village.confirmed.indicators for d in i.deductions]

    assert village.with_suspected.score == 99
    assert sorted(standings) == ["counted", "counted", "same_standard", "same_standard"]


def test_the_working_says_what_counted_in_its_place(
    scoring: Scoring, evidence: Any, worked_example: list[Problem]
) -> None:
    """Every problem is in the working, also those that cost nothing."""
    village = score_village(scoring, evidence(*worked_example))
    by_code = {score.indicator.code: score for score in village.confirmed.indicators}
    wrongly_lifted, not_lasting = by_code["D2"].deductions

    assert sum(len(score.deductions) for score in by_code.values()) == len(worked_example)
    assert (wrongly_lifted.standing, wrongly_lifted.taken) == (Standing.COUNTED, 2)
    assert (not_lasting.standing, not_lasting.taken) == (Standing.LOWER, 0)
    assert not_lasting.instead == wrongly_lifted.problem.number
    assert sum(score.taken for score in by_code.values()) == Fraction("11.25")


def test_a_critical_problem_counts_once_it_is_confirmed(
    scoring: Scoring, evidence: Any, problem: Any
) -> None:
    """Until a second person looked, the published score is spared; others count at once."""
    unsafe = problem("0103-01", H + "water_unsafe", severity=CRITICAL)
    overdue = problem("0103-02", H + "loan_overdue")

    suspected = score_village(scoring, evidence(unsafe, overdue))
    confirmed = score_village(scoring, evidence(unsafe._replace(state=CONFIRMED), overdue))

    assert suspected.with_suspected.score == Fraction("96.5")
    assert suspected.confirmed.score == 99
    assert suspected.critical == 0
    assert confirmed.confirmed.score == Fraction("96.5")
    assert confirmed.critical == 1


def test_without_a_team_its_indicator_is_left_out_with_its_problems(
    scoring: Scoring, evidence: Any, problem: Any
) -> None:
    """缺项: 93 of 93 points are 100."""
    help_missing = problem("0103-01", H + "no_real_help")

    village = score_village(scoring, evidence(help_missing, team=False))
    a2 = next(i for i in village.confirmed.indicators if i.indicator.code == "A2")

    assert village.confirmed.possible == 93
    assert village.confirmed.score == 100
    assert [deduction.standing for deduction in a2.deductions] == [Standing.NOT_APPLICABLE]


def test_policies_nobody_qualifies_for_can_be_left_out(
    scoring: Scoring, evidence: Any, problem: Any
) -> None:
    """With `na_policy: rescale` only what was asked of somebody can be got."""
    rescaling = scoring.model_copy(
        update={"options": scoring.options.model_copy(update={"na_policy": "rescale"})}
    )
    seen = replace(
        evidence(problem("0103-01", H + "loan_overdue")),
        rules_put=frozenset({H + "loan_overdue", H + "water_unsafe"}),
    )

    village = score_village(rescaling, seen)

    assert village.confirmed.possible == 9
    assert village.confirmed.score == Fraction(8 * 100, 9)


def test_a_village_where_nobody_answered_anything_loses_nothing(
    scoring: Scoring, evidence: Any
) -> None:
    """With `na_policy: rescale` no points are possible there: 100, and no division by nothing."""
    rescaling = scoring.model_copy(
        update={"options": scoring.options.model_copy(update={"na_policy": "rescale"})}
    )

    village = score_village(rescaling, evidence())

    assert (village.confirmed.possible, village.confirmed.score) == (0, 100)


def test_blocks_add_up_to_the_score(
    scoring: Scoring, evidence: Any, worked_example: list[Problem]
) -> None:
    """责任 14.25, 政策 39, 工作 18, 成效 17.5."""
    village = score_village(scoring, evidence(*worked_example))

    assert [block.points for block in village.confirmed.blocks] == [
        Fraction("14.25"),
        39,
        18,
        Fraction("17.5"),
    ]


@pytest.mark.parametrize(
    ("shown", "barred", "grade"),
    [
        ("95", False, "好"),
        ("94.995", False, "好"),
        ("94.99", False, "较好"),
        ("99", True, "较好"),
        ("90", False, "较好"),
        ("80", False, "一般"),
        ("79.99", False, "较差"),
    ],
)
def test_grades(scoring: Scoring, shown: str, barred: bool, grade: str) -> None:
    """A grade goes by the published score; a confirmed veto keeps the best one away."""
    earned = grade_of(scoring, Fraction(shown), is_barred=barred)

    assert earned is not None
    assert earned.label["zh"] == grade


def test_only_a_confirmed_veto_bars_the_best_grade(
    scoring: Scoring, evidence: Any, problem: Any
) -> None:
    """A suspected 漏评 leaves 好 open, a confirmed one does not, though 98 points would do."""
    missed = problem("0103-12", U + "missed_household", severity=CRITICAL)

    before = score_village(scoring, evidence(missed))
    after = score_village(scoring, evidence(missed._replace(state=CONFIRMED)))

    assert before.grade is scoring.grades[0]
    assert after.confirmed.score == 98
    assert after.grade is scoring.grades[1]


def _rules(scoring: Scoring) -> list[str]:
    return sorted(scoring.points)


@st.composite
def _found(draw: st.DrawFn, scoring: Scoring, problem: Any) -> VillageEvidence:
    """Any problems in any state, in a village of any size."""
    problems = {}
    for _ in range(draw(st.integers(0, 25))):
        rule = draw(st.sampled_from(_rules(scoring)))
        is_household = rule.startswith((H, U))
        made = problem(
            f"0103-{draw(st.integers(1, 6)):02}" if is_household else "0103",
            rule,
            severity=draw(st.sampled_from(list(Severity)[:3])),
            state=draw(st.sampled_from(ProblemState)),
            quantity=draw(st.integers(1, 4)),
            section=draw(st.sampled_from("一二三")),
        )
        problems[made.number] = made
    return VillageEvidence(
        village="0103",
        facts={"village.has_team": draw(st.sampled_from("01"))},
        households_visited=draw(st.integers(0, 40)),
        problems=tuple(problems.values()),
    )


@settings(deadline=None, max_examples=60)
@given(data=st.data())
def test_points_stay_between_nothing_and_the_maximum(
    scoring: Scoring, problem: Any, data: st.DataObject
) -> None:
    """Of every indicator, block and score, on both bases; suspected ones only take."""
    village = score_village(scoring, data.draw(_found(scoring, problem)))

    for basis in Basis:
        score = village.on(basis)
        assert 0 <= score.score <= 100
        for indicator in score.indicators:
            assert 0 <= indicator.points <= indicator.possible
            assert sum(d.taken for d in indicator.deductions) == indicator.taken
    assert village.with_suspected.score <= village.confirmed.score


@settings(deadline=None, max_examples=60)
@given(data=st.data())
def test_one_more_problem_never_raises_a_score(
    scoring: Scoring, problem: Any, data: st.DataObject
) -> None:
    """Worse is never better: not by another problem, not by more cases, not by confirming."""
    seen = data.draw(_found(scoring, problem).filter(lambda found: found.problems))
    last = seen.problems[-1]
    village = score_village(scoring, seen)
    milder = score_village(scoring, replace(seen, problems=seen.problems[:-1]))
    more_cases = last._replace(quantity=last.quantity + 1)
    confirmed = last._replace(state=CONFIRMED)

    for worse in (more_cases, confirmed):
        changed = score_village(scoring, replace(seen, problems=(*seen.problems[:-1], worse)))
        for basis in Basis:
            assert changed.on(basis).score <= village.on(basis).score
    for basis in Basis:
        assert village.on(basis).score <= milder.on(basis).score


@settings(deadline=None, max_examples=60)
@given(data=st.data())
def test_the_order_of_problems_does_not_matter(
    scoring: Scoring, problem: Any, data: st.DataObject
) -> None:
    """The same problems make the same score with the same working."""
    seen = data.draw(_found(scoring, problem))
    shuffled = tuple(data.draw(st.permutations(seen.problems)))

    assert score_village(scoring, replace(seen, problems=shuffled)) == score_village(scoring, seen)


@settings(deadline=None, max_examples=60)
@given(data=st.data())
def test_a_dismissed_problem_gives_back_exactly_what_it_took(
    scoring: Scoring, problem: Any, data: st.DataObject
) -> None:
    """The score is what it would be had the problem never been found."""
    seen = data.draw(_found(scoring, problem).filter(lambda found: found.problems))
    rest, last = seen.problems[:-1], seen.problems[-1]
    dismissed = replace(seen, problems=(*rest, last._replace(state=DISMISSED)))

    without = score_village(scoring, replace(seen, problems=rest))

    for basis in Basis:
        assert score_village(scoring, dismissed).on(basis).score == without.on(basis).score
