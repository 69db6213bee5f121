"""`checks:` of a questionnaire: read strictly, faults at their lines, differences told."""

from collections.abc import Callable
from pathlib import Path

import pytest
from tests.questionnaire.conftest import HEAD

from fieldsurvey.errors import Finding
from fieldsurvey.questionnaire import read_questionnaire
from fieldsurvey.questionnaire.differences.comparing import compare
from fieldsurvey.questionnaire.logic.dependencies import dependency_graph
from fieldsurvey.questionnaire.model import CheckKind
from fieldsurvey.questionnaire.outline import outline

SURVEY = """\
- {name: safe, type: select_one yes_no, label: A}
- {name: gap, type: text, label: B, relevant: "${safe} = '2'"}
- {name: both, type: calculate, calculation: "concat(${safe}, ${gap})"}
- {name: line, type: hidden, preload: campaign.poverty_line}
checks:
"""
"""The first check stands on line 12."""

GOOD = (
    """- {code: C-03, kind: W, when: "${safe} = '2' and ${gap} = ''", text: {zh: 缺, en: None}}\n"""
)


@pytest.mark.parametrize(
    ("check", "code", "to_do"),
    [
        ("{code: C 3, kind: W, when: \"${safe} = '1'\", text: T}", "Q074", "C-03"),
        ("{code: C-03, kind: X, when: \"${safe} = '1'\", text: T}", "Q025", "E, W, R"),
        ('{code: C-03, kind: W, text: T}', "Q021", "when"),
        ('{code: C-03, kind: W, when: "${safe} = \'1\'"}', "Q021", "text"),
        ('{code: C-03, kind: W, when: "${safe} = \'1\'", text: {}}', "Q075", "text"),
        ('{code: C-03, kind: W, when: "${saef} = \'1\'", text: T}', "Q051", "'safe'?"),
        ('{code: C-03, kind: W, when: "safe = \'1\'", text: T}', "Q051", "${safe}"),
        ('{code: C-03, kind: W, when: "${safe} =", text: T}', "Q050", "caret"),
        ('{code: C-03, kind: W, when: "${safe} = \'3\'", text: T}', "Q058", "1, 2"),
        ('{code: C-03, kind: W, when: "${safe} = 1 and ${safe} = 2", text: T}', "Q058", "Mend"),
        ('{code: C-03, kind: W, when: "${safe} = \'1\'", text: "{saef}"}', "Q052", "'safe'?"),
        ('{code: C-03, kind: W, when: "${safe} = \'1\'", text: "${saef}"}', "Q052", "'safe'?"),
        ('{code: C-03, kind: W, when: "${safe} = \'1\'", text: "{safe"}', "Q053", "braces"),
        ('{code: C-03, kind: W, when: "${safe} = \'1\'", text: T, at: saef}', "Q076", "'safe'?"),
        ('{code: C-03, kind: W, when: "${safe} = \'1\'", text: T, at: both}', "Q076", "asked"),
        ('{code: C-03, kind: W, when: "${line} = 1", text: T}', "Q077", "${name}"),
        ('{code: C-03, kind: W, when: "${safe} = \'1\'", text: {zh: 是}}', "Q060", "Add it"),
        ('{code: C-03, kind: W, when: "${safe} = \'1\'", text: T, where: a}', "Q020", ""),
    ],
)  # fmt: skip
def test_a_check_that_is_amiss(
    faults_of: Callable[..., list[Finding]], check: str, code: str, to_do: str
) -> None:
    """Each fault is found once, at its line, with what to do, and says which check it is in."""
    (finding,) = faults_of(SURVEY + "- " + check + "\n")

    assert (finding.where, finding.code) == ("water.yaml:12", code)
    assert to_do in finding.to_do
    assert finding.subject.startswith("check 'C")


def test_codes_are_unique_in_a_form(faults_of: Callable[..., list[Finding]]) -> None:
    """Reasons are kept by the code."""
    (finding,) = faults_of(SURVEY + GOOD + GOOD)

    assert (finding.where, finding.code) == ("water.yaml:13", "Q073")


def test_a_check_is_read_and_shown(write: Callable[..., Path]) -> None:
    """What the file says is in the model, and at the end of the outline."""
    form = read_questionnaire(write(_form(GOOD)))

    assert form.checks[0].kind is CheckKind.CONFIRM
    row = outline(form, "en")[-1]
    assert (row.number, row.name, row.type, row.label) == ("C-03", "check:C-03", "check W", "None")


def test_what_decides_a_check_goes_through_calculations(write: Callable[..., Path]) -> None:
    """It rests on what its calculations read, and on what decides whether that is asked."""
    check = "- {code: C-1, kind: R, when: \"${both} = '2x'\", text: T}\n"
    graph = dependency_graph(read_questionnaire(write(_form(check))))

    assert graph.rests_on["C-1"] == ("safe", "gap", "both")
    assert graph.reads["C-1"] == ("both",)
    assert graph.checked_by["safe"] == ("C-1",)
    assert "line" not in graph.checked_by


@pytest.mark.parametrize(
    ("before", "after", "told"),
    [
        (GOOD, "", ["CHECK_REMOVED"]),
        (GOOD, GOOD + GOOD.replace("C-03", "C-04"), ["CHECK_ADDED"]),
        ("${gap} = ''", "${gap} = 'x'", ["CHECK_CHANGED"]),
        ("${gap} = ''", "${gap}   =  ''", []),
        ("kind: W", "kind: R", ["CHECK_CHANGED"]),
        ("en: None", "en: Nothing", ["CHECK_TEXT"]),
        ("kind: W", "kind: W, at: safe", ["CHECK_TEXT"]),
    ],
)
def test_two_versions_differ_in_checks(
    write: Callable[..., Path], before: str, after: str, told: list[str]
) -> None:
    """What is new, gone or other is told, each with its code; the same in other words is not."""
    first, second = _form(GOOD), _form(GOOD).replace('version: "1"', 'version: "2"')
    assert before in second
    second = second.replace(before, after).replace("checks:\n", "checks:\n" if after else "")
    differences = compare(
        read_questionnaire(write(first, "1.yaml")), read_questionnaire(write(second, "2.yaml"))
    )

    assert [each.code.name for each in differences.differences] == told
    assert all("C-0" in each.subject for each in differences.differences)


def _form(checks: str) -> str:
    return HEAD + SURVEY + checks
