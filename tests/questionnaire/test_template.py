"""The questionnaire to start from is in order, and shows what the language can do."""

import pytest
import yaml

from fieldsurvey.questionnaire import check_file, read_questionnaire
from fieldsurvey.questionnaire.model import Group, Question, Repeat
from fieldsurvey.questionnaire.template import template_text


def _written(tmp_path, language, form_id="example"):
    path = tmp_path / f"{language}.yaml"
    path.write_text(template_text(form_id, language), encoding="utf-8")
    return path


@pytest.mark.parametrize("language", ["zh", "en"])
def test_it_passes_without_a_finding(tmp_path, language):
    """Nobody starts from faults or warnings."""
    assert check_file(_written(tmp_path, language)) == []


def test_only_the_comments_differ_between_the_languages(tmp_path):
    """Both languages start from the same questionnaire, with comments in one language each."""
    zh, en = (_written(tmp_path, name).read_text(encoding="utf-8") for name in ("zh", "en"))

    assert yaml.safe_load(zh) == yaml.safe_load(en)
    assert zh != en
    assert "#zh" not in zh + en
    comments = [line for line in en.splitlines() if line.lstrip().startswith("#")]
    assert all(line.isascii() for line in comments)


def test_it_shows_what_the_language_can_do(tmp_path):
    """Everything that the command's help promises is in it."""
    form = read_questionnaire(_written(tmp_path, "en"))
    items = [item for item, _above in form.walk()]
    questions = [item for item in items if isinstance(item, Question)]

    assert {type(item) for item in items} == {Group, Question, Repeat}
    assert {"select_one", "select_multiple", "calculate", "hidden"} <= {
        question.base_type for question in questions
    }
    for key in ("choice_filter", "constraint", "warning", "special", "preload", "calculation"):
        assert any(getattr(question, key) for question in questions), key
    assert any(question.problem and question.detail for question in questions)


@pytest.mark.parametrize("form_id", ["well-visit", "on", "true", "入户", "a.b"])
def test_any_name_is_read_back_as_it_is(tmp_path, form_id):
    """A name that YAML would read as something else is quoted."""
    assert read_questionnaire(_written(tmp_path, "zh", form_id)).form_id == form_id
