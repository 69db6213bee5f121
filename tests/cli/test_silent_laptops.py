"""Laptops that may hand over and of which nothing came that day."""

import json
from datetime import date
from pathlib import Path

import pytest

from fieldsurvey.campaign.workspace import Workspace
from fieldsurvey.chain.survey_file import SurveyFile
from fieldsurvey.cli.lead.silent_laptops import silent_laptops

LAST_DAY = date(2020, 6, 30)


@pytest.fixture
def spare(lead, demo, command, tmp_path):
    """A second laptop of team 1: joined and enrolled, and nobody has worked on it."""
    laptop = tmp_path / "spare"
    assert command("join", demo.folder / "kits" / "team-1", laptop).exit_code == 0
    [request] = (laptop / "outbox").glob("*.enrol")
    assert command("-w", lead, "devices", "enrol", "--yes", request).exit_code == 0
    return request.stem


def silent(lead: Path, day: date = LAST_DAY) -> list[tuple[str, str]]:
    """Return team and id of the laptops of which nothing came on a day."""
    workspace = Workspace(lead)
    with SurveyFile.open(workspace.survey_db) as survey_file:
        return [(each.team, each.device) for each in silent_laptops(workspace, survey_file, day)]


def test_whoever_handed_something_in_is_not_silent(lead):
    """All five laptops of the demo, on each of its days on which they were due."""
    assert silent(lead, date(2020, 6, 29)) == []
    assert [team for team, _device in silent(lead)] == ["5"], "team 5 has no village on that day"


def test_a_second_laptop_of_a_team_that_reported_is_named_in_the_list(lead, spare, command):
    """By itself, as its team has come; the list of the day counts it as missing."""
    assert ("1", spare) in silent(lead)

    night = command("-w", lead, "nightly", "--date", LAST_DAY.isoformat(), "--json")

    missing = json.loads(night.out)["missing"]
    assert night.exit_code == 1
    assert missing["laptops"] == [{"device": spare, "team": "1"}]
    assert missing["teams"] == []
    page = lead / "editions" / f"0004-{LAST_DAY.isoformat()}" / "problem-list.html"
    assert spare in page.read_text(encoding="utf-8")


def test_on_a_day_without_work_no_laptop_is_missing(lead, spare, command):
    """Nobody was due: silence is as it should be."""
    night = command("-w", lead, "nightly", "--date", "2020-07-01", "--json")

    assert night.exit_code == 0
    assert json.loads(night.out)["missing"]["laptops"] == []


def test_a_laptop_that_was_revoked_is_not_waited_for(lead, spare, command):
    """Nothing it says would count."""
    revoked = command("-w", lead, "devices", "revoke", spare, "--reason", "lost")
    assert revoked.exit_code == 0, revoked.said

    assert ("1", spare) not in silent(lead)
