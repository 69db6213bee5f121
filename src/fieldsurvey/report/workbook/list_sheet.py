"""The sheet 问题清单: columns 1 to 20 of annex 6, one row a problem."""

from collections.abc import Sequence

from xlsxwriter.worksheet import Worksheet

from fieldsurvey.i18n import pgettext, sentences
from fieldsurvey.report.frozen.problem_row import COLUMNS, ProblemRow
from fieldsurvey.report.phrasing.page_words import page_words
from fieldsurvey.report.phrasing.phrases import explained_lines, missing_lines
from fieldsurvey.report.workbook.measuring import lines_of
from fieldsurvey.report.workbook.problem_table import OF_TWENTY, ProblemTable, problem_table
from fieldsurvey.report.workbook.sheet import Book
from fieldsurvey.report.workbook.words_sheet import offer_words

_TOP_LINES_MOST = 8
"""Lines of what is missing that may stay in sight above the rows; more would leave them no room."""


def add_list_sheet(book: Book) -> None:
    """Add the list of the edition's problems."""
    sheet, table = _begin(book, pgettext("sheet", "Problem list"), book.edition.rows)
    row = _write_top(book, sheet)
    row, is_short = _write_missing(book, sheet, row)
    _write_rows(book, sheet, table, book.edition.rows, row, stays=is_short)
    if not book.edition.rows:
        look = book.styles.of(align="center", bold=True, font_size=14)
        book.write_line(sheet, row + 1, book.voice.nothing, look, height=40)
    sheet.activate()


def add_hints_sheet(book: Book) -> None:
    """Add the hints for the reviewer, in the columns of the list."""
    title, hints = pgettext("sheet", "Hints"), book.edition.hints
    sheet, table = _begin(book, title, hints)
    row = book.write_title(sheet, title)
    row = book.write_line(sheet, row, page_words()["hints_lead"], book.styles.text)
    _write_rows(book, sheet, table, hints, row + 1, stays=True)


def _begin(book: Book, name: str, rows: Sequence[ProblemRow]) -> tuple[Worksheet, ProblemTable]:
    table = problem_table(book, COLUMNS, rows, OF_TWENTY)
    return book.add_sheet(name, table.widths), table


def _write_rows(
    book: Book,
    sheet: Worksheet,
    table: ProblemTable,
    rows: Sequence[ProblemRow],
    heading: int,
    *,
    stays: bool,
) -> None:
    """Write the heading and the rows; `stays`: the heading, and all above it, stay in sight."""
    first = table.write_heading(sheet, heading)
    after = table.write(sheet, first, rows)
    sheet.freeze_panes(first if stays else 0, 2)
    sheet.repeat_rows(heading)
    if rows:
        sheet.autofilter(heading, 0, after - 1, len(COLUMNS) - 1)
        offer_words(book, sheet, COLUMNS, first, after - 1)


def _write_top(book: Book, sheet: Worksheet) -> int:
    """Write the title, the day and the figures; return the row to go on at."""
    styles = book.styles
    book.write_line(sheet, 0, book.voice.title, styles.title, height=32)
    changed = (*book.voice.first, *book.voice.alarms)
    day = "\n".join([book.voice.dateline, *changed])
    book.write_line(sheet, 1, day, styles.alarm if changed else styles.subtitle)
    return book.write_line(sheet, 2, book.voice.headline, styles.of(bold=True))


def _write_missing(book: Book, sheet: Worksheet, row: int) -> tuple[int, bool]:
    """Write who and what is missing; return the row to go on at, and whether it is short.

    A row can be no higher than a page: where much is missing each thing has a row of its own.
    """
    missing = missing_lines(book.edition.missing, book.wording)
    look = book.styles.alarm if missing else book.styles.text
    said = [book.voice.missing, *missing, *explained_lines(book.edition.missing)]
    text = sentences(said)
    width = sum(book.widths[str(sheet.name)])
    is_short = lines_of(text, width) <= _TOP_LINES_MOST
    for line in [text] if is_short else said:
        row = book.write_line(sheet, row, line, look)
    return row, is_short
