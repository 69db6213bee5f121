"""What all sheets share: print setup, and writing sentences and small tables as texts."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from xlsxwriter import Workbook
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from fieldsurvey.i18n import _
from fieldsurvey.report.freezing.rule_versions import rules_in_short
from fieldsurvey.report.frozen.edition import Edition
from fieldsurvey.report.phrasing.voice import Voice
from fieldsurvey.report.wording import Wording
from fieldsurvey.report.workbook.measuring import height_of, row_height
from fieldsurvey.report.workbook.styles import Styles

LONGEST_CELL = 32_767
"""Characters that Excel takes in one cell."""

MARGINS = {"left": 0.3, "right": 0.3, "top": 0.4, "bottom": 0.6}
"""Of every page, in inches."""

Value = str | int | float | None


@dataclass(frozen=True, slots=True)
class Book:
    """The workbook being written, and what it is written from."""

    workbook: Workbook
    styles: Styles
    edition: Edition
    wording: Wording
    voice: Voice
    words: dict[str, list[str]]
    """What each column with fixed words may hold."""
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
        sheet.set_margins(**MARGINS)
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
        return self.write_row(sheet, row, headings, [self.styles.heading] * len(headings), least=2)

    def write_row(
        self,
        sheet: Worksheet,
        row: int,
        values: Sequence[Value],
        looks: Sequence[Format],
        *,
        least: int = 1,
    ) -> int:
        """Write one row of a table, as high as its longest text; return the row to go on at.

        It is at least `least` lines high.
        """
        widths = self.widths[str(sheet.name)]
        texts = [(v, w) for v, w in zip(values, widths, strict=False) if isinstance(v, str)]
        sheet.set_row(row, max(height_of(least), row_height(texts)))
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
        self, sheet: Worksheet, row: int, text: str, look: Format, *, height: float = 0
    ) -> int:
        """Write a sentence over all columns; return the row to go on at.

        The row is `height` points high, or as its text asks where 0.
        """
        widths = self.widths[str(sheet.name)]
        last = len(widths) - 1
        sheet.set_row(row, height or row_height([(text, sum(widths))]))
        sheet.merge_range(row, 0, row, last, "", look)
        write_text(sheet, row, 0, text, look)
        return row + 1


def write_text(sheet: Worksheet, row: int, column: int, text: str, look: Format) -> None:
    """Write `text` as a text, whatever it begins with; cut where Excel would refuse it."""
    if text:
        sheet.write_string(row, column, fitting(text), look)
    else:
        sheet.write_blank(row, column, None, look)


def fitting(text: str) -> str:
    """Return `text` as a cell can hold it: cut with a mark, and never taken for marked-up text."""
    if len(text) > LONGEST_CELL:
        text = text[: LONGEST_CELL - 1] + "…"
    # XlsxWriter would copy such a text into the file as XML, whatever is in it.
    return f"{text} " if text.startswith("<r>") and text.endswith("</r>") else text


def forget_height(sheet: Worksheet, row: int) -> None:
    """Forget how high a row is that is on disk already, on a sheet without charts.

    XlsxWriter keeps some 250 bytes for each row that has a height, and does not need them again.
    """
    if sheet.constant_memory:
        sheet.row_info.pop(row, None)
        sheet.row_sizes.pop(row, None)
