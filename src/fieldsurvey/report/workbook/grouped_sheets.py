"""The sheets 按乡镇 and 按部门: the problems of each township, and of each bureau that answers.

One sheet each, in blocks that can be folded, and not a sheet for every township: an office looks
through eighteen blocks with one wheel, prints them in one go, and finds no tab it has to search.
Whoever wants the twenty columns filters the list.
"""

from collections.abc import Callable, Sequence

from fieldsurvey.i18n import _, pgettext
from fieldsurvey.report.frozen.problem_row import ProblemRow
from fieldsurvey.report.frozen.tally import TallyLine, tally_by
from fieldsurvey.report.phrasing.phrases import counted_problems
from fieldsurvey.report.wording import NOTHING
from fieldsurvey.report.workbook.problem_table import OF_ELEVEN, problem_table
from fieldsurvey.report.workbook.sheet import Book

_OF_A_TOWNSHIP = (
    *("sequence", "number", "village", "group", "head", "household_type", "category"),
    *("severity", "description", "sector", "state"),
)
_OF_A_BUREAU = (
    *("sequence", "number", "township", "village", "group", "head", "category"),
    *("severity", "description", "source", "state"),
)

Groups = Sequence[tuple[str, Sequence[ProblemRow]]]


def add_township_sheet(book: Book) -> None:
    """Add the problems of each township, in the order of their codes."""
    groups = _grouped(book.edition.rows, lambda row: (row.township_code, row.township))
    _add(book, pgettext("sheet", "By township"), groups, _OF_A_TOWNSHIP)


def add_bureau_sheet(book: Book) -> None:
    """Add the problems of each responsible bureau, in the order of their codes."""
    order = {code: f"{n:04}" for n, code in enumerate(book.edition.names.sectors)}
    last = f"{len(order):04}"
    names = {row.sector: book.wording.sector(row.sector) for row in book.edition.rows}
    groups = _grouped(
        book.edition.rows, lambda row: (order.get(row.sector, last), names[row.sector])
    )
    _add(book, pgettext("sheet", "By bureau"), groups, _OF_A_BUREAU)


def _grouped(rows: Sequence[ProblemRow], key: Callable[[ProblemRow], tuple[str, str]]) -> Groups:
    """Return rows by the name of their group; the order within is that of the list.

    `key` gives what groups are ordered by, and the name.
    """
    found: dict[tuple[str, str], list[ProblemRow]] = {}
    for row in rows:
        found.setdefault(key(row), []).append(row)
    return [(name or NOTHING, found[order, name]) for order, name in sorted(found)]


def _add(book: Book, title: str, groups: Groups, columns: Sequence[str]) -> None:
    table = problem_table(book, columns, book.edition.rows, OF_ELEVEN)
    sheet = book.add_sheet(title, table.widths)
    sheet.outline_settings(symbols_below=False)
    heading_row = book.write_title(sheet, title)
    row = table.write_heading(sheet, heading_row)
    sheet.repeat_rows(heading_row)
    sheet.freeze_panes(row, 2)
    for name, rows in groups:
        [counted] = tally_by(rows, lambda _row: ("", "")) or [TallyLine(key="")]
        said = _("{name}: {counted}").format(name=name, counted=counted_problems(counted))
        row = book.write_line(sheet, row, said, book.styles.group, height=22)
        row = table.write(sheet, row, rows, level=1)
