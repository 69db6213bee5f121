"""Runs commands caged: `python cage.py < CASES` forks a child for each case and tells what it did.

A case is one line of JSON: `{"folder", "words"}`; the answer is one line of JSON: exit code, CPU
seconds, the most memory in MB, and every forbidden act: a program started, a connection opened, a
file written outside the case's folder. The acts are seen by Python's own audit hooks, so nothing a
hostile file says can hide them.
"""

import json
import os
import resource
import sys
import time
from pathlib import Path

FORBIDDEN = (
    "os.system",
    "os.exec",
    "os.posix_spawn",
    "os.spawn",
    "os.startfile",
    "subprocess.Popen",
    "pty.spawn",
    "socket.connect",
    "socket.bind",
    "webbrowser.open",
    "sqlite3.enable_load_extension",
)
WRITING = os.O_WRONLY | os.O_RDWR | os.O_CREAT | os.O_TRUNC | os.O_APPEND
PLACES = {"os.mkdir": (0,), "os.remove": (0,), "os.rmdir": (0,), "os.rename": (0, 1)}
PLACES |= {"os.link": (1,), "os.symlink": (1,), "os.truncate": (0,), "os.chmod": (0,)}
LONGEST_SECONDS = 60
"""Of the wall clock, on a machine that is busy; what counts is the CPU time."""


def watch(folder: Path, seen: int) -> None:
    """Write every forbidden act of this process to the file descriptor `seen`."""
    home = os.path.realpath(folder)
    is_loading = [False]

    def is_inside(place: object) -> bool:
        if isinstance(place, int) or place is None:
            return True
        path = os.path.realpath(os.fsdecode(place))
        return path == home or path.startswith(home + os.sep) or path == os.devnull

    def hook(event: str, arguments: tuple[object, ...]) -> None:
        if is_loading[0]:
            return
        is_loading[0] = True
        try:
            if event in FORBIDDEN:
                told = f"{event} {arguments!r}"
            elif event == "open" and isinstance(arguments[2], int) and arguments[2] & WRITING:
                told = "" if is_inside(arguments[0]) else f"wrote {arguments[0]!r}"
            elif event in PLACES:
                outside = [p for n in PLACES[event] if not is_inside(p := arguments[n])]
                told = f"{event} {outside!r}" if outside else ""
            else:
                told = ""
            if told:
                os.write(seen, told[:500].encode("utf-8", "replace") + b"\n")
        finally:
            is_loading[0] = False

    sys.addaudithook(hook)


def run_caged(folder: Path, words: list[str]) -> None:
    """Become the command: never returns."""
    os.chdir(folder)
    os.environ |= {"TMPDIR": str(folder), "HOME": str(folder), "COLUMNS": "80"}
    for number, name in ((1, "out.txt"), (2, "err.txt")):
        os.dup2(os.open(folder / name, os.O_WRONLY | os.O_CREAT | os.O_TRUNC), number)
    os.dup2(os.open(os.devnull, os.O_RDONLY), 0)
    seen = os.open(folder / "seen.txt", os.O_WRONLY | os.O_CREAT | os.O_TRUNC)
    sys.stdout = open(1, "w", encoding="utf-8", closefd=False)  # noqa: SIM115
    sys.stderr = open(2, "w", encoding="utf-8", closefd=False)  # noqa: SIM115
    sys.stdin = open(0, encoding="utf-8", closefd=False)  # noqa: SIM115
    code = 99
    try:
        from fieldsurvey.cli.app import run

        watch(folder, seen)
        code = run(words)
    except SystemExit as ended:
        code = ended.code if isinstance(ended.code, int) else 98
    except BaseException:
        import traceback

        traceback.print_exc()
    finally:
        sys.stdout.flush()
        sys.stderr.flush()
        os._exit(code)


def preload() -> None:
    """Import what every child needs, once."""
    from importlib import import_module

    from fieldsurvey.cli.app import COMMANDS, build

    for entry in COMMANDS:
        build(entry.name)
    for name in ("handover.merging", "interview.conducting", "cli.lead.evening", "questionnaire"):
        import_module(f"fieldsurvey.{name}")


def main() -> None:
    """Answer each case until there is none."""
    sys.dont_write_bytecode = True
    preload()
    for line in sys.stdin:
        case = json.loads(line)
        child = os.fork()
        if child == 0:
            run_caged(Path(case["folder"]), case["words"])
        give_up_at = time.monotonic() + LONGEST_SECONDS
        while (ended := os.wait4(child, os.WNOHANG))[0] == 0:
            if time.monotonic() > give_up_at:
                os.kill(child, 9)
            time.sleep(0.005)
        used: resource.struct_rusage = ended[2]
        seen = Path(case["folder"], "seen.txt")
        told = {
            "exit_code": os.waitstatus_to_exitcode(ended[1]),
            "cpu_s": used.ru_utime + used.ru_stime,
            "memory_mb": used.ru_maxrss / (1024 if sys.platform != "darwin" else 1 << 20),
            "acts": seen.read_text("utf-8", "replace").splitlines() if seen.exists() else [],
        }
        sys.stdout.write(json.dumps(told) + "\n")
        sys.stdout.flush()


if __name__ == "__main__":
    main()
