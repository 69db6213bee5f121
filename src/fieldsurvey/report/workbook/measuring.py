"""Texts in, widths of columns and heights of rows out, where a Chinese character takes two."""

import math
from collections.abc import Iterable

_LINE_POINTS, _PADDING_POINTS = 14.5, 6
_HIGHEST = 409.0
"""Points; Excel takes no more."""


def row_height(texts: Iterable[tuple[str, float]]) -> float:
    """Return the height in points that a row needs for its wrapped texts and their widths.

    Excel would find it by itself, LibreOffice and viewers on telephones would not.
    """
    return height_of(max((lines_of(text, width) for text, width in texts), default=1))


def height_of(lines: int) -> float:
    """Return the height in points of a row of so many lines."""
    return min(_HIGHEST, _PADDING_POINTS + _LINE_POINTS * lines)


def lines_of(text: str, width: float) -> int:
    """Return about how many lines `text` takes in a column of `width` characters."""
    return lines_in(text, room_of(width))


def room_of(width: float) -> float:
    """Return the signs that a line of a column holds: a little is lost at each end."""
    return max(2.0, (width - 1.2) / 1.04)


def lines_in(text: str, room: float) -> int:
    """Return about how many lines `text` takes where a line holds `room` signs."""
    if "\n" in text:
        return sum(lines_in(line, room) for line in text.split("\n"))
    return 1 if 2 * len(text) <= room else math.ceil(signs(text) / room)


def signs(text: str) -> float:
    """Return how wide `text` is, a Latin letter being 1.

    Its bytes tell: Chinese characters have three in UTF-8 and are as wide as two letters.
    """
    return (len(text) + len(text.encode())) / 2


def width_for(texts: Iterable[str], least: float, most: float) -> float:
    """Return the width of a column that shows each of `texts` on one line, within limits."""
    longest = max((signs(line) for text in texts for line in text.split("\n")), default=0.0)
    return min(most, max(least, longest * 1.04 + 2.4))
