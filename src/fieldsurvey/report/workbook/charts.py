"""Native charts: drawn by Excel and LibreOffice from the cells of the sheet they stand on."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Literal, cast

from xlsxwriter.chart import Chart
from xlsxwriter.worksheet import Worksheet

from fieldsurvey.report.workbook.paging import height_at, page_pixels
from fieldsurvey.report.workbook.sheet import Book
from fieldsurvey.report.workbook.styles import INK, LINE, font_of

_BAR_PIXELS, _AROUND_PIXELS, _LEAST_PIXELS = 26, 96, 230
_ABOVE_PIXELS = 4


@dataclass(frozen=True, slots=True)
class Series:
    """One colour of a stacked chart: what it is called, and what is counted in it."""

    name: str
    fill: str
    ink: str
    values: Sequence[float]


@dataclass(frozen=True, slots=True)
class Stack:
    """A chart of stacked bars or columns, and where the cells it shows stand."""

    title: str
    labels: Sequence[str]
    series: Sequence[Series]
    first_row: int
    """Of the table; its labels are in column `label_column`, the series from `first_column` on."""
    label_column: int = 0
    first_column: int = 1
    kind: Literal["bar", "column"] = "bar"
    number: str = "0;;;"
    """How values are written; zeros are not: they would stand on top of each other."""


def insert_stack(
    book: Book, sheet: Worksheet, stack: Stack, at: tuple[int, int], *, width: int
) -> int:
    """Put a chart over the cell `at` (row, column); return the first row below it."""
    chart = cast(Chart, book.workbook.add_chart({"type": stack.kind, "subtype": "stacked"}))
    name, last = str(sheet.name), stack.first_row + len(stack.labels) - 1
    font = {"name": font_of(book.wording.language), "color": INK}
    for column, series in enumerate(stack.series, start=stack.first_column):
        chart.add_series(
            {
                "name": series.name,
                "categories": [name, stack.first_row, stack.label_column, last, stack.label_column],
                "values": [name, stack.first_row, column, last, column],
                # What XlsxWriter cannot look up where rows are written to disk as they come.
                "categories_data": list(stack.labels),
                "values_data": list(series.values),
                "fill": {"color": series.fill},
                "gap": 45,
                "data_labels": {
                    "value": any(series.values),
                    "num_format": stack.number,
                    "font": {**font, "color": series.ink, "size": 8},
                },
            }
        )
    chart.set_title({"name": stack.title, "name_font": {**font, "size": 12}, "overlay": False})
    chart.set_legend({"position": "bottom", "font": {**font, "size": 9}})
    _set_axes(chart, stack, {**font, "size": 9})
    height = min(_height(stack), page_pixels(book, sheet) - _ABOVE_PIXELS)
    chart.set_size({"width": width, "height": height})
    sheet.insert_chart(
        *at, chart, {"object_position": 2, "x_offset": 14, "y_offset": _ABOVE_PIXELS}
    )
    return _row_below(sheet, at[0], _ABOVE_PIXELS + height) + 1


def _row_below(sheet: Worksheet, row: int, height: int) -> int:
    """Return the first row that what begins at `row` and is so many pixels high does not touch."""
    while height > 0:
        height -= height_at(sheet, row)
        row += 1
    return row


def _set_axes(chart: Chart, stack: Stack, font: dict[str, Any]) -> None:
    """Name each bar, in the order of the table; no lines and no numbers beside those on bars."""
    named = {"num_font": font, "line": {"color": LINE}, "major_tick_mark": "none"}
    bare = {"visible": False, "major_gridlines": {"visible": False}}
    if stack.kind == "bar":
        # Of bars, the names stand on the axis that goes up.
        chart.set_y_axis({**named, "reverse": True, "interval_unit": 1})
        chart.set_x_axis(bare)
    else:
        chart.set_x_axis(named)
        chart.set_y_axis(bare)


def _height(stack: Stack) -> int:
    if stack.kind == "column":
        return 300
    return max(_LEAST_PIXELS, _AROUND_PIXELS + _BAR_PIXELS * len(stack.labels))
