"""Tests of a questionnaire are read strictly, run, and say every difference with its line."""

import pytest

from fieldsurvey.errors import InterviewError
from fieldsurvey.interview.trials.form_tests import read_form_tests
from fieldsurvey.interview.trials.running_form_tests import run_form_tests


@pytest.fixture
def run(form, tmp_path):
    """Write tests of the small form, run them, and return the differences as text."""

    def run_it(text):
        path = tmp_path / "small.test.yaml"
        path.write_text(text, encoding="utf-8")
        results = run_form_tests(form, read_form_tests(path))
        return [
            f"{each.where} {each.path} {each.what}"
            for result in results
            for each in result.differences
        ]

    return run_it


@pytest.fixture
def refused(tmp_path):
    """Write tests that cannot be read, and return what is said of them."""

    def refuse(text):
        path = tmp_path / "small.test.yaml"
        path.write_text(text, encoding="utf-8")
        with pytest.raises(InterviewError) as error:
            read_form_tests(path)
        return [f"{each.where} {each.what} {each.to_do}" for each in error.value.findings]

    return refuse


def test_what_is_as_expected_says_nothing(run):
    """Every key of an expectation can hold."""
    assert not run("""\
form: small
facts: {household.size: "4", campaign.poverty_line: "4000"}
cases:
  - name: Water is not safe
    answers: {safe: "2", gap: ["1", "2"], income: 16000, hard: {special: refused}}
    expect:
      safe: {asked: true, required: true, value: 2, problem: unsafe, severity: critical}
      gap: {value: ["1", "2"], choices: ["1", "2", "9"], refused: ""}
      far: {relevant: true, required: false, read_only: false}
      each: {asked: false, value: 4000, problem_text: 人均4000}
      persons: {constraint: holds, warning: holds, value: 4}
      town: {read_only: true}
      hard: {refused: A006, value: ""}
    problems: [unsafe, low]
""")


def test_every_difference_has_the_line_of_its_expectation(run):
    """What differs is said as YAML would write it."""
    assert run("""\
form: small
cases:
  - name: Wrong in every way
    answers: {safe: "1"}
    expect:
      safe:
        required: false
        value: "2"
        problem: unsafe
        choices: ["1"]
      gap: {relevant: true}
    problems: [unsafe]
""") == [
        "small.test.yaml:7 safe required: expected false, got true",
        'small.test.yaml:10 safe choices: expected ["1"], got ["1", "2"]',
        'small.test.yaml:8 safe value: expected "2", got "1"',
        'small.test.yaml:9 safe problem: expected "unsafe", got ""',
        "small.test.yaml:11 gap relevant: expected true, got false",
        "small.test.yaml:12  The problem “unsafe” is not raised.",
    ]


def test_a_problem_too_many_is_a_difference(run):
    """`problems` are all of them, so that nothing is raised unseen."""
    assert run("""\
form: small
cases:
  - name: Nothing is wrong
    answers: {safe: "2"}
    problems: []
  - name: The name is spelled wrong
    answers: {safe: "2"}
    problems: [unsave]
""") == [
        "small.test.yaml:5 safe The problem “unsafe” is raised, too.",
        "small.test.yaml:8 safe The problem “unsafe” is raised, too.",
        "small.test.yaml:8  The problem “unsave” is not raised. Did you mean 'unsafe'?",
    ]


@pytest.mark.parametrize(
    ("answer", "expected"),
    [
        ("safe: 7", "safe: {refused: A002}"),
        ("persons: 0", "persons: {constraint: broken}"),
        ("persons: 13", "persons: {warning: broken}"),
        ("gap: 1", "gap: {relevant: false}"),
        ("town: x", "town: {asked: false}"),
    ],
)
def test_an_answer_must_be_taken_unless_its_refusal_is_expected(run, answer, expected):
    """A slip in the answers does not pass for a test."""
    case = f"form: small\ncases:\n  - name: Refused\n    answers: {{{answer}}}\n"

    assert len(run(case)) == 1
    assert not run(f"{case}    expect:\n      {expected}\n")


def test_names_that_nobody_knows_are_differences(run):
    """A misspelt question, answer or fact is said with the one that was meant."""
    assert run("""\
form: small
facts: {household.sise: "4"}
cases:
  - name: Misspelt
    answers: {saef: "1"}
    expect:
      gpa: {relevant: false, asked: false}
""") == [
        "small.test.yaml:2  No question of the form takes the fact “household.sise”."
        " Did you mean 'household.size'?",
        "small.test.yaml:5 saef The answer is not taken (A011):"
        " The questionnaire has no question “saef”.",
        "small.test.yaml:7 gpa The questionnaire has no question “gpa”. Did you mean 'gap'?",
    ]


def test_reading_is_strict(refused):
    """Unknown keys, values of the wrong kind and bad answers are refused, all at once."""
    assert refused("""\
form: small
now: yesterday
cases:
  - name: Wrong
    answer: {safe: "1"}
  - name: Wrong, too
    answers: {safe: {special: maybe}}
    expect:
      safe: {relevant: "yes"}
      gap: {constraint: brokn}
""") == [
        "small.test.yaml:2 “yesterday” is not a date and time with an offset."
        " Write it with its offset: 2020-06-15T09:30:00+08:00",
        "small.test.yaml:5 The key 'answer' is not known here. Did you mean 'answers'?",
        "small.test.yaml:7 This is not a special answer."
        " Known are: refused, dont_know, not_applicable.",
        "small.test.yaml:9 'relevant' takes true or false; here stands the text 'yes'."
        " Write true or false.",
        "small.test.yaml:10 'brokn' is not a value of 'constraint'."
        " Did you mean 'broken'? Allowed are: holds, broken, none.",
    ]


@pytest.mark.parametrize("text", ["", "form: small\n", "form: small\ncases: []\n", "cases: 3\n"])
def test_a_file_without_cases_is_no_test(refused, text):
    """Nothing that tests nothing passes."""
    assert refused(text)


def test_a_moment_of_the_case_goes_before_that_of_the_file(tmp_path):
    """Expressions are told the moment of the case, and of the file where it has none."""
    path = tmp_path / "t.yaml"
    path.write_text(
        'form: small\nnow: "2020-06-15T09:30:00+08:00"\ncases:\n'
        '  - {name: a}\n  - {name: b, now: "2021-01-01T00:00:00Z"}\n',
        encoding="utf-8",
    )

    years = [case.now.year for case in read_form_tests(path).cases]

    assert years == [2020, 2021]
