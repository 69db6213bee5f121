"""Takes the plan and the interviews, gives who was visited and who is missing.

By village, and through its team and day by team and day. A village is complete when each planned
household was visited, replaced by a visited reserve, or is missing with a reason where nothing
else can be done, and each form of the village was filled in at least once.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from fieldsurvey.assess.evidence import is_evidence
from fieldsurvey.campaign.model import Assignment, Roster, Sample, Visit
from fieldsurvey.campaign.sample.absence import Absence, Absences
from fieldsurvey.campaign.sample.reserves import may_stand_in, visits_of
from fieldsurvey.chain.interview import Interview


class VisitState(StrEnum):
    """What became of one planned household."""

    VISITED = "visited"
    REPLACED = "replaced"
    """Its reserve was visited."""
    ABSENT = "absent"
    """Not visited, with a reason, and there is no replacement."""
    MISSING = "missing"
    """Neither visited nor explained."""


@dataclass(frozen=True, slots=True)
class HouseholdCoverage:
    """One planned household."""

    number: str
    must_visit: bool
    state: VisitState
    absence: Absence | None = None
    """Why it could not be visited, as somebody said."""
    reserve: str = ""
    """Sample number of the reserve that stands in for it."""
    is_settled: bool = True
    """Nothing more can be done: visited, replaced, or absent with no reserve to go to."""


@dataclass(frozen=True, slots=True)
class FormCoverage:
    """One form of a village."""

    form_id: str
    done: int
    wanted: int


@dataclass(frozen=True, slots=True)
class VillageCoverage:
    """One village of the sample."""

    village: str
    township: str
    team: str
    """'' while the schedule names none."""
    day: date | None
    households: tuple[HouseholdCoverage, ...]
    forms: tuple[FormCoverage, ...]

    @property
    def visited(self) -> int:
        """Planned households visited or replaced."""
        seen = {VisitState.VISITED, VisitState.REPLACED}
        return sum(household.state in seen for household in self.households)

    @property
    def unsettled(self) -> tuple[HouseholdCoverage, ...]:
        """Households that somebody still has to go to."""
        return tuple(household for household in self.households if not household.is_settled)

    @property
    def has_reported(self) -> bool:
        """Anything at all has come in."""
        is_explained = any(household.absence for household in self.households)
        return self.visited > 0 or is_explained or any(form.done for form in self.forms)

    @property
    def is_complete(self) -> bool:
        """The plan is reached: the township's score is not provisional for this village."""
        return not self.unsettled and all(form.done for form in self.forms)


@dataclass(frozen=True, slots=True)
class Plan:
    """What was to be done."""

    roster: Roster
    sample: Sample
    schedule: Sequence[Assignment] = ()
    village_forms: Mapping[str, int] | None = None
    """Forms filled in for each village, and how many interviews of each are wanted."""


def cover_villages(
    plan: Plan,
    interviews: Iterable[Interview],
    *,
    absences: Absences | None = None,
) -> tuple[VillageCoverage, ...]:
    """Say for each village of the sample who was visited.

    Args:
        plan: Roster, sample, schedule and forms.
        interviews: Any; only finished ones count.
        absences: Who was not met, and the reserves called in.
    """
    counting = ((each.subject, each.form_id) for each in interviews if is_evidence(each))
    return cover_done(plan, counting, absences=absences)


def cover_done(
    plan: Plan,
    interviews: Iterable[tuple[str, str]],
    *,
    absences: Absences | None = None,
) -> tuple[VillageCoverage, ...]:
    """Say the same of the subject and form of each interview that counts."""
    done: dict[str, list[str]] = {}
    for subject, form_id in interviews:
        done.setdefault(subject, []).append(form_id)
    visits: dict[str, list[Visit]] = {}
    for visit in plan.sample.visits:
        visits.setdefault(visit.household.village, []).append(visit)
    said = absences or Absences()
    stand_ins = reserves_that_count(plan.sample, said, done)
    seen = _Seen(done, said.absent, stand_ins, {r: number for number, r in stand_ins.items()})
    assigned = {assignment.village: assignment for assignment in plan.schedule}
    return tuple(
        _cover_village(plan, code, assigned.get(code), visits.get(code, []), seen)
        for code in sorted(plan.sample.villages)
    )


@dataclass(frozen=True, slots=True)
class _Seen:
    """What inspectors said: forms done by subject, and who could not be met."""

    done: Mapping[str, Sequence[str]]
    absent: Mapping[str, Absence]
    stand_ins: Mapping[str, str]
    replaced: Mapping[str, str]
    """The household each reserve stands in for."""

    def cover(self, visit: Visit, reserves: Sequence[Visit]) -> HouseholdCoverage:
        number = visit.number
        absence = self.absent.get(number)
        if number in self.done:
            return HouseholdCoverage(number, visit.must_visit, VisitState.VISITED, absence)
        reserve = self.stand_ins.get(number, "")
        if reserve in self.done:
            state, is_settled = VisitState.REPLACED, True
        elif absence is not None:
            state, is_settled = VisitState.ABSENT, not self._has_reserve(visit, reserves)
        else:
            state, is_settled = VisitState.MISSING, False
        return HouseholdCoverage(number, visit.must_visit, state, absence, reserve, is_settled)

    def _has_reserve(self, visit: Visit, reserves: Sequence[Visit]) -> bool:
        """Say whether a reserve is left to go to: not another's, and not absent itself."""
        return any(
            may_stand_in(reserve, visit)
            and self.replaced.get(reserve.number, visit.number) == visit.number
            and reserve.number not in self.absent
            for reserve in reserves
        )


def reserves_that_count(
    sample: Sample, absences: Absences, done: Collection[str]
) -> dict[str, str]:
    """Return the reserves that stand in by the plan's rules, by household.

    A reserve stands in for one household, the first it was called in for that was not visited
    itself; not for a must-visit household, and not for one of another village or stratum.
    """
    visits = visits_of(sample)
    counting: dict[str, str] = {}
    taken: set[str] = set()
    for number, reserve in absences.stand_ins.items():
        visit, stands_in = visits.get(number), visits.get(reserve)
        if visit is None or stands_in is None or not may_stand_in(stands_in, visit):
            continue
        if number not in done and reserve not in taken:
            counting[number] = reserve
            taken.add(reserve)
    return counting


def _cover_village(
    plan: Plan, code: str, assigned: Assignment | None, visits: Sequence[Visit], seen: _Seen
) -> VillageCoverage:
    done = seen.done.get(code, ())
    reserves = [visit for visit in visits if visit.is_reserve]
    return VillageCoverage(
        village=code,
        township=plan.roster.villages[code].township,
        team=assigned.team if assigned else "",
        day=assigned.day if assigned else None,
        households=tuple(seen.cover(v, reserves) for v in visits if not v.is_reserve),
        forms=tuple(
            FormCoverage(form_id, done.count(form_id), wanted)
            for form_id, wanted in (plan.village_forms or {}).items()
        ),
    )


def missing_by_township(coverage: Iterable[VillageCoverage]) -> dict[str, tuple[str, ...]]:
    """Return the villages that are not complete, by township."""
    missing: dict[str, tuple[str, ...]] = {}
    for village in coverage:
        if not village.is_complete:
            missing[village.township] = (*missing.get(village.township, ()), village.village)
    return missing


def not_reported(coverage: Iterable[VillageCoverage], until: date) -> tuple[VillageCoverage, ...]:
    """Return the villages due up to a day, that day included, of which nothing has come in."""
    return tuple(
        village
        for village in coverage
        if village.day is not None and village.day <= until and not village.has_reported
    )
