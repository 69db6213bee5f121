"""Rows of a list in, the tables of the page out: where each begins, and what leads to it.

A browser that lays out one table of 100,000 rows is busy for minutes; of many tables it lays out
those that are seen. So a long list stands in tables of about `ROWS_A_TABLE` rows, cut between
villages. Every row is there.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby

from fieldsurvey.report.frozen.problem_row import ProblemRow

ROWS_A_TABLE = 500


@dataclass(frozen=True, slots=True)
class Group:
    """The rows of one village, or of a part of it where it has very many."""

    township: str
    village: str
    rows: tuple[ProblemRow, ...]
    anchors: tuple[str, ...] = ()
    """Ids that links to its township and to its village lead to."""


@dataclass(frozen=True, slots=True)
class Part:
    """One table."""

    groups: tuple[Group, ...]

    @property
    def first(self) -> ProblemRow:
        """Its first row."""
        return self.groups[0].rows[0]

    @property
    def last(self) -> ProblemRow:
        """Its last row."""
        return self.groups[-1].rows[-1]


@dataclass(frozen=True, slots=True)
class Places:
    """The ids of what stands in the list of an edition, by the key that a count has."""

    townships: Mapping[str, str]
    """By the township's code."""
    villages: Mapping[str, str]
    """By the village's code."""
    categories: Mapping[str, str]
    """By category: the row of the table of counts."""


def places_of(rows: Sequence[ProblemRow]) -> Places:
    """Return an id for each township, village and category of `rows`: a number, no code."""

    def ids(prefix: str, keys: Iterable[str]) -> dict[str, str]:
        return {key: f"{prefix}-{n}" for n, key in enumerate(dict.fromkeys(keys), start=1)}

    return Places(
        ids("town", (row.township_key for row in rows)),
        ids("village", map(village_key, rows)),
        ids("category", sorted({row.category for row in rows})),
    )


def village_key(row: ProblemRow) -> str:
    """Return the code of the village, or its name where none is known."""
    return row.village_code or f"{row.township} {row.village}"


def parts_of(rows: Sequence[ProblemRow], places: Places | None = None) -> list[Part]:
    """Return `rows` as tables, in the order of the list.

    Args:
        rows: Of one section, those of a village one after the other.
        places: Ids for their townships and villages, where links lead to them.
    """
    parts: list[Part] = []
    groups: list[Group] = []
    count = 0
    for group in _groups(rows, places):
        if groups and count + len(group.rows) > ROWS_A_TABLE:
            parts.append(Part(tuple(groups)))
            groups, count = [], 0
        groups.append(group)
        count += len(group.rows)
    return [*parts, Part(tuple(groups))] if groups else parts


def _groups(rows: Sequence[ProblemRow], places: Places | None) -> Iterator[Group]:
    named: set[str] = set()
    for _key, inside in groupby(rows, key=lambda row: (row.township, row.village)):
        here = tuple(inside)
        for first in range(0, len(here), ROWS_A_TABLE):
            row = here[first]
            anchors = []
            if places is not None:
                wanted = (places.townships[row.township_key], places.villages[village_key(row)])
                anchors = [anchor for anchor in wanted if anchor not in named]
                named.update(anchors)
            part = here[first : first + ROWS_A_TABLE]
            yield Group(row.township, row.village, part, tuple(anchors))


@dataclass(frozen=True, slots=True)
class Spot:
    """The problems of one category in one village."""

    village: str
    first: str
    """The number of the first of them."""
    count: int


def spots_of(rows: Iterable[ProblemRow]) -> Mapping[str, Sequence[Spot]]:
    """Return where the problems of each category are, dismissed ones left out as in its count."""
    spots: dict[str, dict[str, Spot]] = {}
    for row in rows:
        if row.state.stands:
            inside = spots.setdefault(row.category, {})
            known = inside.get(village_key(row), Spot(row.village, row.number, 0))
            inside[village_key(row)] = Spot(known.village, known.first, known.count + 1)
    return {category: tuple(inside.values()) for category, inside in spots.items()}
