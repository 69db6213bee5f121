"""`checks list`: within forms, across forms, against the plan; filters and exit codes."""

import json
import shutil
from pathlib import Path
from typing import Any

import pytest

from fieldsurvey.campaign.workspace import Workspace
from fieldsurvey.chain.survey_file import SurveyFile


@pytest.fixture
def checks(lead: Path, command: Any) -> Any:
    """Run `checks list` in the lead's workspace."""
    return lambda *said: command("-w", lead, "checks", "list", *said)


def rows(checks: Any, *options: str) -> list[dict[str, Any]]:
    """Return the rows for a program."""
    return json.loads(checks("--json", *options).out)


def test_checks_of_forms_and_across_forms_stand_in_one_list(checks: Any) -> None:
    """With code, what they ask for, where, and the reason an inspector gave."""
    found = rows(checks)
    ran = checks()

    assert {row["code"][0] for row in found} >= {"C", "X"}
    assert any(row["reason"] for row in found if row["code"].startswith("C-"))
    assert "X-06" in ran.out and "to explain" in ran.err
    assert ran.exit_code == (1 if any(row["kind"] == "E" for row in found) else 0)


def test_the_list_can_be_held_to_kind_code_and_village(checks: Any) -> None:
    """Filters join; a word that nothing has is refused with what there is."""
    warnings = rows(checks, "--kind", "W")
    code, village = warnings[0]["code"], warnings[0]["village"]
    one = rows(checks, "--code", code.lower(), "--village", village)

    assert {row["kind"] for row in warnings} == {"W"}
    assert one and {(row["code"], row["village"]) for row in one} == {(code, village)}
    assert checks("--kind", "Z").exit_code == 2
    assert checks("--village", "9999").exit_code == 2


def test_what_is_explained_is_not_open(checks: Any) -> None:
    """--open leaves what somebody still has to mend or explain."""
    still_open = rows(checks, "--open")

    assert still_open
    assert all(not row["reason"] and row["kind"] in {"E", "W"} for row in still_open)


def test_a_campaign_may_have_rules_of_its_own(checks: Any, lead: Path) -> None:
    """A stricter limit in rules.yaml of the workspace is what holds."""
    file = lead / "questionnaires" / "rules.yaml"
    before = len(rows(checks, "--code", "X-09"))
    text = file.read_text("utf-8")
    file.write_text(text.replace("limits: {minutes: 8,", "limits: {minutes: 600,"), "utf-8")

    assert len(rows(checks, "--code", "X-09")) > before


def test_a_day_whose_list_was_never_made_is_an_error(checks: Any, lead: Path) -> None:
    """P-08, exit code 1, and what to do."""
    shutil.rmtree(sorted((lead / "editions").glob("0002-*"))[0])
    ran = checks("--code", "P-08")

    assert ran.exit_code == 1
    assert "P-08" in ran.out and "2020-06-29" in ran.out


def test_the_nightly_list_tells_the_checks(checks: Any, lead: Path) -> None:
    """All that hold when it is made: its own problems have rows, its own day has a list."""
    last = sorted((lead / "editions").glob("*/problem-list.json"))[-1]
    told = json.loads(last.read_text("utf-8"))["checks"]

    assert {(row["code"], row["where"]) for row in told} == {
        (row["code"], row["where"]) for row in rows(checks)
    }
    assert {row["code"] for row in told if row["kind"] == "E"} <= {"C-03"}


def test_the_office_explains_what_nobody_was_asked_about(
    checks: Any, lead: Path, command: Any
) -> None:
    """Across forms a warning stands with a reason, too: with who and why, and open no more."""
    still_open = rows(checks, "--open", "--kind", "W")
    one = next(row for row in still_open if row["code"].startswith("X-"))
    head = next(
        household.head
        for household in Workspace(lead).roster.households.values()
        if household.village == one["village"]
    )
    why = ["--why", f"{head}五月来过", "--by", "Gao Lan"]

    ran = command("-w", lead, "checks", "explain", one["code"].lower(), one["where"], *why)

    assert (ran.exit_code, ran.out) == (0, f"{one['code']} at {one['where']} is explained.\n")
    assert len(rows(checks, "--open", "--kind", "W")) == len(still_open) - 1
    assert f"{head}五月来过 (Gao Lan)" in " ".join(checks("--code", one["code"]).out.split())
    command("-w", lead, "nightly", "--date", "2020-07-01")
    last = sorted((lead / "editions").glob("*/problem-list.json"))[-1].read_text("utf-8")
    [told] = [
        row["reason"]
        for row in json.loads(last)["checks"]
        if (row["code"], row["where"]) == (one["code"], one["where"])
    ]
    assert told.endswith("五月来过（Gao Lan）")
    assert head not in last


def test_a_reason_stands_beside_that_of_the_inspectors(
    checks: Any, lead: Path, command: Any
) -> None:
    """Nothing that was said is lost."""
    one = next(row for row in rows(checks, "--kind", "W") if row["reason"])
    why = ["--why", "seen again", "--by", "Gao Lan"]

    assert command("-w", lead, "checks", "explain", one["code"], one["where"], *why).exit_code == 0

    now = rows(checks, "--code", one["code"], "--village", one["village"])
    assert f"{one['reason']} / seen again (Gao Lan)" in {row["reason"] for row in now}


def test_what_cannot_be_explained_is_refused(checks: Any, lead: Path, command: Any) -> None:
    """An error, a check that does not hold, a reason without words or without a name."""
    shutil.rmtree(sorted((lead / "editions").glob("0002-*"))[0])
    one = next(row for row in rows(checks, "--open", "--kind", "W") if row["code"][0] == "X")
    place = [one["code"], one["where"]]
    with SurveyFile.open(lead / "survey.db") as survey_file:
        before = survey_file.tip()

    for words, said in (
        (["X-06", "9999", "--why", "old", "--by", "Gao Lan"], "does not hold at 9999"),
        (["P-08", "2020-06-29", "--why", "old", "--by", "Gao Lan"], "must be mended"),
        ([*place, "--by", "Gao Lan"], "A reason is needed"),
        ([*place, "--why", "old"], "A name is needed"),
    ):
        ran = command("-w", lead, "checks", "explain", *words)
        assert ran.exit_code == 2
        assert said in ran.err

    with SurveyFile.open(lead / "survey.db") as survey_file:
        assert survey_file.tip() == before
