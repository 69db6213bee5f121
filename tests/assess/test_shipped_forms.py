"""The five questionnaires that ship, assessed: the worked example, and that nothing is hidden."""

import random
from collections.abc import Mapping
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.random_interviews import FACTS, random_answer, random_answers, random_facts

from fieldsurvey.assess.assessing import Assessment, assess_campaign
from fieldsurvey.assess.coverage import Plan
from fieldsurvey.assess.deciding import Decisions
from fieldsurvey.assess.problems.finding import find_problems
from fieldsurvey.assess.problems.numbering import number_problem
from fieldsurvey.assess.problems.problem import ProblemState
from fieldsurvey.assess.scores.score import VillageScore
from fieldsurvey.assess.scores.scoring_checks import check_scoring
from fieldsurvey.assess.scores.scoring_rules import Scoring
from fieldsurvey.campaign.model import Roster, Sample, Township, Village
from fieldsurvey.chain.interview import Interview
from fieldsurvey.expressions import Scope, compile_expression
from fieldsurvey.expressions.values import AnswerValue
from fieldsurvey.interview.logic.plan import plan_of
from fieldsurvey.questionnaire import load_questionnaires
from fieldsurvey.questionnaire.model import Question, Questionnaire, Severity

LIFTED = {"household.category": "lifted", **FACTS}
UNREGISTERED = {"household.category": "unregistered", **FACTS}


@pytest.fixture(scope="session")
def forms() -> dict[str, Questionnaire]:
    """The shipped questionnaires by form_id."""
    return load_questionnaires(Path(__file__).parents[2] / "questionnaires")


def test_the_score_table_fits_the_questionnaires(
    scoring: Scoring, forms: dict[str, Questionnaire]
) -> None:
    """No rule unknown, none twice, every sum right."""
    assert check_scoring(scoring, forms) == []


def test_every_rule_with_an_indicator_is_in_the_table_or_takes_no_points(
    scoring: Scoring, forms: dict[str, Questionnaire]
) -> None:
    """Listed, yet without points of their own: as the inventory of the questions says."""
    without_points = {
        f"{form_id}.{rule.name}"
        for form_id, form in forms.items()
        for question in form.questions.values()
        for rule in question.problem
        if rule.severity is not Severity.WATCH and f"{form_id}.{rule.name}" not in scoring.points
    }

    assert without_points >= {
        "unregistered-household.no_family_support",
        "unregistered-household.overall_unsolved",
        "unregistered-household.income_below_line",
    }


@pytest.mark.parametrize("subject", ["household", "village"])
def test_no_two_problems_of_one_subject_share_a_number(
    forms: dict[str, Questionnaire], subject: str
) -> None:
    """All forms of a subject together, for every question there is and every role."""
    places = [
        (form.form_id, instance, name)
        for form in forms.values()
        if form.settings.subject == subject
        for instance in ([("1",), ("2",), ("3",)] if form.settings.instance_key else [()])
        for name in form.questions
    ]

    numbers = {number_problem("0103", *place) for place in places}

    assert len(numbers) == len(places)


WORKED_EXAMPLE = {
    "0103-03": {
        "household_type": "2",
        "housing_safe": "2",
        "exit_standard": "2",
        "exit_lasting": "2",
    },
    "0103-05": {"household_type": "1", "insured": "2", "medical_gap": "1"},
    "0103-07": {"loan_eligible": "1", "loan_got": "1", "loan_overdue": "1"},
    "0103-11": {"approves": "2"},
}


def campaign(interview: Any, *, households: int, team: bool) -> list[Interview]:
    """Make the worked example's interviews; the other households have nothing to tell."""
    facts = {"village.has_team": "1" if team else "0"}
    visited = [
        interview(
            number,
            "registered-household" if n <= 10 else "unregistered-household",
            WORKED_EXAMPLE.get(number, {"water_safe": "1"}),
            preload={**(LIFTED if n <= 10 else UNREGISTERED), **facts},
        )
        for n in range(1, households + 1)
        for number in [f"0103-{n:02}"]
    ]
    return [
        *visited,
        interview(
            "0103",
            "document-review",
            {"rectification_ledger": "1", "rectification_overdue": "2"},
            preload={**FACTS, **facts},
        ),
        interview(
            "0103",
            "village-interview",
            {"role": "2", "overall_plan_mark": "2", "targets_mark": "3"},
            preload={**FACTS, **facts},
        ),
    ]


