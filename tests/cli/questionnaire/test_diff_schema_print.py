"""The designer's commands for what goes to the field: diff, schema, print, and check --strict."""

import json

import pytest

OLD = """\
settings: {form_id: well, form_title: Well, version: "1", subject: household, default_language: en}
survey:
- {name: depth, type: integer, label: {en: How deep?}, unit: {en: m}}
- name: words
  type: text
  label: {en: Anything else?}
  privacy: plain
  problem: [{name: told, when: "string-length(.) > 3", severity: minor, text: {en: Told}}]
"""


@pytest.fixture
def old(tmp_path):
    """A form as it is in the field."""
    return _write(tmp_path / "old.yaml", OLD)


@pytest.fixture
def new(tmp_path):
    """A second version: a question more, a unit that is another."""
    changed = OLD.replace('"1"', '"2"').replace("{en: m}", "{en: feet}")
    return _write(tmp_path / "new.yaml", changed + "- {name: dry, type: date, label: {en: Dry?}}\n")


@pytest.fixture
def harmless(tmp_path):
    """A second version that may go to the field."""
    changed = OLD.replace('"1"', '"2"').replace("How deep?", "How deep is the well?")
    return _write(tmp_path / "harmless.yaml", changed)


def _write(path, text):
    path.write_text(text, encoding="utf-8")
    return path


def test_diff_says_what_changed_by_what_it_does(command, old, new):
    """Changes of meaning first, with both values; then which problems old interviews show."""
    ran = command("questionnaire", "diff", old, new)

    assert ran.exit_code == 0
    assert ran.out.index("Changes of meaning (1)") < ran.out.index("Other data from here on (1)")
    assert "question 'depth', unit  [D024]" in ran.out
    assert "    - m\n    + feet\n" in ran.out
    assert "question 'dry'  [D010]" in ran.out
    assert "Of 1 problem rule 1 judges" in ran.out


def test_diff_refuses_a_change_of_meaning_in_the_field(command, old, new, harmless):
    """Exit code 1 keeps such a version out of the next kit; other changes pass."""
    refused = command("questionnaire", "diff", old, new, "--in-field")
    passed = command("questionnaire", "diff", old, harmless, "--in-field")

    assert (refused.exit_code, passed.exit_code) == (1, 0)
    assert "must not go to the field" in refused.err
    assert "may go to the field" in passed.err


def test_diff_speaks_json(command, old, new):
    """For a program: stable codes, and how each rule stands to old interviews."""
    told = json.loads(command("questionnaire", "diff", old, new, "--json").out)

    assert [(each["code"], each["kind"], each["question"]) for each in told["differences"]] == [
        ("D024", "meaning", "depth"),
        ("D010", "new_data", "dry"),
    ]
    assert told["rules"] == [{"rule": "told", "standing": "same", "questions": []}]


def test_diff_of_the_same_says_so(command):
    """By form_id, too."""
    ran = command("questionnaire", "diff", "document-review", "document-review")

    assert (ran.exit_code, ran.out) == (0, "The two versions do not differ.\n")


def test_schema_is_what_is_committed(command, tmp_path):
    """Printed or written, with the line that makes an editor use it."""
    printed = json.loads(command("questionnaire", "schema").out)
    ran = command("questionnaire", "schema", "--out", tmp_path / "q.schema.json")

    assert json.loads((tmp_path / "q.schema.json").read_text(encoding="utf-8")) == printed
    assert "# yaml-language-server: $schema=q.schema.json" in ran.err
    assert printed["title"] == "Questionnaire"


def test_print_writes_a_page_in_the_language_asked_for(command, tmp_path):
    """On stdout or into a file, the same bytes."""
    print_it = ("--lang", "zh", "questionnaire", "print", "village-interview")
    printed = command(*print_it)
    command(*print_it, "--out", tmp_path / "f.html")

    assert printed.out.startswith("<!doctype html>")
    assert 'lang="zh-Hans"' in printed.out
    assert (tmp_path / "f.html").read_text(encoding="utf-8") == printed.out


def test_print_cannot_write_where_nothing_can_be_written(command, old, tmp_path):
    """A folder that is not there is told in words."""
    ran = command("questionnaire", "print", old, "--out", tmp_path / "no" / "f.html")

    assert ran.exit_code == 1
    assert "cannot be written" in ran.err


def test_check_takes_advice_for_faults_only_when_strict(command, old):
    """A form without a privacy class may be used, and is not what we call finished."""
    _write(old, OLD.replace("  privacy: plain\n", ""))
    relaxed, strict = (command("questionnaire", "check", old, *more) for more in ([], ["--strict"]))

    assert (relaxed.exit_code, strict.exit_code) == (0, 1)
    assert "[Q090]" in relaxed.err


def test_shipped_forms_are_strictly_in_order(command):
    """Not one warning, not one piece of advice."""
    assert command("questionnaire", "check", "--strict").exit_code == 0
