"""The only printer: results to stdout, talk to stderr."""

import json
import os
import re
import sys
import unicodedata
from functools import lru_cache
from typing import TYPE_CHECKING, Any, TextIO

if TYPE_CHECKING:
    from rich.console import Console

_NOT_PLAIN = re.compile("[^\n\t -~\u4e00-\u9fff]")
_KEPT = {"\n", "\t"}
_UNSEEN = {"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"}


def speak_utf8() -> None:
    """Read and write UTF-8 whatever the console's own encoding: a rare name must not stop us."""
    for stream in (sys.stdin, sys.stdout, sys.stderr):
        reconfigure = getattr(stream, "reconfigure", None)
        if reconfigure is not None:
            reconfigure(
                encoding="utf-8", errors="strict" if stream is sys.stdin else "backslashreplace"
            )


def is_at_terminal() -> bool:
    """Say whether somebody can read what is asked, and answer."""
    return all(stream is not None and stream.isatty() for stream in (sys.stdin, sys.stdout))


def printable(text: str) -> str:
    """Replace what a terminal would act on (escape sequences, bidi overrides) by U+FFFD."""
    return "".join(
        letter if letter in _KEPT or unicodedata.category(letter) not in _UNSEEN else "�"
        for letter in text
    )


def result_console() -> "Console":
    """Return the console for results, on stdout."""
    return _console_on(sys.stdout)


def talk_console() -> "Console":
    """Return the console for progress, notes and errors, on stderr."""
    return _console_on(sys.stderr)


@lru_cache(maxsize=4)
def _console_on(stream: TextIO) -> "Console":
    from rich.console import Console

    return Console(file=stream, highlight=False, soft_wrap=False)


def show(renderable: Any) -> None:
    """Print a result: text as it is, never as markup."""
    if isinstance(renderable, str):
        sys.stdout.write(printable(renderable) + "\n")
    else:
        result_console().print(renderable)


def show_json(value: Any) -> None:
    """Print a result for a program; what a terminal would act on stands escaped, as JSON can."""
    text = json.dumps(value, ensure_ascii=False, indent=2)
    sys.stdout.write(_NOT_PLAIN.sub(_escaped, text) + "\n")


def _escaped(found: re.Match[str]) -> str:
    letter = found[0]
    return letter if letter.isprintable() or letter == "\u3000" else json.dumps(letter)[1:-1]


def clear_screen() -> None:
    """Take everything off the terminal, what was scrolled away too; a file is left as it is."""
    if not is_at_terminal():
        return
    if os.name == "nt":
        import subprocess

        subprocess.run(["cmd", "/c", "cls"], check=False)
    sys.stdout.write("\x1b[2J\x1b[3J\x1b[H")
    sys.stdout.flush()


def say(text: str) -> None:
    """Tell the person something that is not the result."""
    sys.stderr.write(printable(text) + "\n")
