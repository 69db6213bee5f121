"""The sheet 得分由来: what was held against each village, problem by problem."""

from fieldsurvey.i18n import pgettext
from fieldsurvey.report.frozen.ranked_list import deductions_in
from fieldsurvey.report.phrasing.phrases import deduction_note
from fieldsurvey.report.wording import headings
from fieldsurvey.report.workbook.sheet import Book, Value

_WIDTHS = [9, 15, 15, 34, 10, 10, 18, 60]


def add_scores_sheet(book: Book) -> None:
    """Add the working of the scores: its numbers are those of the list. Nothing where none is."""
    held = [each for ranked in book.edition.rankings for each in deductions_in(ranked.townships)]
    if not held:
        return
    title = pgettext("section", "How the scores came about")
    sheet = book.add_sheet(title, _WIDTHS)
    heading_row = book.write_title(sheet, title)
    row = book.write_heading(sheet, heading_row, _headings())
    sheet.repeat_rows(heading_row)
    sheet.freeze_panes(row, 2)
    styles = book.styles
    places = [styles.middle, *[styles.cell] * 3]
    looks = [*places, styles.points, styles.points, styles.middle, styles.cell]
    for township, village, indicator, deduction in held:
        values: list[Value] = [
            village.code,
            village.name,
            township.name,
            f"{indicator.code} {book.wording.text(indicator.label)}",
            deduction.asked_hundredths / 100,
            deduction.taken_hundredths / 100,
            deduction.number,
            deduction_note(deduction),
        ]
        row = book.write_row(sheet, row, values, looks)
    sheet.autofilter(heading_row, 0, row - 1, len(_WIDTHS) - 1)


def _headings() -> list[str]:
    names = headings()
    return [
        pgettext("column", "Code"),
        names["village"],
        names["township"],
        pgettext("column", "Indicator"),
        pgettext("column", "Asks"),
        pgettext("column", "Takes"),
        names["number"],
        pgettext("column", "Why"),
    ]
