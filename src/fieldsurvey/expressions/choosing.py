"""Choice filters: which rows of a list are offered."""

from collections.abc import Callable, Sequence
from typing import Any

from fieldsurvey.expressions.compiler import Compiler
from fieldsurvey.expressions.functions import Kind
from fieldsurvey.expressions.lists import looks_at_columns_only, split_key
from fieldsurvey.expressions.nodes import ListRoot, RowNode
from fieldsurvey.expressions.pieces import Place
from fieldsurvey.expressions.runtime import rows_holding
from fieldsurvey.expressions.scope import Row, Scope
from fieldsurvey.expressions.tree import Tree


class RowChooser:
    """A choice filter, compiled: `district = ${district}` is looked up, the rest asked of each."""

    def __init__(self, tree: Tree, source: str) -> None:
        key, rest = split_key(tree)
        self._column = key[0] if key else ""
        self._value: Callable[[Scope], Any] | None = (
            Compiler(source).function(key[1], Kind.ANY) if key else None
        )
        self._sees_rows = all(looks_at_columns_only(each) for each in rest)
        place = Place.ROW if self._sees_rows else Place.NODE
        self._filters = [Compiler(source).row_filter(each, place) for each in rest]

    def choose(self, rows: Sequence[Row], scope: Scope) -> Sequence[Row]:
        """Return the rows that stay, in order."""
        if self._value is not None:
            rows = rows_holding(rows, self._column, self._value(scope))
        for stays in self._filters:
            count = len(rows)
            if self._sees_rows:
                rows = [row for at, row in enumerate(rows, 1) if stays(scope, row, at, count)]
            else:
                root = ListRoot("", rows)
                nodes = (RowNode(row, root, at) for at, row in enumerate(rows, 1))
                rows = [node.row for node in nodes if stays(scope, node, node.position, count)]
        return rows
