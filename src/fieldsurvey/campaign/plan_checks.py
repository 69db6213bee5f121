"""Roster, sample and schedule in, what speaks against them out: the P-checks before the field.

The numbers are the specification's, section 8. What the interviews must show (P-04 after the
visit, P-08 to P-10) is checked where interviews are known.
"""

from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence

from fieldsurvey.campaign.model import Assignment, Category, Flag, Household, Roster, Sample, Visit
from fieldsurvey.campaign.plan import Campaign, SamplePlan
from fieldsurvey.campaign.sample.drawing import is_in_frame, is_must_visit, priority_class
from fieldsurvey.errors import Finding, FindingKind
from fieldsurvey.i18n import _


def check_sample(roster: Roster, plan: SamplePlan, sample: Sample) -> list[Finding]:
    """Check a sample, drawn by us or not, against the work plan: P-01 to P-06."""
    frame: defaultdict[str, list[Household]] = defaultdict(list)
    for household in roster.households.values():
        if is_in_frame(household, plan):
            frame[household.village].append(household)
    drawn: defaultdict[str, list[Visit]] = defaultdict(list)
    for visit in sample.visits:
        if not visit.is_reserve:
            drawn[visit.household.village].append(visit)
    found = list(_check_townships(roster, plan, sample))
    for code in sample.villages:
        left = _left(frame[code], drawn[code])
        found += _check_strata(code, drawn[code], plan, sample)
        found += _check_shortage(code, left, sample)
        found += _check_coverage(left)
        found += _check_priority(code, left, drawn[code])
    return found


def check_schedule(
    schedule: Sequence[Assignment], sample: Sample, campaign: Campaign
) -> list[Finding]:
    """Check that every village has one team and one day, and no team too much: P-07."""
    found = list(_check_assignments(schedule, sample, campaign))
    teams_of = Counter(a.village for a in schedule)
    for code in sample.villages:
        if not teams_of[code]:
            found.append(_fault("P-07", code, _("No team visits this village.")))
        elif teams_of[code] > 1:
            found.append(_warning("P-07", code, _("The village stands in the schedule twice.")))
    for (day, team), villages in sorted(Counter((a.day, a.team) for a in schedule).items()):
        if villages > campaign.villages_per_day:
            what = _("Team {team} has {count} villages on {day}.")
            what = what.format(team=team, count=villages, day=day.isoformat())
            # Each in a place of its own: a reason given for one is none for another.
            found.append(_warning("P-07", f"schedule.csv, {day.isoformat()}, {team}", what))
    return found


def _check_townships(roster: Roster, plan: SamplePlan, sample: Sample) -> Iterator[Finding]:
    drawn: defaultdict[str, list[str]] = defaultdict(list)
    for code in sample.villages:
        drawn[roster.villages[code].township].append(code)
    for code, township in sorted(roster.townships.items()):
        wanted = plan.villages_in(is_key=township.is_key)
        if len(drawn[code]) != wanted:
            what = _("{drawn} villages drawn in {township}, and the plan wants {wanted}.")
            yield _warning(
                "P-01",
                code,
                what.format(drawn=len(drawn[code]), township=township.name, wanted=wanted),
            )
        kinds = {v.is_exited for v in roster.villages.values() if v.township == code}
        drawn_kinds = {roster.villages[village].is_exited for village in drawn[code]}
        if len(kinds) > len(drawn_kinds) and drawn[code]:
            what = _("{township} has lifted and other villages; only one kind is drawn.")
            yield _warning("P-06", code, what.format(township=township.name))


def _check_strata(
    village: str, drawn: Sequence[Visit], plan: SamplePlan, sample: Sample
) -> Iterator[Finding]:
    counts = Counter(visit.stratum for visit in drawn)
    moved: Counter[Category] = Counter()
    for shift in sample.shifts:
        if shift.village == village:
            moved[shift.lacking] -= shift.households
            if shift.giving:
                moved[shift.giving] += shift.households
    for category in Category:
        wanted = plan.households.of(category) + moved[category]
        must = sum(visit.must_visit for visit in drawn if visit.stratum is category)
        if counts[category] != max(wanted, must):
            what = _("{count} × {category} drawn, {wanted} wanted, and no shift says why.")
            yield _warning(
                "P-02",
                village,
                what.format(count=counts[category], category=category.in_words(), wanted=wanted),
            )


def _check_shortage(village: str, left: Sequence[Household], sample: Sample) -> Iterator[Finding]:
    still_there = Counter(household.category for household in left)
    for shift in sample.shifts:
        if shift.village == village and still_there[shift.lacking]:
            what = _("A shortage of {category} is claimed while {count} are not drawn.")
            yield _fault(
                "P-03",
                village,
                what.format(category=shift.lacking.in_words(), count=still_there[shift.lacking]),
            )


def _check_coverage(left: Sequence[Household]) -> Iterator[Finding]:
    for household in left:
        if is_must_visit(household):
            flag = Flag.MONITORED if household.category is Category.LIFTED else Flag.MARGINAL
            what = _("A {flag} household must be visited, and is not in the sample.")
            yield _fault("P-04", household.code, what.format(flag=flag.in_words()))


def _check_priority(
    village: str, left: Sequence[Household], drawn: Sequence[Visit]
) -> Iterator[Finding]:
    last_drawn = max(
        (
            priority_class(visit.household)
            for visit in drawn
            if visit.stratum is Category.UNREGISTERED and not is_must_visit(visit.household)
        ),
        default=0,
    )
    passed_over = sum(
        priority_class(household) < last_drawn
        for household in left
        if household.category is Category.UNREGISTERED
    )
    if passed_over:
        what = _("Households of lower priority are drawn while {count} of higher remain.")
        yield _warning("P-05", village, what.format(count=passed_over))


def _left(frame: Sequence[Household], drawn: Sequence[Visit]) -> list[Household]:
    taken = {visit.household.code for visit in drawn}
    return [household for household in frame if household.code not in taken]


def _check_assignments(
    schedule: Sequence[Assignment], sample: Sample, campaign: Campaign
) -> Iterator[Finding]:
    teams = {team.code for team in campaign.teams}
    for assignment in schedule:
        where = f"schedule.csv, {assignment.day.isoformat()}"
        if assignment.team not in teams:
            what = _("There is no team {team}.").format(team=assignment.team)
            yield _fault("S007", where, what)
        if assignment.village not in sample.villages:
            what = _(
                "The village {village} is not in the sample; "
                "a spreadsheet drops the zero in front of a code."
            )
            yield _fault("S007", where, what.format(village=assignment.village))
        if assignment.day not in campaign.days:
            what = _("{day} is not a day of the campaign.").format(day=assignment.day.isoformat())
            yield _warning("S007", where, what)


def _fault(code: str, where: str, what: str) -> Finding:
    return Finding(code, where, what, _("Draw or plan again."))


def _warning(code: str, where: str, what: str) -> Finding:
    return Finding(code, where, what, _("May stand with a reason."), kind=FindingKind.WARNING)
