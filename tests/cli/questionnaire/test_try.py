"""`questionnaire try`: answers in, how every question stands out."""

import json

import pytest


@pytest.fixture
def form(command, tmp_path):
    """The questionnaire that `questionnaire new` writes."""
    path = tmp_path / "visit.yaml"
    assert command("questionnaire", "new", path).exit_code == 0
    return path


@pytest.fixture
def answers(tmp_path):
    """Write answers, and return their file."""

    def write(text):
        path = tmp_path / "answers.yaml"
        path.write_text(text, encoding="utf-8")
        return path

    return write


def test_every_question_says_how_it_stands(command, form, answers):
    """JSON has the path, relevance, choices, value, verdicts and problem of each question."""
    given = answers("""\
water_safe: "2"
water_sources: [well]
walk_minutes: 700
member:
  - {relation: head, age: 41}
  - {relation: child, age: 8, level: primary, school: p2}
""")

    ran = command("questionnaire", "try", form, given, "--fact", "household.head=甲一", "--json")

    assert ran.exit_code == 0
    tried = json.loads(ran.out)
    states = {state["path"]: state for state in tried["questions"]}
    assert tried["form"] == "visit"
    assert tried["can_be_finished"] is False
    assert states["head"]["value"] == "甲一"
    assert states["water_safe"]["problem"] == "water_unsafe"
    assert states["water_words"]["required"] is True
    assert (states["walk_minutes"]["constraint"], states["walk_minutes"]["value"]) == ("broken", "")
    assert states["member[1]/school"]["relevant"] is False
    assert states["member[2]/school"]["choices"] == ["p1", "p2"]
    assert states["members"]["value"] == "2"
    assert [refusal["path"] for refusal in tried["not_taken"]] == ["walk_minutes"]
    assert "water_words" in {fault["path"] for fault in tried["to_mend"]}


def test_a_person_gets_a_table(command, form, answers):
    """Without --json the same stands in a table, and what is open is counted."""
    ran = command("questionnaire", "try", form, answers('water_safe: "2"\n'))

    assert ran.exit_code == 0
    assert "required" in ran.out
    assert "(water_unsafe)" in ran.out
    assert "1 problem rule holds." in ran.err


def test_a_name_that_is_not_there_is_a_fault_of_the_file(command, form, answers):
    """It is said with its line and the name that was meant, and the command ends with 1."""
    ran = command("questionnaire", "try", form, answers("head: 甲一\nwater_saef: 1\n"), "--json")

    assert ran.exit_code == 1
    assert json.loads(ran.out)["questions"]
    assert "answers.yaml:2  water_saef  [A011]" in ran.err
    assert "water_safe" in ran.err


def test_facts_are_named_and_known(command, form, answers):
    """A fact without a value is wrong usage; one that nobody asks for is said."""
    empty = answers("{}\n")

    assert command("questionnaire", "try", form, empty, "--fact", "village.name").exit_code == 2
    ran = command("questionnaire", "try", form, empty, "--fact", "vilage.name=x")
    assert "Did you mean 'village.name'?" in ran.err
