"""Cells and tables of Markdown."""

import re
from collections.abc import Iterable, Sequence

_SENTENCE_END = re.compile(r"(?<=[.?!]) (?=[A-Z])")


def table(headings: Sequence[str], rows: Iterable[Sequence[str]]) -> list[str]:
    """Return the lines of a table."""
    return [
        _row(headings),
        "|" + "---|" * len(headings),
        *(_row([cell(text) for text in row]) for row in rows),
    ]


def _row(cells: Iterable[str]) -> str:
    return f"| {' | '.join(cells)} |"


def cell(text: str) -> str:
    """Return a text as it can stand in a cell: on one line, its bars escaped."""
    return " ".join(text.split()).replace("|", "\\|")


def code(text: str) -> str:
    """Return a text as code; nothing for nothing."""
    return f"`{text}`" if text else ""


def paragraphs(text: str) -> list[str]:
    """Return a docstring with one sentence a line and its paragraphs apart."""
    parts = [" ".join(part.split()) for part in text.strip().split("\n\n")]
    return "\n\n".join(_SENTENCE_END.sub("\n", part) for part in parts).split("\n")
