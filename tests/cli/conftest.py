"""One demo campaign for all tests of the commands, and a way to run a command as a person does."""

import os
import shutil
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

import pytest
from tests.locked_laptop import LockedCampaign, make_locked

from fieldsurvey.cli.app import run
from fieldsurvey.i18n import set_language

LONGEST_DEMO_SECONDS = 300


@dataclass(frozen=True, slots=True)
class Ran:
    """What a command printed and how it ended."""

    exit_code: int
    out: str
    err: str

    @property
    def said(self) -> str:
        """Everything a person sees."""
        return self.out + self.err


class Command(Protocol):
    """Runs one command in this process."""

    def __call__(self, *words: object) -> Ran:
        """Run `fieldsurvey WORDS…`."""


@dataclass(frozen=True, slots=True)
class DemoFolder:
    """A demo, and a twin of it: the same seed, made by another process in Chinese."""

    folder: Path
    twin: Path
    said: str

    @property
    def lead(self) -> Path:
        """The team lead's workspace."""
        return self.folder / "lead"

    @property
    def laptops(self) -> list[Path]:
        """The five laptops' workspaces."""
        return sorted((self.folder / "laptops").iterdir())


@pytest.fixture(autouse=True)
def _plain_surroundings(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Speak English in 80 columns, whatever the machine of the tests prefers."""
    for name in ("FIELDSURVEY_WORKSPACE", "COLUMNS", "LINES", "FORCE_COLOR", "NO_COLOR"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("FIELDSURVEY_LANG", "en")
    yield
    set_language(None)


@pytest.fixture
def command(capsys: pytest.CaptureFixture[str]) -> Command:
    """Run a command and return what it said; a traceback is never an answer."""

    def run_it(*words: object) -> Ran:
        capsys.readouterr()
        exit_code = run([str(word) for word in words])
        said = capsys.readouterr()
        assert "Traceback" not in said.out + said.err
        return Ran(exit_code, said.out, said.err)

    return run_it


@pytest.fixture
def another_lead(demo: DemoFolder, command: Command) -> Callable[[Path], Path]:
    """Make an empty workspace of the demo's lead on another computer, with the key taken along."""

    def make(folder: Path) -> Path:
        assert command("new", folder, "--id", "qingping-2020").exit_code == 0
        shutil.copyfile(demo.lead / "keys" / "lead.age", folder / "keys" / "lead.age")
        # What is tried with it is merging; laptops need not be enrolled for that.
        plan = folder / "campaign.yaml"
        text = plan.read_text(encoding="utf-8")
        plan.write_text(text.replace("enrolment: required", "enrolment: first_bundle"), "utf-8")
        return folder

    return make


@pytest.fixture(scope="session")
def demo(tmp_path_factory: pytest.TempPathFactory, worker_id: str) -> DemoFolder:
    """A demo to read from: made once however many processes run the tests, a copy for each."""
    base = tmp_path_factory.getbasetemp()
    made = _made_once((base if worker_id == "master" else base.parent) / "one-demo")
    mine = tmp_path_factory.mktemp("demo") / "campaign"
    shutil.copytree(made / "campaign", mine)
    return DemoFolder(mine, made / "twin", (made / "said").read_text(encoding="utf-8"))


@pytest.fixture
def lead(demo: DemoFolder, tmp_path: Path) -> Path:
    """A copy of the lead's workspace after the last evening, to work in."""
    return Path(shutil.copytree(demo.lead, tmp_path / "lead"))


@pytest.fixture
def laptop(demo: DemoFolder, tmp_path: Path) -> Path:
    """A copy of the first laptop's workspace, to work in."""
    return Path(shutil.copytree(demo.laptops[0], tmp_path / "laptop"))


@pytest.fixture(scope="session")
def locked_once(tmp_path_factory: pytest.TempPathFactory) -> LockedCampaign:
    """An encrypted campaign to copy."""
    pytest.importorskip("sqlcipher3", reason="needs the extra: fieldsurvey[secure]")
    return make_locked(tmp_path_factory.mktemp("locked"))


@pytest.fixture
def locked(
    locked_once: LockedCampaign, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> LockedCampaign:
    """An encrypted campaign to work in; a file gives the passphrase of its laptop."""
    copy = LockedCampaign(Path(shutil.copytree(locked_once.folder, tmp_path / "locked")))
    monkeypatch.setenv("FIELDSURVEY_PASSPHRASE_FILE", str(copy.passphrase))
    return copy


def _made_once(place: Path) -> Path:
    """Return a folder with `campaign/`, its `twin/` and what was `said`, waiting for another."""
    ended = place / "ended"
    try:
        place.mkdir()
    except FileExistsError:
        give_up_at = time.monotonic() + LONGEST_DEMO_SECONDS
        while not ended.exists() and time.monotonic() < give_up_at:
            time.sleep(0.1)
    else:
        with (place / "said").open("w", encoding="utf-8") as said:
            campaign = _start_demo(place / "campaign", "en", said)
            twin = _start_demo(place / "twin", "zh", subprocess.DEVNULL)
            exit_codes = [each.wait(LONGEST_DEMO_SECONDS) for each in (campaign, twin)]
        if exit_codes == [0, 0]:
            (place / "whole").touch()
        ended.touch()
    assert (place / "whole").exists(), (place / "said").read_text(encoding="utf-8")
    return place


def _start_demo(out: Path, language: str, said: object) -> "subprocess.Popen[bytes]":
    # Another seed of the hashes: the order of sets must not reach the editions.
    surroundings = os.environ | {"PYTHONHASHSEED": {"en": "1", "zh": "2"}[language]}
    return subprocess.Popen(
        [sys.executable, "-m", "fieldsurvey", "--lang", language, "demo", "--out", str(out)],
        stdout=said,
        stderr=subprocess.STDOUT,
        env=surroundings,
    )
