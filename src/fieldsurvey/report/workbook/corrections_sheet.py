"""The sheet 更正: rows of earlier editions that do not stand any more as printed."""

from fieldsurvey.i18n import pgettext
from fieldsurvey.report.phrasing.phrases import correction_line
from fieldsurvey.report.wording import headings
from fieldsurvey.report.workbook.sheet import Book


def add_corrections_sheet(book: Book) -> None:
    """Add one row for each correction of the edition."""
    title = pgettext("sheet", "Corrections")
    sheet = book.add_sheet(title, [16, 9, 12, 12, 12, 44, 60])
    row = book.write_title(sheet, title)
    names = headings()
    row = book.write_heading(
        sheet,
        row,
        [
            names["number"],
            pgettext("column", "Printed in list No."),
            names["township"],
            names["village"],
            names["head"],
            names["description"],
            pgettext("column", "What changed"),
        ],
    )
    styles = book.styles
    looks = [styles.middle, styles.count, *[styles.middle] * 3, styles.cell, styles.cell]
    for correction in book.edition.corrections:
        before = correction.before
        places = [book.wording.cell(before, c) for c in ("township", "village", "head")]
        row = book.write_row(
            sheet,
            row,
            [
                correction.number,
                correction.edition,
                *places,
                book.wording.description(before),
                correction_line(correction, book.wording),
            ],
            looks,
        )
