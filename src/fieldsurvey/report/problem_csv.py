"""Rows of the problem list in, a CSV file that a spreadsheet opens as text out."""

import csv
from collections.abc import Callable, Iterable, Iterator
from itertools import islice

from fieldsurvey.report.frozen.edition import Edition
from fieldsurvey.report.frozen.problem_row import COLUMNS, ProblemRow
from fieldsurvey.report.phrasing.row_words import say_cells
from fieldsurvey.report.speaking import speaking
from fieldsurvey.report.wording import Wording, headings

_STARTS_A_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
"""What OWASP names; spreadsheets for Chinese and Japanese take the wide signs for the narrow."""


_BYTE_ORDER_MARK = "\ufeff"
_BLOCK = 1_000
"""Rows written at once; between two of them everything else speaks its own language."""


def csv_pieces(edition: Edition, language: str) -> Iterator[bytes]:
    """Yield the rows of `edition` in the words of `language`; headings alone where it has none.

    Block by block: of 100,000 rows the whole is never in memory.
    """
    wording = Wording(language, edition.names, edition.language)
    with speaking(language):
        line, piece = _line_of(wording), _heading()
    rows = iter(edition.rows)
    while piece:
        yield piece.encode()
        with speaking(language):
            piece = "".join(map(line, islice(rows, _BLOCK)))


def problem_csv(rows: Iterable[ProblemRow], wording: Wording) -> bytes:
    """Return columns 1 to 20 of annex 6, UTF-8 with a byte order mark.

    A cell that a spreadsheet would take for a formula begins with an apostrophe.
    """
    return "".join([_heading(), *map(_line_of(wording), rows)]).encode()


def as_text(cell: str) -> str:
    """Return a cell that no spreadsheet takes for a formula."""
    return f"'{cell}" if cell.lstrip(" ").startswith(_STARTS_A_FORMULA) else cell


def _heading() -> str:
    names = headings()
    return _BYTE_ORDER_MARK + _written([names[column] for column in COLUMNS])


def _line_of(wording: Wording) -> Callable[[ProblemRow], str]:
    say = say_cells(wording)
    return lambda row: _written(map(as_text, say(row)))


class _Passing:
    """A file that hands on what is written to it."""

    def write(self, text: str) -> str:
        return text


_written: Callable[[Iterable[str]], str] = csv.writer(_Passing(), lineterminator="\r\n").writerow
