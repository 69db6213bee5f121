"""`questionnaire new` and `questionnaire show`: begin one, and look at it from three sides."""

import json

import pytest


@pytest.fixture
def form(command, tmp_path):
    """A questionnaire just begun."""
    path = tmp_path / "well-visit.yaml"
    assert command("questionnaire", "new", path).exit_code == 0
    return path


@pytest.mark.parametrize("language", ["zh", "en"])
def test_what_is_begun_passes_the_check(command, tmp_path, language):
    """A new questionnaire has neither faults nor warnings, and comments in the user's language."""
    path = tmp_path / "well-visit.yaml"

    ran = command("--lang", language, "questionnaire", "new", path)

    assert ran.out.strip() == str(path)
    assert command("questionnaire", "check", "--strict", path).exit_code == 0
    text = path.read_text(encoding="utf-8")
    assert "form_id: well-visit\n" in text
    assert ("# 问卷模板" in text) == (language == "zh")


def test_the_name_may_be_given(command, tmp_path):
    """--id names it; a name that cannot be one is refused before anything is written."""
    path = tmp_path / "2020.yaml"

    assert command("questionnaire", "new", path).exit_code == 2
    assert command("questionnaire", "new", path, "--id", "a b").exit_code == 2
    assert not path.exists()
    assert command("questionnaire", "new", path, "--id", "visit").exit_code == 0
    assert 'form_id: "visit"' in path.read_text(encoding="utf-8")


def test_nothing_is_overwritten(command, form):
    """A questionnaire that is there stays as it is."""
    before = form.read_bytes()

    assert command("questionnaire", "new", form).exit_code == 2
    assert form.read_bytes() == before


def test_a_folder_that_is_not_there_is_said(command, tmp_path):
    """No folder, no file, no traceback."""
    assert command("questionnaire", "new", tmp_path / "none" / "visit.yaml").exit_code == 1


def test_as_asked_shows_conditions_above_what_hangs_on_them(command, form):
    """Questions stand in the order of the interview, deeper under each condition."""
    lines = command("questionnaire", "show", form, "--as-asked").out.splitlines()

    def depth_of(words):
        line = next(line for line in lines if words in line)
        return len(line) - len(line.lstrip("│├└─ \u00a0"))

    assert depth_of("water_words") > depth_of("if ${water_safe} = '2'") == depth_of("water_safe")
    assert depth_of("level") > depth_of("if ${age} >= 6") == depth_of("relation")
    assert depth_of("relation") > depth_of("for each member")
    assert not any("poverty_line" in line for line in lines)


def test_the_tree_shows_groups_and_rules(command, form):
    """The tree has what the table has: groups, types, conditions, rules."""
    out = command("questionnaire", "show", form, "--tree").out

    assert "schooling" in out
    assert "repeat" in out
    assert "critical: . = '2'" in out


def test_two_views_at_once_are_too_many(command, form):
    """A tree is either of the form or of the interview."""
    assert command("questionnaire", "show", form, "--tree", "--as-asked").exit_code == 2


def test_a_program_gets_what_each_question_hangs_on(command, form):
    """--as-asked --json lists the questions in order with their conditions and repeats."""
    asked = json.loads(command("questionnaire", "show", form, "--as-asked", "--json").out)

    school = next(question for question in asked if question["name"] == "school")
    assert [hinge["repeat"] or hinge["condition"] for hinge in school["hinges"]] == [
        "member",
        "${age} >= 6 and ${age} <= 15",
    ]
