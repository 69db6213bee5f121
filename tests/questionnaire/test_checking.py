"""Faults that only show across questions are found, each at the line that causes it."""

from collections.abc import Callable
from pathlib import Path

import pytest

from fieldsurvey.errors import Finding, FindingKind
from fieldsurvey.questionnaire import check_file, check_questionnaire, read_questionnaire
from fieldsurvey.questionnaire.model import Questionnaire

FaultsOf = Callable[..., list[Finding]]
CodesOf = Callable[..., list[tuple[str, str]]]

SAFE = "- {name: safe, type: select_one yes_no, label: A}\n"
"""A question that the others look at; it stands on line 7, so they begin on line 8."""


@pytest.mark.parametrize(
    ("survey", "code", "to_do"),
    [
        ("- {name: 1st, type: text, label: A}", "Q030", "Begin with a letter"),
        ("- {name: safe, type: text, label: A}", "Q031", "a name of its own"),
        ("- {name: a, type: txt, label: A}", "Q032", "Did you mean 'text'?"),
        ("- {name: a, type: string, label: A}", "Q032", "Did you mean 'text'?"),
        ("- {name: a, type: begin group, label: A}", "Q032", "Write 'type: group'"),
        ("- {name: a, type: wxyz, label: A}", "Q032", "XLSForm's types"),
        ("- {name: a, type: select_one, label: A}", "Q033", "select_one yes_no"),
        ("- {name: a, type: text yes_no, label: A}", "Q033", "Take it out."),
        ("- {name: a, type: select_one yes_no twice, label: A}", "Q033", "Take it out."),
        ("- {name: a, type: text}", "Q034", "label"),
        ("- {name: a, type: text, label: A, detail: b}", "Q035", "Known are: a."),
        ("- {name: a, type: text, label: A, detail: safe}", "Q036", "type text"),
        ("- {name: a, type: select_one yesno, label: A}", "Q040", "Did you mean 'yes_no'?"),
        ("- {name: a, type: text, label: A, choice_filter: 'true()'}", "Q045", "select"),
        ("- {name: a, type: text, label: A, relevant: '${safe} ='}", "Q050", "caret"),
        ("- {name: a, type: text, label: A, warning: '${saef} = 1'}", "Q051", "'safe'?"),
        ("- {name: a, type: text, label: A, required: safe = 1}", "Q051", "${safe}"),
        ("- {name: a, type: text, label: A, default: '${saef}'}", "Q051", "'safe'?"),
        ("- {name: a, type: text, label: 'Is ${saef} right?'}", "Q052", "'safe'?"),
        ("- {name: a, type: text, label: A, relevant: \"${safe} = '3'\"}", "Q057", "1, 2"),
        ("- {name: a, type: text, label: A, relevant: '${a} = 1'}", "Q054", "Take one"),
        ("- {name: g, type: group, children: []}", "Q038", "children"),
        ("- {name: a, type: text, label: A, preload: house.head}", "Q039", "household"),
        ("- {name: a, type: text, label: A, relevant: '${b} = 1'}\n"
         "- {name: b, type: text, label: B}", "Q055", "Move it"),
        ("- {name: a, type: text, label: {zh: 是}}", "Q060", "Add it"),
        ("- {name: a, type: text, label: {zh: '', en: A}}", "Q062", "Write it"),
    ],
)  # fmt: skip
def test_a_question_that_is_amiss(faults_of: FaultsOf, survey: str, code: str, to_do: str) -> None:
    """Each fault is found once, at its line, with what to do."""
    (finding,) = faults_of(SAFE + survey)

    assert (finding.where, finding.code) == ("water.yaml:8", code)
    assert to_do in finding.to_do


RULE = "- {{name: a, type: select_one yes_no, label: A, problem: [{rule}]}}"


@pytest.mark.parametrize(
    ("rule", "code", "to_do"),
    [
        ("{name: r, when: \". = '3'\", severity: minor, text: T}", "Q058", "1, 2"),
        ('{name: r, when: ". = 3", severity: minor, text: T}', "Q058", "1, 2"),
        ("{name: r, when: \"selected(${safe}, '3')\", severity: minor, text: T}", "Q058", "1, 2"),
        ("{name: r, when: \". = '2' or . = '3'\", severity: minor, text: T}", "Q056", "1, 2"),
        ("{name: r, when: \". != '3'\", severity: minor, text: T}", "Q056", "1, 2"),
        ('{name: r, when: ". = ", severity: minor, text: T}', "Q050", "caret"),
        ('{name: r, when: ". = \'2\'", severity: minor, text: "{saef}"}', "Q052", "'safe'?"),
        ('{name: r, when: ". = \'2\'", severity: minor, text: "{safe"}', "Q053", "braces"),
        ("{name: r, when: \". = '2'\", severity: minor, text: {}}", "Q072", "Add 'text"),
        ('{name: r, when: ". = \'2\'", severity: minor, text: T, quantity: "${n}"}', "Q051", ""),
        ('{name: "1 r", when: ". = \'2\'", severity: minor, text: T}', "Q030", "letter"),
    ],
)
def test_a_problem_rule_that_is_amiss(
    faults_of: FaultsOf, rule: str, code: str, to_do: str
) -> None:
    """Rules that cannot be read, cannot fire, or print what is not there are told."""
    (finding,) = faults_of(SAFE + RULE.format(rule=rule))

    assert (finding.where, finding.code) == ("water.yaml:8", code)
    assert finding.subject.startswith("question 'a', problem '")
    assert to_do in finding.to_do


def test_rule_names_are_unique_in_a_form(codes_of: CodesOf) -> None:
    """scoring.yaml refers to rules by name, so a name is given once."""
    rule = """{name: r, when: ". = '2'", severity: minor, text: T}"""

    assert codes_of(SAFE + RULE.format(rule=f"{rule}, {rule}")) == [("8", "Q070")]


