"""What does not fit the model of a form is said in our own words, with what would fit."""

from collections.abc import Callable
from pathlib import Path

import pytest

from fieldsurvey.errors import Finding
from fieldsurvey.questionnaire import check_file

FaultsOf = Callable[[str], list[Finding]]

QUESTION = "- {name: a, type: text, label: A"
"""A question of one line, not closed yet; it stands on line 7."""


@pytest.mark.parametrize(
    ("more", "code", "what", "to_do"),
    [
        (", requird: true}", "Q020", "The key 'requird' is not known here.", "'required'?"),
        (", children: []}", "Q020", "Only groups and repeats have 'children'.", "type: group"),
        (", number: 1}", "Q023", "'number' takes text; YAML reads 1", '"1".'),
        (", hint: 2.5}", "Q023", "'hint' takes text; YAML reads 2.5", '"2.5".'),
        (", hint: {zh: true}}", "Q023", "'zh' takes text; YAML reads true", '"true".'),
        (", hint: [a]}", "Q024", "'hint' takes text; here stands a list.", "Write text."),
        (", hint: }", "Q022", "The key 'hint' has no value.", "take the line out"),
        (", special: refused}", "Q024", "'special' takes a list", "[refused]"),
        (", special: [refuse]}", "Q025", "'refuse' is not a value of 'special 1'.", "'refused'?"),
        (", problem: {name: r}}", "Q024", "'problem' takes a list; here stands keys", "'- '"),
        (", problem: [r]}", "Q024", "'problem 1' takes keys with values", "'key: value'"),
        (", privacy: secret}", "Q025", "'secret' is not a value of 'privacy'.", "plain, personal"),
        (", required: [a]}", "Q024", "'required' takes text or true or false", "Write text"),
    ],
)
def test_a_key_that_does_not_fit(
    faults_of: FaultsOf, more: str, code: str, what: str, to_do: str
) -> None:
    """Each wrong key or value is told with its line, what it is and what to do."""
    (finding,) = faults_of(QUESTION + more)

    assert (finding.where, finding.code) == ("water.yaml:7", code)
    assert finding.what.startswith(what)
    assert to_do in finding.to_do


def test_a_chinese_colon_is_named(faults_of: FaultsOf) -> None:
    """A key typed with the colon of a Chinese keyboard is text to YAML, and told as what it is."""
    (finding,) = faults_of("- {name: a, type: text, label: A}\n- name：b\n")

    assert finding.where == "water.yaml:8"
    assert "full-width colon" in finding.what


def test_what_is_missing_is_shown_where_it_should_be(faults_of: FaultsOf) -> None:
    """A question without type is told at the question's first line, and nothing follows from it."""
    (finding,) = faults_of("- name: a\n  label: A\n")

    assert (finding.where, finding.subject) == ("water.yaml:7", "question 'a'")
    assert finding.what == "The key 'type' is missing."
    assert finding.to_do == "Add a line 'type: …' here."


def test_an_unknown_key_of_a_nested_question_is_compared_with_a_questions_keys(
    faults_of: FaultsOf,
) -> None:
    """Inside groups and rules the nearest key of the right noun is offered."""
    findings = faults_of(
        """\
- name: g
  type: group
  children:
  - name: a
    type: select_one yes_no
    label: A
    problem:
    - name: r
      wen: ". = '2'"
      when: ". = '2'"
      severity: mjor
      text: bad
"""
    )

    assert [(f.where, f.subject, f.to_do.split("?")[0]) for f in findings] == [
        ("water.yaml:15", "question 'a', problem 'r', wen", "Did you mean 'when'"),
        ("water.yaml:17", "question 'a', problem 'r', severity", "Did you mean 'major'"),
    ]


def test_a_misfit_hides_no_other_fault_and_causes_none(faults_of: FaultsOf) -> None:
    """With one choice and one question amiss, the rest is checked as if they were in order."""
    findings = faults_of(
        """\
- {name: a, type: 5, label: A}
- {name: b, type: select_one yes_no, label: B, hint: 7, relevant: "${a} = 'x'"}
- {name: c, type: text, label: C, relevant: "${d} = '1'", detail: a}
"""
    )

    assert [(f.where, f.code) for f in findings] == [
        ("water.yaml:7", "Q023"),
        ("water.yaml:8", "Q023"),
        ("water.yaml:9", "Q051"),
    ]


def test_a_list_amiss_is_not_also_a_list_missing(write: Callable[..., Path]) -> None:
    """A choice that does not fit makes no rule about its list a fault."""
    path = write(
        """\
settings: {form_id: f, form_title: F, version: "1", subject: household}
choices:
  yes_no:
  - {name: 1, label: A}
  - 2
  effect: good
survey:
- {name: a, type: select_one yes_no, label: A, constraint: ". = '1' or . = '2'"}
- {name: b, type: select_one effect, label: B}
"""
    )

    assert [(f.where, f.code) for f in check_file(path)] == [
        ("water.yaml:4", "Q023"),
        ("water.yaml:5", "Q024"),
        ("water.yaml:6", "Q024"),
    ]


def test_a_form_of_nothing_but_faults_is_still_told_in_words(write: Callable[..., Path]) -> None:
    """When nothing fits, each missing part is named, and nothing is raised."""
    findings = check_file(write("settings: 5\nsurvey:\n- 1\n- []\n- {}\nchoice: {}\n"))

    assert [(f.where, f.code) for f in findings] == [
        ("water.yaml:1", "Q024"),
        ("water.yaml:3", "Q024"),
        ("water.yaml:4", "Q024"),
        ("water.yaml:5", "Q021"),
        ("water.yaml:5", "Q021"),
        ("water.yaml:6", "Q020"),
    ]
