"""`problems`: shown whole, confirmed, dismissed, merged, added; each decision a line."""

import csv
import json
from pathlib import Path
from typing import Any

import pytest


@pytest.fixture
def problems(lead: Path, command: Any) -> Any:
    """Run `problems` in the lead's workspace."""
    return lambda *said: command("-w", lead, "problems", *said)


def listed(problems: Any, *options: str) -> list[dict[str, Any]]:
    """Return rows of the list."""
    return json.loads(problems("list", "--json", *options).out)


def row_of(problems: Any, number: str) -> dict[str, Any]:
    """Return one row."""
    return next(row for row in listed(problems) if row["number"] == number)


def scored(lead: Path, command: Any, village: str) -> dict[str, Any]:
    """Return the score of a village."""
    return json.loads(command("-w", lead, "score", village, "--json").out)[0]


def waiting_household(problems: Any) -> dict[str, Any]:
    """Return a problem of a household that a second person must confirm, critical."""
    rows = listed(problems, "--awaiting", "--severity", "critical")
    return next(row for row in rows if row["household_type"])


def test_a_problem_is_shown_whole(problems: Any) -> None:
    """The household, the answers of its section, the evidence, and every line said of it."""
    row = waiting_household(problems)

    ran = problems("show", row["number"].lower())

    assert ran.exit_code == 0
    for told in ("Head of household", "Evidence", "Question", "History", row["interview"]):
        assert told in ran.out
    assert "It counts once a second person confirms it" in ran.err


def test_confirming_makes_it_count_and_is_told_with_who(
    problems: Any, lead: Path, command: Any
) -> None:
    """Before, the confirmed score is untouched; afterwards it is lower, and it is told why."""
    row = waiting_household(problems)
    before = scored(lead, command, row["village_code"])

    ran = problems("confirm", row["number"], "--by", "Gao Lan", "--why", "saw it myself")
    after = scored(lead, command, row["village_code"])

    assert ran.exit_code == 0 and "is confirmed" in ran.out
    assert row_of(problems, row["number"])["state"] == "confirmed"
    assert after["confirmed_hundredths"] <= before["confirmed_hundredths"]
    assert after["suspected_hundredths"] == before["suspected_hundredths"]
    assert "saw it myself" in problems("show", row["number"]).out


def test_who_found_it_cannot_confirm_it(problems: Any) -> None:
    """A second person is somebody else."""
    row = waiting_household(problems)

    ran = problems("confirm", row["number"], "--by", row["inspectors"][0])

    assert ran.exit_code == 2
    assert "found it" in ran.err
    assert row_of(problems, row["number"])["state"] == "suspected"


def test_dismissing_asks_a_second_name_and_gives_back_what_was_taken(
    problems: Any, lead: Path, command: Any
) -> None:
    """Without it nothing changes; dismissed and reconsidered, the score is what it was."""
    row = waiting_household(problems)
    number, village = row["number"], row["village_code"]
    before = scored(lead, command, village)

    alone = problems("dismiss", number, "--why", "a slip", "--by", "Gao Lan", "--second", "Gao Lan")
    unsaid = problems("dismiss", number, "--by", "Gao Lan", "--second", "Ma Jun")
    done = problems("dismiss", number, "--why", "a slip", "--by", "Gao Lan", "--second", "Ma Jun")
    dismissed = scored(lead, command, village)
    problems("reconsider", number, "--why", "new papers", "--by", "Ma Jun")

    assert (alone.exit_code, unsaid.exit_code, done.exit_code) == (2, 2, 0)
    assert "cannot be the second person" in alone.err and "--why" in unsaid.err
    assert dismissed["suspected_hundredths"] >= before["suspected_hundredths"]
    assert scored(lead, command, village) == before
    assert row_of(problems, number)["state"] == "suspected"


