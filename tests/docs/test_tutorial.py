"""The tutorials, run command by command as a reader would."""

import re
import shutil
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import pairwise
from pathlib import Path

import pytest

from fieldsurvey.cli.app import run
from fieldsurvey.i18n import set_language

DOCS = Path(__file__).parents[2] / "docs"
BLOCK = re.compile(r"^```console\n(.*?)^```$", re.MULTILINE | re.DOTALL)
ANYTHING = "…"


@dataclass
class Told:
    """A command of a tutorial and what it says came of it."""

    words: list[str]
    said: list[str] = field(default_factory=list)
    exit_code: int = 0


def commands_of(page: Path) -> list[Told]:
    """Read every command with its output; `echo $?` tells the exit code of the one before."""
    told: list[Told] = []
    for line in "".join(BLOCK.findall(page.read_text(encoding="utf-8"))).splitlines():
        if line.startswith("$ "):
            told.append(Told(line.removeprefix("$ ").split()))
        elif line.strip():
            told[-1].said.append(line)
    for command, echo in pairwise(told):
        if echo.words == ["echo", "$?"]:
            command.exit_code = int(echo.said[0])
    return [command for command in told if command.words[0] != "echo"]


def same(line: str) -> re.Pattern[str]:
    """Return a pattern for a line of output: columns may be wider, `…` stands for anything."""
    pieces = (
        r"\s+".join(map(re.escape, part.split(" ")))
        for part in " ".join(line.split()).split(ANYTHING)
    )
    return re.compile(".*".join(pieces))


@pytest.fixture
def desk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A copy of docs/tutorial to work at, with a screen of 80 columns."""
    shutil.copytree(DOCS / "tutorial", tmp_path / "desk")
    monkeypatch.chdir(tmp_path / "desk")
    monkeypatch.setenv("COLUMNS", "80")
    monkeypatch.delenv("FIELDSURVEY_WORKSPACE", raising=False)
    yield tmp_path / "desk"
    set_language("en")


@pytest.mark.parametrize(("page", "language"), [("tutorial.md", "en"), ("tutorial.zh.md", "zh")])
def test_every_command_of_the_tutorial_does_what_it_says(
    page: str,
    language: str,
    desk: Path,
    monkeypatch: pytest.MonkeyPatch,
    capfd: pytest.CaptureFixture[str],
) -> None:
    """Each command ends with the exit code of the page and prints its lines."""
    monkeypatch.setenv("FIELDSURVEY_LANG", language)
    for told in commands_of(DOCS / page):
        match told.words:
            case ["cd", place]:
                monkeypatch.chdir(place)
            case ["cp", source, target]:
                shutil.copyfile(source, target)
            case ["mkdir", place]:
                Path(place).mkdir()
            case ["fieldsurvey", *arguments]:
                exit_code = run(arguments)
                captured = capfd.readouterr()
                output = captured.out + captured.err
                assert exit_code == told.exit_code, f"{' '.join(told.words)}\n{output}"
                for line in told.said:
                    assert same(line).search(output), f"{' '.join(told.words)}\n{line}\n{output}"
            case _:
                pytest.fail(f"the tutorial has a command that no test runs: {told.words}")


@pytest.mark.parametrize("page", ["tutorial.md", "tutorial.zh.md"])
def test_the_tutorial_runs_from_new_to_nightly(page: str) -> None:
    """Both tutorials go through the whole day, in the same order."""
    names = [told.words[1] for told in commands_of(DOCS / page) if told.words[0] == "fieldsurvey"]

    assert names[0] == "new"
    assert names.index("interview") < names.index("hand-over") < names.index("merge")
    assert names.index("merge") < names.index("nightly")
    assert names == [
        told.words[1]
        for told in commands_of(DOCS / "tutorial.md")
        if told.words[0] == "fieldsurvey"
    ]
