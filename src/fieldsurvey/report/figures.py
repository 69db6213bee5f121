"""An edition in, its tiles and charts out, in the language spoken."""

from dataclasses import dataclass

from markupsafe import Markup

from fieldsurvey.i18n import _, pgettext
from fieldsurvey.report.charts import Bar, Chart, Series, draw_bars, draw_columns
from fieldsurvey.report.edition import Edition, RankedList, TallyLine
from fieldsurvey.report.phrases import figure_names, points, ranked_list_name, tally_names
from fieldsurvey.report.wording import NOTHING, Wording, severities

_COUNTED = ("critical", "major", "minor")


@dataclass(frozen=True, slots=True)
class Tile:
    """One large figure at the top of the page."""

    name: str
    count: int
    planned: int | None = None
    """What `count` should come to; None where there is no such number."""
    note: str = ""


@dataclass(frozen=True, slots=True)
class Figure:
    """One chart, drawn, with its caption and its legend."""

    caption: str
    drawing: Markup
    legend: tuple[Series, ...]


def tiles_of(edition: Edition) -> list[Tile]:
    """Return the figures that stand at the top."""
    names, coverage, today = figure_names(), edition.coverage, edition.today
    critical = _("{count} critical").format(count=today.critical) if today.critical else ""
    return [
        Tile(names["problems"], today.total, note=critical),
        Tile(names["to_date"], edition.to_date.total),
        Tile(names["households"], coverage.households_visited, coverage.households_planned),
        Tile(names["must_visit"], coverage.must_visit_visited, coverage.must_visit_planned),
        Tile(names["villages"], coverage.villages_begun, len(coverage.by_village)),
        Tile(names["late"], today.late),
    ]


def charts_of(edition: Edition, wording: Wording) -> list[Figure]:
    """Return the charts of an edition; none for what has nothing to show."""
    figures = []
    if edition.today.total:
        titles, today = tally_names(), edition.today
        figures.append(_tally(titles["category"], _named(today.by_category, wording)))
        figures.append(_tally(titles["township"], today.by_township))
    if len(edition.days) > 1:
        figures.append(_days(edition))
    return figures + [_standings(ranked, wording) for ranked in edition.rankings]


def legend_of() -> tuple[Series, ...]:
    """Return the series of charts by severity."""
    words = severities()
    return tuple(Series(words[severity], severity) for severity in _COUNTED)


def progress_of(count: int, planned: int) -> str:
    """Return a share as a width for an SVG, 0 to 100 with one decimal."""
    return f"{min(100.0, 100 * count / planned) if planned else 0:.1f}"


def _named(lines: tuple[TallyLine, ...], wording: Wording) -> tuple[TallyLine, ...]:
    return tuple(line.model_copy(update={"name": wording.category(line.key)}) for line in lines)


def _tally(title: str, lines: tuple[TallyLine, ...]) -> Figure:
    bars = tuple(
        Bar(line.name or line.key or NOTHING, (line.critical, line.major, line.minor))
        for line in lines
    )
    return Figure(title, draw_bars(Chart(title, legend_of(), bars)), legend_of())


def _days(edition: Edition) -> Figure:
    title = pgettext("figure", "Problems by list")
    bars = tuple(Bar(day.date[5:], (day.critical, day.major, day.minor)) for day in edition.days)
    return Figure(title, draw_columns(Chart(title, legend_of(), bars)), legend_of())


def _standings(ranked: RankedList, wording: Wording) -> Figure:
    """Draw the points each township lost, by block, with its score at the end."""
    title = pgettext("figure", "Points lost by township; the score at the end")
    if name := ranked_list_name(ranked.of):
        title = f"{name}: {title}"
    series = tuple(
        Series(wording.block(block), f"s{position % 4 + 1}")
        for position, block in enumerate(ranked.blocks)
    )
    bars = tuple(
        Bar(
            town.name if town.rank is None else f"{town.rank}. {town.name}",
            tuple(town.lost_hundredths.get(block, 0) for block in ranked.blocks),
            points(town.confirmed_hundredths),
        )
        for town in ranked.townships
    )
    return Figure(title, draw_bars(Chart(title, series, bars, scale=100)), series)
