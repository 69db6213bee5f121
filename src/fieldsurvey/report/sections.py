"""What a part of a document says, before any format: a heading, sentences, and plain tables.

The page, the workbook and the Word document each show a section in their own way.
"""

from dataclasses import dataclass

Cell = str | int


@dataclass(frozen=True, slots=True)
class Head:
    """One column of a plain table."""

    name: str
    width: float = 12
    """In characters of Latin letters; a Chinese character takes two."""
    is_middle: bool = False
    """A count, a code or a short word stands in the middle."""


@dataclass(frozen=True, slots=True)
class PlainTable:
    """A table of texts and whole numbers."""

    title: str
    heads: tuple[Head, ...]
    rows: tuple[tuple[Cell, ...], ...]


@dataclass(frozen=True, slots=True)
class Section:
    """One part of a document."""

    key: str
    """A word of its own in the document, for links."""
    title: str
    lead: str = ""
    lines: tuple[str, ...] = ()
    tables: tuple[PlainTable, ...] = ()
