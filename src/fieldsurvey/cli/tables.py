"""Rows in, a table that fits the terminal out; a code in, a banner out."""

import re
from collections.abc import Sequence
from typing import Any, Literal

from fieldsurvey.cli.lettering import lettered
from fieldsurvey.cli.speaking import printable, result_console

_FIGURE = re.compile(r"-?[0-9]+(\.[0-9]+)?|")
"""What a column of figures, which ends at the right, holds."""

_INDENT = 4

_BETWEEN_COLUMNS = 3
"""Cells between two columns of a table: padding, a blank for the line, padding."""


def table(headings: Sequence[str], rows: Sequence[Sequence[str]], title: str = "") -> Any:
    """Return a table that fits the terminal; cells are text, never markup.

    Where it would be too wide the widest columns give way and wrap; nothing is cut off.
    """
    from rich import box
    from rich.table import Table
    from rich.text import Text

    made = Table(
        title=Text(printable(title), style="bold") if title else None,
        title_justify="left",
        box=box.SIMPLE_HEAD,
        pad_edge=False,
    )
    shown = [[printable(cell) for cell in row] for row in rows]
    room = result_console().width - (_BETWEEN_COLUMNS * len(headings) - 1)
    for nth, width in enumerate(column_widths(headings, shown, room)):
        is_figures = all(_FIGURE.fullmatch(row[nth]) for row in shown)
        justify: Literal["right", "left"] = "right" if is_figures else "left"
        made.add_column(Text(headings[nth]), width=width, overflow="fold", justify=justify)
    for row in shown:
        made.add_row(*map(_cell, row))
    return made


def _cell(text: str) -> Any:
    """Return a cell all of whose lines stand as far in as its first one."""
    from rich.padding import Padding
    from rich.text import Text

    words = text.lstrip(" ")
    return Padding(Text(words), (0, 0, 0, len(text) - len(words)))


def column_widths(
    headings: Sequence[str], rows: Sequence[Sequence[str]], room: int
) -> tuple[int, ...]:
    """Return how wide each column is to be so that all of them have room together.

    Each gets what its cells and heading want; where that is too much, headings wrap first, then
    the widest columns share what the others leave.
    """
    from rich.cells import cell_len

    def widest(texts: Sequence[str]) -> int:
        return max(map(cell_len, texts), default=0)

    cells = [widest([row[nth] for row in rows]) for nth in range(len(headings))]
    wanted = [max(cell_len(h), width) for h, width in zip(headings, cells, strict=True)]
    if sum(wanted) > room:
        wanted = [max(widest(h.split()), width) for h, width in zip(headings, cells, strict=True)]
    given: dict[int, int] = {}
    for nth in sorted(range(len(wanted)), key=wanted.__getitem__):
        share = (room - sum(given.values())) // (len(wanted) - len(given))
        given[nth] = min(wanted[nth], max(share, 1))
    return tuple(given[nth] for nth in range(len(wanted)))


def banner(code: str) -> Any:
    """Return a short code so large that nobody miscopies it, and once more letter by letter.

    Where nobody looks at a screen, only letter by letter.
    """
    from rich.console import Group
    from rich.padding import Padding
    from rich.text import Text

    console = result_console()
    spelled = Text(" ".join(code), style="bold")
    large = lettered(code, console.width - _INDENT) if console.is_terminal else []
    if not large:
        return Padding(spelled, (0, 0, 0, _INDENT))
    return Padding(Group(Text("\n".join(large)), "", spelled), (1, 0, 1, _INDENT))
