"""`rescue`: a damaged file in, a report and a fresh file out; and no way around the lead's gate."""

import json
import shutil
import sqlite3
from pathlib import Path

import pytest

from fieldsurvey.chain.lines.line import Entry, Kind
from fieldsurvey.chain.proving.verifying import verify
from fieldsurvey.chain.survey_file import SurveyFile

OTHER_DEVICE = "d00000000"


@pytest.fixture
def damaged(laptop, tmp_path):
    """A survey file, copied away alone, of which somebody overwrote a page with lines on it."""
    alone = tmp_path / "alone"
    alone.mkdir()
    file = Path(shutil.copy(laptop / "survey.db", alone))
    content = bytearray(file.read_bytes())
    with sqlite3.connect(laptop / "survey.db") as connection:
        (text,) = connection.execute("SELECT line FROM line WHERE seq = 40").fetchone()
    for _copy in range(content.count(text.encode())):
        at = content.find(text.encode()) // 4096 * 4096
        content[at : at + 4096] = bytes(4096)
    file.write_bytes(content)
    return file


def lines_in(path):
    """Return the texts of the lines of a survey file."""
    with SurveyFile.open(path) as survey_file:
        return {line.text for line in survey_file.lines()}


def device_of(path):
    """Return whose survey file it is."""
    with SurveyFile.open(path) as survey_file:
        return survey_file.device


def test_a_damaged_file_gives_a_fresh_one_and_a_report(command, laptop, damaged, tmp_path):
    """What is missing is said, by number; the original is not touched; exit code 1."""
    before, true = damaged.read_bytes(), lines_in(laptop / "survey.db")
    out = tmp_path / "rescued"

    ran = command("rescue", damaged, "--to", out)

    said = (out / "report.txt").read_text(encoding="utf-8")
    found = lines_in(out / "survey.db")
    assert ran.exit_code == 1
    assert "a damaged survey file" in ran.out
    assert "Missing: lines" in ran.out
    assert "40" in ran.out
    assert f"Fresh survey file: {out / 'survey.db'}" in " ".join(ran.out.split())
    assert "fieldsurvey rescue" in ran.out
    assert said.split() == ran.out.split()
    assert found < true
    assert len(found) > 0.8 * len(true)
    assert damaged.read_bytes() == before
    assert [path.name for path in damaged.parent.iterdir()] == ["survey.db"]
    with SurveyFile.open(out / "survey.db") as fresh:
        assert {finding.code for finding in verify(fresh).findings} <= {"V012", "V025"}


def test_a_whole_laptop_is_sealed_again_and_merged(command, laptop, tmp_path):
    """In its folder lie its key and its bundles: nothing is missing, and the lead just merges."""
    out = tmp_path / "rescued"

    ran = command("rescue", laptop / "survey.db", "--to", out, "--json")

    report = json.loads(ran.out)
    (device,) = report["devices"]
    assert ran.exit_code == (0 if report["is_whole"] else 1)
    assert device["missing"] == []
    assert device["provable"] == device["found"] == len(lines_in(laptop / "survey.db"))
    assert report["sources"][0]["kind"] == "survey_file"
    assert report["sources"][0]["tables"] == "whole"
    assert [name for name in report["bundles"] if not (out / "outbox" / name).exists()] == []
    assert report["bundles"]
    assert report["taken_in"] == []


def test_a_file_of_nothing_makes_no_survey_file(command, tmp_path):
    """Somebody named a letter; in words, with exit code 1."""
    letter = tmp_path / "letter.txt"
    letter.write_text("Dear all,\n" * 900, encoding="utf-8")

    ran = command("rescue", letter, "--to", tmp_path / "out")

    assert ran.exit_code == 1
    assert "nothing in it is a survey's" in ran.out
    assert "No line is provable; no survey file was made." in ran.out
    assert [path.name for path in (tmp_path / "out").iterdir()] == ["report.txt"]


