"""What all parts of the notice share: the edition, its words, and counting tables as they come.

Made anew for each notice: the number of the next caption is the only thing that changes.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import count

from fieldsurvey.report.frozen.edition import Edition
from fieldsurvey.report.frozen.tally import Tally, TallyLine, counts_of
from fieldsurvey.report.notice.blocks import Block, Column, Paragraph, Table
from fieldsurvey.report.phrasing.voice import Voice
from fieldsurvey.report.sections import Section
from fieldsurvey.report.wording import Wording, counted_headings


@dataclass(frozen=True, slots=True)
class Draft:
    """The notice being written, and what it is written from."""

    edition: Edition
    wording: Wording
    voice: Voice
    has_drawings: bool = False
    """Whether who writes it can draw."""
    most_rows: int | None = None
    """Lists with more rows are not printed, which is said; None where all are."""
    numbers: "count[int]" = field(default_factory=lambda: count(1))

    def table(
        self,
        title: str,
        columns: Sequence[Column],
        rows: Sequence[Sequence[str]],
        *,
        is_small: bool = False,
    ) -> Table:
        """Return a table with the next number."""
        return Table(next(self.numbers), title, columns, rows, is_small)


def middle(heading: str, width_mm: float) -> Column:
    """Return a column of counts, codes or short words."""
    return Column(heading, width_mm, "TableMiddle")


def severity_columns(first: str, width_mm: float, each_mm: float) -> list[Column]:
    """Return the columns of a count by severity; `first` heads what is counted."""
    return [Column(first, width_mm), *(middle(word, each_mm) for word in counted_headings())]


def severity_cells(tally: Tally | TallyLine) -> list[str]:
    """Return what stands in those columns, but for the first."""
    return [str(n) for n in counts_of(tally)]


def section_blocks(draft: Draft, section: Section, width_mm: float) -> Iterator[Block]:
    """Yield what a section says below its heading, its tables as wide as that."""
    texts = [section.lead, *section.lines] if section.lead else section.lines
    for n, text in enumerate(texts, start=1):
        yield Paragraph(text, is_kept=n == len(texts) and bool(section.tables))
    for each in section.tables:
        unit = width_mm / sum(head.width for head in each.heads)
        columns = [
            Column(head.name, head.width * unit, "TableMiddle" if head.is_middle else "TableText")
            for head in each.heads
        ]
        yield draft.table(each.title, columns, [[*map(str, row)] for row in each.rows])
