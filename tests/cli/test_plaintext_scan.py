"""Planted names and numbers: nowhere on an encrypted laptop, whatever happened on it."""

import shutil
import signal
import subprocess
import sys
import tempfile

import pytest
from tests.locked_laptop import TUTORIAL

ROSTER = ["赵石头", "钱满仓", "孙秀枝", "李有田", "周杏儿", "0101-0001"]
SAID = [f"暗{number}号村民" for number in range(10)] + [f"61092120010{n}1234" for n in range(10)]

KILLED = """
import os, signal, sys
from pathlib import Path
from fieldsurvey.campaign.workspace import Workspace
from fieldsurvey.chain.lines.line import Entry, Kind
from fieldsurvey.chain.survey_file import SurveyFile

laptop = Workspace(Path(sys.argv[1]))
key = laptop.key_file.open("mule kettle ninety harbour")
survey_file = SurveyFile.open(laptop.survey_db, database_key=key.database)
with survey_file.transaction():
    for _nth in range(400):
        survey_file.append([Entry(Kind.NOTE, value=text * 40) for text in sys.argv[2:]])
    os.kill(os.getpid(), signal.SIGKILL)
"""

KILLED_JOIN = """
import os, signal, sys
from fieldsurvey.campaign.kit import joining
from fieldsurvey.cli.app import run

write = joining.write_bytes

def write_and_die(path, content, **more):
    write(path, content, **more)
    if path.name == "survey.key.json":
        os.kill(os.getpid(), signal.SIGKILL)

joining.write_bytes = write_and_die
run(["join", *sys.argv[1:]])
"""


def hits_in(*places):
    """Return how many files were looked at, and those that hold or are named by what is planted."""
    planted = [word.encode(code) for word in (*ROSTER, *SAID) for code in ("utf-8", "utf-16-le")]
    seen = [path for place in places for path in place.rglob("*")]
    files = [path for path in seen if path.is_file()]
    hits = [path.name for path in files if any(word in path.read_bytes() for word in planted)]
    hits += [path.name for path in seen if any(word in path.name for word in (*ROSTER, *SAID))]
    return len(files), hits


@pytest.fixture
def surroundings(locked, monkeypatch):
    """A stick, a folder for temporary files, and answers that say all that is planted."""
    stick, temporary = locked.folder / "stick", locked.folder / "tmp"
    stick.mkdir()
    temporary.mkdir()
    monkeypatch.setenv("TMPDIR", str(temporary))
    monkeypatch.setattr(tempfile, "tempdir", None)
    answers = locked.folder / "answers.yaml"
    text = (TUTORIAL / "0101-01.yaml").read_text(encoding="utf-8")
    answers.write_text(text.replace("三口人吃自家浅井水", "、".join(SAID)), encoding="utf-8")
    return stick, temporary, answers


@pytest.mark.skipif(sys.platform == "win32", reason="nothing is killed this way on Windows")
def test_nothing_planted_can_be_read_anywhere(command, locked, surroundings):
    """After an interview, a hand-over and a kill: every file, journal, temporary file and stick."""
    stick, temporary, answers = surroundings
    inspected = ("interview", "0101-01", "--answers", answers, "--inspectors", "陈知行,林若水")

    interviewed = command("-w", locked.laptop, *inspected)
    assert interviewed.exit_code == 0, interviewed.said
    assert command("-w", locked.laptop, "hand-over", stick).exit_code == 0
    killed = subprocess.run([sys.executable, "-c", KILLED, str(locked.laptop), *SAID], check=False)

    assert killed.returncode == -signal.SIGKILL
    assert (locked.laptop / "survey.db-journal").stat().st_size
    looked_at, hits = hits_in(locked.laptop, stick, temporary)
    assert looked_at > 15
    assert hits == []
    # They are there for whoever has the passphrase: the search would have found them.
    assert SAID[0] in command("-w", locked.laptop, "show", "0101-01").out
    assert any(SAID[3].encode() in path.read_bytes() for path in [answers])


def test_nothing_planted_can_be_read_after_the_rarer_ways(
    command, locked, surroundings, monkeypatch
):
    """A damaged file rescued, a passphrase forgotten, a dead laptop recovered, a purge."""
    stick, temporary, answers = surroundings
    laptop, lead, out = locked.laptop, locked.lead, locked.folder / "rescued"
    inspected = ("interview", "0101-01", "--answers", answers, "--inspectors", "陈知行,林若水")
    request = next((laptop / "outbox").glob("*.enrol"))
    assert command("-w", lead, "devices", "enrol", "--yes", request).exit_code == 0
    assert command("-w", laptop, *inspected).exit_code == 0
    places = [laptop, stick, temporary, out]

    damaged = locked.folder / "damaged"
    shutil.copytree(laptop, damaged)
    with (damaged / "survey.db").open("r+b") as file:
        file.seek(3 * 4096 + 50)
        file.write(bytes(60))
    assert command("rescue", damaged / "survey.db", "--to", out).exit_code in (0, 1)
    assert SAID[0].encode() not in b"".join(p.read_bytes() for p in out.rglob("*") if p.is_file())
    assert hits_in(*places, damaged)[1] == []

    assert command("-w", lead, "recover", "laptop", laptop).exit_code == 0
    assert [path.name for path in lead.glob(".recover-*")] == []
    asked = command("-w", laptop, "recover", "passphrase", stick)
    code = asked.out.split(":")[1].split()[0]
    assert command("-w", lead, "recover", "passphrase", stick, "--code", code).exit_code == 0
    monkeypatch.setenv("FIELDSURVEY_NEW_PASSPHRASE_FILE", str(locked.passphrase))
    assert command("-w", laptop, "recover", "passphrase", stick).exit_code == 0
    assert hits_in(*places)[1] == []

    for words in (
        ("-w", laptop, "hand-over", stick),
        ("-w", lead, "merge", stick),
        ("-w", laptop, "hand-over", stick),
        ("-w", laptop, "purge", "--yes"),
    ):
        assert command(*words).exit_code == 0
    looked_at, hits = hits_in(*places)
    assert looked_at > 15
    assert hits == []


@pytest.mark.skipif(sys.platform == "win32", reason="nothing is killed this way on Windows")
def test_nothing_planted_is_left_by_a_lock_or_a_join_that_is_killed(locked, surroundings):
    """Line by line, locked in the middle of a question, then killed; and a laptop half made."""
    from tests.journeys.terminal import Terminal

    stick, temporary, _answers = surroundings
    soon = {"FIELDSURVEY_LOCK_AFTER_S": "2"}
    words = ("interview", "0101-01", "--inspectors", "陈知行,林若水", "--plain")
    terminal = Terminal(locked.laptop, *words, environment=soon)
    terminal.wait_for("/?").send("/r\r").wait_for("Remark")
    terminal.child.send(f"{SAID[0]} {SAID[11]}\r")
    terminal.wait_for("Locked, because")
    assert SAID[0] not in "\n".join(terminal.lines())
    terminal.kill()
    half_made = locked.folder / "other"
    killed = subprocess.run([sys.executable, "-c", KILLED_JOIN, locked.kit, half_made], check=False)

    assert killed.returncode == -signal.SIGKILL
    assert len(list(locked.folder.glob(".other-*/*/*"))) > 3
    left = locked.folder.glob(".other-*")
    assert hits_in(locked.laptop, stick, temporary, *left)[1] == []
