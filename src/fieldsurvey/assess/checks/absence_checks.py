"""Takes coverage and absences, gives what the lead must look at: T030 to T032.

Must-visit households neither visited nor explained are named by the coverage itself.
"""

from collections.abc import Iterable, Iterator

from fieldsurvey.assess.coverage import HouseholdCoverage, Plan, VillageCoverage, VisitState
from fieldsurvey.campaign.sample.absence import Absences
from fieldsurvey.campaign.sample.reserves import may_stand_in, visits_of
from fieldsurvey.errors import Finding, FindingKind
from fieldsurvey.i18n import _, listed


def check_absences(
    plan: Plan, coverage: Iterable[VillageCoverage], absences: Absences
) -> list[Finding]:
    """Return what speaks against the replacements, and the villages that stay short."""
    households = {h.number: h for village in coverage for h in village.households}
    return [
        *_check_shared(households, absences),
        *_check_rules(plan, households, absences),
        *_check_short(households.values()),
    ]


def _check_shared(
    households: dict[str, HouseholdCoverage], absences: Absences
) -> Iterator[Finding]:
    """Two laptops of a team may draw the same reserve without knowing of each other."""
    by_reserve: dict[str, list[str]] = {}
    for number, reserve in absences.stand_ins.items():
        if _needs_one(households.get(number)) and not households[number].must_visit:
            by_reserve.setdefault(reserve, []).append(number)
    for reserve, claiming in by_reserve.items():
        if len(claiming) > 1:
            what = _("This reserve stands in for {count} households: {households}.")
            to_do = _(
                "It counts for {first} only. On the laptop of the other: "
                "fieldsurvey absent {last} --reserve NUMBER, and visit that one."
            )
            yield Finding(
                "T030",
                reserve,
                what.format(count=len(claiming), households=listed(claiming)),
                to_do.format(first=claiming[0], last=claiming[-1]),
            )


def _check_rules(
    plan: Plan, households: dict[str, HouseholdCoverage], absences: Absences
) -> Iterator[Finding]:
    visits = visits_of(plan.sample)
    for number, reserve in absences.stand_ins.items():
        visit, stands_in = visits.get(number), visits.get(reserve)
        if visit is None or not _needs_one(households.get(number)):
            continue
        if visit.must_visit:
            what = _("{reserve} is to stand in for it, and it must be visited itself.")
        elif stands_in is None or not may_stand_in(stands_in, visit):
            what = _("{reserve} is to stand in for it, and is no reserve of its village and type.")
        else:
            continue
        yield Finding(
            "T031",
            number,
            what.format(reserve=reserve),
            _("It does not count. Visit the household, or a reserve of the same type."),
        )


def _check_short(households: Iterable[HouseholdCoverage]) -> Iterator[Finding]:
    for household in households:
        if household.must_visit or household.state is not VisitState.ABSENT:
            continue
        if household.absence is not None and household.is_settled:
            what = _("Not visited ({reason}), and no reserve is left: the village stays short.")
            yield Finding(
                "T032",
                household.number,
                what.format(reason=household.absence.in_words()),
                _("May stand with this reason, or try the household again."),
                kind=FindingKind.WARNING,
            )


def _needs_one(household: HouseholdCoverage | None) -> bool:
    """Say whether a reserve is of use: a household that was visited itself needs none."""
    return household is not None and household.state is not VisitState.VISITED
