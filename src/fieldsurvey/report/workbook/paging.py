"""The parts of a sheet in, where its printed pages end out: no chart is cut by the end of a page.

Only for sheets with charts: where a sheet is fitted to the page, Excel does not look at breaks.
"""

from collections.abc import Sequence

from xlsxwriter.worksheet import Worksheet

from fieldsurvey.report.workbook.sheet import MARGINS, Book

_PAGE_INCHES = 8.27 - MARGINS["top"] - MARGINS["bottom"]
_PIXELS_AN_INCH = 96
_WIDTH_AT_FULL_SIZE = 100.8
"""Characters that fit A4 across also where the font is a wide one."""
_SPARE = 0.96
"""Of a page: printers and programs do not agree to the pixel."""
_ROW_PIXELS = 20
"""Of a row that nothing was said about."""


def page_pixels(book: Book, sheet: Worksheet) -> int:
    """Return how high what one page takes is on the screen."""
    return int(_PAGE_INCHES * _PIXELS_AN_INCH * _SPARE * 100 / _scale(book, sheet))


def break_pages(book: Book, sheet: Worksheet, parts: Sequence[tuple[int, int]]) -> None:
    """Let each part of a sheet begin a page where the page before cannot hold it.

    Args:
        book: What the sheet is of.
        sheet: Written already, but for rows below the last part.
        parts: The first row of each part and the one below it, from the top.
    """
    page = page_pixels(book, sheet)
    used, breaks = 0, []
    for first, below in parts:
        heights = [height_at(sheet, row) for row in range(first, below)]
        if used and used + sum(heights) > page:
            breaks.append(first)
            used = 0
        for height in heights:
            used = used + height if used + height <= page else height
    sheet.set_print_scale(_scale(book, sheet))
    sheet.set_h_pagebreaks(breaks)


def _scale(book: Book, sheet: Worksheet) -> int:
    """Return the percentage at which all columns fit one page."""
    return min(100, int(100 * _WIDTH_AT_FULL_SIZE / sum(book.widths[str(sheet.name)])))


def height_at(sheet: Worksheet, row: int) -> int:
    """Return how high a row is, in pixels."""
    return int(sheet.row_sizes.get(row, [_ROW_PIXELS])[0])
