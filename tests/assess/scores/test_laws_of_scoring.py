"""Laws of scores and ranks, held to whole campaigns of random answers on the shipped forms."""

import random
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from tests.random_interviews import random_answer, random_answers, random_facts

from fieldsurvey.assess.assessing import Assessment, assess_campaign
from fieldsurvey.assess.coverage import Plan
from fieldsurvey.assess.deciding import Decisions
from fieldsurvey.assess.evidence import gather_evidence
from fieldsurvey.assess.problems.finding import find_problems, listed
from fieldsurvey.assess.problems.problem import Problem, ProblemState
from fieldsurvey.assess.scores.score import Basis
from fieldsurvey.assess.scores.scoring import score_village
from fieldsurvey.assess.scores.scoring_rules import Block, Indicator, Part, Scoring
from fieldsurvey.campaign.model import Roster, Sample, Township, Village
from fieldsurvey.chain.interview import Interview
from fieldsurvey.questionnaire import load_questionnaires, shipped_folder
from fieldsurvey.questionnaire.model import Questionnaire

VILLAGES = ("0101", "0102", "0201", "0301")
ROSTER = Roster(
    townships={code: Township(code, f"T{code}", code == "01") for code in ("01", "02", "03")},
    villages={
        code: Village(code, code[:2], f"V{code}", is_exited=True, has_team=code != "0201")
        for code in VILLAGES
    },
)
PLAN = Plan(ROSTER, Sample("seed", "", VILLAGES, ()))
FORMS = load_questionnaires(shipped_folder())
OF_VILLAGES = [form for form in FORMS.values() if form.settings.subject == "village"]
OF_HOUSEHOLDS = [form for form in FORMS.values() if form.settings.subject == "household"]

MakeInterview = Callable[..., Interview]
law = settings(deadline=None, max_examples=12)
seeds = given(seed=st.integers(0, 2**32))


@dataclass(frozen=True)
class Campaign:
    """Random interviews, what people decided about their problems, and what rules them."""

    scoring: Scoring
    interviews: list[Interview]
    decisions: Decisions = field(default_factory=Decisions)
    forms: Mapping[str, Questionnaire] = field(default_factory=lambda: FORMS)

    def assessed(self) -> Assessment:
        """Assess it."""
        return assess_campaign(PLAN, self.forms, self.scoring, self.interviews, self.decisions)

    def deciding(self, number: str, state: ProblemState, into: str = "") -> "Campaign":
        """Return it with one more decision."""
        merged = {k: v for k, v in self.decisions.merged.items() if k != number}
        states = {**self.decisions.states, number: state}
        decided = replace(
            self.decisions, states=states, merged=merged | ({number: into} if into else {})
        )
        return replace(self, decisions=decided)


def scores(assessment: Assessment) -> dict[str, tuple[Fraction, ...]]:
    """Return every score of every place on both bases, and what breaks ties."""
    villages = {
        code: (*(scored.on(basis).score for basis in Basis), Fraction(scored.critical))
        for code, scored in assessment.villages.items()
    }
    townships = {
        code: (*(scored.on(basis) for basis in Basis), scored.critical_per_household)
        for code, scored in assessment.townships.items()
    }
    return villages | townships


def ranks(assessment: Assessment) -> list[tuple[str, int | None]]:
    """Return the first list: who stands where."""
    return [(each.township.township, each.rank) for each in assessment.rankings[0]]


@pytest.fixture(scope="module")
def campaign(scoring: Scoring, interview: MakeInterview) -> Callable[[random.Random], Campaign]:
    """Make a campaign of three townships and four villages, half of its problems decided."""

    def visit(form: Questionnaire, subject: str, turn: int, dice: random.Random) -> Interview:
        return interview(
            subject,
            form.form_id,
            random_answers(form, dice)
            | ({"role": str(turn)} if form.settings.instance_key else {}),
            id=f"{subject} {form.form_id} {turn}",
            preload=random_facts(dice),
        )

    def make(dice: random.Random) -> Campaign:
        made = []
        for village in VILLAGES:
            for n in range(1, dice.randint(2, 5)):
                made.append(visit(dice.choice(OF_HOUSEHOLDS), f"{village}-{n:02}", 1, dice))
            for form in OF_VILLAGES:
                turns = dice.randint(0, 3) if form.settings.instance_key else dice.randint(0, 1)
                made += [visit(form, village, turn, dice) for turn in range(1, turns + 1)]
        whole = Campaign(scoring, made)
        for problem in whole.assessed().problems:
            if dice.random() < 0.5:
                whole = whole.deciding(
                    problem.number,
                    dice.choice([ProblemState.CONFIRMED, ProblemState.DISMISSED]),
                )
        return whole

    return make