def test_a_mistake_in_the_words_is_refused_before_anything_is_read(command, damaged, tmp_path):
    """No such file, a folder in use, a word of nobody: nothing is made, nothing written over."""
    used = tmp_path / "used"
    used.mkdir()
    (used / "mine.txt").write_text("mine", encoding="utf-8")

    absent = command("rescue", tmp_path / "gone.db", "--to", tmp_path / "out")
    nobody = command("rescue", damaged, "--to", tmp_path / "out", "--unwitnessed")
    in_use = command("rescue", damaged, "--to", used)

    assert (absent.exit_code, nobody.exit_code, in_use.exit_code) == (2, 2, 1)
    assert "There is no such file" in absent.err
    assert "--by NAME" in nobody.err
    assert "There is something already" in in_use.err
    assert not (tmp_path / "out").exists()
    assert [path.name for path in used.iterdir()] == ["mine.txt"]


def newly_said(laptop):
    """Say something on a laptop that no bundle holds; return its device and how much it is."""
    with SurveyFile.open(laptop / "survey.db") as survey_file:
        survey_file.append([Entry(Kind.SESSION, value={"event": "late"})] * 3)
        return survey_file.device


def test_the_lead_takes_in_on_a_word_and_says_so(command, lead, laptop, tmp_path):
    """The laptop is enrolled: lines nobody stands for come in where somebody answers for them."""
    device = newly_said(laptop)
    words = ("-w", lead, "rescue", laptop / "survey.db", "--by", "王芳", "--reason", "it fell")

    first = command(*words, "--to", tmp_path / "1")
    second = command(*words, "--to", tmp_path / "2", "--unwitnessed", "--json")

    (taken,) = json.loads(second.out)["taken_in"]
    assert f"{device}: nothing that was not here already. 3 lines were left" in " ".join(
        first.out.split()
    )
    assert (taken["taken"], taken["new"], taken["left"]) == ("taken", 3, 0)
    with SurveyFile.open(lead / "survey.db") as survey_file:
        said = [
            line.entry
            for line in survey_file.lines_of_kind(Kind.DECISION)
            if line.entry.value.get("about") == "rescue"
        ]
    assert [(entry.who, entry.value["reason"]) for entry in said] == [("王芳", "it fell")]
    assert command("-w", lead, "verify").exit_code == 0


def test_a_laptop_that_is_not_enrolled_waits_until_it_is(command, demo, lead, laptop, tmp_path):
    """As its bundle would: the words name the fingerprint and the next two commands."""
    fresh_lead = tmp_path / "another lead"
    assert command("new", fresh_lead, "--id", "qingping-2020").exit_code == 0
    plan = (demo.lead / "campaign.yaml").read_text(encoding="utf-8")
    plan = plan.replace("enrolment: first_bundle", "enrolment: required")
    (fresh_lead / "campaign.yaml").write_text(plan, encoding="utf-8")
    shutil.copyfile(demo.lead / "keys" / "lead.age", fresh_lead / "keys" / "lead.age")
    device = device_of(laptop / "survey.db")
    words = ("--by", "王芳", "--reason", "it fell", "--json")
    place = ("-w", fresh_lead, "rescue")

    held = command(*place, laptop / "survey.db", "--to", tmp_path / "1", *words[:-1])
    listed = command("-w", fresh_lead, "devices", "list", "--json")
    enrolled = command("-w", fresh_lead, "devices", "enrol", device, "--yes")
    taken = command(*place, tmp_path / "1", "--to", tmp_path / "2", *words)

    assert held.exit_code == 1
    said = " ".join(held.out.split())
    fingerprint = json.loads(listed.out)[0]["fingerprint"]
    assert f"{device}: not enrolled, so its lines wait" in said
    assert fingerprint in said
    assert f"fieldsurvey devices enrol {device}" in said
    assert "What now: give the new folder to the lead" not in said
    assert enrolled.exit_code == 0, enrolled.said
    assert [one["taken"] for one in json.loads(taken.out)["taken_in"]] == ["taken"]


def test_what_a_revoked_laptop_says_later_is_not_rescued_into_the_lead(
    command, lead, laptop, tmp_path
):
    """Nobody's word brings it in; it is counted, and the exit code says that something is left."""
    device = newly_said(laptop)
    words = ("--by", "王芳", "--reason", "it was found again", "--unwitnessed")
    revoked = command("-w", lead, "devices", "revoke", device, "--reason", "stolen")

    ran = command("-w", lead, "rescue", laptop / "survey.db", "--to", tmp_path / "1", *words)

    assert revoked.exit_code == 0
    assert ran.exit_code == 1
    assert "3 lines were left, because you had revoked the laptop" in " ".join(ran.out.split())
