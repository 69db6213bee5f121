"""What all sheets share: fonts and colours, print setup, and writing a table as texts."""

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from functools import cache
from typing import Any
from unicodedata import east_asian_width

from xlsxwriter import Workbook
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from fieldsurvey.i18n import _
from fieldsurvey.report.edition import Edition
from fieldsurvey.report.rule_versions import rules_in_short
from fieldsurvey.report.voice import Voice
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
        return self.of(text_wrap=True, border=1, border_color=LINE, indent=1)

    @property
    def middle(self) -> Format:
        """A short text or code in a table."""
        return self.of(text_wrap=True, border=1, border_color=LINE, align="center")

    @property
    def count(self) -> Format:
        """A whole number in a table."""
        return self.of(border=1, border_color=LINE, num_format="0", align="right", indent=1)

    @property
    def points(self) -> Format:
        """Points in a table, two decimals."""
        return self.of(border=1, border_color=LINE, num_format="0.00", align="right", indent=1)

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
    voice: Voice
    widths: dict[str, tuple[float, ...]] = field(default_factory=dict)
    """Widths of the columns of each sheet, in characters."""

    def add_sheet(self, name: str, widths: Sequence[float]) -> Worksheet:
        """Add a sheet: A4 landscape, one page wide, title and page number on every page."""
        sheet = self.workbook.add_worksheet(name)
        self.widths[name] = tuple(widths)
        sheet.hide_gridlines(2)
        sheet.set_landscape()
        sheet.set_paper(9)
        sheet.fit_to_pages(1, 0)
        sheet.set_margins(left=0.3, right=0.3, top=0.4, bottom=0.6)
        # An ampersand starts a code in header and footer, and digits after &8 make another size.
        title = self.voice.title.replace("&", "&&")[:100]
        page = _("Page &P of &N")
        sheet.set_footer(f"&L&8 {title}&C&8 {page}&R&8 {self._dated()}")
        for column, width in enumerate(widths):
            sheet.set_column(column, column, width)
        return sheet

    def _dated(self) -> str:
        edition = self.edition
        if not edition.rule_hash:
            return edition.date
        return f"{edition.date} · {rules_in_short(edition.rule_hash, edition.rule_changes)}"

    def write_title(self, sheet: Worksheet, title: str) -> int:
        """Write title and date line; return the row to go on at."""
        sheet.set_row(0, 30)
        write_text(sheet, 0, 0, title, self.styles.title)
        write_text(sheet, 1, 0, self.voice.dateline, self.styles.subtitle)
        row = 2
        for line in (*self.voice.first, *self.voice.alarms):
            row = self.write_line(sheet, row, line, self.styles.alarm)
        return row + 1

    def write_heading(self, sheet: Worksheet, row: int, headings: Sequence[str]) -> int:
        """Write the headings of a table; return the row to go on at."""
        return self.write_row(sheet, row, headings, [self.styles.heading] * len(headings))

    def write_row(
        self, sheet: Worksheet, row: int, values: Sequence[Value], looks: Sequence[Format]
    ) -> int:
        """Write one row of a table, as high as its longest text; return the row to go on at."""
        widths = self.widths[str(sheet.name)]
        texts = [(v, w) for v, w in zip(values, widths, strict=False) if isinstance(v, str)]
        sheet.set_row(row, row_height(texts))
        for column, (value, look) in enumerate(zip(values, looks, strict=True)):
            if isinstance(value, int | float):
                sheet.write_number(row, column, value, look)
            else:
                write_text(sheet, row, column, value or "", look)
        return row + 1

    def write_section(self, sheet: Worksheet, row: int, title: str) -> int:
        """Write the heading of a part of a sheet; return the row to go on at."""
        sheet.set_row(row, 24)
        write_text(sheet, row, 0, title, self.styles.section)
        return row + 1

    def write_line(
        self, sheet: Worksheet, row: int, text: str, look: Format, *, columns: int = 0
    ) -> int:
        """Write a sentence over the first `columns` (all, where 0); return the row to go on at."""
        widths = self.widths[str(sheet.name)]
        last = (columns or len(widths)) - 1
        sheet.set_row(row, row_height([(text, sum(widths[: last + 1]))]))
        sheet.merge_range(row, 0, row, last, "", look)
        write_text(sheet, row, 0, text, look)
        return row + 1


def write_text(sheet: Worksheet, row: int, column: int, text: str, look: Format) -> None:
    """Write `text` as a text, whatever it begins with; cut where Excel would refuse it."""
    if len(text) > LONGEST_CELL:
        text = text[: LONGEST_CELL - 1] + "…"
    if text:
        sheet.write_string(row, column, text, look)
    else:
        sheet.write_blank(row, column, None, look)


def row_height(texts: Iterable[tuple[str, float]]) -> float:
    """Return the height in points that a row needs for its wrapped texts and their widths.

    Excel would find it by itself, LibreOffice and viewers on telephones would not.
    """
    lines = max((lines_of(text, width) for text, width in texts), default=1)
    return min(409.0, 6 + 14.5 * lines)


def lines_of(text: str, width: float) -> int:
    """Return about how many lines `text` takes in a column of `width` characters."""
    # A Chinese character takes two; a little is lost at each end and where words break.
    room = max(2.0, (width - 1.2) / (1.0 if text.isascii() else 1.04))
    if 2 * len(text) <= room and "\n" not in text:
        return 1
    return sum(max(1, math.ceil(_signs(line) / room)) for line in text.split("\n"))


def _signs(text: str) -> int:
    return len(text) + sum(east_asian_width(sign) in "WF" for sign in text)
