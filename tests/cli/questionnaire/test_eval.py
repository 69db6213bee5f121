"""`questionnaire eval`: one expression in, its value as JSON out."""

import json

import pytest

ANSWERS = """\
water_sources: [well, spring]
head: 甲一
income: 3200.50
clinic: {special: dont_know}
walk: {value: 15, remark: 山路}
member:
  - {age: 41}
  - {age: 8, loan: [{amount: 100}, {amount: 250}]}
"""


@pytest.fixture
def answers(tmp_path):
    """A file of answers with a repeat in a repeat."""
    path = tmp_path / "answers.yaml"
    path.write_text(ANSWERS, encoding="utf-8")
    return path


@pytest.mark.parametrize(
    ("expression", "value"),
    [
        ("1 + 1", 2),
        ("10 div 4", 2.5),
        ("0 div 0", "NaN"),
        ("-1 div 0", "-Infinity"),
        ("'' = ''", True),
        ("concat('井', 1)", "井1"),
        ("''", ""),
        ("pow(10, 20)", 1e20),
    ],
)
def test_a_value_is_printed_as_json(command, expression, value):
    """Numbers, texts and truths come as JSON's own; what JSON has no word for comes as text."""
    ran = command("questionnaire", "eval", expression)

    assert ran.exit_code == 0
    assert json.loads(ran.out) == value


@pytest.mark.parametrize(
    ("expression", "value"),
    [
        ("sum(${age}) + count(${member})", 51),
        ("sum(${amount})", 350),
        ("selected(${water_sources}, 'spring')", True),
        ("count-selected(${water_sources})", 2),
        ("${income} > 3200 and ${walk} = 15", True),
        ("string-length(${clinic})", 0),
        ("${head}", "甲一"),
    ],
)
def test_answers_come_from_a_file(command, answers, expression, value):
    """Questions go by their name, rows of repeats in lists, remarks beside values."""
    ran = command("questionnaire", "eval", expression, "--answers", answers)

    assert json.loads(ran.out) == value
    assert ran.err == ""


def test_the_question_the_dot_stands_for(command, answers):
    """`.` and names beside it mean the row that --at names."""
    ran = command(
        "questionnaire", "eval", ". < 18 and ${age} = 8", "--answers", answers,
        "--at", "member[2]/age",
    )  # fmt: skip

    assert json.loads(ran.out) is True


def test_the_moment_is_given(command):
    """now() says what --now says."""
    ran = command("questionnaire", "eval", "today()", "--now", "2020-06-15T09:30:00+08:00")

    assert json.loads(ran.out) == "2020-06-15"


def test_a_moment_without_offset_is_refused(command):
    """Half a moment is wrong usage."""
    ran = command("questionnaire", "eval", "today()", "--now", "2020-06-15")

    assert ran.exit_code == 2
    assert "2020-06-15T09:30:00+08:00" in ran.err


def test_a_name_without_an_answer_is_said_with_the_one_meant(command, answers):
    """A blank is a value, and a slip of the finger is seen all the same."""
    ran = command("questionnaire", "eval", "${incom} = ''", "--answers", answers)

    assert json.loads(ran.out) is True
    assert "“incom” has no answer here: it is blank. Did you mean 'income'?" in ran.err


def test_a_fault_is_shown_in_the_text(command):
    """The text, a caret below the place, what is wrong and the nearest known name."""
    ran = command("questionnaire", "eval", "'水' = cont-selected(.)")

    assert ran.exit_code == 1
    assert ran.out == ""
    text, caret = ran.err.splitlines()[1:3]
    assert text == "'水' = cont-selected(.)"
    assert caret == " " * 7 + "^", "a Chinese character takes two columns"
    assert "count-selected" in ran.err


def test_faults_of_the_answers_have_their_line(command, tmp_path):
    """Answers are read as strictly as everywhere."""
    path = tmp_path / "answers.yaml"
    path.write_text("a: 1\na: 2\nb: {vlaue: 3}\n", encoding="utf-8")

    ran = command("questionnaire", "eval", "1", "--answers", path)

    assert ran.exit_code == 1
    assert "answers.yaml:2" in ran.err
    assert "answers.yaml:3" in ran.err
