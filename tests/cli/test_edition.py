"""`edition`: bulletins made of the nightly lists, and what was made so far."""

import json
import re
import sys

from fieldsurvey.chain.lines.line import Kind
from fieldsurvey.chain.lines.said import said_by
from fieldsurvey.chain.survey_file import SurveyFile


def test_a_bulletin_is_made_once_witnessed_and_holds_every_format(lead, command):
    """Made again it changes nothing, writes no second line, and verify finds no fault."""
    first = command("-w", lead, "edition", "--period", "week", "--ending", "2020-06-30")
    folder = lead / "bulletins" / "week" / "0001-2020-06-30"
    files = {path.name: path.read_bytes() for path in folder.iterdir()}
    again = command("-w", lead, "edition", "--period", "week", "--ending", "2020-06-30")
    with SurveyFile.open(lead / "survey.db") as survey_file:
        about = [said_by(line) for line in survey_file.lines_of_kind(Kind.EDITION)]
    lines = [said for said in about if said.get("about") == "weekly bulletin"]

    assert first.exit_code == again.exit_code == 0
    assert first.out.splitlines()[0] == "Qingping, first half of 2020: weekly bulletin No. 1"
    assert sorted(files) == [f"bulletin.{end}" for end in ("csv", "docx", "html", "json", "xlsx")]
    assert "left as it is" in again.err
    assert {path.name: path.read_bytes() for path in folder.iterdir()} == files
    assert [sorted(said["files"]) for said in lines] == [sorted(files)]
    assert command("-w", lead, "verify").exit_code == 0


def test_a_bulletin_is_written_as_pdf_where_that_is_asked_for(lead, command, monkeypatch):
    """Witnessed as the other files; nothing is begun where it cannot be made."""
    words = ("edition", "--period", "week", "--ending", "2020-06-30", "--pdf")
    with monkeypatch.context() as without:
        without.setitem(sys.modules, "typst", None)
        refused = command("-w", lead, *words)
        assert refused.exit_code == 2
        assert "pip install 'fieldsurvey[pdf]'" in refused.err
        assert not (lead / "bulletins").exists()
    made = command("-w", lead, *words)
    written = lead / "bulletins" / "week" / "0001-2020-06-30" / "bulletin.pdf"

    assert made.exit_code == 0
    assert str(written) in made.out
    assert written.read_bytes().startswith(b"%PDF")
    assert command("-w", lead, "verify").exit_code == 0
    written.write_bytes(b"%PDF another")
    assert command("-w", lead, "verify").exit_code == 1
    assert command("-w", lead, "edition", "--pdf", "list").exit_code == 2


def test_an_altered_bulletin_is_found(lead, command):
    """Its line has the hash of each file."""
    command("-w", lead, "edition", "--period", "month", "--ending", "2020-06-30")
    page = lead / "bulletins" / "month" / "0001-2020-06-30" / "bulletin.html"
    page.write_bytes(page.read_bytes().replace("青苇镇".encode(), "栗坪乡".encode()))
    verified = command("-w", lead, "verify")

    assert verified.exit_code == 1
    assert "0001-2020-06-30/bulletin.html" in verified.said


def test_the_next_week_begins_where_the_last_ended(lead, command):
    """What one told the other does not; a day before the last is refused; nothing goes out too."""
    for day in ("2020-06-29", "2020-07-05", "2020-07-12"):
        assert command("-w", lead, "edition", "--period", "week", "--ending", day).exit_code == 0
    late = command("-w", lead, "edition", "--period", "week", "--ending", "2020-07-04")
    told = json.loads(command("-w", lead, "edition", "list", "--period", "week", "--json").out)
    listed = json.loads(command("-w", lead, "edition", "list", "--json").out)
    last = command("-w", lead, "edition", "show", "3", "--period", "week")

    assert late.exit_code == 2 and "No. 3 ends on 2020-07-12" in late.err
    assert sum(each["problems"] for each in told) == sum(each["problems"] for each in listed)
    assert [each["number"] for each in told] == [1, 2, 3]
    assert "No new problems in this period." in last.out
    assert re.search(r"Problems to date +\d+ +\d+ +±0", last.out)


def test_ranks_stand_in_it_only_where_they_were_asked_for(lead, command):
    """From the last list, which has a ranking."""
    words = ("edition", "--ending", "2020-06-30", "--json")
    week = json.loads(command("-w", lead, *words, "--period", "week").out)
    month = json.loads(command("-w", lead, *words, "--period", "month", "--ranking").out)

    assert week["ranks"] == week["rankings"] == []
    assert [place["now"] for place in month["ranks"]] == list(range(1, 12))
    assert "indicators" in json.dumps(month["rankings"])
    assert not any(
        village["indicators"]
        for ranked in month["rankings"]
        for town in ranked["townships"]
        for village in town["villages"]
    )


def test_what_was_not_said_or_is_not_there_is_named(lead, command):
    """No period, another period, options at the wrong place, a number that nobody made."""
    refused = [
        command("-w", lead, "edition", "--ending", "2020-06-30"),
        command("-w", lead, "edition", "--period", "year"),
        command("-w", lead, "edition", "--period", "week", "list"),
        command("-w", lead, "edition", "show", "9"),
        command("-w", lead, "edition", "--period", "week", "--ending", "June"),
    ]

    assert [ran.exit_code for ran in refused] == [2] * 5
    assert "--period week, or --period month" in refused[1].err
    assert command("-w", lead, "edition", "list", "--period", "week").err.strip() == (
        "None was made yet."
    )


def test_a_nightly_list_is_shown_as_it_was_frozen(lead, command):
    """What it is, how many problems, who is missing, and where its files are."""
    shown = command("-w", lead, "edition", "show", "1")
    whole = json.loads(command("-w", lead, "edition", "show", "1", "--json").out)

    assert "problem list No. 1" in shown.out
    assert "1 thing that was due is not in this list." in shown.out
    assert "problem-list.docx" in shown.out
    assert whole == json.loads(
        (next((lead / "editions").glob("0001-*")) / "problem-list.json").read_text("utf-8")
    )
