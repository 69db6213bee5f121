"""The sheet 核查: what does not go together, and what was said to it."""

from fieldsurvey.i18n import _, pgettext
from fieldsurvey.report.wording import NOTHING, check_kinds, headings
from fieldsurvey.report.workbook.sheet import Book

_WIDTHS = [9, 11, 15, 15, 56, 44, 40]


def add_checks_sheet(book: Book) -> None:
    """Add one row for each check that holds; texts are in the campaign's language."""
    title = pgettext("sheet", "Checks")
    sheet = book.add_sheet(title, _WIDTHS)
    row = book.write_title(sheet, title)
    lead = _("A check says what does not go together; it takes no points.")
    heading_row = book.write_line(sheet, row, lead, book.styles.text)
    row = book.write_heading(sheet, heading_row, _headings())
    sheet.repeat_rows(heading_row)
    sheet.freeze_panes(row, 3)
    styles = book.styles
    looks = [*[styles.middle] * 3, *[styles.cell] * 4]
    words = check_kinds()
    for check in book.edition.checks:
        values = [
            check.code,
            words[check.kind],
            check.where,
            check.village or NOTHING,
            check.text,
            check.to_do,
            check.reason,
        ]
        row = book.write_row(sheet, row, values, looks)
    sheet.autofilter(heading_row, 0, row - 1, len(_WIDTHS) - 1)


def _headings() -> list[str]:
    return [
        _("Check"),
        _("Asks to"),
        _("Where"),
        headings()["village"],
        _("What does not go together"),
        pgettext("column", "What to do"),
        _("Said to it"),
    ]
