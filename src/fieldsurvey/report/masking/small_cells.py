"""A table of counts with its totals in, the same with small counts hidden out.

A cell of 1 or 2 households, beside the name of a township, points at a door. It is shown as `<3`,
and where it could be worked out from the totals, other cells are hidden with it.

A table with totals is a circulation: a cell flows from its row to its column, the total of a
column from it to the foot, the grand total from the foot to the head, the total of a row from the
head to it. What is hidden can be worked out exactly when no other circulation fits what is shown,
that is when no cycle of hidden cells goes through it along which one more, or one less, could
flow. So the proof is a search for cycles, and hiding more is choosing the cheapest one.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from enum import Enum
from heapq import heappop, heappush

SMALLEST_LIMIT = 3
"""Below it a hidden cell could have one value only."""

TOTAL = -1
"""The place of a total among rows or columns."""

Place = tuple[int, int]
"""Row and column; `TOTAL` for a total."""


class Shown(Enum):
    """How much of a cell is told."""

    WHOLE = "whole"
    SMALL = "small"
    """More than nothing and less than the limit: `<3`."""
    HIDDEN = "hidden"
    """Nothing: `…`."""


@dataclass(frozen=True, slots=True)
class CountTable:
    """Counts by row and column, and what of them is shown."""

    counts: Sequence[Sequence[int]]
    limit: int = SMALLEST_LIMIT
    shown: Mapping[Place, Shown] = field(default_factory=dict)
    """Of cells and totals that are not shown whole."""

    def value(self, place: Place) -> int:
        """Return what stands in a place, hidden or not."""
        row, column = place
        rows = self.counts if row == TOTAL else [self.counts[row]]
        return sum(sum(each) if column == TOTAL else each[column] for each in rows)

    def text(self, place: Place) -> str:
        """Return what is shown in a place."""
        match self.shown.get(place, Shown.WHOLE):
            case Shown.SMALL:
                return f"<{self.limit}"
            case Shown.HIDDEN:
                return "…"
        return str(self.value(place))

    @property
    def places(self) -> Iterator[Place]:
        """Every cell and total."""
        columns = len(self.counts[0]) if self.counts else 0
        for row in (*range(len(self.counts)), TOTAL):
            for column in (*range(columns), TOTAL):
                yield row, column


def hide_small(
    counts: Sequence[Sequence[int]], sensitive_rows: Sequence[bool], limit: int
) -> CountTable:
    """Return the table with no count of 1 to `limit` - 1 of a sensitive row told, even by its sums.

    Args:
        counts: By row and column, each 0 or more; totals are made of them.
        sensitive_rows: Whether each row is of a sensitive matter; the totals are if any is.
        limit: The smallest count that is told, at least 3; 0 tells everything.

    Raises:
        ValueError: The limit is 1 or 2: a hidden cell would have one value only.
    """
    if not limit:
        return CountTable(counts, limit)
    if limit < SMALLEST_LIMIT:
        raise ValueError(f"limit {limit}")
    table = CountTable(counts, limit)
    small = {
        place: Shown.SMALL
        for place in table.places
        if 0 < table.value(place) < limit
        and (any(sensitive_rows) if place[0] == TOTAL else sensitive_rows[place[0]])
    }
    table = CountTable(counts, limit, small)
    while (told := next(told_by_sums(table), None)) is not None:
        cycle = _cheapest_cycle(table, told)
        table = CountTable(counts, limit, {**table.shown, **dict.fromkeys(cycle, Shown.HIDDEN)})
    return table


def told_by_sums(table: CountTable) -> Iterator[Place]:
    """Yield each place that is not shown and yet has one value only that fits what is shown."""
    for place in table.shown:
        if not any(
            _path(table, head, tail, without=place, may_hide=False) is not None
            for head, tail in _ways(table, place)
        ):
            yield place


def _cheapest_cycle(table: CountTable, place: Place) -> list[Place]:
    """Return the places to hide so that `place` may be another number, cheapest first."""
    hidden = CountTable(table.counts, table.limit, {**table.shown, place: Shown.HIDDEN})
    choices = [
        (cost + is_widened, path if not is_widened else [place, *path])
        for is_widened, known in ((False, table), (True, hidden))
        for head, tail in _ways(known, place)
        if (found := _path(known, head, tail, without=place, may_hide=True)) is not None
        for cost, path in (found,)
    ]
    return min(choices)[1]


def _ways(table: CountTable, place: Place) -> Iterator[tuple[str, str]]:
    """Yield from where to where the rest of a cycle goes when `place` has one more, or one less."""
    tail, head = _ends(place)
    lowest, highest = _bounds(table, place)
    value = table.value(place)
    if highest is None or value < highest:
        yield head, tail
    if value > lowest:
        yield tail, head


def _path(
    table: CountTable, start: str, end: str, *, without: Place, may_hide: bool
) -> tuple[int, list[Place]] | None:
    """Return the cost of the cheapest way from node to node, and the places it has to hide."""
    arcs = _arcs(table, without, may_hide=may_hide)
    seen: set[str] = set()
    queue: list[tuple[int, str, list[Place]]] = [(0, start, [])]
    while queue:
        cost, node, hiding = heappop(queue)
        if node == end:
            return cost, hiding
        if node in seen:
            continue
        seen.add(node)
        for to, price, place in arcs.get(node, ()):
            heappush(queue, (cost + price, to, [*hiding, place] if price else hiding))
    return None


def _arcs(
    table: CountTable, without: Place, *, may_hide: bool
) -> dict[str, list[tuple[str, int, Place]]]:
    """Return where one more could flow from each node: free where hidden, at a price elsewhere."""
    arcs: dict[str, list[tuple[str, int, Place]]] = {}
    for place in table.places:
        if place == without:
            continue
        tail, head = _ends(place)
        value, shown = table.value(place), table.shown.get(place, Shown.WHOLE)
        lowest, highest = _bounds(table, place)
        price = 1 + value
        if shown is not Shown.WHOLE and (highest is None or value < highest):
            arcs.setdefault(tail, []).append((head, 0, place))
        elif may_hide:
            arcs.setdefault(tail, []).append((head, price, place))
        if shown is not Shown.WHOLE and value > lowest:
            arcs.setdefault(head, []).append((tail, 0, place))
        elif may_hide and value:
            arcs.setdefault(head, []).append((tail, price, place))
    return arcs


def _bounds(table: CountTable, place: Place) -> tuple[int, int | None]:
    """Return the least and the most that a reader can think of; None where there is no most."""
    match table.shown.get(place, Shown.WHOLE):
        case Shown.SMALL:
            return 1, table.limit - 1
        case Shown.HIDDEN:
            return 0, None
    return table.value(place), table.value(place)


def _ends(place: Place) -> tuple[str, str]:
    """Return the nodes that a place flows from and to."""
    row, column = place
    if row == TOTAL:
        return ("foot", "head") if column == TOTAL else (f"column {column}", "foot")
    return ("head", f"row {row}") if column == TOTAL else (f"row {row}", f"column {column}")
