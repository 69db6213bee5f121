"""A Sample, teams and days in, Assignments out: which team visits which village when."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from datetime import date
from pathlib import Path

from fieldsurvey.campaign.model import Assignment, Roster, Sample
from fieldsurvey.campaign.plan import Team
from fieldsurvey.campaign.roster.csv_table import Read, read_table, write_table
from fieldsurvey.errors import CampaignError, Finding
from fieldsurvey.i18n import _

_HEADER = ("date", "team", "village")


def plan_schedule(
    sample: Sample,
    roster: Roster,
    teams: Sequence[Team],
    days: Sequence[date],
    villages_per_day: int,
) -> list[Assignment]:
    """Give every village of the sample a team and a day, the early days full.

    A team stays in one township on a day wherever the numbers allow it. The order is by codes
    only, so equal arguments give an equal schedule.

    Raises:
        CampaignError: The teams cannot do so many villages in so few days.
    """
    trips = _trips(_by_township(sample, roster), villages_per_day, len(teams) * len(days))
    if len(trips) > len(teams) * len(days):
        raise CampaignError(
            _("{villages} villages are too many for {teams} teams in {days} days.").format(
                villages=len(sample.villages), teams=len(teams), days=len(days)
            ),
            to_do=_("Add days or teams to campaign.yaml, or raise villages_per_day."),
        )
    slots = ((day, team) for day in days for team in teams)
    return [
        Assignment(day, team.code, village)
        for (day, team), trip in zip(slots, trips, strict=False)
        for village in trip
    ]


def write_schedule(path: Path, schedule: Sequence[Assignment]) -> None:
    """Write schedule.csv, in the order of days and teams."""
    rows = sorted((a.day.isoformat(), a.team, a.village) for a in schedule)
    write_table(path, _HEADER, rows)


def read_schedule(path: Path, read: Read = Path.read_bytes) -> tuple[Assignment, ...]:
    """Read schedule.csv, which the planner may have rewritten in a spreadsheet.

    Raises:
        CampaignError: It is missing or has bad rows; `findings` holds all of them.
    """
    if not path.exists():
        raise CampaignError(
            _("There is no schedule yet: which team visits which village when."),
            where=str(path),
            to_do=_("fieldsurvey sample draw plans the days; on a laptop, join the kit again."),
        )
    table = read_table(path, read)
    schedule: list[Assignment] = []
    findings: list[Finding] = []
    for row in table.rows:
        day, team, village = (row.cells.get(column, "").strip() for column in _HEADER)
        try:
            schedule.append(Assignment(_day(day), team, village))
        except ValueError:
            findings.append(
                Finding(
                    "S002",
                    table.at(row.line),
                    _("“{text}” is not a date.").format(text=day),
                    _("Write it like 2020-06-28."),
                    "date",
                )
            )
    if findings:
        raise CampaignError(_("The schedule cannot be used."), where=str(path), findings=findings)
    return tuple(schedule)


def _day(text: str) -> date:
    """Read a date; Excel turns 2020-06-28 into 2020/6/28 when it saves."""
    year, month, day = text.replace("/", "-").split("-")
    return date(int(year), int(month), int(day))


def _by_township(sample: Sample, roster: Roster) -> dict[str, list[str]]:
    townships: defaultdict[str, list[str]] = defaultdict(list)
    for code in sorted(sample.villages):
        townships[roster.villages[code].township].append(code)
    return townships


def _trips(townships: dict[str, list[str]], size: int, most: int) -> list[list[str]]:
    """Cut the villages into trips of at most `size`: whole ones by township, then the rests."""
    whole: list[list[str]] = []
    rests: list[list[str]] = []
    for villages in townships.values():
        for chunk in _chunks(villages, size):
            (whole if len(chunk) == size else rests).append(chunk)
    packed = _packed(rests, size)
    if len(whole) + len(packed) > most:
        packed = list(_chunks([village for rest in rests for village in rest], size))
    return whole + packed


def _chunks(villages: list[str], size: int) -> Iterator[list[str]]:
    for start in range(0, len(villages), size):
        yield villages[start : start + size]


def _packed(rests: list[list[str]], size: int) -> list[list[str]]:
    """Put the rests together, large ones first, none of them cut."""
    trips: list[list[str]] = []
    for rest in sorted(rests, key=len, reverse=True):
        fitting = next((trip for trip in trips if len(trip) + len(rest) <= size), None)
        if fitting is None:
            trips.append(list(rest))
        else:
            fitting.extend(rest)
    return trips
