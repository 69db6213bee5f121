"""The sheets that only documents of one sort have: one for each of their sections."""

from collections.abc import Iterable

from fieldsurvey.report.sections import Section
from fieldsurvey.report.workbook.sheet import Book

_NARROWEST = 12
_LONGEST_NAME = 31


def add_section_sheets(book: Book, sections: Iterable[Section]) -> None:
    """Add one sheet for each section."""
    for section in sections:
        _add(book, section)


def _add(book: Book, section: Section) -> None:
    widths = [
        max(widths)
        for widths in _columns([[head.width for head in table.heads] for table in section.tables])
    ]
    sheet = book.add_sheet(section.title[:_LONGEST_NAME], widths or [100])
    row = book.write_title(sheet, section.title)
    for line in filter(None, (section.lead, *section.lines)):
        row = book.write_line(sheet, row, line, book.styles.text)
    for table in section.tables:
        row = book.write_section(sheet, row + 1, table.title)
        row = book.write_heading(sheet, row, [head.name for head in table.heads])
        styles = book.styles
        looks = [styles.middle if head.is_middle else styles.cell for head in table.heads]
        for values in table.rows:
            row = book.write_row(sheet, row, values, looks)


def _columns(of_tables: list[list[float]]) -> list[list[float]]:
    """Return the widths that each column of a sheet has in its tables."""
    most = max(map(len, of_tables), default=0)
    return [[_NARROWEST, *(t[n] for t in of_tables if n < len(t))] for n in range(most)]
