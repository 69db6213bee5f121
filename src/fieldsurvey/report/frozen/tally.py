"""Rows of the problem list in, counts by severity, category, township and team out."""

from collections import Counter
from collections.abc import Callable, Iterable, Sequence

from fieldsurvey.report.frozen.problem_row import ProblemRow
from fieldsurvey.report.text import CleanText, Frozen


class TallyLine(Frozen):
    """How many problems one category, township or team has, by severity."""

    key: CleanText
    name: CleanText = ""
    """Empty where the key is a code that the edition's `names` explain."""
    critical: int = 0
    major: int = 0
    minor: int = 0

    @property
    def total(self) -> int:
        """All of them."""
        return self.critical + self.major + self.minor


class Tally(Frozen):
    """Problems counted; those dismissed are counted apart."""

    critical: int = 0
    major: int = 0
    minor: int = 0
    dismissed: int = 0
    late: int = 0
    by_category: tuple[TallyLine, ...] = ()
    by_township: tuple[TallyLine, ...] = ()
    by_team: tuple[TallyLine, ...] = ()

    @property
    def total(self) -> int:
        """All but the dismissed."""
        return self.critical + self.major + self.minor


class DayFigures(Frozen):
    """What one edition brought: a column of the chart of days."""

    edition: int
    date: CleanText
    critical: int = 0
    major: int = 0
    minor: int = 0


def counts_of(counted: Tally | TallyLine | DayFigures) -> tuple[int, int, int, int]:
    """Return critical, major, minor, and all of them: what stands below `counted_headings`."""
    counts = (counted.critical, counted.major, counted.minor)
    return *counts, sum(counts)


def tally_rows(rows: Sequence[ProblemRow]) -> Tally:
    """Count `rows`; those dismissed are counted apart and in nothing else."""
    live = [row for row in rows if row.state.stands]
    by_severity = Counter(row.severity.value for row in live)
    return Tally(
        critical=by_severity["critical"],
        major=by_severity["major"],
        minor=by_severity["minor"],
        dismissed=len(rows) - len(live),
        late=sum(row.is_late for row in live),
        by_category=_most_first(_lines(live, lambda row: (row.category, ""))),
        by_township=tuple(_lines(live, lambda row: (row.township_key, row.township))),
        by_team=tuple(_lines(live, lambda row: (row.team, ""))),
    )


def tally_by(
    rows: Iterable[ProblemRow], key: Callable[[ProblemRow], tuple[str, str]]
) -> tuple[TallyLine, ...]:
    """Count rows that stand by code and name of anything, most first."""
    return _most_first(_lines((row for row in rows if row.state.stands), key))


def _lines(
    rows: Iterable[ProblemRow], key: Callable[[ProblemRow], tuple[str, str]]
) -> list[TallyLine]:
    counts: dict[tuple[str, str], Counter[str]] = {}
    for row in rows:
        counts.setdefault(key(row), Counter())[row.severity.value] += 1
    return [
        TallyLine(
            key=code,
            name=name,
            critical=severities["critical"],
            major=severities["major"],
            minor=severities["minor"],
        )
        for (code, name), severities in sorted(counts.items())
    ]


def _most_first(lines: Iterable[TallyLine]) -> tuple[TallyLine, ...]:
    return tuple(sorted(lines, key=lambda line: (-line.total, -line.critical, line.key)))