def test_merging_keeps_both_numbers_and_stays_in_one_village(problems: Any) -> None:
    """The merged one stays in the list, says into what, and costs nothing by itself."""
    rows = listed(problems)
    first = next(row for row in rows if row["household_type"])
    near = next(
        row
        for row in rows
        if row["village_code"] == first["village_code"] and row["number"] != first["number"]
    )
    far = next(row for row in rows if row["village_code"] != first["village_code"])
    names = ("--why", "the same", "--by", "Gao Lan", "--second", "Ma Jun")

    refused = problems("merge", first["number"], far["number"], *names)
    back_to_itself = problems("merge", first["number"], first["number"], *names)
    done = problems("merge", first["number"], near["number"], *names)
    circle = problems("merge", near["number"], first["number"], *names)

    assert (refused.exit_code, back_to_itself.exit_code) == (2, 2)
    assert "two villages" in refused.err
    assert (done.exit_code, circle.exit_code) == (0, 2)
    assert row_of(problems, first["number"])["into"] == near["number"]
    assert {row["number"] for row in listed(problems)} == {row["number"] for row in rows}


def test_what_was_seen_is_added_and_waits(problems: Any, lead: Path, command: Any) -> None:
    """A row of the list, source and finder told, that counts once somebody else confirms it."""
    subject = next(row["subject"] for row in listed(problems) if row["household_type"])
    rule = "registered-household.water_meter_missing"
    known = ("--rule", "unregistered-household.housing_unsafe")

    unknown = problems("add", subject, "no meter", "--rule", rule, "--by", "Gao Lan")
    added = problems("add", subject, "Back wall open, since May", *known, "--by", "Gao Lan")
    twice = problems("add", subject, "Back wall  open, since May", "--by", "Gao Lan")
    row = next(row for row in listed(problems) if row["found"])
    alone = problems("confirm", row["number"], "--by", "Gao Lan")
    confirmed = problems("confirm", row["number"], "--by", "Ma Jun")

    assert unknown.exit_code == 2 and "There is no" in unknown.err
    assert added.exit_code == 0 and row["number"] in added.out
    assert twice.exit_code == 2 and "already" in twice.err
    assert (row["found"], row["severity"], row["inspectors"]) == ("eye", "critical", ["Gao Lan"])
    assert row["source"] == "现场发现" or row["source"] == "seen on the spot"
    assert alone.exit_code == 2 and confirmed.exit_code == 0


def test_a_picture_that_is_none_is_not_taken(problems: Any, tmp_path: Path) -> None:
    """And nothing is added."""
    subject = listed(problems)[0]["subject"]
    text = tmp_path / "wall.jpg"
    text.write_text("not a picture", "utf-8")

    ran = problems("add", subject, "Wall open", "--photo", str(text), "--by", "Gao Lan")

    assert ran.exit_code == 2 and "wall.jpg" in ran.err
    assert not any(row["found"] for row in listed(problems))


def test_a_table_for_the_office_holds_no_formula(problems: Any, tmp_path: Path) -> None:
    """Columns 1 to 20 in words; a text that begins like a formula begins with an apostrophe."""
    subject = next(row["subject"] for row in listed(problems) if row["household_type"])
    problems("add", subject, "=HYPERLINK(1)", "--by", "Gao Lan")
    file = tmp_path / "list.csv"

    ran = problems("list", "--csv", str(file))
    with file.open(encoding="utf-8-sig", newline="") as opened:
        heading, *rows = list(csv.reader(opened))

    assert ran.exit_code == 0 and f"{len(rows)} rows" in ran.out
    assert len(heading) == 20
    assert [row[0] for row in rows] == [str(nth) for nth in range(1, len(rows) + 1)]
    assert any("'=HYPERLINK(1)" in cell for row in rows for cell in row)
    assert not any(cell.startswith("=") for row in rows for cell in row)


def test_a_number_that_is_none_is_told_with_what_there_is(problems: Any) -> None:
    """A household's number lists its problems; a slip names the nearest."""
    row = listed(problems)[0]

    of_subject = problems("show", row["subject"])
    slip = problems("show", row["number"][:-1] + "?")

    assert of_subject.exit_code == 2 and row["number"] in of_subject.err
    assert slip.exit_code == 2 and "Did you mean" in slip.err


def test_the_list_can_be_held_to_a_state(problems: Any) -> None:
    """Only confirmed ones; a word that is no state is refused."""
    number = waiting_household(problems)["number"]
    problems("confirm", number, "--by", "Gao Lan")

    assert [row["number"] for row in listed(problems, "--state", "confirmed")] == [number]
    assert problems("list", "--state", "sure").exit_code == 2
