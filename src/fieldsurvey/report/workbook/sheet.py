"""What all sheets share: fonts and colours, print setup, and writing a table as texts."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

from xlsxwriter import Workbook
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from fieldsurvey.i18n import _
from fieldsurvey.report.edition import Edition
from fieldsurvey.report.phrases import dateline, edition_title
from fieldsurvey.report.wording import Wording

LONGEST_CELL = 32_767
"""Characters that Excel takes in one cell."""

INK = "#1F2933"
LINE = "#C9CED6"
HEADING_FILL = "#8F1D1D"
SEVERITY_FILLS = {"critical": "#F8D4D0", "major": "#FCE5C5", "minor": "#E3EAF3"}
SEVERITY_INKS = {"critical": "#8F1D1D", "major": "#8A4B08", "minor": "#31475E"}
SERIES = {"critical": "#B42318", "major": "#E08A1E", "minor": "#6B8BB0"}
"""Fills of charts; the same on the page."""

Value = str | int | float | None


class Styles:
    """Makes each format of the workbook once."""

    def __init__(self, workbook: Workbook, language: str) -> None:
        self._workbook = workbook
        self._base = {
            # Named for both systems: Excel falls back by itself where the font is not there.
            "font_name": "Microsoft YaHei" if language == "zh" else "Calibri",
            "font_size": 10,
            "font_color": INK,
            "valign": "vcenter",
        }
        self.make = cache(self._make)

    def _make(self, *properties: tuple[str, Any]) -> Format:
        return self._workbook.add_format({**self._base, **dict(properties)})

    def of(self, **properties: Any) -> Format:
        """Return the format with these XlsxWriter properties."""
        return self.make(*sorted(properties.items()))

    @property
    def title(self) -> Format:
        """The title of a sheet."""
        return self.of(bold=True, font_size=16, font_color=HEADING_FILL)

    @property
    def subtitle(self) -> Format:
        """The line below the title."""
        return self.of(font_color="#52606D")

    @property
    def section(self) -> Format:
        """The heading of a part of a sheet."""
        return self.of(bold=True, font_size=12, font_color=HEADING_FILL)

    @property
    def heading(self) -> Format:
        """The heading of a column."""
        return self.of(
            bold=True,
            font_color="#FFFFFF",
            bg_color=HEADING_FILL,
            align="center",
            text_wrap=True,
            border=1,
            border_color=LINE,
        )

    @property
    def cell(self) -> Format:
        """A text in a table."""
        return self.of(text_wrap=True, border=1, border_color=LINE)

    @property
    def middle(self) -> Format:
        """A short text or code in a table."""
        return self.of(text_wrap=True, border=1, border_color=LINE, align="center")

    @property
    def count(self) -> Format:
        """A whole number in a table."""
        return self.of(border=1, border_color=LINE, num_format="0")

    @property
    def points(self) -> Format:
        """Points in a table, two decimals."""
        return self.of(border=1, border_color=LINE, num_format="0.00")

    @property
    def text(self) -> Format:
        """A sentence outside any table."""
        return self.of(text_wrap=True)

    @property
    def alarm(self) -> Format:
        """A sentence that must not be overlooked."""
        return self.of(text_wrap=True, bold=True, font_color="#B42318")

    def severity(self, code: str) -> Format:
        """Return the look of a severity in a table."""
        return self.of(
            text_wrap=True,
            border=1,
            border_color=LINE,
            align="center",
            bold=True,
            bg_color=SEVERITY_FILLS.get(code, "#FFFFFF"),
            font_color=SEVERITY_INKS.get(code, INK),
        )


@dataclass(frozen=True, slots=True)
class Book:
    """The workbook being written, and what it is written from."""

    workbook: Workbook
    styles: Styles
    edition: Edition
    wording: Wording

    def add_sheet(self, name: str, widths: Sequence[float]) -> Worksheet:
        """Add a sheet: A4 landscape, one page wide, title and page number on every page."""
        sheet = self.workbook.add_worksheet(name)
        sheet.hide_gridlines(2)
        sheet.set_landscape()
        sheet.set_paper(9)
        sheet.fit_to_pages(1, 0)
        sheet.set_margins(left=0.4, right=0.4, top=0.5, bottom=0.6)
        # An ampersand starts a code in header and footer.
        title = edition_title(self.edition, self.wording).replace("&", "&&")[:100]
        sheet.set_footer(f"&L&8{title}&C&8{_('Page &P of &N')}&R&8{self.edition.date}")
        for column, width in enumerate(widths):
            sheet.set_column(column, column, width)
        return sheet

    def write_title(self, sheet: Worksheet, title: str) -> int:
        """Write title and date line; return the row to go on at."""
        sheet.set_row(0, 30)
        write_text(sheet, 0, 0, title, self.styles.title)
        write_text(sheet, 1, 0, dateline(self.edition), self.styles.subtitle)
        return 3

    def write_heading(self, sheet: Worksheet, row: int, headings: Sequence[str]) -> int:
        """Write the headings of a table; return the row to go on at."""
        for column, heading in enumerate(headings):
            write_text(sheet, row, column, heading, self.styles.heading)
        return row + 1

    def write_row(
        self, sheet: Worksheet, row: int, values: Sequence[Value], formats: Sequence[Format]
    ) -> int:
        """Write one row of a table; return the row to go on at."""
        for column, (value, look) in enumerate(zip(values, formats, strict=True)):
            if isinstance(value, int | float):
                sheet.write_number(row, column, value, look)
            else:
                write_text(sheet, row, column, value or "", look)
        return row + 1


def write_text(sheet: Worksheet, row: int, column: int, text: str, look: Format) -> None:
    """Write `text` as a text, whatever it begins with; cut where Excel would refuse it."""
    if len(text) > LONGEST_CELL:
        text = text[: LONGEST_CELL - 1] + "…"
    if text:
        sheet.write_string(row, column, text, look)
    else:
        sheet.write_blank(row, column, None, look)


def merge_text(
    sheet: Worksheet, row: int, columns: tuple[int, int], text: str, look: Format
) -> None:
    """Write `text` over several columns of one row."""
    sheet.merge_range(row, columns[0], row, columns[1], "", look)
    write_text(sheet, row, columns[0], text, look)
