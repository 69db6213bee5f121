"""Hostile files, words and names, each met by the real command: nothing is run, written or leaked.

`make hostile` runs the whole corpus; the tests take every n-th case.
"""

import json
import os
import shutil
import subprocess
import sys
import unicodedata
from collections.abc import Iterator
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parent))

from hostile_cases import Case, every_case

pytestmark = pytest.mark.skipif(not hasattr(os, "fork"), reason="the cage needs fork()")

MOST_MEMORY_MB = 300
MOST_CPU_S = 5
EVERY = int(os.environ.get("FIELDSURVEY_HOSTILE_EVERY", "12"))
CASES = every_case()
UNSEEN = {"Cc", "Cf", "Cs", "Zl", "Zp"}
HERE = Path(__file__).parent


class Cage:
    """A process that runs each case in a child of its own."""

    def __init__(self, bases: Path) -> None:
        self.bases = bases
        self.process = subprocess.Popen(
            [sys.executable, str(HERE / "cage.py")],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            encoding="utf-8",
            env={**os.environ, "FIELDSURVEY_LANG": "en"},
        )

    def run(self, case: Case, folder: Path) -> dict[str, object]:
        """Run one case in a folder and return what it did."""
        if case.base:
            shutil.copytree(self.bases / case.base, folder / case.base)
        for name, content in case.files.items():
            (folder / name).parent.mkdir(parents=True, exist_ok=True)
            (folder / name).write_bytes(content)
        assert self.process.stdin and self.process.stdout
        self.process.stdin.write(json.dumps({"folder": str(folder), "words": case.words}) + "\n")
        self.process.stdin.flush()
        told: dict[str, object] = json.loads(self.process.stdout.readline())
        return told | {name: (folder / f"{name}.txt").read_bytes() for name in ("out", "err")}


@pytest.fixture(scope="session")
def bases(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A lead's workspace with a small county, a kit and a joined laptop, to be spoilt."""
    folder = tmp_path_factory.mktemp("bases")

    def fieldsurvey(*words: object) -> None:
        ran = subprocess.run(
            [sys.executable, "-m", "fieldsurvey", *map(str, words)],
            capture_output=True,
            check=False,
            env={**os.environ, "FIELDSURVEY_LANG": "en"},
        )
        assert ran.returncode == 0, ran.stderr.decode()

    lead = folder / "lead"
    fieldsurvey("new", lead)
    roster = folder / "roster"
    roster.mkdir()
    (roster / "townships.csv").write_text("code,name,is_key\n01,East,0\n02,West,0\n", "utf-8")
    codes = [f"0{town}0{number}" for town in (1, 2) for number in (1, 2)]
    villages = [f"{code},{code[:2]},V{code},1,1,500,300\n" for code in codes]
    head = "code,township,name,is_exited,has_team,population,unregistered_population\n"
    (roster / "villages.csv").write_text(head + "".join(villages), "utf-8")
    households = [
        f"{code}-{n:04d},{code},1,Head {n},3,{('poor', 'lifted', 'unregistered')[n % 3]},,"
        f"{2018 if n % 3 == 1 else ''},\n"
        for code in codes
        for n in range(1, 31)
    ]
    head = "code,village,group,head,size,category,flags,exit_year,exclusions\n"
    (roster / "households.csv").write_text(head + "".join(households), "utf-8")
    fieldsurvey("-w", lead, "roster", "import", roster)
    fieldsurvey("-w", lead, "sample", "draw", "--seed", "1")
    fieldsurvey("-w", lead, "kit", "make", folder / "kits", "--no-codes")
    shutil.copytree(folder / "kits" / "team-1", folder / "kit")
    fieldsurvey("join", folder / "kit", folder / "laptop")
    return folder


@pytest.fixture(scope="session")
def cage(bases: Path) -> Iterator[Cage]:
    """One cage for all cases of this process."""
    made = Cage(bases)
    yield made
    assert made.process.stdin and made.process.stdout
    made.process.stdin.close()
    made.process.wait(30)
    made.process.stdout.close()


def test_the_corpus_is_large_and_names_each_case_once() -> None:
    """Three hundred at least, of every family."""
    assert len(CASES) >= 300
    assert len({case.id for case in CASES}) == len(CASES)
    assert len({case.family for case in CASES}) == 10


@pytest.mark.parametrize("case", CASES[::EVERY], ids=lambda case: case.id)
def test_a_hostile_input_is_only_read(case: Case, cage: Cage, tmp_path: Path) -> None:
    """Ends in words with exit code 0, 1 or 2; starts nothing, writes nowhere else, stays small."""
    did = cage.run(case, tmp_path)
    out, err = (str(did[name], "utf-8") for name in ("out", "err"))  # type: ignore[call-overload]

    assert did["acts"] == []
    assert did["exit_code"] in (0, 1, 2), err[-2000:]
    assert "Traceback" not in out + err
    assert float(str(did["cpu_s"])) <= MOST_CPU_S
    assert float(str(did["memory_mb"])) <= MOST_MEMORY_MB
    assert not signs_that_act(out + err)
    if "--json" in case.words and out:
        json.loads(out)


def signs_that_act(text: str) -> set[str]:
    """Return the signs of a text that a terminal would act on."""
    return {sign for sign in set(text) - {"\n", "\t"} if unicodedata.category(sign) in UNSEEN}
