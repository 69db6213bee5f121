"""The sheet 问题清单: columns 1 to 20 of annex 6, one row a problem."""

from collections.abc import Sequence

from xlsxwriter.worksheet import Worksheet

from fieldsurvey.i18n import _, pgettext, sentences
from fieldsurvey.questionnaire.model import Severity
from fieldsurvey.report.phrases import (
    explained_lines,
    missing_headline,
    missing_lines,
)
from fieldsurvey.report.problem_row import COLUMNS, ProblemRow
from fieldsurvey.report.wording import headings
from fieldsurvey.report.workbook.sheet import Book, Value

WIDTHS = {
    "sequence": 5,
    "number": 15,
    "date": 11,
    "team": 6,
    "township": 9,
    "village": 9,
    "group": 6.5,
    "head": 10,
    "household_type": 13,
    "level": 9.5,
    "block": 11.5,
    "category": 11,
    "severity": 8.5,
    "description": 44,
    "source": 10.5,
    "evidence": 9.5,
    "state": 10,
    "inspectors": 9,
    "sector": 12,
    "responsible_township": 12,
}
"""In characters of the default font; a Chinese character takes two."""

_LEFT = frozenset({"description", "evidence", "sector", "inspectors"})
_HEADING_ROW = 4
_SEVERITY = COLUMNS.index("severity")


def add_list_sheet(book: Book) -> None:
    """Add the list of the edition's problems."""
    sheet = _add(book, pgettext("sheet", "Problem list"), book.edition.rows)
    if not book.edition.rows:
        look = book.styles.of(align="center", bold=True, font_size=14)
        book.write_line(sheet, _HEADING_ROW + 1, book.voice.nothing, look)
        sheet.set_row(_HEADING_ROW + 1, 40)
    sheet.activate()


def add_hints_sheet(book: Book) -> None:
    """Add the hints for the reviewer, in the columns of the list."""
    _add(book, pgettext("sheet", "Hints"), book.edition.hints)


def _add(book: Book, name: str, rows: Sequence[ProblemRow]) -> Worksheet:
    sheet = book.add_sheet(name, [WIDTHS[column] for column in COLUMNS])
    _write_top(book, sheet)
    words = headings()
    book.write_heading(sheet, _HEADING_ROW, [words[column] for column in COLUMNS])
    looks = [book.styles.cell if c in _LEFT else book.styles.middle for c in COLUMNS]
    severities = {severity: book.styles.severity(severity) for severity in Severity}
    for position, row in enumerate(rows, start=_HEADING_ROW + 1):
        looks[_SEVERITY] = severities[row.severity]
        book.write_row(sheet, position, [_value(book, row, c) for c in COLUMNS], looks)
    sheet.freeze_panes(_HEADING_ROW + 1, 2)
    sheet.repeat_rows(_HEADING_ROW)
    if rows:
        sheet.autofilter(_HEADING_ROW, 0, _HEADING_ROW + len(rows), len(COLUMNS) - 1)
    return sheet


def _write_top(book: Book, sheet: Worksheet) -> None:
    """Write the title, the day, the figures, and who is missing."""
    styles, edition = book.styles, book.edition
    book.write_line(sheet, 0, book.voice.title, styles.title)
    sheet.set_row(0, 32)
    changed = (*book.voice.first, *book.voice.alarms)
    day = "\n".join([book.voice.dateline, *changed])
    book.write_line(sheet, 1, day, styles.alarm if changed else styles.subtitle)
    book.write_line(sheet, 2, book.voice.headline, styles.of(bold=True))
    missing = missing_lines(edition.missing, book.wording)
    look = styles.alarm if missing else styles.text
    explained = explained_lines(edition.missing)
    text = sentences([missing_headline(edition.missing), *missing, *explained])
    book.write_line(sheet, 3, text, look)


def _value(book: Book, row: ProblemRow, column: str) -> Value:
    if column == "sequence":
        return row.sequence
    text = book.wording.cell(row, column)
    if column == "date" and row.is_late:
        return _("{date} (late)").format(date=text)
    return text
