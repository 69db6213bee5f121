"""Rows of the problem list in, rows of a sheet out: the one loop that many problems go through."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from fieldsurvey.questionnaire.model import Severity
from fieldsurvey.report.frozen.problem_row import ProblemRow
from fieldsurvey.report.phrasing.row_words import distinct_words, say_cells
from fieldsurvey.report.wording import headings
from fieldsurvey.report.workbook.measuring import (
    height_of,
    lines_in,
    lines_of,
    room_of,
    signs,
    width_for,
)
from fieldsurvey.report.workbook.sheet import LONGEST_CELL, Book, fitting, forget_height

OF_TWENTY, OF_ELEVEN = 222.0, 170.0
"""Width of all columns together: on A4 across, letters then are about 7 or 9 points high."""

_MOST = {
    "date": 12,
    "team": 10,
    "township": 13,
    "village": 14,
    "group": 9,
    "head": 12,
    "household_type": 14,
    "level": 9,
    "block": 12,
    "category": 13,
    "severity": 9.5,
    "source": 13,
    "state": 13,
    "inspectors": 12,
    "sector": 18,
    "responsible_township": 13,
}
"""How wide a column may get by its words; longer ones are wrapped."""

_FIXED = {"sequence": 6.5, "number": 17.0, "evidence": 20.0}
_FREE = ("description", "evidence")
"""Columns in which hardly two rows say the same."""
_LEAST_DESCRIPTION = 40.0
_ROOM_FOR_A_BUTTON = 2.6
_LEFT = frozenset({"description", "evidence", "sector", "inspectors"})


@dataclass(frozen=True)
class ProblemTable:
    """Some columns of the problem list on one sheet; the first is the number in the list."""

    book: Book
    columns: Sequence[str]
    widths: Sequence[float]
    high: Mapping[int, Mapping[str, int]]
    """By column, how many lines each word takes that needs more than one."""

    def write_heading(self, sheet: Worksheet, row: int) -> int:
        """Write the headings; return the row to go on at."""
        words = headings()
        return self.book.write_heading(sheet, row, [words[column] for column in self.columns])

    def write(
        self, sheet: Worksheet, row: int, rows: Iterable[ProblemRow], *, level: int = 0
    ) -> int:
        """Write `rows` from `row` on, in outline `level`; return the row to go on at."""
        say = say_cells(self.book.wording, self.columns, marks_late=True)
        looks = [self._look(column) for column in self.columns]
        severity = self.columns.index("severity")
        by_severity = {each: self.book.styles.severity(each) for each in Severity}
        options = {"level": level} if level else {}
        set_row, write_string = sheet.set_row, sheet.write_string
        for each in rows:
            texts = say(each)
            looks[severity] = by_severity[each.severity]
            set_row(row, height_of(self._lines(texts)), None, options)
            sheet.write_number(row, 0, each.sequence, looks[0])
            for column in range(1, len(texts)):
                text = texts[column]
                if len(text) > LONGEST_CELL or text.startswith("<r>"):
                    text = fitting(text)
                write_string(row, column, text, looks[column])
            forget_height(sheet, row - 1)
            row += 1
        return row

    def _lines(self, texts: Sequence[str]) -> int:
        """Return how many lines the row of these texts takes."""
        lines = max(lines_in(texts[column], room) for column, room in self.free)
        for column, known in self.high.items():
            lines = max(lines, known.get(texts[column], 1))
        return lines

    @cached_property
    def free(self) -> Sequence[tuple[int, float]]:
        """Columns of free text, and the signs a line of them holds."""
        places = (self.columns.index(column) for column in _FREE if column in self.columns)
        return [(place, room_of(self.widths[place])) for place in places]

    def _look(self, column: str) -> Format:
        styles = self.book.styles
        return styles.cell if column in _LEFT else styles.middle


def problem_table(
    book: Book, columns: Sequence[str], rows: Sequence[ProblemRow], together: float
) -> ProblemTable:
    """Return the table of `columns`, each as wide as its words in `rows` ask, in their limits.

    The description has the rest of the width of all `together`.
    """
    widths, high = dict(_FIXED), {}
    for place, column in enumerate(columns):
        if column in _MOST:
            words = distinct_words(book.wording, column, rows, marks_late=True)
            least = _width_of_heading(headings()[column])
            widths[column] = width_for(words, least, max(least, _MOST[column]))
            lines = {word: lines_of(word, widths[column]) for word in words}
            high[place] = {word: count for word, count in lines.items() if count > 1}
    rest = together - sum(widths[column] for column in columns if column != "description")
    widths["description"] = max(_LEAST_DESCRIPTION, rest)
    return ProblemTable(
        book,
        columns,
        [widths[column] for column in columns],
        {place: known for place, known in high.items() if known},
    )


def _width_of_heading(heading: str) -> float:
    """Return the width in which a heading stands in two lines, the filter's button beside it."""
    longest_word = max(map(signs, heading.split())) if heading.isascii() else 4.0
    return max(longest_word, signs(heading) / 2) + _ROOM_FOR_A_BUTTON
