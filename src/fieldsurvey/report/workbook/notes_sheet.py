"""The sheet 说明: how to read the list, what it was made with and from."""

from xlsxwriter.worksheet import Worksheet

from fieldsurvey.i18n import pgettext
from fieldsurvey.report.frozen.edition_json import edition_digest
from fieldsurvey.report.workbook.sheet import Book, Value

_WIDTHS = [30, 14, 12, 78]


def add_notes_sheet(book: Book) -> None:
    """Add the notes of the edition."""
    title = pgettext("sheet", "Notes")
    sheet = book.add_sheet(title, _WIDTHS)
    row = book.write_title(sheet, title)
    note = book.wording.text(book.edition.note)
    for line in [*book.voice.notes, *([note] if note else [])]:
        row = book.write_line(sheet, row, line, book.styles.text)
    row = _write_versions(book, sheet, row + 1)
    row = _write_devices(book, sheet, row)
    row = book.write_section(sheet, row, pgettext("section", "Fingerprint"))
    values = [book.voice.fingerprint, "", "", edition_digest(book.edition)]
    book.write_row(sheet, row, values, [book.styles.cell] * 4)


def _write_versions(book: Book, sheet: Worksheet, row: int) -> int:
    row = book.write_section(sheet, row, pgettext("section", "Made with"))
    titles = [
        pgettext("column", "File"),
        pgettext("column", "Version"),
        "",
        pgettext("column", "SHA-256"),
    ]
    row = book.write_heading(sheet, row, titles)
    for version in book.edition.versions:
        values = [version.name, version.version, "", version.digest]
        row = book.write_row(sheet, row, values, [book.styles.cell] * 4)
    return row + 1


def _write_devices(book: Book, sheet: Worksheet, row: int) -> int:
    row = book.write_section(sheet, row, pgettext("section", "Made from"))
    titles = [
        pgettext("column", "Device"),
        pgettext("column", "Team"),
        pgettext("column", "Lines"),
        pgettext("column", "Hash of the last line"),
    ]
    row = book.write_heading(sheet, row, titles)
    styles = book.styles
    for head in book.edition.covers:
        values: list[Value] = [head.device, head.team, head.lines, head.head]
        looks = [styles.cell, styles.middle, styles.count, styles.cell]
        row = book.write_row(sheet, row, values, looks)
    return row + 1
