"""`feedback`: the meeting's pack; nothing is written for townships before it."""

import csv
import json
import re
import shutil
import sys
import zipfile
from pathlib import Path

import pytest
from tests.cli.conftest import Command

from fieldsurvey.chain.devices.kits import KIT_EVENT
from fieldsurvey.chain.lines.line import Entry, Kind
from fieldsurvey.chain.lines.said import said_by
from fieldsurvey.chain.survey_file import SurveyFile
from fieldsurvey.i18n import _
from fieldsurvey.report.freezing.rule_versions import digests_in
from fieldsurvey.report.speaking import speaking

DAY = ("--date", "2020-07-01")
ANYWAY = ("--anyway", "--why", "the meeting is tomorrow", "--by", "Li Na")


@pytest.fixture
def townships(lead) -> dict[str, str]:
    """The townships of the demo, by code."""
    with (lead / "roster" / "townships.csv").open(encoding="utf-8-sig") as file:
        return {code: name for code, name, *_rest in list(csv.reader(file))[1:]}


def _text_of(path: Path) -> str:
    if path.suffix not in (".docx", ".xlsx"):
        return path.read_bytes().decode("utf-8", "replace")
    with zipfile.ZipFile(path) as package:
        parts = [package.read(name).decode("utf-8", "replace") for name in package.namelist()]
    return re.sub(r"<[^>]+>", " ", "\n".join(parts))


def _files(folder: Path) -> dict[str, bytes]:
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


def _withdraw_one(lead: Path, command: Command) -> str:
    """Take one household's interview out, and return its sample number."""
    with SurveyFile.open(lead / "survey.db") as survey_file:
        one = next(
            each for each in survey_file.interviews() if each.form_id == "registered-household"
        )
    words = ("withdraw", one.id, "--reason", "wrong house", "--by", "Li Na")
    assert command("-w", lead, *words).exit_code == 0
    return one.subject


def test_nothing_is_written_for_townships_before_it(lead, townships, command):
    """No file is addressed to one, or lies under its name, until the pack is made; then eleven."""
    for words in (
        ("nightly", "--date", "2020-07-01", "--ranking"),
        ("edition", "--period", "week", "--ending", "2020-07-01", "--ranking"),
    ):
        command("-w", lead, *words)
    before = [path for path in lead.rglob("*") if path.is_file() and "photos" not in path.parts]
    with speaking("zh"):  # as the demo's lists do
        marks = [_("Only for {township}").format(township=name) for name in townships.values()]
    addressed = [p for p in before if any(mark in _text_of(p) for mark in marks)]
    named = [p for p in before if any(name in str(p) for name in townships.values())]

    command("-w", lead, "feedback", *DAY)
    handed = list((lead / "feedback").rglob("townships/*/problem-list.docx"))
    assert addressed == named == []
    assert not (lead / "feedback" / "townships").exists()
    assert len(handed) == len(townships) == 11
    assert all(any(mark in _text_of(path) for mark in marks) for path in handed)


def test_the_pack_is_whole_witnessed_and_made_once(lead, command):
    """Made again it changes nothing; verify knows each of its files, the townships' too."""
    made = command("-w", lead, "feedback", *DAY)
    folder = lead / "feedback" / "0001-2020-07-01"
    files = _files(folder)
    again = command("-w", lead, "feedback", "--date", "2020-07-05")
    with SurveyFile.open(lead / "survey.db") as survey_file:
        lines = [said_by(line) for line in survey_file.lines_of_kind(Kind.EDITION)]
    verified = command("-w", lead, "verify")

    assert made.exit_code == again.exit_code == verified.exit_code == 0
    assert "Nothing has changed since pack 1." in again.err
    assert _files(folder) == files
    assert [sorted(said["files"]) for said in lines if said.get("about") == "feedback"] == [
        sorted(files)
    ]
    assert list(_files(lead / "feedback")) == [f"0001-2020-07-01/{name}" for name in files]


def test_each_problem_is_in_the_list_of_its_township_and_in_no_other(lead, townships, command):
    """Together they hold what the report counts; no other township stands in any of them."""
    pack = json.loads(command("-w", lead, "feedback", *DAY, "--json").out)
    found = []
    for code, name in townships.items():
        own = [row["number"] for row in pack["rows"] if row["township_code"] == code]
        for path in (lead / "feedback").glob(f"*/townships/{code}-{name}/*"):
            text = _text_of(path)
            assert not [other for other in townships.values() if other != name and other in text]
            assert all(number in text for number in own)
            assert not any(r["number"] in text for r in pack["rows"] if r["number"] not in own)
        found += own

    assert sorted(found) == sorted(row["number"] for row in pack["rows"])
    assert sum(line["minor"] + line["major"] + line["critical"] for line in pack["by_sector"]) == (
        len(found)
    )
    assert [place["rank"] for place in pack["rankings"][0]["townships"]] == list(range(1, 12))


def test_it_is_refused_while_something_is_open(lead, command):
    """A village that is not complete, a change that no list has: both named, with what to do."""
    subject = _withdraw_one(lead, command)
    refused = command("-w", lead, "feedback", *DAY)
    dry = command("-w", lead, "feedback", *DAY, "--dry-run")

    assert refused.exit_code == 1
    assert "N004" in refused.err and subject[:4] in refused.err
    assert "fieldsurvey nightly" in refused.err and "fieldsurvey status" in refused.err
    assert "--anyway --why TEXT --by NAME" in refused.err
    assert "N004" in dry.err
    assert not (lead / "feedback").exists()


