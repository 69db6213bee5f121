"""`questionnaire test`: cases run, differences told, counts at the end."""

import json
import shutil

import pytest

from fieldsurvey.questionnaire import shipped_folder

FORM_IDS = sorted(path.stem for path in shipped_folder().glob("*-*.yaml"))

WRONG = """\
form: village-interview
cases:
  - name: Right
    answers: {role: "1"}
    problems: []
  - name: Wrong
    answers: {overall_plan_mark: "3"}
    expect:
      overall_plan_mark: {severity: minor}
"""


@pytest.mark.parametrize("form_id", FORM_IDS)
def test_the_shipped_questionnaires_pass_theirs(command, form_id):
    """Named by its form_id alone, a shipped questionnaire is tested by the tests beside it."""
    ran = command("questionnaire", "test", form_id)

    assert ran.exit_code == 0
    assert "✗" not in ran.out
    assert "passed." in ran.err


def test_a_difference_is_told_with_its_line_and_ends_with_1(command, tmp_path):
    """What failed, where the expectation stands, what was expected and what came."""
    tests = tmp_path / "wrong.test.yaml"
    tests.write_text(WRONG, encoding="utf-8")

    ran = command("questionnaire", "test", "village-interview", tests)

    assert ran.exit_code == 1
    assert ran.out.splitlines() == [
        "✓ Right",
        "✗ Wrong",
        "    wrong.test.yaml:9  overall_plan_mark",
        '      severity: expected "minor", got "major"',
    ]
    assert ran.err.strip() == "1 case passed. 1 case failed."


def test_a_program_gets_json(command, tmp_path):
    """Every case with its differences."""
    tests = tmp_path / "wrong.test.yaml"
    tests.write_text(WRONG, encoding="utf-8")

    ran = command("questionnaire", "test", "village-interview", tests, "--json")

    assert [(case["name"], case["passed"]) for case in json.loads(ran.out)] == [
        ("Right", True),
        ("Wrong", False),
    ]


def test_tests_of_another_questionnaire_are_refused(command, tmp_path):
    """Tests say which questionnaire they are of."""
    tests = tmp_path / "wrong.test.yaml"
    tests.write_text(WRONG, encoding="utf-8")

    ran = command("questionnaire", "test", "document-review", tests)

    assert ran.exit_code == 1
    assert "village-interview" in ran.err


def test_a_changed_copy_is_held_to_the_tests_that_ship(command, tmp_path):
    """Whoever changes a shipped questionnaire sees which trap it falls into."""
    copy = tmp_path / "document-review.yaml"
    shutil.copyfile(shipped_folder() / "document-review.yaml", copy)
    text = copy.read_text(encoding="utf-8")
    copy.write_text(text.replace("severity: watch", "severity: minor"), encoding="utf-8")

    ran = command("questionnaire", "test", copy)

    assert ran.exit_code == 1
    assert 'severity: expected "watch", got "minor"' in ran.out
