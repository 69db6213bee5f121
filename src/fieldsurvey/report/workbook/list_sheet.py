"""The sheet 问题清单: columns 1 to 20 of annex 6, one row a problem."""

import math
from collections.abc import Sequence

from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from fieldsurvey.i18n import _, pgettext
from fieldsurvey.report.phrases import (
    dateline,
    edition_title,
    headline,
    missing_headline,
    missing_lines,
)
from fieldsurvey.report.problem_list import COLUMNS, ProblemRow
from fieldsurvey.report.wording import headings
from fieldsurvey.report.workbook.sheet import Book, merge_text, write_text

WIDTHS = {
    "sequence": 5,
    "number": 15,
    "date": 11,
    "team": 6,
    "township": 10,
    "village": 10,
    "group": 7,
    "head": 9,
    "household_type": 12,
    "level": 8,
    "block": 9,
    "category": 11,
    "severity": 9,
    "description": 42,
    "source": 12,
    "evidence": 10,
    "state": 10,
    "inspectors": 10,
    "sector": 13,
    "responsible_township": 12,
}
"""In characters of the default font; a Chinese character takes two."""

_LEFT = frozenset({"description", "evidence", "sector", "inspectors"})
_HEADING_ROW = 4
_LAST = len(COLUMNS) - 1


def add_list_sheet(book: Book) -> None:
    """Add the list of the edition's problems."""
    sheet = _add(book, pgettext("sheet", "Problem list"), book.edition.rows)
    if not book.edition.rows:
        look = book.styles.of(align="center", bold=True, font_size=14)
        sheet.set_row(_HEADING_ROW + 1, 36)
        merge_text(sheet, _HEADING_ROW + 1, (0, _LAST), _("No problems today."), look)
    sheet.activate()


def add_hints_sheet(book: Book) -> None:
    """Add the hints for the reviewer, in the columns of the list."""
    _add(book, pgettext("sheet", "Hints"), book.edition.hints)


def _add(book: Book, name: str, rows: Sequence[ProblemRow]) -> Worksheet:
    sheet = book.add_sheet(name, [WIDTHS[column] for column in COLUMNS])
    _write_top(book, sheet)
    sheet.set_row(_HEADING_ROW, 34)
    words = headings()
    book.write_heading(sheet, _HEADING_ROW, [words[column] for column in COLUMNS])
    looks = _looks(book)
    for position, row in enumerate(rows, start=_HEADING_ROW + 1):
        _write_problem(book, sheet, position, row, looks)
    sheet.freeze_panes(_HEADING_ROW + 1, 2)
    sheet.repeat_rows(_HEADING_ROW)
    if rows:
        sheet.autofilter(_HEADING_ROW, 0, _HEADING_ROW + len(rows), _LAST)
    return sheet


def _write_top(book: Book, sheet: Worksheet) -> None:
    """Write the title, the day, the figures, and who is missing."""
    styles, edition = book.styles, book.edition
    sheet.set_row(0, 32)
    title = edition_title(edition, book.wording)
    merge_text(sheet, 0, (0, _LAST), title, styles.title)
    merge_text(sheet, 1, (0, _LAST), dateline(edition), styles.subtitle)
    merge_text(sheet, 2, (0, _LAST), headline(edition), styles.of(bold=True))
    lines = [missing_headline(edition.missing), *missing_lines(edition.missing, book.wording)]
    text = " ".join(lines)
    sheet.set_row(3, 16 * max(1, math.ceil(len(text) / 110)))
    merge_text(sheet, 3, (0, _LAST), text, styles.alarm if len(lines) > 1 else styles.text)


def _looks(book: Book) -> dict[str, Format]:
    styles = book.styles
    return {column: styles.cell if column in _LEFT else styles.middle for column in COLUMNS}


def _write_problem(
    book: Book, sheet: Worksheet, position: int, row: ProblemRow, looks: dict[str, Format]
) -> None:
    for place, column in enumerate(COLUMNS):
        if column == "sequence":
            sheet.write_number(position, place, row.sequence, looks[column])
        elif column == "severity":
            look = book.styles.severity(row.severity)
            write_text(sheet, position, place, book.wording.severity(row.severity), look)
        else:
            write_text(sheet, position, place, _said(book, row, column), looks[column])


def _said(book: Book, row: ProblemRow, column: str) -> str:
    text = book.wording.cell(row, column)
    if column == "date" and row.is_late:
        return _("{date} (late)").format(date=text)
    return text