def assess(
    scoring: Scoring,
    forms: dict[str, Questionnaire],
    interviews: list[Interview],
    *,
    team: bool = True,
    states: Mapping[str, ProblemState] | None = None,
) -> Assessment:
    """Assess the interviews of the village 0103."""
    roster = Roster(
        townships={"01": Township("01", "Qingshi", is_key=True)},
        villages={"0103": Village("0103", "01", "Liuhe", is_exited=True, has_team=team)},
    )
    plan = Plan(roster, Sample("seed", "", ("0103",), ()))
    return assess_campaign(plan, forms, scoring, interviews, Decisions(states=states or {}))


@pytest.mark.parametrize(
    ("households", "team", "shown"),
    [
        pytest.param(15, True, 8875, id="15 households"),
        pytest.param(20, True, 9088, id="20 households"),
        pytest.param(15, False, 8790, id="no team"),
    ],
)
def test_the_worked_example_from_its_answers(
    scoring: Scoring,
    forms: dict[str, Questionnaire],
    interview: Any,
    households: int,
    team: bool,
    shown: int,
) -> None:
    """From answers on the real forms to the score of the village, once all is confirmed."""
    interviews = campaign(interview, households=households, team=team)
    suspected = assess(scoring, forms, interviews, team=team)
    states = {problem.number: ProblemState.CONFIRMED for problem in suspected.problems}

    confirmed = assess(scoring, forms, interviews, team=team, states=states)

    assert village(suspected).with_suspected.score_hundredths == shown
    assert village(confirmed).with_suspected.score_hundredths == shown
    assert village(confirmed).confirmed.score_hundredths == shown


def village(assessment: Assessment) -> VillageScore:
    """Return the only village's score."""
    return assessment.villages["0103"]


def test_before_anybody_confirms_only_critical_problems_are_spared(
    scoring: Scoring, forms: dict[str, Questionnaire], interview: Any
) -> None:
    """Housing, exit and insurance wait; H3 then counts as not lasting, H5 as a policy gap."""
    assessment = assess(scoring, forms, campaign(interview, households=15, team=True))

    # B3 -, D2 1, B2 1, B5 1, D4 0.5, C1 2, A1 0.75
    assert village(assessment).confirmed.score == 100 - Fraction("6.25")


def test_the_order_of_interviews_does_not_matter(
    scoring: Scoring, forms: dict[str, Questionnaire], interview: Any
) -> None:
    """The same assessment from the same interviews, however they came in."""
    interviews = campaign(interview, households=15, team=True)
    shuffled = random.Random(7).sample(interviews, len(interviews))

    assert assess(scoring, forms, shuffled) == assess(scoring, forms, interviews)


def test_dismissing_gives_the_points_back(
    scoring: Scoring, forms: dict[str, Questionnaire], interview: Any
) -> None:
    """The overdue loan of H7 cost 1 point."""
    interviews = campaign(interview, households=15, team=True)
    before = assess(scoring, forms, interviews)
    [overdue] = [p for p in before.problems if p.rule.endswith(".loan_overdue")]

    after = assess(scoring, forms, interviews, states={overdue.number: ProblemState.DISMISSED})

    gained = village(after).with_suspected.score - village(before).with_suspected.score
    assert gained == 1


