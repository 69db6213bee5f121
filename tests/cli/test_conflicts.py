"""One household interviewed twice, and the lead who decides, by command."""

import json
from pathlib import Path

import pytest

from fieldsurvey.chain.devices.keys import DeviceKey
from fieldsurvey.chain.lines.line import Entry, Kind
from fieldsurvey.chain.survey_file import SurveyFile
from fieldsurvey.cli.workplace.equipping import KEY_FILE
from fieldsurvey.handover.handing_over import hand_over

TOLD = (Kind.INTERVIEW_START, Kind.ANSWER, Kind.NOTE, Kind.FINISH)


@pytest.fixture
def twice(lead, laptop, demo, command, tmp_path):
    """A household that another team interviewed, too, and found without safe water; its number."""
    with SurveyFile.open(demo.laptops[1] / "survey.db") as survey_file:
        first = next(i for i in survey_file.interviews() if i.answers.get("water_safe") == "1")
        told = [line.entry for line in survey_file.history(first.id)]
    stick = tmp_path / "stick"
    stick.mkdir()
    with SurveyFile.open(laptop / "survey.db") as survey_file:
        survey_file.append([said_again(entry) for entry in told if entry.kind in TOLD])
        key = DeviceKey.load(laptop / "keys" / KEY_FILE)
        hand_over(survey_file, key, outbox=laptop / "outbox", stick=stick)
    assert command("-w", lead, "merge", stick).exit_code == 0
    return first.subject


def said_again(entry: Entry) -> Entry:
    """Return an entry as the other team said it."""
    value = "2" if entry.question == "water_safe" else entry.value
    return Entry(entry.kind, "", entry.question, value, entry.questionnaire, entry.who)


def sides(command, lead: Path, subject: str) -> dict:
    """Return the conflict as a program reads it."""
    return json.loads(command("-w", lead, "conflicts", "show", subject, "--json").out)


def test_a_household_interviewed_twice_is_decided_field_by_field(twice, lead, command):
    """Listed, shown side by side, decided by script; then one interview counts."""
    listed = command("-w", lead, "conflicts", "list")
    shown = command("-w", lead, "conflicts", "show", twice)
    before = json.loads(command("-w", lead, "problems", "list", "--json").out)
    decided = command(
        "-w", lead, "conflicts", "decide", twice, "--set", "water_safe=2", "--why", "seen on site"
    )
    after = json.loads(command("-w", lead, "problems", "list", "--json").out)
    found = sides(command, lead, twice)

    assert (listed.exit_code, twice in listed.out) == (1, True)
    assert "1 differ" in shown.out
    assert decided.exit_code == 0
    assert command("-w", lead, "conflicts", "list").exit_code == 0
    assert (found["is_open"], found["why"], len(found["kept"])) == (False, "seen on site", 1)
    assert len(before) == len(after)
    assert "decided" in command("-w", lead, "conflicts", "list", "--all").out


def test_one_interview_is_taken_whole_and_undone(twice, lead, command):
    """A new decision replaces the one before; both stay in the lead's chain."""
    first, second = sides(command, lead, twice)["between"]
    for taken in (first, second):
        words = ("conflicts", "decide", twice, "--keep", taken, "--why", "agreed by telephone")
        assert command("-w", lead, *words).exit_code == 0
        assert sides(command, lead, twice)["kept"] == [taken]
    with SurveyFile.open(lead / "survey.db") as survey_file:
        about = [line.entry.value["base"] for line in survey_file.lines_of_kind(Kind.DECISION)]

    assert about == [first, second]


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (["--keep", "d0-1", "--why", "x"], "none of them"),
        (["--set", "water_save=1", "--why", "x"], "water_safe"),
        (["--set", "water_safe=3", "--why", "x"], "which side"),
        (["--set", "water_safe=1"], "reason is needed"),
        (["--keep-none", "--why", "x"], "fork"),
        ([], "terminal"),
    ],
)
def test_what_is_not_a_decision_is_refused(words, told, twice, lead, command):
    """Wrong use is said in words, and nothing is decided."""
    ran = command("-w", lead, "conflicts", "decide", twice, *words)

    assert ran.exit_code == 2
    assert told in ran.err
    assert sides(command, lead, twice)["is_open"]


def test_where_nothing_claims_a_place_twice_that_is_said(lead, command):
    """A list without rows, and a refusal with the way to the list."""
    ran = command("-w", lead, "conflicts", "list")

    assert (ran.exit_code, ran.out) == (0, "")
    assert "no conflict" in ran.err
    assert json.loads(command("-w", lead, "conflicts", "list", "--json").out) == []
    assert command("-w", lead, "conflicts", "show", "0101-01").exit_code == 2


def test_what_was_decided_is_told_where_it_is_shown(twice, lead, command):
    """`show` says of each interview what it is worth, and the list where a row comes from."""
    before = command("-w", lead, "show", twice).err
    found = sides(command, lead, twice)
    base, other = found["between"]
    command("-w", lead, "conflicts", "decide", twice, "--keep", base, "--why", "seen on site")
    whole = json.loads(command("-w", lead, "show", twice, "--json").out)
    command("-w", lead, "conflicts", "decide", twice, "--set", "water_safe=2", "--why", "seen")
    mixed = command("-w", lead, "show", twice).err
    rows = json.loads(command("-w", lead, "problems", "list", "--json").out)

    said = {one["id"]: one["standing"] for one in whole}
    assert "has not decided yet" in before
    assert "this one counts" in said[base]
    assert f"decided for {base}" in said[other]
    assert "Interviewed more than once" in mixed
    marked = {row["number"].rpartition("-")[0] for row in rows if "decided" in row["source"]}
    assert marked <= {twice}
