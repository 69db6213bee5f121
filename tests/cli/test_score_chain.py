"""From a rank to its evidence, step by step; another score table; and rules that were changed."""

import json
import re
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from fieldsurvey.chain.survey_file import SurveyFile

Edit = Callable[[str, str], None]


@pytest.fixture
def edit(lead: Path) -> Edit:
    """Replace a text in the lead's score table, everywhere it stands."""

    def replace(before: str, after: str) -> None:
        path = lead / "questionnaires" / "scoring.yaml"
        text = path.read_text(encoding="utf-8")
        assert before in text
        path.write_text(text.replace(before, after), encoding="utf-8")

    return replace


def next_command(said: str) -> list[str]:
    """Return the words of the first command that was named as the next one."""
    found = re.search(r"fieldsurvey ((?:score|rank) .*--why)", said)
    assert found, said
    return found[1].split()


def test_a_rank_leads_to_its_evidence_in_text(lead: Path, command: Any) -> None:
    """Each step names the next: rank, township, village, problem, its answer, lines, photos."""
    last = json.loads(command("-w", lead, "rank", "--json").out)[0]["townships"][-1]["code"]
    assert "fieldsurvey rank TOWNSHIP --why" in command("-w", lead, "rank").err

    of_township = command("-w", lead, "rank", last, "--why")
    step = next_command(of_township.err)
    of_village = command("-w", lead, *step)
    step = next_command(of_village.err)
    of_problem = command("-w", lead, *step)

    assert f"{last} " in of_township.out and "the score is lower than of" in of_township.out
    assert step[1] in of_village.out
    for told in ("Confirmed", "With suspected", "Rule", "Answer", "Lines", "Evidence"):
        assert told in of_problem.out
    assert f"fieldsurvey problems show {step[1]}" in of_problem.err
    assert command("-w", lead, "problems", "show", step[1]).exit_code == 0
    whole = re.search(r"fieldsurvey (show .* --history)", of_problem.err)
    assert whole and command("-w", lead, *whole[1].split()).exit_code == 0


def test_a_program_gets_the_whole_chain_at_once(lead: Path, command: Any) -> None:
    """Every deduction has its problem, interview, question, lines by hash, and photos."""
    [ranked] = json.loads(command("-w", lead, "rank", "--why", "--json").out)
    with SurveyFile.open(lead / "survey.db") as survey_file:
        made = [each.id for each in survey_file.interviews()]
        known = {line.hash.hex() for each in made for line in survey_file.history(each)}
    deductions = [
        deduction
        for township in ranked["townships"]
        for village in township["why"]["villages"]
        for indicator in village["indicators"]
        for deduction in indicator["deductions"]
    ]

    assert {"decided_by", "above", "in_words", "confirmed"} <= ranked["townships"][0]["why"].keys()
    assert len(deductions) > 20
    assert all(each["lines"] for each in deductions if each["interview"])
    assert {line["hash"] for each in deductions for line in each["lines"]} <= known
    assert any(each["photos"] for each in deductions)
    assert any(each["standing"] == "unconfirmed" for each in deductions)
    for township in ranked["townships"]:
        scores = [village["score_hundredths"] for village in township["why"]["villages"]]
        assert abs(sum(scores) / len(scores) - township["confirmed_hundredths"]) <= 1


def test_a_problem_says_what_it_takes_on_both_bases(lead: Path, command: Any) -> None:
    """A critical one that waits takes nothing yet, and would take what it asks."""
    waiting = json.loads(
        command(
            "-w", lead, "problems", "list", "--awaiting", "--severity", "critical", "--json"
        ).out
    )
    told = json.loads(command("-w", lead, "score", waiting[0]["number"], "--why", "--json").out)
    by_basis = {each["basis"]: each for each in told["points"]}

    village = json.loads(
        command("-w", lead, "score", waiting[0]["village_code"], "--why", "--json").out
    )

    assert told["problem"] == waiting[0]["number"]
    assert village[0]["rules"] == told["rules"] and len(told["rules"]["sha256"]) == 64
    assert told["problem"] in {line["problem"] for line in village}
    assert by_basis["confirmed"]["standing"] == "unconfirmed"
    assert by_basis["confirmed"]["taken_hundredths"] == 0
    assert by_basis["with_suspected"]["taken_hundredths"] > 0


def test_what_is_not_there_is_refused_with_what_is(lead: Path, command: Any) -> None:
    """A township, a problem and a village nobody knows."""
    for words, to_do in (
        (["rank", "99", "--why"], "fieldsurvey rank"),
        (["score", "0101-99-ZZZZZ", "--why"], "problems list"),
        (["score", "9999", "--why"], "fieldsurvey status"),
    ):
        refused = command("-w", lead, *words)
        assert refused.exit_code == 2 and to_do in refused.err


