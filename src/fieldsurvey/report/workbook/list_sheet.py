"""The sheet 问题清单: columns 1 to 20 of annex 6, one row a problem."""

from collections.abc import Sequence

from xlsxwriter.worksheet import Worksheet

from fieldsurvey.i18n import pgettext, sentences
from fieldsurvey.report.page_words import page_words
from fieldsurvey.report.phrases import explained_lines, missing_lines
from fieldsurvey.report.problem_row import COLUMNS, ProblemRow
from fieldsurvey.report.workbook.problem_table import OF_TWENTY, ProblemTable, problem_table
from fieldsurvey.report.workbook.sheet import Book
from fieldsurvey.report.workbook.words_sheet import offer_words

_HEADING_ROW = 4


def add_list_sheet(book: Book) -> None:
    """Add the list of the edition's problems."""
    sheet, table = _begin(book, pgettext("sheet", "Problem list"), book.edition.rows)
    _write_top(book, sheet)
    _write_rows(book, sheet, table, book.edition.rows)
    if not book.edition.rows:
        look = book.styles.of(align="center", bold=True, font_size=14)
        book.write_line(sheet, _HEADING_ROW + 1, book.voice.nothing, look, height=40)
    sheet.activate()


def add_hints_sheet(book: Book) -> None:
    """Add the hints for the reviewer, in the columns of the list."""
    title, hints = pgettext("sheet", "Hints"), book.edition.hints
    sheet, table = _begin(book, title, hints)
    row = book.write_title(sheet, title)
    book.write_line(sheet, row, page_words()["hints_lead"], book.styles.text)
    _write_rows(book, sheet, table, hints)


def _begin(book: Book, name: str, rows: Sequence[ProblemRow]) -> tuple[Worksheet, ProblemTable]:
    table = problem_table(book, COLUMNS, rows, OF_TWENTY)
    return book.add_sheet(name, table.widths), table


def _write_rows(
    book: Book, sheet: Worksheet, table: ProblemTable, rows: Sequence[ProblemRow]
) -> None:
    first = table.write_heading(sheet, _HEADING_ROW)
    after = table.write(sheet, first, rows)
    sheet.freeze_panes(first, 2)
    sheet.repeat_rows(_HEADING_ROW)
    if rows:
        sheet.autofilter(_HEADING_ROW, 0, after - 1, len(COLUMNS) - 1)
        offer_words(book, sheet, COLUMNS, first, after - 1)


def _write_top(book: Book, sheet: Worksheet) -> None:
    """Write the title, the day, the figures, and who is missing."""
    styles, edition = book.styles, book.edition
    book.write_line(sheet, 0, book.voice.title, styles.title, height=32)
    changed = (*book.voice.first, *book.voice.alarms)
    day = "\n".join([book.voice.dateline, *changed])
    book.write_line(sheet, 1, day, styles.alarm if changed else styles.subtitle)
    book.write_line(sheet, 2, book.voice.headline, styles.of(bold=True))
    missing = missing_lines(edition.missing, book.wording)
    look = styles.alarm if missing else styles.text
    explained = explained_lines(edition.missing)
    text = sentences([book.voice.missing, *missing, *explained])
    book.write_line(sheet, 3, text, look)
