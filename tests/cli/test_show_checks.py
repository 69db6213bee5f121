"""`show` and `questionnaire try` list the checks that hold, with the reasons given."""

import json

import pytest

from fieldsurvey.assess.checks.within_a_form import HoldingCheck, holding_checks
from fieldsurvey.chain.survey_file import SurveyFile
from fieldsurvey.questionnaire import load_questionnaires, shipped_folder
from fieldsurvey.questionnaire.model import CheckKind


@pytest.fixture(scope="module")
def held(demo) -> list[HoldingCheck]:
    """The checks that hold in the campaign of the demo."""
    forms = load_questionnaires(shipped_folder())
    with SurveyFile.open(demo.lead / "survey.db") as survey_file:
        made = survey_file.interviews()
    return [each for one in made for each in holding_checks(forms[one.form_id], one, "en")]


def test_the_demo_has_some_with_reasons_and_some_for_the_reviewer(held):
    """Nothing is left to be mended, and whatever was to be confirmed has its reason."""
    kinds = {each.kind for each in held}

    assert kinds == {CheckKind.CONFIRM, CheckKind.REVIEWER}
    assert all(each.reason for each in held if each.kind is CheckKind.CONFIRM)
    assert 10 < len(held) < 120


def test_show_lists_them_below_the_answers(held, demo, command):
    """Code, what does not go together, and the reason, for a person and for a program."""
    one = next(each for each in held if each.kind is CheckKind.CONFIRM)

    shown = command("-w", demo.lead, "show", one.subject).out
    assert one.code in shown
    assert "please confirm" in shown
    [interview] = json.loads(command("-w", demo.lead, "show", one.subject, "--json").out)
    told = [each for each in interview["checks"] if each["path"] == one.path]
    assert told == [
        {
            "code": one.code,
            "kind": "W",
            "path": one.path,
            "text": one.text,
            "reason": one.reason,
            "answers": list(one.answers),
        }
    ]


def test_try_says_which_fire(command, tmp_path):
    """With a reason nothing is left to be mended of it; without one the code is told."""
    answers = tmp_path / "answers.yaml"
    said = 'housing_kind: "2"\nhousing_safe: "1"\nindustry_eligible: "2"\nindustry_project: "1"\n'
    answers.write_text(said + "check:C-14a: joined before\n", encoding="utf-8")

    ran = command("questionnaire", "try", "registered-household", answers, "--json")
    told = json.loads(ran.out)

    assert [(each["code"], each["reason"]) for each in told["checks"]] == [
        ("C-09", ""),
        ("C-14a", "joined before"),
    ]
    codes = {each["path"]: each["code"] for each in told["to_mend"]}
    assert codes["check:C-09"] == "A016"
    assert "check:C-14a" not in codes
    table = command("questionnaire", "try", "registered-household", answers).out
    assert "reason: joined before" in table