def test_another_table_shows_what_would_move_and_why(
    lead: Path, tmp_path: Path, command: Any
) -> None:
    """Every township under both, villages that move with indicator and rule; nothing changes."""
    used = lead / "questionnaires" / "scoring.yaml"
    other = tmp_path / "other.yaml"
    text = used.read_text(encoding="utf-8")
    other.write_text(
        text.replace("covid_unsolved, points: 0.5", "covid_unsolved, points: 3"), "utf-8"
    )
    before = command("-w", lead, "rank", "--json").out

    ran = command("-w", lead, "score", "--what-if", other)
    told = json.loads(command("-w", lead, "score", "--what-if", other, "--json").out)
    moved = [v for each in told["townships"] for v in each["villages"] if v["indicators"]]

    assert ran.exit_code == 0
    assert "registered-household.covid_unsolved" in ran.out and "→" in ran.out
    assert "Nothing was changed" in ran.err
    assert len(told["townships"]) == 11
    assert {change["what"] for change in told["table"]} == {
        "registered-household.covid_unsolved",
        "unregistered-household.covid_unsolved",
    }
    assert moved
    assert {each["code"] for village in moved for each in village["indicators"]} == {"C3"}
    assert all(v["score_hundredths"]["then"] < v["score_hundredths"]["now"] for v in moved)
    assert command("-w", lead, "rank", "--json").out == before


def test_a_table_that_does_not_fit_is_refused_with_every_fault(
    lead: Path, edit: Edit, tmp_path: Path, command: Any
) -> None:
    """In use or the other one: no score comes of it, and all faults are told at once."""
    used = lead / "questionnaires" / "scoring.yaml"
    other = tmp_path / "other.yaml"
    other.write_text(
        used.read_text(encoding="utf-8")
        .replace("household.loan_overdue", "household.loan_overdu")
        .replace("from: 90", "from: 96"),
        encoding="utf-8",
    )
    what_if = command("-w", lead, "score", "--what-if", other)
    edit("household.loan_overdue", "household.loan_overdu")
    edit("from: 90", "from: 96")

    for ran in (what_if, command("-w", lead, "score"), command("-w", lead, "rank")):
        assert ran.exit_code == 1 and ran.out == ""
        assert "T008" in ran.err and "loan_overdu" in ran.err and "T012" in ran.err
        assert "would be wrong" in ran.err


def test_the_nightly_list_goes_out_although_the_table_does_not_fit(
    lead: Path, edit: Edit, command: Any
) -> None:
    """With the faults told; but no ranking is made by it."""
    edit("household.loan_overdue", "household.loan_overdu")

    ranked = command("-w", lead, "nightly", "--date", "2020-07-01", "--ranking")
    without = command("-w", lead, "nightly", "--date", "2020-07-01")

    assert ranked.exit_code == 1 and ranked.out == "" and "T008" in ranked.err
    assert without.exit_code == 1 and "T008" in without.err
    assert "0004-2020-07-01" in without.out


def test_a_table_changed_after_the_first_list_is_told_everywhere(
    lead: Path, edit: Edit, command: Any
) -> None:
    """By both hashes: at once by score and rank, and in the next list with its number."""
    assert "changed" not in command("-w", lead, "score").out
    before = json.loads(command("-w", lead, "rank", "--json").out)[0]["rules"]
    edit("loan_overdue, points: 1", "loan_overdue, points: 2")
    after = json.loads(command("-w", lead, "score", "--json").out)[0]["rules"]
    old, new = before["scoring_sha256"], after["scoring_sha256"]

    assert before["changes"] == [] and before["sha256"] != after["sha256"]
    for words in (["score"], ["rank"], ["rank", "--why"]):
        said = command("-w", lead, *words).out
        assert "scoring.yaml was changed after the survey began" in said
        assert old[:12] in said and new[:12] in said
    edition = json.loads(command("-w", lead, "nightly", "--date", "2020-07-01", "--json").out)
    [change] = edition["rule_changes"]
    assert (change["before"], change["after"], change["edition"]) == (old, new, 4)
    assert "from list No. 4 of 2020-07-01 on" in command("-w", lead, "score").out


def test_a_table_changed_after_the_kits_is_told_before_there_is_any_list(
    lead: Path, edit: Edit, command: Any
) -> None:
    """The hash that went out with the kits stands in the lead's chain, where nobody changes it."""
    shutil.rmtree(lead / "editions")
    assert command("-w", lead, "kit", "make", lead.parent / "again", "--no-codes").exit_code == 0
    quiet = command("-w", lead, "rank")
    edit("loan_overdue, points: 1", "loan_overdue, points: 2")
    told = command("-w", lead, "rank")

    assert "scoring.yaml was changed" not in quiet.out
    assert "scoring.yaml was changed after the survey began" in told.out
