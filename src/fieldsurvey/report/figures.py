"""An edition in, its tiles and charts out, in the language spoken."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from markupsafe import Markup

from fieldsurvey.i18n import _, pgettext
from fieldsurvey.report.drawing import Bar, Chart, Link, Series, draw_bars, draw_columns
from fieldsurvey.report.frozen.edition import Edition
from fieldsurvey.report.frozen.ranked_list import RankedList
from fieldsurvey.report.frozen.tally import DayFigures, TallyLine, counts_of
from fieldsurvey.report.page.tables import Places, Spot, places_of, spots_of
from fieldsurvey.report.phrasing.phrases import (
    figure_names,
    points,
    ranked_list_name,
    tally_names,
    tells_all,
)
from fieldsurvey.report.wording import NOTHING, Wording, headings, severities

_COUNTED = ("critical", "major", "minor")
_LIST = "list"
"""The id of the list on the page."""


@dataclass(frozen=True, slots=True)
class Tile:
    """One large figure at the top of the page."""

    name: str
    count: int
    planned: int | None = None
    """What `count` should come to; None where there is no such number."""
    note: str = ""
    link: Link | None = None
    note_link: Link | None = None


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the table that says what a chart shows."""

    label: str
    cells: tuple[str, ...]
    link: Link | None = None
    anchor: str = ""
    """Its id; empty where nothing leads to it."""
    spots: tuple[Spot, ...] = ()


@dataclass(frozen=True, slots=True)
class Figure:
    """One chart, drawn, with its caption, its legend and its numbers as a table."""

    caption: str
    drawing: Markup
    legend: tuple[Series, ...]
    columns: tuple[str, ...]
    """The headings of the table, the one of the labels first."""
    lines: tuple[Line, ...]
    is_scrolled: bool = False
    """Whether it keeps its size on a narrow screen, in a region that scrolls."""
    note: str = ""
    """What of the table is not drawn."""


def tiles_of(edition: Edition) -> list[Tile]:
    """Return the figures that stand at the top."""
    names, coverage, today = figure_names(), edition.coverage, edition.today
    critical = _("{count} critical").format(count=today.critical) if today.critical else ""
    worst = Link(_LIST, "severity", severities()["critical"]) if critical else None
    listed = Link(_LIST) if edition.rows else None
    visited = Link("coverage") if coverage.by_village else None
    first = names["to_date" if tells_all(edition) else "problems"]
    to_date = [] if tells_all(edition) else [Tile(names["to_date"], edition.to_date.total)]
    return [
        Tile(first, today.total, note=critical, link=listed, note_link=worst),
        *to_date,
        Tile(
            names["households"],
            coverage.households_visited,
            coverage.households_planned,
            link=visited,
        ),
        Tile(
            names["must_visit"],
            coverage.must_visit_visited,
            coverage.must_visit_planned,
            link=visited,
        ),
        Tile(names["villages"], coverage.villages_begun, len(coverage.by_village), link=visited),
        Tile(names["late"], today.late),
    ]


def charts_of(edition: Edition, wording: Wording) -> list[Figure]:
    """Return the charts of an edition; none for what has nothing to show."""
    figures = []
    if edition.today.total:
        places = places_of(edition.rows)
        figures.append(_categories(edition, wording, places))
        figures.append(_townships(edition, places))
    if len(edition.days) > 1:
        figures.append(_days(edition))
    return figures + [
        _standings(ranked, wording, position) for position, ranked in enumerate(edition.rankings)
    ]


def legend_of() -> tuple[Series, ...]:
    """Return the series of charts by severity."""
    words = severities()
    return tuple(Series(words[severity], severity) for severity in _COUNTED)


def progress_of(count: int, planned: int) -> str:
    """Return a share as a width for an SVG, 0 to 100 with one decimal."""
    return f"{min(100.0, 100 * count / planned) if planned else 0:.1f}"


def _categories(edition: Edition, wording: Wording, places: Places) -> Figure:
    spots: Mapping[str, Sequence[Spot]] = spots_of(edition.rows)
    lines = []
    for line in edition.today.by_category:
        word = wording.category(line.key) or NOTHING
        anchor = places.categories.get(line.key, "")
        link = Link(anchor, "category", word) if anchor else None
        lines.append(Line(word, _counts(line), link, anchor, tuple(spots.get(line.key, ()))))
    return _tally(
        "categories",
        tally_names()["category"],
        edition.today.by_category,
        lines,
        (headings()["category"], *_words(), pgettext("column", "Where")),
    )


def _townships(edition: Edition, places: Places) -> Figure:
    lines = []
    for line in edition.today.by_township:
        to, word = places.townships.get(line.key, ""), line.name or line.key or NOTHING
        link = Link(to, "township", word) if to else None
        lines.append(Line(word, _counts(line), link))
    return _tally(
        "townships",
        tally_names()["township"],
        edition.today.by_township,
        lines,
        (headings()["township"], *_words()),
    )


def _tally(
    key: str,
    title: str,
    counted: Sequence[TallyLine],
    lines: Sequence[Line],
    columns: tuple[str, ...],
) -> Figure:
    bars = tuple(
        Bar(line.label, (each.critical, each.major, each.minor), link=line.link)
        for each, line in zip(counted, lines, strict=True)
    )
    drawing = draw_bars(Chart(key, title, legend_of(), bars))
    return Figure(title, drawing, legend_of(), columns, tuple(lines))


def _days(edition: Edition) -> Figure:
    title = pgettext("figure", "Problems by list")
    here = {edition.number: Link(_LIST)} if edition.rows else {}
    bars = tuple(
        Bar(day.date[5:], (day.critical, day.major, day.minor), link=here.get(day.edition))
        for day in edition.days
    )
    lines = tuple(
        Line(day.date, (str(day.edition), *_counts(day)), here.get(day.edition))
        for day in edition.days
    )
    columns = (headings()["date"], pgettext("column", "List No."), *_words())
    drawing = draw_columns(Chart("days", title, legend_of(), bars))
    return Figure(title, drawing, legend_of(), columns, lines)


def _counts(line: TallyLine | DayFigures) -> tuple[str, ...]:
    return tuple(map(str, counts_of(line)))


def _words() -> tuple[str, ...]:
    words = severities()
    return (*(words[each] for each in _COUNTED), pgettext("column", "Total"))


def _standings(ranked: RankedList, wording: Wording, position: int) -> Figure:
    """Draw the points each township lost, by block, with its score at the end."""
    title = pgettext("figure", "Points lost by township; the score at the end")
    if name := ranked_list_name(ranked.of):
        title = f"{name}: {title}"
    series = tuple(
        Series(wording.block(block), f"s{place % 4 + 1}")
        for place, block in enumerate(ranked.blocks)
    )
    bars, lines = [], []
    for town in ranked.townships:
        label = town.name if town.rank is None else f"{town.rank}. {town.name}"
        lost = tuple(town.lost_hundredths.get(block, 0) for block in ranked.blocks)
        link = Link(f"r-{town.code}")
        bars.append(Bar(label, lost, points(town.confirmed_hundredths), link))
        cells = (*map(points, lost), points(town.confirmed_hundredths))
        lines.append(Line(label, cells, link))
    columns = (
        headings()["township"],
        *(each.name for each in series),
        pgettext("column", "Score, confirmed"),
    )
    drawing = draw_bars(Chart(f"standings-{position}", title, series, tuple(bars), scale=100))
    return Figure(title, drawing, series, columns, tuple(lines))
