"""An output in, the same with marks that it can write out.

A console of another encoding than UTF-8 writes a question mark for a tick; an old Windows console
an empty box. There the marks are signs that every keyboard has, as wide as those they stand for.
"""

import os
import sys
from typing import Any, cast

from prompt_toolkit.layout.processors import PasswordProcessor
from prompt_toolkit.output import Output

from fieldsurvey.interview.showing.marks import plain_marks_for

DOTS = PasswordProcessor("•")
"""Shows a dot for each character that is typed."""


def with_marks_for(output: Output, encoding: str = "") -> Output:
    """Return an output whose marks are replaced where its encoding has not got them.

    Args:
        output: Of a terminal.
        encoding: What it can write; blank asks the output, and on Windows the console.
    """
    table = plain_marks_for(encoding or _encoding_of(output))
    return cast(Output, _Marked(output, table)) if table else output


class _Marked:
    """An output that writes other marks; everything else is the output's own."""

    def __init__(self, output: Output, table: dict[int, str]) -> None:
        self._output = output
        self._table = table

    def __getattr__(self, name: str) -> Any:
        return getattr(self._output, name)

    def write(self, data: str) -> None:
        self._output.write(data.translate(self._table))

    def write_raw(self, data: str) -> None:
        self._output.write_raw(data)


def _encoding_of(output: Output) -> str:
    """Return what the terminal can write: an old Windows console has the signs of its code page."""
    if sys.platform == "win32" and not os.environ.get("WT_SESSION"):
        import ctypes

        return f"cp{ctypes.windll.kernel32.GetConsoleOutputCP()}".replace("cp65001", "utf-8")
    return output.encoding()
