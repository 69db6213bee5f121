"""Runs works as children of one warm process, each under one fault; started with the shim loaded.

In: one JSON object a line, `{"work", "scene", "out", "err", "fault": [...]}`; out: one a line,
`{"status": exit code or minus the signal, "seen": calls counted}`.
"""

import ctypes
import gc
import json
import os
import sys
import traceback
from importlib import import_module
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).parents[2]))

from tests.faults.works import SECRETS, WORKS, announce_lines

from fieldsurvey.cli.workplace.unlocking import NEW_PASSPHRASE_FILE, PASSPHRASE_FILE

LAZILY = (
    "pyrage",
    *(f"fieldsurvey.campaign.{name}" for name in ("kit.making", "workspace")),
    *(
        f"fieldsurvey.cli.{name}"
        for name in [
            "inspector.hand_over",
            "inspector.join",
            "inspector.photo",
            "inspector.sitting",
            "lead.evening",
            "lead.merge",
            "lead.nightly",
            "lead.taking_in",
            "lead.tonight_told",
            "start.new",
        ]
    ),
    *(f"fieldsurvey.report.{name}" for name in ("keeping.writing", "page.rendering", "workbook")),
)


def main() -> None:
    """Serve until stdin ends."""
    shim = ctypes.CDLL(None)
    shim.faults_seen.restype = ctypes.c_long
    announce_lines()
    warm()
    gc.freeze()
    for request in sys.stdin:
        asked = json.loads(request)
        reading, writing = os.pipe()
        child = os.fork()
        if not child:
            os.close(reading)
            _be_child(shim, asked, writing)
        os.close(writing)
        with os.fdopen(reading) as counted:
            seen = counted.read()
        _pid, status = os.waitpid(child, 0)
        said = {"status": os.waitstatus_to_exitcode(status), "seen": int(seen or 0)}
        print(json.dumps(said), flush=True)


def warm() -> None:
    """Import what the commands import lazily, once for all children."""
    for name in LAZILY:
        import_module(name)


def _be_child(shim: ctypes.CDLL, asked: dict[str, Any], writing: int) -> None:
    code = 99
    try:
        temporary = Path(str(asked["scene"])) / "tmp"
        temporary = temporary if temporary.is_dir() else Path(str(asked["out"])).parent
        os.environ |= {"COLUMNS": "200", "TMPDIR": str(temporary)}
        os.environ |= _secrets(Path(str(asked["scene"])), str(asked["work"]))
        for number, name in ((1, "out"), (2, "err")):
            handle = os.open(str(asked[name]), os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
            os.dup2(handle, number)
        os.dup2(os.open(os.devnull, os.O_RDONLY), 0)
        sys.stdin = os.fdopen(0, encoding="utf-8", closefd=False)
        sys.stdout = os.fdopen(1, "w", buffering=1, encoding="utf-8", closefd=False)
        sys.stderr = os.fdopen(2, "w", buffering=1, encoding="utf-8", closefd=False)
        record = -1
        if asked["record"]:
            record = os.open(str(asked["record"]), os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
        action, kinds, nth, error, sync_us = asked["fault"]
        scene = str(asked["scene"])
        shim.faults_set_clock(ctypes.c_long(asked["clock_s"]))
        shim.faults_arm(
            str(asked["under"]).encode(),
            action,
            kinds,
            ctypes.c_long(nth),
            error,
            record,
            ctypes.c_long(sync_us),
        )
        code = WORKS[str(asked["work"])](Path(scene))
    except BaseException:
        traceback.print_exc()
    finally:
        seen = shim.faults_seen()
        os.write(writing, str(seen).encode())
        sys.stdout.flush()
        sys.stderr.flush()
        os._exit(code)


def _secrets(scene: Path, work: str) -> dict[str, str]:
    """Return what gives encrypted laptops their passphrase, and the next where one is chosen."""
    passphrase, chosen = (str(scene / name) for name in SECRETS)
    if not Path(passphrase).exists():
        return {}
    next_one = {NEW_PASSPHRASE_FILE: chosen} if work == "passphrase" else {}
    return {PASSPHRASE_FILE: passphrase, **next_one}


if __name__ == "__main__":
    main()