def test_what_can_be_is_no_fault(codes_of: CodesOf) -> None:
    """Comparisons with blank, several choices at once, numbers and `other` are in order."""
    assert (
        codes_of(
            SAFE
            + """\
- {name: a, type: select_multiple yes_no or_other, label: A, relevant: "${safe} = ''"}
- {name: b, type: text, label: B, relevant: "${a} = '1 2' or selected(${a}, 'other')"}
- {name: c, type: text, label: C, relevant: "${safe} = 1 and ${a_other} != 'x'"}
- {name: d, type: text, label: D, relevant: "false()"}
- {name: e, type: text, label: E, relevant: "${late} = 1"}
- {name: late, type: calculate, calculation: "count-selected(${a})"}
- {name: f, type: text, label: F, constraint: "${f} != 'x' and . != 'y'"}
"""
        )
        == []
    )


def test_either_of_two_may_be_required_where_the_other_is_blank(codes_of: CodesOf) -> None:
    """Two questions that require each other are no circle: neither takes an answer away."""
    assert (
        codes_of(
            """\
- {name: phone, type: text, label: A, required: "${mail} = ''"}
- {name: mail, type: text, label: B, required: "${phone} = ''"}
"""
            + SAFE
        )
        == []
    )


def test_a_circle_is_told_by_name_at_its_first_question(faults_of: FaultsOf) -> None:
    """The names are told in the order in which each needs the next."""
    findings = faults_of(
        SAFE
        + """\
- name: a
  type: text
  label: A
  relevant: "${c} = 1"
- {name: b, type: calculate, calculation: "${a}"}
- {name: c, type: calculate, calculation: "${b}"}
"""
    )

    (circle,) = [f for f in findings if f.code == "Q054"]
    assert circle.where == "water.yaml:11"
    assert circle.what == "These depend on each other in a circle: a → b → c → a."


def test_a_group_that_depends_on_its_own_question_is_a_circle(codes_of: CodesOf) -> None:
    """Whether a group is asked cannot depend on what is asked in it."""
    survey = """\
- name: g
  type: group
  relevant: "${a} = 1"
  children:
  - {name: a, type: text, label: A}
"""
    assert ("9", "Q054") in codes_of(survey + SAFE)


def test_columns_of_a_filter_must_be_in_the_list(write: Callable[..., Path]) -> None:
    """A cascade names columns of its list; a column that no choice has is a fault."""
    form = """\
settings: {form_id: f, form_title: F, version: "1", subject: village}
choices:
  county: [{name: x, label: X}]
  town: [{name: t, label: T, filter: {county: x}}]
survey:
- {name: county, type: select_one county, label: A}
- {name: town, type: select_one town, label: B, choice_filter: "county = ${county}"}
"""
    assert read_questionnaire(write(form)).form_id == "f"

    path = write(form.replace('"county = $', '"conty = $'))
    (finding,) = check_file(path)
    assert (finding.where, finding.code) == ("water.yaml:7", "Q059")
    assert finding.what == "The list has no column 'conty'.\n    conty = ${county}\n    ^"
    assert finding.to_do == "Did you mean 'county'?"


@pytest.mark.parametrize(
    ("choices", "told"),
    [
        ("yes_no: [{name: a, label: A}, {name: a, label: B}]", ["Q041"]),
        ('yes_no: [{name: "a b", label: A}]', ["Q042"]),
        ('yes_no: [{name: "", label: A}]', ["Q042"]),
        ("yes_no: []", ["Q043"]),
        ("yes_no: [{name: a, label: A}]\n  more: [{name: a, label: A}]", ["Q044"]),
    ],
)
def test_a_choice_list_that_is_amiss(codes_of: CodesOf, choices: str, told: list[str]) -> None:
    """Lists without choices, without use, or with choices that look the same are told."""
    head = (
        'settings: {form_id: f, form_title: F, version: "1", subject: household}\n'
        f"choices:\n  {choices}\nsurvey:\n"
    )
    assert [code for _line, code in codes_of(SAFE, head)] == told


def test_settings_are_checked_too(codes_of: CodesOf) -> None:
    """Names of the settings must be those of questions, languages and expressions of the form."""
    head = """\
settings:
  form_id: my form
  form_title: {zh: 表, en: F}
  version: "1"
  subject: household
  default_language: zn
  instance_key: [rool]
  instance_name: "concat(${saef}, 'x')"
choices:
  yes_no: [{name: "1", label: J}]
survey:
"""
    assert codes_of(SAFE, head) == [
        ("2", "Q030"),
        ("6", "Q061"),
        ("7", "Q037"),
        ("8", "Q051"),
    ]


def test_warnings_do_not_keep_a_form_from_being_used(write: Callable[..., Path]) -> None:
    """A form with nothing worse than a missing translation is read."""
    path = write(
        """\
settings: {form_id: f, form_title: {zh: 表, en: F}, version: "1", subject: household}
survey: [{name: a, type: text, label: {zh: 是}}]
"""
    )

    assert read_questionnaire(path).form_id == "f"
    (warning,) = check_file(path)
    assert warning.kind is FindingKind.WARNING
    assert warning.what == "The text is not there in: en."


def test_a_form_made_in_memory_is_checked_by_its_name() -> None:
    """Without a file, findings name the form instead of a line."""
    form = Questionnaire.model_validate(
        {
            "settings": {"form_id": "f", "form_title": "F", "version": "1", "subject": "village"},
            "survey": [{"name": "a", "type": "txt", "label": "A"}],
        }
    )

    (finding,) = check_questionnaire(form)
    assert finding.where == "f:1"
    assert finding.subject == "question 'a', type"
