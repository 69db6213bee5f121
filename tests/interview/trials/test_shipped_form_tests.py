"""The questionnaires that ship pass the tests that ship with them."""

import pytest

from fieldsurvey.interview.trials.form_tests import read_form_tests
from fieldsurvey.interview.trials.running_form_tests import run_form_tests
from fieldsurvey.questionnaire import load_questionnaires, shipped_folder

FORMS = load_questionnaires(shipped_folder())
TESTS = {
    form_id: read_form_tests(shipped_folder() / "tests" / f"{form_id}.test.yaml")
    for form_id in FORMS
}
RESULTS = [
    pytest.param(result, id=f"{form_id}: {result.case.name}")
    for form_id, tests in TESTS.items()
    for result in run_form_tests(FORMS[form_id], tests)
]


@pytest.mark.parametrize("result", RESULTS)
def test_every_case_is_as_expected(result):
    """What the plan's traps expect of a questionnaire is so."""
    assert result.differences == ()


@pytest.mark.parametrize("form_id", FORMS)
def test_the_tests_say_which_questionnaire_they_are_of(form_id):
    """The tests of a questionnaire name it."""
    assert TESTS[form_id].form_id == form_id


def test_tests_are_no_questionnaires():
    """Nobody is asked what stands in the folder of tests."""
    assert sorted(path.name for path in (shipped_folder() / "tests").iterdir()) == [
        f"{form_id}.test.yaml" for form_id in sorted(FORMS)
    ]
