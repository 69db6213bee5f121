"""Conditions no answer can meet are told, and those that some answer meets are left alone."""

from collections.abc import Callable
from pathlib import Path

import pytest

from fieldsurvey.errors import Finding
from fieldsurvey.questionnaire import check_file, shipped_folder
from fieldsurvey.questionnaire.reading import NOT_FORMS

FaultsOf = Callable[..., list[Finding]]

QUESTIONS = """\
- {name: safe, type: select_one yes_no, label: A}
- {name: kinds, type: select_multiple yes_no, label: B}
- {name: size, type: integer, label: C}
- {name: flags, type: hidden, preload: household.flags}
- {name: half, type: calculate, calculation: "${size} div 2"}
- name: member
  type: repeat
  label: D
  children:
  - {name: age, type: integer, label: E}
  - {name: grown, type: text, label: F, relevant: "${age} > 17 and ${age} < 100"}
"""
"""In order as they are; what is asked next stands on line 18."""


@pytest.mark.parametrize(
    "condition",
    [
        "${safe} = '1' and ${safe} = '2'",
        "${safe} = 1 and ${safe} != 1",
        "${safe} = '1' and not(${safe} = '1')",
        "${safe} = '1' and (${safe} = '2' or ${safe} = '')",
        "${safe} = '1' and ${size} > 3 and ${safe} = 2",
        "selected(${kinds}, '1') and not(selected(${kinds}, '1'))",
        "selected(${kinds}, '1') and ${kinds} = ''",
        "selected(${safe}, '1') and selected(${safe}, '2')",
        "${size} > 5 and ${size} < 3",
        "${size} > 5 and 5 >= ${size}",
        "${size} = 4 and ${size} = 5",
        "${half} = 'a' and ${half} = 'b'",
    ],
)
def test_a_condition_that_contradicts_itself_is_never_met(
    faults_of: FaultsOf, condition: str
) -> None:
    """It is told at its line, with the question it asks two things of."""
    found = faults_of(f'{QUESTIONS}- {{name: z, type: text, label: Z, relevant: "{condition}"}}\n')

    assert [(f.where, f.code) for f in found] == [("water.yaml:18", "Q057")]
    assert "contradicts itself" in found[0].what


@pytest.mark.parametrize(
    "condition",
    [
        "${safe} = '1' or ${safe} = '2'",
        "${safe} != '1' and ${safe} != '2'",
        "selected(${kinds}, '1') and selected(${kinds}, '2')",
        "selected(${kinds}, '1') and not(selected(${kinds}, '2')) and count-selected(${kinds}) = 1",
        "selected(${flags}, 'a') and selected(${flags}, 'b') and not(selected(${flags}, 'c'))",
        "${size} > 3 and ${size} < 5",
        "${size} >= 5 and ${size} <= 5",
        "${age} = 1 and ${age} = 2",
        "${half} > 'a' and ${half} < 'b'",
        "${half} > 2 and ${half} < 1 + ${size}",
        "false()",
        "true() and ${safe} = 1",
    ],
)
def test_a_condition_that_some_answer_meets_is_in_order(
    faults_of: FaultsOf, condition: str
) -> None:
    """Nothing is told where that is not certain; `false()` retires a question on purpose."""
    survey = f'{QUESTIONS}- {{name: z, type: note, label: Z, relevant: "{condition}"}}\n'

    assert faults_of(survey) == []


def test_a_group_and_what_stands_in_it_must_be_met_together(faults_of: FaultsOf) -> None:
    """A question asks for what its group rules out."""
    found = faults_of(
        QUESTIONS
        + """\
- name: house
  type: group
  label: H
  relevant: "${safe} = '1'"
  children:
  - {name: in_order, type: text, label: I, relevant: "${safe} = 1 and ${size} = 1"}
  - {name: never, type: text, label: J, relevant: "${safe} = 2"}
- name: retired
  type: group
  label: K
  relevant: "false()"
  children:
  - {name: gone, type: text, label: L, relevant: "${safe} = 2"}
"""
    )

    assert [(f.where, f.code) for f in found] == [("water.yaml:24", "Q057")]


@pytest.mark.parametrize(
    ("question", "rules", "code"),
    [
        ("type: integer", [". > 5 and . < 3"], "Q058"),
        ("type: integer", [". = ''"], "Q058"),
        ("type: integer, constraint: '. >= 1'", [". = 0"], "Q058"),
        ("type: integer, constraint: '. >= 1'", [". = 1"], None),
        ("type: text, relevant: '${safe} = 1'", [". = 'x' and ${safe} = 2"], "Q058"),
        ("type: text, relevant: '${safe} = 1'", [". = 'x' and ${safe} = 1"], None),
        ("type: select_one yes_no", [". = '1'", ". = '1'"], "Q058"),
        ("type: select_one yes_no", [". = '1'", ". = '1' and ${size} > 3"], "Q058"),
        ("type: select_one yes_no", [". = '1' and ${size} > 3", ". = '1'"], None),
        ("type: select_one yes_no", ["true()", ". = '1'"], "Q058"),
        ("type: select_one yes_no", ["false()", ". = '1'"], None),
        ("type: select_one yes_no", [". = '1'", ". = '2'"], None),
    ],
)
def test_a_rule_that_can_never_be_the_problem_is_told(
    faults_of: FaultsOf, question: str, rules: list[str], code: str | None
) -> None:
    """Ruled out by its question, its constraint, itself, or by a wider rule before it."""
    lines = [
        f'  - {{name: r{number}, when: "{when}", severity: minor, text: T}}\n'
        for number, when in enumerate(rules)
    ]
    keys = question.replace(", ", "\n  ")
    asked = f"- name: z\n  {keys}\n  label: Z\n  problem:\n"

    assert [f.code for f in faults_of(f"{QUESTIONS}{asked}{''.join(lines)}")] == (
        [code] if code else []
    )


def test_the_rule_that_comes_first_is_named(faults_of: FaultsOf) -> None:
    """So that the designer knows which two to put the other way round."""
    (found,) = faults_of(
        "- name: a\n  type: select_one yes_no\n  label: A\n  problem:\n"
        "  - {name: wide, when: \". = '1'\", severity: minor, text: T}\n"
        "  - {name: narrow, when: \". = '1' and true()\", severity: minor, text: T}\n"
    )

    assert "'wide'" in found.what
    assert "narrower one first" in found.to_do


@pytest.mark.parametrize(
    "path",
    sorted(path for path in shipped_folder().glob("*.yaml") if path.name not in NOT_FORMS),
    ids=lambda path: path.stem,
)
def test_shipped_forms_are_clean_even_when_advice_is_asked_for(path: Path) -> None:
    """What we ask of other designers we do ourselves: `check --strict` finds nothing."""
    assert check_file(path, advise=True) == []
