"""A work and a fault in; how it ended, what it said and what it did to the disk out."""

import json
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from enum import IntEnum
from pathlib import Path

HERE = Path(__file__).parent
WRITE, SYNC, TRUNCATE, CREATE, RENAME, UNLINK = 1, 2, 4, 8, 16, 32
ALL = 63
KINDS = {
    "write": WRITE,
    "sync": SYNC,
    "truncate": TRUNCATE,
    "create": CREATE,
    "rename": RENAME,
    "unlink": UNLINK,
}


class Action(IntEnum):
    """What the shim does; the numbers are those of shim.c."""

    COUNT = 1
    KILL_BEFORE = 2
    KILL_HALFWAY = 3
    """Half of the bytes are written, then the process is killed."""
    KILL_AFTER = 4
    FAIL_ONCE = 5
    FAIL_FROM = 6
    """That call and every later one."""


@dataclass(frozen=True, slots=True)
class Fault:
    """What goes wrong, and at which call."""

    action: Action = Action.COUNT
    at: int = 0
    """The first is 1."""
    kinds: int = ALL
    errno: int = 0
    sync_us: int = 0
    """How long every sync takes, besides what it takes."""


NO_FAULT = Fault()


@dataclass(frozen=True, slots=True)
class Ended:
    """How a work ended."""

    status: int
    """Exit code, or minus the signal that ended it."""
    seen: int
    """Calls that the fault counted; 0 where the process was killed."""
    out: str
    err: str

    @property
    def is_killed(self) -> bool:
        """Whether the fault came."""
        return self.status == -9

    @property
    def said(self) -> str:
        """Everything it printed."""
        return self.out + self.err


@dataclass(slots=True)
class Bench:
    """A process that runs works, and the place for what they say."""

    server: "subprocess.Popen[str]"
    folder: Path

    def run(
        self,
        work: str,
        scene: Path,
        fault: Fault = NO_FAULT,
        *,
        record: str = "",
        under: str = "",
        clock_s: int = 0,
    ) -> Ended:
        """Run one work in a scene.

        Args:
            work: Its name.
            scene: Its folder.
            fault: What goes wrong.
            record: The file to record every call in.
            under: The part of the scene where it goes wrong; everywhere by default.
            clock_s: By how much the wall clock is wrong.
        """
        out, err = self.folder / "out", self.folder / "err"
        asked = {
            "work": work,
            "scene": str(scene),
            "out": str(out),
            "err": str(err),
            "record": record,
            "under": str(scene / under),
            "clock_s": clock_s,
            "fault": [fault.action, fault.kinds, fault.at, fault.errno, fault.sync_us],
        }
        assert self.server.stdin is not None
        assert self.server.stdout is not None
        self.server.stdin.write(json.dumps(asked) + "\n")
        self.server.stdin.flush()
        answer = json.loads(self.server.stdout.readline())
        said = [path.read_text(encoding="utf-8", errors="replace") for path in (out, err)]
        return Ended(answer["status"], answer["seen"], *said)


def why_not() -> str:
    """Say why nothing can be injected on this machine; blank where it can."""
    if sys.platform != "linux":
        return "faults are injected on Linux only: the shim stands before glibc"
    if not shutil.which("cc"):
        return "no C compiler here (cc): the shim that injects the faults cannot be built"
    return ""


def build_shim(folder: Path) -> Path:
    """Compile the shim."""
    made = folder / "shim.so"
    words = ["cc", "-Wall", "-Wextra", "-Werror", "-O1", "-shared", "-fPIC", "-o", str(made)]
    subprocess.run([*words, str(HERE / "shim.c"), "-ldl"], check=True)
    return made


@contextmanager
def open_bench(shim: Path, folder: Path) -> Iterator[Bench]:
    """Start the process that runs works, and end it afterwards."""
    folder.mkdir(parents=True, exist_ok=True)
    server = subprocess.Popen(
        [sys.executable, str(HERE / "workbench.py")],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        env={"LD_PRELOAD": str(shim), "PATH": "/usr/bin:/bin", "FIELDSURVEY_LANG": "en"},
    )
    try:
        yield Bench(server, folder)
    finally:
        assert server.stdin is not None
        assert server.stdout is not None
        server.stdin.close()
        server.wait(60)
        server.stdout.close()
