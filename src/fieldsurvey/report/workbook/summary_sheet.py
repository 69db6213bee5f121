"""The sheet 汇总: figures, who is missing, and problems counted, with their charts."""

from collections.abc import Sequence
from itertools import pairwise

from xlsxwriter.worksheet import Worksheet

from fieldsurvey.i18n import pgettext
from fieldsurvey.report.frozen.tally import DayFigures, TallyLine, counts_of, tally_by
from fieldsurvey.report.phrasing.phrases import (
    explained_lines,
    main_figures,
    missing_lines,
    tally_names,
)
from fieldsurvey.report.wording import NOTHING, counted_headings, headings, severities
from fieldsurvey.report.workbook.charts import Series, Stack, insert_stack
from fieldsurvey.report.workbook.paging import break_pages
from fieldsurvey.report.workbook.sheet import Book
from fieldsurvey.report.workbook.styles import INK, SERIES

SUMMED_UP = frozenset({"sectors"})
"""Sections that the summary has already, with a chart: they need no sheet of their own."""

_WIDTHS = [24, 11, 11, 11, 11, *[12] * 6]
_CHART_COLUMN = 5
_CHART_WIDTH = 500

_LABEL_INKS = {"critical": "#FFFFFF", "major": INK, "minor": INK}


def add_summary_sheet(book: Book) -> None:
    """Add the summary of the edition."""
    title = pgettext("sheet", "Summary")
    sheet = book.add_sheet(title, _WIDTHS)
    row = book.write_title(sheet, title)
    row = _write_missing(book, sheet, row)
    row = _write_figures(book, sheet, row)
    today = book.edition.today
    bureaus = tally_by(book.edition.rows, lambda each: (each.sector, ""))
    ends = [0, row]
    for what, lines in (
        ("category", today.by_category),
        ("township", today.by_township),
        ("sector", bureaus),
    ):
        ends.append(_write_tally(book, sheet, ends[-1], what, lines))
    ends.append(_write_tally(book, sheet, ends[-1], "team", today.by_team, has_chart=False))
    if len(book.edition.days) > 1:
        ends.append(_write_days(book, sheet, ends[-1]))
    break_pages(book, sheet, list(pairwise(ends)))


def _write_missing(book: Book, sheet: Worksheet, row: int) -> int:
    missing, styles = book.edition.missing, book.styles
    look = styles.alarm if missing.count else styles.of(bold=True, font_color="#1B6B3A")
    for line in filter(None, [book.voice.missing, *missing_lines(missing, book.wording)]):
        row = book.write_line(sheet, row, line, look)
    for line in explained_lines(missing):
        row = book.write_line(sheet, row, line, styles.text)
    return row + 1


def _write_figures(book: Book, sheet: Worksheet, row: int) -> int:
    row = book.write_heading(
        sheet,
        row,
        [pgettext("column", "Figure"), pgettext("column", "Count"), pgettext("column", "Planned")],
    )
    looks = [book.styles.cell, book.styles.count, book.styles.count]
    for figure in main_figures(book.edition):
        row = book.write_row(sheet, row, figure, looks)
    return row + 1


def _write_tally(
    book: Book,
    sheet: Worksheet,
    row: int,
    what: str,
    lines: Sequence[TallyLine],
    *,
    has_chart: bool = True,
) -> int:
    """Write a table of counts, its chart beside it; return the row below both."""
    if not lines:
        return row
    say = {"category": book.wording.category, "sector": book.wording.sector}.get(what)
    words = [(say(line.key) if say else line.name or line.key) or NOTHING for line in lines]
    title = tally_names()[what]
    top = row
    row = book.write_section(sheet, row, title)
    row = book.write_heading(sheet, row, [headings()[what], *counted_headings()])
    first = row
    looks = [book.styles.cell, *[book.styles.count] * 4]
    for word, line in zip(words, lines, strict=True):
        row = book.write_row(sheet, row, [word, *counts_of(line)], looks)
    below = row
    if has_chart:
        stack = Stack(title, words, _series(lines), first)
        below = insert_stack(book, sheet, stack, (top, _CHART_COLUMN), width=_CHART_WIDTH)
    return max(row, below) + 1


def _write_days(book: Book, sheet: Worksheet, row: int) -> int:
    """Write what each list up to this one brought, with its chart; return the row below both."""
    title, days = pgettext("figure", "Problems by list"), book.edition.days
    top = row
    row = book.write_section(sheet, row, title)
    row = book.write_heading(sheet, row, [headings()["date"], *counted_headings()])
    stack = Stack(title, [day.date[5:] for day in days], _series(days), row, kind="column")
    looks = [book.styles.middle, *[book.styles.count] * 4]
    for day in days:
        row = book.write_row(sheet, row, [day.date, *counts_of(day)], looks)
    below = insert_stack(book, sheet, stack, (top, _CHART_COLUMN), width=_CHART_WIDTH)
    return max(row, below)


def _series(lines: Sequence[TallyLine | DayFigures]) -> list[Series]:
    words = severities()
    return [
        Series(words[key], fill, _LABEL_INKS[key], [getattr(line, key) for line in lines])
        for key, fill in SERIES.items()
    ]
