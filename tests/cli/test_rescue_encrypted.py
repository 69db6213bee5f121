"""`rescue` of a survey file from an encrypted laptop: opened by a key, and it stays encrypted."""

import json
import shutil
from pathlib import Path

import pytest

from fieldsurvey.campaign.workspace import Workspace
from fieldsurvey.chain.lines.line import Entry, Kind
from fieldsurvey.chain.storage.encrypted import connect_encrypted
from fieldsurvey.chain.storage.encrypted_pages import PAGE_BYTES
from fieldsurvey.chain.survey_file import SurveyFile
from fieldsurvey.cli.workplace import unlocking

SECRETS = [f"悄悄话{number}号" for number in range(20)]


@pytest.fixture
def planted(locked, monkeypatch):
    """An encrypted laptop that says secrets, most of them handed over to nobody."""
    laptop = Workspace(locked.laptop, unlocking.unlock)
    with SurveyFile.open(laptop.survey_db, database_key=laptop.key.database) as survey_file:
        for text in SECRETS * 12:
            survey_file.append([Entry(Kind.NOTE, value=f"{text} {text * 30}")])
    temporary = locked.folder / "tmp"
    temporary.mkdir()
    monkeypatch.setenv("TMPDIR", str(temporary))
    return locked


def damage(path, *spans):
    """Overwrite some pages, counted from 0, from their 100th byte."""
    with path.open("r+b") as file:
        for page in spans:
            file.seek(page * PAGE_BYTES + 100)
            file.write(bytes(range(200)))


def rescued(command, locked, *words, place="laptop", to="rescued"):
    """Rescue the survey file of the laptop; return what a program is told."""
    target = locked.folder / to
    file = Path(locked.folder, place, "survey.db")
    ran = command("rescue", file, "--to", target, "--json", *words)
    assert ran.exit_code in (0, 1), ran.said
    return json.loads(ran.out), target


def said_in(folder):
    """Return the texts of all lines in a rescued folder, as its passphrase opens it."""
    workspace = Workspace(folder, unlocking.unlock)
    with SurveyFile.open(workspace.survey_db, database_key=workspace.key.database) as survey_file:
        return "".join(line.text for line in survey_file.lines())


def nothing_in_the_open(*places):
    """Assert that no secret lies in any file of some places."""
    files = [path for place in places for path in place.rglob("*") if path.is_file()]
    words = [text.encode(code) for text in SECRETS for code in ("utf-8", "utf-16-le")]
    assert [p.name for p in files if any(word in p.read_bytes() for word in words)] == []


def test_a_whole_file_is_opened_with_the_passphrase(command, planted):
    """Every line comes out, into a file under the same key; the original is as it was."""
    before = (planted.laptop / "survey.db").read_bytes()

    report, folder = rescued(command, planted)

    (device,) = report["devices"]
    (source,) = [one for one in report["sources"] if one["path"].endswith("survey.db")]
    assert (source["kind"], source["tables"], source["damaged_pages"]) == (
        "survey_file",
        "whole",
        0,
    )
    assert device["missing"] == []
    assert report["is_encrypted"]
    assert all(text in said_in(folder) for text in SECRETS)
    assert (planted.laptop / "survey.db").read_bytes() == before
    nothing_in_the_open(folder, planted.folder / "tmp", planted.laptop)


@pytest.mark.parametrize("pages", [(0,), (1,), (4,), (0, 1, 2), (3, 6, 9, 12)])
def test_a_damaged_one_gives_what_is_left(command, planted, pages):
    """The first page, any other, several: only the lines in the damage are missing, and told."""
    damage(planted.laptop / "survey.db", *pages)

    report, folder = rescued(command, planted)

    (device,) = report["devices"]
    (source,) = [one for one in report["sources"] if one["path"].endswith("survey.db")]
    count = len(SECRETS) * 12
    assert source["damaged_pages"] == len(pages)
    assert device["provable"] >= count - 12 * len(pages)
    assert "悄悄话" in said_in(folder)
    nothing_in_the_open(folder, planted.folder / "tmp", planted.laptop)


def test_the_damage_is_said_in_words(command, planted):
    """How many pages, that it was opened, that what comes out is encrypted too."""
    damage(planted.laptop / "survey.db", 4, 7)

    ran = command("rescue", planted.laptop / "survey.db", "--to", planted.folder / "out")

    assert ran.exit_code == 1
    assert "opened with its key" in ran.out
    assert "2 of its" in ran.out
    assert "encrypted under the key of the file it comes from" in " ".join(ran.out.split())
    nothing_in_the_open(planted.folder / "out")