def some_problem(whole: Campaign, dice: random.Random) -> Problem:
    """Return one problem that stands, at random; the first of all if none does."""
    problems = listed(whole.assessed().problems)
    return dice.choice([p for p in problems if p.state.stands] or problems)


@law
@seeds
def test_the_order_of_anything_does_not_matter(campaign: Any, seed: int) -> None:
    """Interviews, questionnaires and decisions in any order make the same assessment."""
    dice = random.Random(seed)
    whole = campaign(dice)
    states = list(whole.decisions.states.items())

    shuffled = replace(
        whole,
        interviews=dice.sample(whole.interviews, len(whole.interviews)),
        forms=dict(dice.sample(list(FORMS.items()), len(FORMS))),
        decisions=replace(whole.decisions, states=dict(dice.sample(states, len(states)))),
    )

    assert shuffled.assessed() == whole.assessed()


def shuffled_rules(scoring: Scoring, dice: random.Random) -> Scoring:
    """Return the same score table with its lines in another order."""

    def mixed(things: Any) -> Any:
        return tuple(dice.sample(list(things), len(things)))

    def part(one: Part) -> Part:
        return one.model_copy(update={"rules": mixed(one.rules)})

    def indicator(one: Indicator) -> Indicator:
        return one.model_copy(update={"parts": mixed([part(each) for each in one.parts])})

    def block(one: Block) -> Block:
        return one.model_copy(
            update={"indicators": mixed([indicator(each) for each in one.indicators])}
        )

    return Scoring(
        options=scoring.options,
        grades=scoring.grades,
        best_grade_barred_by=scoring.best_grade_barred_by,
        blocks=mixed([block(each) for each in scoring.blocks]),
    )


@law
@seeds
def test_the_order_of_rules_does_not_matter(campaign: Any, seed: int) -> None:
    """Blocks, indicators, parts and rules of the score table may stand in any order."""
    dice = random.Random(seed)
    whole = campaign(dice)

    other = replace(whole, scoring=shuffled_rules(whole.scoring, dice)).assessed()

    assert scores(other) == scores(whole.assessed())
    assert ranks(other) == ranks(whole.assessed())


@law
@seeds
def test_points_stay_within_nothing_and_the_maximum(campaign: Any, seed: int) -> None:
    """Of every indicator, block, village and township; suspected problems only take."""
    assessed = campaign(random.Random(seed)).assessed()

    for scored in assessed.villages.values():
        for basis in Basis:
            score = scored.on(basis)
            assert all(0 <= each.points <= each.possible for each in score.indicators)
            assert all(0 <= each.points <= each.possible for each in score.blocks)
            assert 0 <= score.score <= 100
        assert scored.with_suspected.score <= scored.confirmed.score
    for township in assessed.townships.values():
        assert 0 <= township.with_suspected <= township.confirmed <= 100


@law
@seeds
def test_who_does_not_count_gives_back_exactly_what_was_taken(campaign: Any, seed: int) -> None:
    """A dismissed problem, and a merged one: the score as if it had never been found."""
    dice = random.Random(seed)
    whole = campaign(dice)
    aside, other = some_problem(whole, dice), some_problem(whole, dice)
    never_found = gather_evidence(
        FORMS,
        whole.interviews,
        [p for p in listed(whole.assessed().problems) if p.number != aside.number],
        ROSTER.villages,
    )
    expected = {code: score_village(whole.scoring, never_found[code]) for code in never_found}

    ways = [whole.deciding(aside.number, ProblemState.DISMISSED)]
    if other.number != aside.number:
        ways.append(whole.deciding(aside.number, ProblemState.MERGED, other.number))

    for way in ways:
        villages = way.assessed().villages
        for code, scored in villages.items():
            for basis in Basis:
                assert scored.on(basis).score == expected[code].on(basis).score
            assert scored.critical == expected[code].critical
            assert scored.grade == expected[code].grade


