"""Rows of the problem list in, the words of their cells out: each word is looked up once a list."""

from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from operator import attrgetter

from fieldsurvey.i18n import _
from fieldsurvey.report.frozen.problem_row import COLUMNS, ProblemRow
from fieldsurvey.report.wording import NOTHING, Wording

_DECIDED_BY: Mapping[str, Callable[[ProblemRow], Hashable]] = {
    "household_type": attrgetter("household_type", "household_marks"),
    "level": attrgetter("level"),
    "block": attrgetter("block"),
    "category": attrgetter("category"),
    "severity": attrgetter("severity"),
    "source": lambda row: (
        *(row.found, row.question_number, row.source, row.is_settled),
        *row.form.items(),
    ),
    "state": attrgetter("state", "into", "also_in"),
    "inspectors": attrgetter("inspectors"),
    "sector": attrgetter("sector"),
}
"""All that the words of a column depend on, where many rows have the same words."""

Say = Callable[[ProblemRow], str]


def say_cells(
    wording: Wording, columns: Sequence[str] = COLUMNS, *, marks_late: bool = False
) -> Callable[[ProblemRow], list[str]]:
    """Return what says the cells of a row, as `wording.cell` would, many times as fast.

    Call both inside the same `speaking(language)`.

    Args:
        wording: Gives the words.
        columns: Which of the `COLUMNS`, in which order.
        marks_late: Whether the date of a row that came late says so.
    """
    say = [_say_late if c == "date" and marks_late else _say_column(wording, c) for c in columns]
    return lambda row: [each(row) for each in say]


def distinct_words(
    wording: Wording, column: str, rows: Iterable[ProblemRow], *, marks_late: bool = False
) -> set[str]:
    """Return everything that `say_cells` would say in one column of `rows`."""
    if column == "date" and marks_late:
        keys: Callable[[ProblemRow], Hashable] = attrgetter("date", "is_late")
    else:
        keys = _DECIDED_BY.get(column) or attrgetter(column)
    say = say_cells(wording, [column], marks_late=marks_late)
    return {say(row)[0] for row in {keys(row): row for row in rows}.values()}


def _say_late(row: ProblemRow) -> str:
    return _("{date} (late)").format(date=row.date) if row.is_late else row.date or NOTHING


def _say_column(wording: Wording, column: str) -> Say:
    if column == "description":
        return lambda row: wording.description(row) or NOTHING
    if column == "sequence":
        return lambda row: str(row.sequence)
    if column in _DECIDED_BY:
        return _say_once(wording, column, _DECIDED_BY[column])
    plain = attrgetter(column)
    return lambda row: plain(row) or NOTHING


def _say_once(wording: Wording, column: str, decided_by: Callable[[ProblemRow], Hashable]) -> Say:
    known: dict[Hashable, str] = {}

    def say(row: ProblemRow) -> str:
        key = decided_by(row)
        try:
            return known[key]
        except KeyError:
            word = known[key] = wording.cell(row, column)
            return word

    return say
