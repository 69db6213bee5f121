"""The sheet 汇总: figures, who is missing, problems counted, and how far villages are visited."""

from collections.abc import Sequence
from typing import cast

from xlsxwriter.chart_bar import ChartBar
from xlsxwriter.worksheet import Worksheet

from fieldsurvey.i18n import pgettext
from fieldsurvey.report.edition import TallyLine
from fieldsurvey.report.phrases import (
    explained_lines,
    main_figures,
    missing_headline,
    missing_lines,
    tally_names,
)
from fieldsurvey.report.wording import NOTHING, headings, severities
from fieldsurvey.report.workbook.sheet import INK, SERIES, Book, Value

_WIDTHS = [22, 12, 12, 12, 12, 12, 12, 26]
_CHART_COLUMN = 5
_CHART_WIDTH = 400
_LABEL_INKS = {"critical": "#FFFFFF", "major": INK, "minor": INK}


def add_summary_sheet(book: Book) -> None:
    """Add the summary of the edition."""
    title = pgettext("sheet", "Summary")
    sheet = book.add_sheet(title, _WIDTHS)
    row = book.write_title(sheet, title)
    row = _write_missing(book, sheet, row)
    row = _write_figures(book, sheet, row)
    today = book.edition.today
    first = row + 2
    row = _write_tally(book, sheet, row, "category", today.by_category)
    if today.by_category:
        _add_chart(book, sheet, title, (first, first + len(today.by_category) - 1))
    row = _write_tally(book, sheet, row, "township", today.by_township)
    row = _write_tally(book, sheet, row, "team", today.by_team)
    _write_villages(book, sheet, row)


def _write_missing(book: Book, sheet: Worksheet, row: int) -> int:
    missing, styles = book.edition.missing, book.styles
    look = styles.alarm if missing.count else styles.of(bold=True, font_color="#1B6B3A")
    for line in [missing_headline(missing), *missing_lines(missing, book.wording)]:
        row = book.write_line(sheet, row, line, look, columns=len(_WIDTHS))
    for line in explained_lines(missing):
        row = book.write_line(sheet, row, line, styles.text, columns=len(_WIDTHS))
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
    book: Book, sheet: Worksheet, row: int, what: str, lines: Sequence[TallyLine]
) -> int:
    row = book.write_section(sheet, row, tally_names()[what])
    words = severities()
    counted = [words["critical"], words["major"], words["minor"], pgettext("column", "All")]
    row = book.write_heading(sheet, row, [headings()[what], *counted])
    looks = [book.styles.cell, *[book.styles.count] * 4]
    for line in lines:
        word = book.wording.category(line.key) if what == "category" else line.name or line.key
        counts = [line.critical, line.major, line.minor, line.total]
        row = book.write_row(sheet, row, [word or NOTHING, *counts], looks)
    return row + 1


def _write_villages(book: Book, sheet: Worksheet, row: int) -> None:
    names = headings()
    row = book.write_section(sheet, row, pgettext("section", "Coverage by village"))
    titles = [
        names["village"],
        names["township"],
        names["team"],
        names["date"],
        pgettext("column", "Households planned"),
        pgettext("column", "Households visited"),
        pgettext("column", "Must-visit not visited"),
        pgettext("column", "Village forms not done"),
    ]
    row = book.write_heading(sheet, row, titles)
    styles = book.styles
    looks = [styles.cell, *[styles.middle] * 3, *[styles.count] * 3, styles.cell]
    for village in book.edition.coverage.by_village:
        values: list[Value] = [
            village.name,
            village.township,
            village.team,
            village.date,
            village.planned,
            village.visited,
            village.must_visit - village.must_visit_visited,
            book.wording.listed(map(book.wording.form, village.forms_missing)),
        ]
        row = book.write_row(sheet, row, values, looks)


def _add_chart(book: Book, sheet: Worksheet, sheet_name: str, rows: tuple[int, int]) -> None:
    """Add the native chart of problems by category and severity beside its table."""
    chart = cast(ChartBar, book.workbook.add_chart({"type": "bar", "subtype": "stacked"}))
    words = severities()
    for column, (severity, fill) in enumerate(SERIES.items(), start=1):
        chart.add_series(
            {
                "name": words[severity],
                "categories": [sheet_name, rows[0], 0, rows[1], 0],
                "values": [sheet_name, rows[0], column, rows[1], column],
                "fill": {"color": fill},
                "gap": 45,
                # Zeros are not said: they would stand on top of each other.
                "data_labels": {
                    "value": True,
                    "num_format": "0;;;",
                    "font": {"color": _LABEL_INKS[severity]},
                },
            }
        )
    chart.set_title(
        {"name": tally_names()["category"], "name_font": {"size": 12}, "overlay": False}
    )
    chart.set_legend({"position": "bottom"})
    chart.set_y_axis({"reverse": True, "line": {"none": True}})
    chart.set_x_axis({"visible": False, "major_gridlines": {"visible": False}})
    chart.set_size({"width": _CHART_WIDTH, "height": max(240, 90 + 26 * (rows[1] - rows[0] + 1))})
    sheet.insert_chart(rows[0] - 2, _CHART_COLUMN, chart, {"object_position": 1, "x_offset": 14})
