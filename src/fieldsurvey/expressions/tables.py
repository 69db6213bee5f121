"""Lists of choices and tables: rows by the value of a column, found without looking at all."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import overload

from fieldsurvey.expressions.scope import Row


class Table(Sequence[Row]):
    """Rows that are asked for by the value of a column; an index is made when first asked.

    Use it for lists of thousands of rows; a plain list is looked through from its start.
    """

    def __init__(self, rows: Iterable[Row]) -> None:
        self._rows = tuple(rows)
        self._indexes: dict[str, Mapping[str, Sequence[Row]]] = {}

    @overload
    def __getitem__(self, at: int) -> Row: ...
    @overload
    def __getitem__(self, at: slice) -> Sequence[Row]: ...
    def __getitem__(self, at: int | slice) -> Row | Sequence[Row]:
        return self._rows[at]

    def __len__(self) -> int:
        return len(self._rows)

    def where(self, column: str, value: str) -> Sequence[Row]:
        """Return the rows whose column holds the value, in order; a missing cell is blank."""
        index = self._indexes.get(column)
        if index is None:
            found: dict[str, list[Row]] = defaultdict(list)
            for row in self._rows:
                found[row.get(column, "")].append(row)
            index = self._indexes[column] = dict(found)
        return index.get(value, ())


def rows_where(rows: Sequence[Row], column: str, value: str) -> Sequence[Row]:
    """Return the rows whose column holds the value, in order."""
    if isinstance(rows, Table):
        return rows.where(column, value)
    return [row for row in rows if row.get(column, "") == value]


def first_where(rows: Sequence[Row], column: str, value: str) -> Row | None:
    """Return the first row whose column holds the value."""
    if isinstance(rows, Table):
        return next(iter(rows.where(column, value)), None)
    return next((row for row in rows if row.get(column, "") == value), None)