@law
@seeds
def test_confirming_only_lowers(campaign: Any, seed: int) -> None:
    """No score of any place rises, the one with suspected stays, and no grade gets better."""
    dice = random.Random(seed)
    whole = campaign(dice)
    before = whole.assessed()
    after = whole.deciding(some_problem(whole, dice).number, ProblemState.CONFIRMED).assessed()
    grades = [grade.label["zh"] for grade in whole.scoring.grades]

    for code, scored in before.villages.items():
        now = after.villages[code]
        assert now.confirmed.score <= scored.confirmed.score
        assert now.with_suspected.score == scored.with_suspected.score
        assert grades.index(now.grade.label["zh"]) >= grades.index(scored.grade.label["zh"])
    for code, township in before.townships.items():
        assert after.townships[code].confirmed <= township.confirmed


def cost(scoring: Scoring, form: Questionnaire, made: Interview, question: str) -> Fraction:
    """Return what the rule that holds at a question asks for all its cases; nothing without one."""
    held = (p for p in find_problems(form, made) if p.question == question)
    return sum((scoring.points.get(p.rule, Fraction(0)) * p.quantity for p in held), Fraction(0))


@law
@seeds
@example(seed=2748).via("from 4,000 households that are not on the list to 2: better, not worse")
def test_a_worse_answer_never_raises_a_score(campaign: Any, scoring: Scoring, seed: int) -> None:
    """From good to bad, or from bad to worse: no place gains, whatever else was found there.

    Worse is what costs more while every other answer tells the same problems as before.
    """
    dice = random.Random(seed)
    whole = campaign(dice)
    before = whole.assessed()
    at = dice.randrange(len(whole.interviews))
    made = whole.interviews[at]
    form = FORMS[made.form_id]
    asked = [name for name, question in form.questions.items() if question.problem]
    for name in dice.sample(asked, 6):
        answer = random_answer(form.questions[name], form, dice)
        changed = made._replace(answers={**made.answers, name: answer})
        others = [
            {
                (p.question, p.rule, p.quantity)
                for p in find_problems(form, each)
                if p.question != name
            }
            for each in (made, changed)
        ]
        is_worse = cost(scoring, form, changed, name) >= cost(scoring, form, made, name)
        if others[0] == others[1] and is_worse:
            interviews = [*whole.interviews[:at], changed, *whole.interviews[at + 1 :]]
            after = replace(whole, interviews=interviews).assessed()
            for code, scored in before.villages.items():
                now, then = after.villages[code].with_suspected, scored.with_suspected
                assert now.score <= then.score


@law
@seeds
def test_a_rank_is_a_place_in_the_printed_order(campaign: Any, seed: int) -> None:
    """Higher score, then fewer critical a household, then more of 政策落实; worked out again."""
    whole = campaign(random.Random(seed))
    assessed = whole.assessed()

    def standing(code: str) -> tuple[Fraction, Fraction, Fraction]:
        villages = [v for name, v in assessed.villages.items() if name.startswith(code)]
        policies = [b for v in villages for b in v.confirmed.blocks if b.block.code == "B"]
        return (
            -sum(v.confirmed.score for v in villages) / len(villages),
            Fraction(
                sum(v.critical for v in villages),
                max(1, sum(v.households_visited for v in villages)),
            ),
            -sum(b.points / b.possible for b in policies) / len(villages),
        )

    order = sorted(map(standing, assessed.townships))

    assert ranks(assessed) == sorted(
        ((code, order.index(standing(code)) + 1) for code in assessed.townships),
        key=lambda place: (place[1], place[0]),
    )
