"""What a notice is made of: paragraphs, headings and tables, before they look like anything."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from fieldsurvey.report.figures import Figure

Look = Literal[
    "BodyText",
    "Mark",
    "Title",
    "Salutation",
    "Dateline",
    "AnnexList",
    "Signature",
    "AnnexMark",
    "NextAnnexMark",
    "AnnexTitle",
    "TableTextSmall",
]
"""What a paragraph is; each way of writing has a style of this name."""


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A text; its line feeds and tabs are breaks and tabs on paper."""

    text: str
    look: Look = "BodyText"
    is_kept: bool = False
    """Whether it stays on the page of what follows."""


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading; its number is given by who writes it."""

    text: str
    level: Literal[1, 2, 3] = 1


@dataclass(frozen=True, slots=True)
class Column:
    """One column of a table."""

    heading: str
    width_mm: float
    look: Literal["TableText", "TableMiddle"] = "TableText"


@dataclass(frozen=True, slots=True)
class Table:
    """A table below its caption; its heading stands again on each page."""

    number: int
    """1, 2, 3 … in the notice."""
    title: str
    columns: Sequence[Column]
    rows: Sequence[Sequence[str]]
    is_small: bool = False
    """Much in few rows: in small letters, and parted between pages."""


@dataclass(frozen=True, slots=True)
class Drawings:
    """Charts, side by side."""

    figures: Sequence[Figure]


@dataclass(frozen=True, slots=True)
class UprightEnd:
    """Here the upright pages end; what follows stands on pages across."""


Block = Paragraph | Heading | Table | Drawings | UprightEnd
