"""Planted names and numbers: nowhere on an encrypted laptop, whatever happened on it."""

import signal
import subprocess
import sys
from pathlib import Path

import pytest

TUTORIAL = Path(__file__).parents[2] / "docs" / "tutorial"
ROSTER = ["赵石头", "钱满仓", "孙秀枝", "李有田", "周杏儿", "0101-0001"]
SAID = [f"暗{number}号村民" for number in range(10)] + [f"61092120010{n}1234" for n in range(10)]

KILLED = """
import os, signal, sys
from pathlib import Path
from fieldsurvey.campaign.workspace import Workspace
from fieldsurvey.chain.line import Entry, Kind
from fieldsurvey.chain.survey_file import SurveyFile

laptop = Workspace(Path(sys.argv[1]))
key = laptop.key_file.open("mule kettle ninety harbour")
survey_file = SurveyFile.open(laptop.survey_db, database_key=key.database)
with survey_file.transaction():
    for _nth in range(400):
        survey_file.append([Entry(Kind.NOTE, value=text * 40) for text in sys.argv[2:]])
    os.kill(os.getpid(), signal.SIGKILL)
"""


@pytest.mark.skipif(sys.platform == "win32", reason="nothing is killed this way on Windows")
def test_nothing_planted_can_be_read_anywhere(command, locked, monkeypatch):
    """After an interview, a hand-over and a kill: every file, journal, temporary file and stick."""
    stick, temporary = locked.folder / "stick", locked.folder / "tmp"
    stick.mkdir()
    temporary.mkdir()
    monkeypatch.setenv("TMPDIR", str(temporary))
    answers = locked.folder / "answers.yaml"
    text = (TUTORIAL / "0101-01.yaml").read_text(encoding="utf-8")
    answers.write_text(text.replace("三口人吃自家浅井水", "、".join(SAID)), encoding="utf-8")
    inspected = ("interview", "0101-01", "--answers", answers, "--inspectors", "陈知行,林若水")

    interviewed = command("-w", locked.laptop, *inspected)
    assert interviewed.exit_code == 0, interviewed.said
    assert command("-w", locked.laptop, "hand-over", stick).exit_code == 0
    killed = subprocess.run([sys.executable, "-c", KILLED, str(locked.laptop), *SAID], check=False)

    assert killed.returncode == -signal.SIGKILL
    assert (locked.laptop / "survey.db-journal").stat().st_size
    planted = [word.encode(code) for word in (*ROSTER, *SAID) for code in ("utf-8", "utf-16-le")]
    seen = [path for place in (locked.laptop, stick, temporary) for path in place.rglob("*")]
    files = [path for path in seen if path.is_file()]
    hits = [path.name for path in files if any(word in path.read_bytes() for word in planted)]
    named = [path.name for path in seen if any(word in path.name for word in (*ROSTER, *SAID))]
    assert len(files) > 15
    assert (hits, named) == ([], [])
    # They are there for whoever has the passphrase: the search would have found them.
    assert SAID[0] in command("-w", locked.laptop, "show", "0101-01").out
    assert any(SAID[3].encode() in path.read_bytes() for path in [answers])
