"""A questionnaire is laid out in the order it is asked, with what each question hangs on."""

from fieldsurvey.interview.logic.flow import Hinge, as_asked
from fieldsurvey.questionnaire import read_questionnaire
from fieldsurvey.questionnaire.template import template_text


def test_only_what_is_asked_or_said_is_there(form):
    """Facts, calculations and what is only shown are left out; notes are said."""
    names = [question.name for question in as_asked(form)]

    assert names[:5] == ["persons", "about", "safe", "gap", "far"]
    assert not {"town", "line", "each", "header"} & set(names)


def test_each_question_says_what_it_hangs_on(tmp_path):
    """Conditions of groups and repeats come before its own."""
    path = tmp_path / "example.yaml"
    path.write_text(template_text("example", "en"), encoding="utf-8")
    asked = {question.name: question for question in as_asked(read_questionnaire(path), "en")}

    school_age = Hinge("${age} >= 6 and ${age} <= 15")
    assert asked["school"].hinges == (Hinge(repeat="member"), school_age)
    assert asked["member"].counts_rows
    assert asked["member"].hinges == ()
    assert asked["water_words"].hinges == (Hinge("${water_safe} = '2'"),)
    assert asked["water_words"].label == "In which respect, and since when?"
