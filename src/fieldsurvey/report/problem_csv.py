"""Rows of the problem list in, a CSV file that a spreadsheet opens as text out."""

import csv
import io
from collections.abc import Iterable

from fieldsurvey.report.edition import Edition
from fieldsurvey.report.problem_row import COLUMNS, ProblemRow
from fieldsurvey.report.speaking import speaking
from fieldsurvey.report.wording import Wording, headings

_STARTS_A_FORMULA = ("=", "+", "-", "@", "\t", "\r")


def render_csv(edition: Edition, language: str) -> bytes:
    """Return the rows of `edition` in the words of `language`; headings alone where it has none."""
    with speaking(language):
        return problem_csv(edition.rows, Wording(language, edition.names, edition.language))


def problem_csv(rows: Iterable[ProblemRow], wording: Wording) -> bytes:
    """Return columns 1 to 20 of annex 6, UTF-8 with a byte order mark.

    A cell that a spreadsheet would take for a formula begins with an apostrophe.
    """
    written = io.StringIO()
    writer = csv.writer(written, lineterminator="\r\n")
    names = headings()
    writer.writerow([names[column] for column in COLUMNS])
    for row in rows:
        writer.writerow([as_text(wording.cell(row, column)) for column in COLUMNS])
    return written.getvalue().encode("utf-8-sig")


def as_text(cell: str) -> str:
    """Return a cell that no spreadsheet takes for a formula."""
    return f"'{cell}" if cell.startswith(_STARTS_A_FORMULA) else cell
