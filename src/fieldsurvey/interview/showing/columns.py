"""Text measured in the columns of a terminal, where a Chinese character takes two. Pure."""

import re
from collections.abc import Iterable
from typing import TypeAlias

from rich.cells import cell_len, set_cell_size

Line: TypeAlias = list[tuple[str, str]]
"""Pieces of (style, text) that stand beside each other."""

_UNIT = re.compile(
    r"[\u2e80-\u9fff\uac00-\ud7af\uf900-\ufaff\uff00-\uffef]|[^\s\u2e80-\u9fff]+|\s+"
)
"""What is never broken: a word, a run of blanks, one Chinese character."""


def one_line(text: str) -> str:
    """Return `text` without line breaks and double blanks."""
    return " ".join(text.split())


def cut(text: str, width: int) -> str:
    """Return `text` in at most `width` columns, with … where it was cut."""
    return text if cell_len(text) <= width else set_cell_size(text, width - 1).rstrip() + "…"


def pad(text: str, width: int) -> str:
    """Return `text` with blanks up to `width` columns; longer text stays as it is."""
    return text + " " * max(0, width - cell_len(text))


def wrap(line: Line, width: int) -> list[Line]:
    """Break a line where words end so that each part fits into `width` columns.

    A word longer than a whole line stays whole, for the terminal to break.
    """
    lines: list[Line] = [[]]
    used = 0
    for style, unit in _units(line):
        columns = cell_len(unit)
        if used and used + columns > width:
            lines.append([])
            used = 0
            if unit.isspace():
                continue
        lines[-1].append((style, unit))
        used += columns
    return lines


def width_of(line: Line) -> int:
    """Return the columns that a line takes."""
    return sum(cell_len(text) for _style, text in line)


def beside(pieces: Iterable[Line], width: int, blanks: int) -> list[Line]:
    """Put pieces beside each other, as many in a line as fit into `width` columns."""
    lines: list[Line] = []
    for piece in pieces:
        if lines and width_of(lines[-1]) + blanks + width_of(piece) <= width:
            lines[-1] += [("", " " * blanks), *piece]
        else:
            lines.append([*piece])
    return lines


def _units(line: Line) -> Iterable[tuple[str, str]]:
    for style, text in line:
        for unit in _UNIT.findall(text):
            yield style, unit
