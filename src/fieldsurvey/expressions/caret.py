"""Showing a place in a text."""

import unicodedata

_AROUND = 60
"""Characters shown on each side of the place."""


def caret(text: str, position: int) -> str:
    """Return two lines: the text around a place, and a caret under the place.

    Control characters are shown as blanks; wide characters (Chinese) take two columns.
    """
    position = max(0, min(position, len(text)))
    start, end = max(0, position - _AROUND), min(len(text), position + _AROUND)
    before, after = ("…" if start else ""), ("…" if end < len(text) else "")
    shown = "".join(each if each.isprintable() else " " for each in text[start:end])
    columns = sum(
        2 if unicodedata.east_asian_width(each) in "WF" else 1 for each in shown[: position - start]
    )
    return f"{before}{shown}{after}\n{' ' * (columns + len(before))}^"
