"""A forgotten passphrase and a dead laptop: nothing that was said is lost."""

import shutil

import pytest

from fieldsurvey.campaign.workspace import Workspace
from fieldsurvey.chain.lines.line import Entry, Kind
from fieldsurvey.chain.survey_file import SurveyFile
from fieldsurvey.cli.workplace import unlocking

NEW = "window ladder pepper cloud"


@pytest.fixture
def stick(locked):
    """A stick that goes to the lead and back."""
    folder = locked.folder / "stick"
    folder.mkdir()
    return folder


@pytest.fixture
def forgotten(locked, monkeypatch):
    """The laptop, nobody knowing its passphrase; the next one lies in a file."""
    monkeypatch.delenv(unlocking.PASSPHRASE_FILE)
    chosen = locked.folder / "chosen"
    chosen.write_text(NEW, encoding="utf-8")
    monkeypatch.setenv(unlocking.NEW_PASSPHRASE_FILE, str(chosen))
    return chosen


def say(locked, *texts):
    """Let the laptop say something, not sealed yet."""
    key = Workspace(locked.laptop).key_file.open("mule kettle ninety harbour")
    with SurveyFile.open(locked.laptop / "survey.db", database_key=key.database) as survey_file:
        survey_file.append([Entry(Kind.NOTE, value=text) for text in texts])
        return survey_file.last_seq


def code_in(said):
    """Return the code that the laptop showed."""
    return said.strip().rpartition(" ")[2]


def test_a_forgotten_passphrase_loses_nothing(command, locked, stick, forgotten, monkeypatch):
    """Three times the same command, on the laptop, at the lead's, on the laptop."""
    last = say(locked, "before it was forgotten")
    asked = command("-w", locked.laptop, "recover", "passphrase", stick)
    assert asked.exit_code == 0
    on_stick = b"".join(path.read_bytes() for path in stick.iterdir())

    answered = command(
        "-w", locked.lead, "recover", "passphrase", stick, "--code", code_in(asked.out)
    )
    assert answered.exit_code == 0, answered.err
    assert command("-w", locked.laptop, "recover", "passphrase", stick).exit_code == 0

    monkeypatch.setenv(unlocking.PASSPHRASE_FILE, str(forgotten))
    verified = command("-w", locked.laptop, "verify")
    assert verified.exit_code == 0
    assert f"Lines: {last}" in verified.out
    assert b"AGE-SECRET" not in on_stick
    assert list(stick.iterdir()) == []
    assert not (locked.laptop / "keys" / "unlock.age").exists()


def test_the_recovery_key_answers_where_the_lead_has_lost_theirs(command, locked, stick, forgotten):
    """The key from the safe opens it, too."""
    code = code_in(command("-w", locked.laptop, "recover", "passphrase", stick).out)
    safe = locked.folder / "safe.age"
    (locked.lead / "keys" / "recovery.age").rename(safe)
    (locked.lead / "keys" / "lead.age").unlink()
    words = ("-w", locked.lead, "recover", "passphrase", stick, "--code", code)

    assert command(*words).exit_code == 1
    assert command(*words, "--identity", safe).exit_code == 0
    assert command("-w", locked.laptop, "recover", "passphrase", stick).exit_code == 0


@pytest.mark.parametrize("code", ["", "AAAA-AAAA"])
def test_without_the_code_that_is_read_out_nothing_is_answered(
    command, locked, stick, forgotten, code
):
    """A request that somebody else laid on the stick has another code."""
    command("-w", locked.laptop, "recover", "passphrase", stick)

    ran = command("-w", locked.lead, "recover", "passphrase", stick, "--code", code)

    assert ran.exit_code == 2
    assert not list(stick.glob("*.unlocked"))


def test_an_answer_serves_once_and_one_laptop(command, locked, stick, forgotten):
    """Kept and laid on the stick again, it opens nothing: the laptop asks anew."""
    code = code_in(command("-w", locked.laptop, "recover", "passphrase", stick).out)
    command("-w", locked.lead, "recover", "passphrase", stick, "--code", code)
    [answer] = stick.glob("*.unlocked")
    kept = answer.read_bytes()
    command("-w", locked.laptop, "recover", "passphrase", stick)
    answer.write_bytes(kept)

    again = command("-w", locked.laptop, "recover", "passphrase", stick)
    assert code_in(again.out) != code
    refused = command("-w", locked.laptop, "recover", "passphrase", stick)
    assert refused.exit_code == 1


@pytest.mark.parametrize("content", [b"", b"{}", b"\xff" * 100, b"[" * 60_000, b'{"format": 9}'])
def test_a_damaged_file_is_told(command, locked, stick, forgotten, content):
    """Whatever lies on the stick, it is refused in words."""
    code = code_in(command("-w", locked.laptop, "recover", "passphrase", stick).out)
    [request] = stick.glob("*.unlock")
    request.write_bytes(content)
    assert command("-w", locked.lead, "recover", "passphrase", stick, "--code", code).exit_code == 1
    request.with_suffix(".unlocked").write_bytes(content)
    assert command("-w", locked.laptop, "recover", "passphrase", stick).exit_code == 1


def test_an_empty_stick_and_none_at_all(command, locked, stick, forgotten):
    """Both are told before anything is done."""
    assert command("-w", locked.lead, "recover", "passphrase", stick).exit_code == 2
    assert command("-w", locked.laptop, "recover", "passphrase", stick / "no").exit_code == 2


def test_a_dead_laptop_gives_every_line(command, locked, forgotten):
    """From its disk the lead reads what was sealed and what was not yet; the disk is only read."""
    plan = locked.lead / "campaign.yaml"
    last = say(locked, "not sealed", "not sealed either")
    dead = locked.folder / "disk"
    shutil.copytree(locked.laptop, dead)
    before = {path: path.read_bytes() for path in dead.rglob("*") if path.is_file()}
    assert "first_bundle" not in plan.read_text(encoding="utf-8")

    ran = command("-w", locked.lead, "recover", "laptop", dead)

    assert ran.exit_code == 0, ran.err
    assert f"New lines taken in: {last}." in ran.err
    assert {path: path.read_bytes() for path in dead.rglob("*") if path.is_file()} == before
    assert command("-w", locked.lead, "verify").exit_code == 0
    again = command("-w", locked.lead, "recover", "laptop", dead)
    assert "New lines taken in: 0." in again.err
    assert not list(locked.lead.glob(".recover-*"))


def test_of_a_laptop_whose_database_is_gone_the_outbox_is_taken(command, locked, monkeypatch):
    """What was sealed comes in; that the rest cannot be read is said."""
    sealed = say(locked, "sealed")
    stick = locked.folder / "evening"
    stick.mkdir()
    assert command("-w", locked.laptop, "hand-over", stick).exit_code == 0
    (locked.laptop / "survey.db").write_bytes(b"rubbish" * 10_000)

    ran = command("-w", locked.lead, "recover", "laptop", locked.laptop)

    assert ran.exit_code == 0
    assert "cannot be read" in ran.err
    assert f"New lines taken in: {sealed}." in ran.err


def test_a_folder_that_is_not_there_is_told(command, locked):
    """Before anything is done."""
    assert command("-w", locked.lead, "recover", "laptop", locked.folder / "no").exit_code == 2