def told_by_hand(form: Questionnaire, interview: Interview) -> dict[str, str]:
    """Find problem answers the slow way: everything again until nothing changes any more."""
    values: dict[str, AnswerValue] = dict(interview.answers)
    for _ in range(len(form.questions)):
        before = dict(values)
        for item, above in form.walk():
            if not isinstance(item, Question):
                continue
            conditions = [part.relevant for part in (*above, item) if part.relevant]
            scope = Scope(values=values, current=item.name)
            if not all(compile_expression(condition).truth(scope) for condition in conditions):
                values[item.name] = ""
            elif item.preload and (item.read_only or item.type == "hidden"):
                values[item.name] = interview.preload.get(item.preload, "")
            elif item.calculation:
                values[item.name] = compile_expression(item.calculation).text_value(scope)
            else:
                values[item.name] = interview.answers.get(item.name, "")
        if values == before:
            break
    told = {}
    for name, question in form.questions.items():
        if isinstance(values.get(name), str) and values.get(name):
            scope = Scope(values=values, current=name)
            holds = (r for r in question.problem if compile_expression(r.when).truth(scope))
            if rule := next(holds, None):
                told[name] = f"{form.form_id}.{rule.name}"
    return told


def test_nothing_is_hidden_and_nothing_invented(
    forms: dict[str, Questionnaire], interview: Any
) -> None:
    """不隐不瞒: every problem answer has exactly one row, every row leads to one answer."""

    @settings(deadline=None, max_examples=40)
    @given(seed=st.integers(0, 2**32))
    def holds(seed: int) -> None:
        dice = random.Random(seed)
        for form in forms.values():
            made = random_interview(form, interview, dice)
            problems = find_problems(form, made)

            assert {p.question: p.rule for p in problems} == told_by_hand(form, made)
            assert len({p.number for p in problems}) == len(problems)
            assert all(p.text["zh"] and p.text["en"] for p in problems)
            assert not any("{" in said for p in problems for said in p.text.values())

    holds()


def random_interview(form: Questionnaire, interview: Any, dice: random.Random) -> Interview:
    """Make an interview of one household, whatever the form is for."""
    answers, preload = random_answers(form, dice), random_facts(dice)
    return interview("0103-07", form.form_id, answers, preload=preload)


def hides_nothing(form: Questionnaire, name: str) -> bool:
    """Say whether no other problem question's relevance hangs on this one."""
    plan = plan_of(form)
    reached, waiting = set(), [name]
    while waiting:
        for reader in plan.graph.touches[waiting.pop()]:
            if reader not in reached:
                reached.add(reader)
                waiting.append(reader)
    return not any(plan.nodes[reader].rules for reader in reached)


def test_a_worse_answer_never_raises_the_score(
    scoring: Scoring, forms: dict[str, Questionnaire], interview: Any
) -> None:
    """Turn one answer that is no problem into one that is: points go, or stay where they are.

    Questions that decide whether other problem questions are asked are left out: who has no ledger
    at all is not asked how many of its entries are overdue.
    """

    @settings(deadline=None, max_examples=40)
    @given(seed=st.integers(0, 2**32))
    def holds(seed: int) -> None:
        dice = random.Random(seed)
        form = dice.choice(list(forms.values()))
        before = random_interview(form, interview, dice)
        told = {problem.question for problem in find_problems(form, before)}
        candidates = [
            name
            for name, question in form.questions.items()
            if question.problem
            and question.base_type != "calculate"
            and name not in told
            and hides_nothing(form, name)
        ]
        name = dice.choice(candidates or list(form.questions))
        worse_answer = random_answer(form.questions[name], form, dice)
        after = before._replace(answers={**before.answers, name: worse_answer})

        if name in {problem.question for problem in find_problems(form, after)}:
            assert points(scoring, forms, after) <= points(scoring, forms, before)

    holds()


def points(scoring: Scoring, forms: dict[str, Questionnaire], interview: Interview) -> Fraction:
    """Return the score of a village where this is the only interview."""
    as_the_subject = interview._replace(
        subject="0103-07" if forms[interview.form_id].settings.subject == "household" else "0103",
    )
    return village(assess(scoring, forms, [as_the_subject])).with_suspected.score
