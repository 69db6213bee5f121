"""The sheet 覆盖: households visited of those planned, by township, by team and by village."""

from collections.abc import Sequence

from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from fieldsurvey.i18n import pgettext
from fieldsurvey.report.frozen.missing import VillageCoverage
from fieldsurvey.report.phrasing.page_words import page_words
from fieldsurvey.report.wording import NOTHING, headings
from fieldsurvey.report.workbook.sheet import Book, Value

_WIDTHS = [18, 16, 12, 13, 12, 12, 12, 14, 34]


def add_coverage_sheet(book: Book) -> None:
    """Add how far the campaign is visited."""
    title = pgettext("sheet", "Coverage")
    sheet = book.add_sheet(title, _WIDTHS)
    row = book.write_title(sheet, title)
    row = book.write_line(sheet, row, page_words()["coverage_lead"], book.styles.text) + 1
    row = _write_together(book, sheet, row, "township")
    row = _write_together(book, sheet, row, "team")
    _write_villages(book, sheet, row)


def _write_together(book: Book, sheet: Worksheet, row: int, what: str) -> int:
    """Write one line for each township or team, and one for all; return the row to go on at."""
    villages = book.edition.coverage.by_village
    together: dict[str, list[VillageCoverage]] = {}
    for village in villages:
        together.setdefault(getattr(village, what), []).append(village)
    row = book.write_section(sheet, row, _titles()[what])
    counted = [pgettext("column", "Villages"), pgettext("column", "Villages complete")]
    row = book.write_heading(sheet, row, [headings()[what], *counted, *_counted()])
    styles = book.styles
    looks = [styles.cell, *[styles.count] * 2, *_looks(book)]
    ordered = sorted(together.items()) if what == "team" else together.items()
    for name, inside in [*ordered, (pgettext("column", "All"), villages)]:
        complete = sum(village.is_complete for village in inside)
        values = [name or NOTHING, len(inside), complete, *_counts(inside)]
        row = book.write_row(sheet, row, values, looks)
    return row + 1


def _write_villages(book: Book, sheet: Worksheet, row: int) -> None:
    names = headings()
    row = book.write_section(sheet, row, _titles()["village"])
    titles = [names["village"], names["township"], names["team"], names["date"], *_counted()]
    sheet.repeat_rows(row)
    row = book.write_heading(sheet, row, [*titles, page_words()["forms_missing"]])
    styles = book.styles
    looks = [styles.cell, *[styles.middle] * 3, *_looks(book), styles.cell]
    for village in book.edition.coverage.by_village:
        forms = book.wording.listed(map(book.wording.form, village.forms_missing))
        named: list[Value] = [village.name, village.township, village.team, village.date]
        row = book.write_row(sheet, row, [*named, *_counts([village]), forms], looks)


def _titles() -> dict[str, str]:
    return {
        "township": pgettext("section", "Coverage by township"),
        "team": pgettext("section", "Coverage by team"),
        "village": pgettext("section", "Coverage by village"),
    }


def _counted() -> list[str]:
    words = page_words()
    share, must_visit = pgettext("column", "Share"), pgettext("column", "Must-visit not visited")
    return [words["planned"], words["visited"], share, must_visit]


def _counts(villages: Sequence[VillageCoverage]) -> list[Value]:
    planned = sum(village.planned for village in villages)
    visited = sum(village.visited for village in villages)
    not_visited = sum(village.must_visit - village.must_visit_visited for village in villages)
    return [planned, visited, visited / planned if planned else "", not_visited]


def _looks(book: Book) -> list[Format]:
    count = book.styles.count
    return [count, count, book.styles.share, count]