def test_rules_changed_between_the_kits_and_the_first_list_are_told(lead, command):
    """The meeting hears what the first list said: the teams set out with another score table."""
    shutil.rmtree(lead / "editions")
    table = lead / "questionnaires" / "scoring.yaml"
    kits = {"event": KIT_EVENT, "rules": digests_in(table.parent)}
    with SurveyFile.open(lead / "survey.db") as survey_file:
        survey_file.append([Entry(Kind.SESSION, value=kits)])
    table.write_bytes(table.read_bytes() + b"# another\n")
    command("-w", lead, "nightly", *DAY)
    [night] = (lead / "editions").glob("*/problem-list.json")
    pack = json.loads(command("-w", lead, "feedback", *DAY, "--json").out)

    [change] = json.loads(night.read_text("utf-8"))["rule_changes"]
    assert (change["before"], change["edition"]) == (kits["rules"]["scoring"], 1)
    assert pack["rule_changes"] == [change]


def test_anyway_is_said_on_the_first_page(lead, command):
    """With the reason, who says so, and what was open; townships are told that it may grow."""
    _withdraw_one(lead, command)
    command("-w", lead, "nightly", "--date", "2020-07-01")
    made = command("-w", lead, "feedback", *DAY, *ANYWAY)
    folder = lead / "feedback" / "0001-2020-07-01"
    handed = next((folder / "townships").rglob("*.docx"))

    pack = json.loads((folder / "overall-report.json").read_text("utf-8"))
    [village] = pack["missing"]["villages"]
    assert made.exit_code == 0
    for name in ("overall-report.docx", "overall-report.html", "overall-report.xlsx"):
        text = _text_of(folder / name)
        assert "the meeting is tomorrow" in text and "Li Na" in text, name
        assert text.index(village["name"]) < text.index(pack["rows"][0]["number"]), name
    with speaking("zh"):
        grows = _("The assessment was not complete when this list was made: it may grow.")
    assert grows in _text_of(handed)
    assert "the meeting is tomorrow" not in _text_of(handed)


def test_a_conflict_nobody_decided_is_open(lead, command):
    """Two interviews of one household: the report would count neither or one of them by chance."""
    with SurveyFile.open(lead / "survey.db") as survey_file:
        one = next(e for e in survey_file.interviews() if e.form_id == "registered-household")
        again = f"{survey_file.device}-{survey_file.last_seq + 1}"
        start = {
            "subject": one.subject,
            "form": one.form_id,
            "team": one.team,
            "inspectors": list(one.inspectors),
            "preload": dict(one.preload),
        }
        said = [
            Entry(Kind.INTERVIEW_START, again, "", start, one.questionnaire, "Li"),
            Entry(Kind.FINISH, again, "", {"inspectors": list(one.inspectors)}),
        ]
        survey_file.append(said)
    refused = command("-w", lead, "feedback", *DAY)

    assert refused.exit_code == 1
    assert f"fieldsurvey conflicts show {one.subject}" in refused.err


def test_an_altered_file_of_a_township_is_found(lead, command):
    """Its line has the hash of each file, by its path."""
    command("-w", lead, "feedback", *DAY)
    file = next((lead / "feedback").rglob("townships/01-*/problem-list.xlsx"))
    file.write_bytes(file.read_bytes() + b" ")
    verified = command("-w", lead, "verify")

    assert verified.exit_code == 1
    assert "townships/01-" in verified.said


def test_report_and_townships_lists_are_written_as_pdf_where_that_is_asked_for(
    lead, command, monkeypatch
):
    """Witnessed as the other files; nothing is begun where it cannot be made."""
    with monkeypatch.context() as without:
        without.setitem(sys.modules, "typst", None)
        refused = command("-w", lead, "feedback", *DAY, "--pdf")
        assert refused.exit_code == 2
        assert "pip install 'fieldsurvey[pdf]'" in refused.err
        assert not (lead / "feedback").exists()
    made = command("-w", lead, "feedback", *DAY, "--pdf")
    written = sorted((lead / "feedback").rglob("*.pdf"))

    assert made.exit_code == 0
    assert str(lead / "feedback" / "0001-2020-07-01" / "overall-report.pdf") in made.out
    assert [path.name for path in written] == ["overall-report.pdf", *["problem-list.pdf"] * 11]
    assert all(path.read_bytes().startswith(b"%PDF") for path in written)
    assert command("-w", lead, "verify").exit_code == 0
    written[-1].write_bytes(b"%PDF another")
    assert command("-w", lead, "verify").exit_code == 1


def test_a_reason_belongs_to_anyway(lead, command):
    """One without the other is a slip; so is a reason without a name."""
    refused = [
        command("-w", lead, "feedback", "--why", "tomorrow"),
        command("-w", lead, "feedback", "--anyway"),
        command("-w", lead, "feedback", "--anyway", "--why", "tomorrow"),
    ]

    assert [ran.exit_code for ran in refused] == [2, 2, 2]
    assert not (lead / "feedback").exists()