@pytest.mark.parametrize("named", [False, True])
def test_the_lead_opens_it_without_the_passphrase(command, planted, monkeypatch, named):
    """With the lead's key in the lead's workspace, or the recovery key from the safe."""
    monkeypatch.delenv(unlocking.PASSPHRASE_FILE)
    damage(planted.laptop / "survey.db", 5)
    file, out = planted.laptop / "survey.db", planted.folder / "out"
    recovery = shutil.move(planted.lead / "keys" / "recovery.age", planted.folder / "safe.age")

    if named:
        words = ("rescue", file, "--to", out, "--json", "--identity", recovery)
    else:
        words = ("-w", planted.lead, "rescue", file, "--to", out, "--json")
    report = json.loads(command(*words).out)

    assert report["devices"][0]["provable"] > 200
    nothing_in_the_open(out, planted.folder / "tmp")


def test_the_lead_takes_in_what_the_laptop_rescued(command, planted, monkeypatch):
    """The new folder goes to the lead, whose key opens it; the lines are in the lead's chain."""
    request = next((planted.laptop / "outbox").glob("*.enrol"))
    assert command("-w", planted.lead, "devices", "enrol", "--yes", request).exit_code == 0
    damage(planted.laptop / "survey.db", 0)
    _report, folder = rescued(command, planted)
    monkeypatch.delenv(unlocking.PASSPHRASE_FILE)
    words = ("rescue", folder, "--by", "Lead", "--reason", "dead disk", "--unwitnessed")

    ran = command("-w", planted.lead, *words, "--to", planted.folder / "taken", "--json")

    (taken,) = json.loads(ran.out)["taken_in"]
    assert taken["taken"] == "taken"
    assert taken["new"] > 200


def test_a_file_without_its_key_is_said_to_be(command, planted, tmp_path):
    """Copied away alone: nothing is read, and the words say which file to bring; then it is."""
    alone = tmp_path / "alone"
    alone.mkdir()
    file = Path(shutil.copy(planted.laptop / "survey.db", alone))
    key_file = planted.laptop / "keys" / "survey.key.json"

    without = command("rescue", file, "--to", tmp_path / "nothing")
    with_it = command("rescue", file, "--to", tmp_path / "all", "--key-file", key_file)

    assert without.exit_code == 1
    assert "--key-file" in without.out
    assert not (tmp_path / "nothing" / "survey.db").exists()
    assert "opened with its key" in with_it.out
    assert SECRETS[0] in said_in(tmp_path / "all")


def test_the_key_of_another_laptop_reads_nothing(command, planted, tmp_path):
    """It is told that it is another's."""
    assert command("join", planted.kit, tmp_path / "other").exit_code == 0
    key_file = tmp_path / "other" / "keys" / "survey.key.json"
    file = planted.laptop / "survey.db"

    ran = command("rescue", file, "--to", tmp_path / "nothing", "--key-file", key_file)

    assert ran.exit_code == 1
    assert "another key than the one at hand" in ran.out


def test_a_wrong_passphrase_reads_nothing(command, planted):
    """Refused in words, as unlocking does; nothing is made."""
    planted.passphrase.write_text("not that one at all", encoding="utf-8")

    ran = command("rescue", planted.laptop / "survey.db", "--to", planted.folder / "nothing")

    assert ran.exit_code == 2
    assert not (planted.folder / "nothing").exists()


def test_texts_that_are_not_provable_are_kept_sealed_and_shown_on_demand(command, planted):
    """What only a person can read lies encrypted as well; --texts reads it out."""
    key = Workspace(planted.laptop, unlocking.unlock).key.database
    connection = connect_encrypted((planted.laptop / "survey.db").as_uri(), key)
    connection.execute("DROP TRIGGER line_is_never_changed")
    connection.execute("UPDATE line SET line = replace(line, '悄悄话8', '改过话8') WHERE seq = 30")
    connection.close()
    out = planted.folder / "out"

    shown = command("rescue", planted.laptop / "survey.db", "--to", out, "--texts")
    later = ("rescue", out / "unproven.txt", "--to", planted.folder / "later", "--texts")

    assert "改过话8" in shown.out
    assert (out / "unproven.txt").read_bytes().startswith(b"FSK1\n")
    assert "改过话8" in command(*later).out
    nothing_in_the_open(out, planted.folder / "tmp", planted.folder / "later")
