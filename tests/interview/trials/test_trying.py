"""Answers are put to a questionnaire, and every question says how it stands then."""

from datetime import datetime

import pytest

from fieldsurvey.expressions.values import SpecialAnswer
from fieldsurvey.interview.trials.replaying import GivenAnswer
from fieldsurvey.interview.trials.trying import Verdict, try_answers
from fieldsurvey.interview.typed.refusal import CONSTRAINT, NOT_ASKED, UNKNOWN_QUESTION
from fieldsurvey.questionnaire import read_questionnaire
from fieldsurvey.questionnaire.template import template_text

FACTS = {"village.name": "上湾村", "household.head": "甲一", "campaign.poverty_line": "4000"}


@pytest.fixture(scope="module")
def form(tmp_path_factory):
    """The questionnaire that `questionnaire new` writes."""
    path = tmp_path_factory.mktemp("form") / "example.yaml"
    path.write_text(template_text("example", "en"), encoding="utf-8")
    return read_questionnaire(path)


def test_nothing_given_leaves_what_the_plan_says_and_every_question_open(form):
    """Without answers the facts stand, and required questions are still to be answered."""
    trial = try_answers(form, {}, FACTS, spoken="en")

    village, head = trial.state("village"), trial.state("head")
    assert (village.value, village.asked, village.read_only) == ("上湾村", False, True)
    assert (head.value, head.asked, head.required) == ("甲一", True, True)
    assert head.label == "Name of the head of household"
    assert "water_safe" in trial.to_mend
    assert not trial.not_taken
    assert trial.state("water_words").relevant is False
    assert trial.state("member").value == "0"


def test_answers_open_and_close_what_hangs_on_them(form):
    """A problem is raised in words, and asks for its description."""
    trial = try_answers(form, {"water_safe": "2", "water_words": "夏季断水"}, FACTS, spoken="zh")

    water = trial.state("water_safe")
    assert (water.value, water.problem.name) == ("2", "water_unsafe")
    assert water.problem_text == "饮水安全无保障：夏季断水"
    assert trial.state("water_words").required


def test_repeats_have_a_row_each_and_cascades_offer_what_fits(form):
    """Every row says its own relevance and choices; what is not offered is not taken."""
    given = {
        "member": "3",
        "member[1]/age": "41",
        "member[2]/age": "8",
        "member[2]/level": "primary",
        "member[2]/school": "m1",
        "member[3]/age": "13",
        "member[3]/level": "middle",
        "member[3]/school": "m1",
    }

    trial = try_answers(form, given, FACTS)

    assert trial.state("member").value == "3"
    assert not trial.state("member[1]/school").relevant
    assert trial.state("member[1]/school").choices == ()
    assert trial.state("member[2]/school").choices == ("p1", "p2")
    assert trial.state("member[2]/school").refusal.code == "A002"
    assert trial.state("member[3]/school").value == "m1"
    assert trial.state("members").value == "3"


@pytest.mark.parametrize(
    ("given", "constraint", "warning", "value"),
    [
        ("30", Verdict.HOLDS, Verdict.HOLDS, "30"),
        ("601", Verdict.BROKEN, Verdict.NONE, ""),
        ("121", Verdict.HOLDS, Verdict.BROKEN, ""),
        (GivenAnswer("121", remark="山路"), Verdict.HOLDS, Verdict.BROKEN, "121"),
        ("far", Verdict.NONE, Verdict.NONE, ""),
    ],
)
def test_constraints_and_warnings_give_their_verdict(form, given, constraint, warning, value):
    """A broken constraint is refused; a broken warning is taken with a remark."""
    trial = try_answers(form, {"water_sources": "well", "walk_minutes": given}, FACTS)

    state = trial.state("walk_minutes")
    assert (state.constraint, state.warning, state.value) == (constraint, warning, value)
    assert (state.refusal is None) == bool(value)


def test_a_special_answer_is_kept_as_what_it_is(form):
    """It is no text, computes nothing and raises nothing."""
    trial = try_answers(form, {"member": "2", "income_2019": SpecialAnswer.REFUSED}, FACTS)

    assert trial.state("income_2019").to_json()["value"] == {"special": "refused"}
    assert trial.state("income_each").value == ""
    assert trial.state("income_each").problem is None


def test_computed_answers_can_be_problems(form):
    """A calculation has no asker, and its rules hold all the same."""
    trial = try_answers(form, {"member": "2", "income_2019": "8000"}, FACTS)

    each = trial.state("income_each")
    assert (each.asked, each.value, each.problem.name) == (False, "4000", "income_low")


def test_what_cannot_be_given_is_said(form):
    """A name that is not there, a question that is not asked, a broken rule: all at once."""
    given = {"watr": "1", "water_words": "…", "member": "1", "member[1]/age": "130"}

    trial = try_answers(form, given, FACTS)

    assert {path: refusal.code for path, refusal in trial.not_taken.items()} == {
        "watr": UNKNOWN_QUESTION,
        "water_words": NOT_ASKED,
        "member[1]/age": CONSTRAINT,
    }
    assert list(trial.unknown) == ["watr"]


def test_the_moment_is_given(form):
    """Nothing looks at the clock: the same answers at the same moment are the same trial."""
    now = datetime.fromisoformat("2020-06-15T09:30:00+08:00")

    first, second = (try_answers(form, {"water_safe": "1"}, FACTS, now) for _ in range(2))

    assert first.states == second.states
    assert first.evaluation.now == now
