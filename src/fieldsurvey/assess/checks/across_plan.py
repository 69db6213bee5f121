"""Takes coverage, schedule and editions, gives where the plan or the nightly list was not kept."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime, time

from fieldsurvey.assess.checks.crossing import Crossing, EditionMade
from fieldsurvey.assess.coverage import VillageCoverage, VisitState
from fieldsurvey.assess.problems.finding import listed as rows_of
from fieldsurvey.assess.problems.problem import Problem
from fieldsurvey.campaign.model import Assignment, village_of
from fieldsurvey.chain.interview import Interview
from fieldsurvey.i18n import listed


def must_visit_missing(
    coverage: Iterable[VillageCoverage], now: datetime | None
) -> Iterator[Crossing]:
    """Yield must-visit households neither visited nor explained, once their day is over (P-04)."""
    for village in coverage:
        if now is None or village.day is None or village.day >= now.date():
            continue
        for household in village.households:
            if household.must_visit and household.state is VisitState.MISSING:
                yield Crossing(household.number)


def two_teams_in_one_village(interviews: Iterable[Interview]) -> Iterator[Crossing]:
    """Yield villages in which more than one team interviewed (P-07)."""
    teams: dict[str, dict[str, list[str]]] = {}
    for interview in interviews:
        of_team = teams.setdefault(village_of(interview.subject), {})
        of_team.setdefault(interview.team, []).append(interview.id)
    for village, by_team in teams.items():
        if len(by_team) > 1:
            yield Crossing(village, {"teams": listed(sorted(by_team))})


def day_without_list(
    schedule: Iterable[Assignment],
    editions: Sequence[EditionMade],
    hour: int,
    now: datetime | None,
) -> Iterator[Crossing]:
    """Yield working days whose list was not made in time (P-08); a day not over yet is none.

    Args:
        schedule: Its days are the working days.
        editions: Made so far.
        hour: By when, in the time zone of `now`.
        now: Aware; without it no day is over.
    """
    if now is None:
        return
    for day in sorted({assignment.day for assignment in schedule}):
        due = datetime.combine(day, time(hour), tzinfo=now.tzinfo)
        is_made = any(made.day == day and made.made_at <= due for made in editions)
        if due < now and not is_made:
            yield Crossing(day.isoformat(), {"hour": str(hour)})


def answer_without_row(
    interviews: Iterable[Interview],
    problems: Iterable[Problem],
    editions: Sequence[EditionMade],
) -> Iterator[Crossing]:
    """Yield problems that an edition had seen the answers of, and that none has a row for (P-09).

    不隐不瞒: an edition names how many lines of each device it has seen; a problem of an interview
    that ended before them must be in one of the editions up to it.
    """
    made = {interview.id: interview for interview in interviews}
    told = frozenset[str]().union(*(edition.problems for edition in editions))
    for problem in rows_of(problems):
        interview = made.get(problem.interview)
        if interview is None or problem.is_added or problem.number in told:
            continue
        for edition in editions:
            if interview.last_seq <= edition.covers.get(interview.device, 0):
                where, number = problem.subject, str(edition.number)
                yield Crossing(where, {"edition": number}, (interview.id,))
                break
