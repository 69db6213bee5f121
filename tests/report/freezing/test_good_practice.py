"""Good practice: which answers stand in the meeting's report, and what of them is masked."""

from dataclasses import replace

import pytest

from fieldsurvey.chain.interview import Interview, Status
from fieldsurvey.expressions.values import SpecialAnswer
from fieldsurvey.questionnaire.model import Choice, Privacy, Question, Questionnaire, Settings
from fieldsurvey.report.freezing.good_practice import good_practice
from fieldsurvey.report.freezing.problem_list import ListFacts

FORM = Questionnaire(
    settings=Settings(
        form_id="village-interview",
        form_title={"zh": "村级访谈提纲"},
        version="1",
        subject="village",
        instance_key=("role",),
    ),
    choices={"role": (Choice(name="2", label={"zh": "支书", "en": "secretary"}),)},
    survey=(
        Question(name="role", type="select_one role"),
        Question(name="plan", type="text"),
        Question(name="results", type="text", label={"zh": "成效"}, report="good_practice"),
        Question(name="illness", type="text", report="good_practice", privacy=Privacy.SENSITIVE),
    ),
)


@pytest.fixture
def facts(facts: ListFacts) -> ListFacts:
    """Of the small campaign, with a form in use that says which answers are good practice."""
    return replace(facts, questionnaires={FORM.form_id: FORM})


@pytest.fixture
def told() -> Interview:
    """One interview with the party branch secretary."""
    return Interview(
        id="d1-9",
        subject="0103",
        form_id="village-interview",
        questionnaire="ab" * 32,
        device="d1",
        team="1",
        inspectors=("周一", "吴二"),
        status=Status.FINISHED,
        started_at="2020-06-29T15:00:00+08:00",
        answers={"role": "2", "plan": "按计划", "results": "合作社带动三十户", "illness": "有"},
    )


def _said(facts: ListFacts, *interviews: Interview) -> list[str]:
    return [each.text for each in good_practice(interviews, facts)]


def test_only_marked_questions_that_are_plain(facts: ListFacts, told: Interview) -> None:
    """What points at a person or is about health stays where it is."""
    [said] = good_practice([told], facts)

    assert (said.text, said.village, said.township) == ("合作社带动三十户", "柳林村", "河湾镇")
    assert (said.who["zh"], said.question["zh"]) == ("支书", "成效")


@pytest.mark.parametrize("answer", ["", " 无 ", "没有", "暂无", "None", SpecialAnswer.REFUSED])
def test_nothing_said_is_nothing_told(facts: ListFacts, told: Interview, answer: object) -> None:
    """Blank, 无 and special answers."""
    empty = told._replace(answers={"role": "2", "results": answer})

    assert _said(facts, empty) == []


def test_names_and_numbers_are_masked(facts: ListFacts, told: Interview) -> None:
    """Heads of the village's households, and telephone numbers."""
    named = told._replace(answers={"role": "2", "results": "赵大海种菌，电话13812345678"})

    assert _said(facts, named) == ["赵**种菌，电话138******78"]


def test_what_is_no_evidence_is_not_told(facts: ListFacts, told: Interview) -> None:
    """Withdrawn interviews, and villages that nobody knows."""
    withdrawn = told._replace(status=Status.WITHDRAWN)
    elsewhere = told._replace(subject="0999")

    assert _said(facts, withdrawn, elsewhere) == []


def test_the_same_words_stand_once_a_village(facts: ListFacts, told: Interview) -> None:
    """Three people who say the same make one row."""
    assert len(_said(facts, told, told._replace(id="d1-10"), told._replace(id="d1-11"))) == 1
