"""An edition in, how its field work went as charts out: households by day, and minutes taken."""

from collections import defaultdict
from collections.abc import Iterator, Mapping

from fieldsurvey.i18n import _, ngettext, pgettext
from fieldsurvey.report.drawing import Box, HeatMap, HeatRow, Link, draw_boxes, draw_heat_map
from fieldsurvey.report.figures import Figure, Line
from fieldsurvey.report.frozen.edition import Edition, InspectorDurations
from fieldsurvey.report.wording import Wording, headings

MOST_ROWS = 60
"""More villages than a reader takes in are drawn by township; of inspectors these many are drawn,
the quickest. The table has all."""

MOST_DAYS = 31
"""Of more days the last ones are drawn; the table has all."""

_FEWEST = 5
"""Of fewer interviews a median says little: where nobody has more of a form, it has no figure."""


def heat_map_of(edition: Edition, wording: Wording) -> Figure | None:
    """Return households finished by village and day; None where no day is known."""
    coverage = edition.coverage
    days = sorted({day.date for day in coverage.by_day})
    if not days:
        return None
    counts: defaultdict[str, dict[str, int]] = defaultdict(dict)
    for each in coverage.by_day:
        counts[each.village][each.date] = each.households
    lines = tuple(
        Line(
            wording.place(village.township, village.name),
            tuple(str(counts[village.code].get(day, 0)) for day in days),
            Link(f"k-{village.code}"),
        )
        for village in coverage.by_village
    )
    title = _("Households with a finished interview, by village and day")
    drawn = days[-MOST_DAYS:]
    rows = tuple(
        HeatRow(line.label, tuple(map(int, line.cells[-len(drawn) :])), line.link) for line in lines
    )
    if len(rows) > MOST_ROWS:
        title = _("Households with a finished interview, by township and day")
        rows = tuple(_by_township(edition, counts, drawn))
    drawing = draw_heat_map(HeatMap("visits", title, tuple(day[5:] for day in drawn), rows))
    columns = (headings()["village"], *days)
    note = _not_drawn(len(drawn), len(days), _("Drawn are the last {count} days of {all}."))
    return Figure(title, drawing, (), columns, lines, is_scrolled=True, note=note)


def _not_drawn(drawn: int, known: int, words: str) -> str:
    return words.format(count=drawn, all=known) if drawn < known else ""


def _by_township(
    edition: Edition, counts: Mapping[str, Mapping[str, int]], days: list[str]
) -> Iterator[HeatRow]:
    sums: defaultdict[str, list[int]] = defaultdict(lambda: [0] * len(days))
    for village in edition.coverage.by_village:
        here = counts.get(village.code, {})
        for position, day in enumerate(days):
            sums[village.township][position] += here.get(day, 0)
    for township, row in sums.items():
        yield HeatRow(township, tuple(row))


def durations_of(edition: Edition, wording: Wording) -> list[Figure]:
    """Return the minutes that interviews took by inspector, a figure for each form done often."""
    by_form: defaultdict[str, list[InspectorDurations]] = defaultdict(list)
    for each in edition.durations:
        by_form[each.form_id].append(each)
    return [
        _durations(form_id, rows, wording, position)
        for position, (form_id, rows) in enumerate(by_form.items())
        if max(each.interviews for each in rows) >= _FEWEST
    ]


def _durations(
    form_id: str, rows: list[InspectorDurations], wording: Wording, position: int
) -> Figure:
    title = _("{form}: minutes an interview took, by inspector").format(form=wording.form(form_id))
    boxes = [
        Box(each.inspector, _five(each), _said(each), _minutes(each.median_s)) for each in rows
    ]
    lines = tuple(
        Line(each.inspector, (str(each.interviews), *map(_minutes, _seconds(each))))
        for each in rows
    )
    drawing = draw_boxes(f"durations-{position}", title, boxes[:MOST_ROWS])
    columns = (
        pgettext("column", "Inspector"),
        pgettext("column", "Interviews"),
        pgettext("column", "Shortest"),
        pgettext("column", "Lower quartile"),
        pgettext("column", "Median"),
        pgettext("column", "Upper quartile"),
        pgettext("column", "Longest"),
    )
    drawn = min(MOST_ROWS, len(boxes))
    note = _not_drawn(drawn, len(boxes), _("Drawn are the {count} quickest of {all} inspectors."))
    return Figure(title, drawing, (), columns, lines, note=note)


def _seconds(each: InspectorDurations) -> tuple[int, int, int, int, int]:
    return (
        each.shortest_s,
        each.lower_quartile_s,
        each.median_s,
        each.upper_quartile_s,
        each.longest_s,
    )


def _five(each: InspectorDurations) -> tuple[float, float, float, float, float]:
    lowest, lower, median, upper, highest = _seconds(each)
    return lowest / 60, lower / 60, median / 60, upper / 60, highest / 60


def _minutes(seconds: int) -> str:
    return f"{seconds / 60:.1f}"


def _said(each: InspectorDurations) -> str:
    lowest, lower, median, upper, highest = map(_minutes, _seconds(each))
    return ngettext(
        "{inspector}, {count} interview: {lowest} to {highest} minutes, half of them within"
        " {lower} and {upper}, median {median}",
        "{inspector}, {count} interviews: {lowest} to {highest} minutes, half of them within"
        " {lower} and {upper}, median {median}",
        each.interviews,
    ).format(
        inspector=each.inspector,
        count=each.interviews,
        lowest=lowest,
        highest=highest,
        lower=lower,
        upper=upper,
        median=median,
    )
