"""Sample, absences so far and what is said now in, the absences that follow out.

The rules of the work plan (specification, section 4):

- The next reserve of the same stratum of the same village stands in, in the order drawn.
- A reserve that stands in for somebody, is absent itself, or is visited by another pair is passed
  over; one that turns out absent is replaced by the next, for the household it stood in for.
- A must-visit household is never replaced; where no reserve is left, the village stays short.
- A household that was interviewed is not absent. An interview that was only begun stays as it is.
- A household that came back needs its reserve no longer, unless that interview was begun; a
  reserve that came back stands in again, unless the interview of the next was begun. A reserve
  that becomes free is given to the first household that is still without one.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from itertools import takewhile

from fieldsurvey.campaign.model import Sample, Visit
from fieldsurvey.campaign.sample.absence import Absence, Absences
from fieldsurvey.errors import InterviewError, UsageError
from fieldsurvey.i18n import _, listed


@dataclass(frozen=True, slots=True)
class Progress:
    """How far the interviews of this laptop are, by sample number."""

    begun: frozenset[str] = frozenset()
    """Any interview, finished or not."""
    finished: frozenset[str] = frozenset()
    """An interview that was finished, even if it was opened again."""


def mark_absent(
    sample: Sample,
    before: Absences,
    visit: Visit,
    absence: Absence,
    progress: Progress,
    reserve: Visit | None = None,
) -> Absences:
    """Record why a household, or a reserve, could not be met, and call in who stands in.

    Args:
        sample: The reserves, in the order drawn.
        before: All that is known.
        visit: The household; or a reserve, which is replaced for the household it stood in for.
        absence: Why.
        progress: Of the interviews.
        reserve: Who stands in; without it the next in order.

    Raises:
        InterviewError: Its interview is finished.
        UsageError: The reserve may not stand in for it.
    """
    check_not_met(visit, progress)
    after = before.with_absence(visit.number, absence)
    replaced = visit
    for household in before.replaced_by(visit.number):
        after = after.with_stand_in(household, "")
        replaced = visits_of(sample).get(household, visit)
    if reserve is not None:
        return name_reserve(sample, after, replaced, reserve, progress)
    return call_in_reserves(sample, after)


def check_not_met(visit: Visit, progress: Progress) -> None:
    """Refuse to call a household absent that was met.

    Raises:
        InterviewError: Its interview is finished.
    """
    if visit.number in progress.finished:
        raise InterviewError(
            _("This household was interviewed, so it is not absent."),
            where=visit.number,
            to_do=_(
                "fieldsurvey show {number} shows the interview; to correct it: fieldsurvey reopen."
            ).format(number=visit.number),
        )


def take_back(sample: Sample, before: Absences, visit: Visit, progress: Progress) -> Absences:
    """Record that an absent household, or reserve, can be met after all.

    Raises:
        UsageError: It is not marked absent.
    """
    _check_absent(before, visit)
    after = before.with_absence(visit.number, None)
    household = before.called_for.get(visit.number, "") if visit.is_reserve else visit.number
    if before.stand_ins.get(household) not in progress.begun:
        if not visit.is_reserve:
            after = after.with_stand_in(household, "")
        elif household in before.absent:
            after = after.with_stand_in(household, visit.number)
    return call_in_reserves(sample, after)


def name_reserve(
    sample: Sample, before: Absences, visit: Visit, reserve: Visit, progress: Progress
) -> Absences:
    """Let a named reserve stand in for an absent household; free ones before it are passed over.

    Raises:
        UsageError: The household is never replaced, or the reserve may not stand in for it.
        InterviewError: The interview of the reserve that stands in was begun.
    """
    _check_reserve(sample, before, visit, reserve)
    _check_absent(before, visit)
    current = before.stand_ins.get(visit.number, "")
    if current == reserve.number:
        return before
    if current in progress.begun:
        raise InterviewError(
            _("{reserve} stands in for {number}, and that interview is begun.").format(
                reserve=current, number=visit.number
            ),
            where=visit.number,
            to_do=_(
                "Finish it; or, if it was broken off: fieldsurvey absent {reserve} --reason …"
            ).format(reserve=current),
        )
    without = before.with_stand_in(visit.number, "")
    earlier = takewhile(
        lambda each: each.number != reserve.number,
        sample.reserves_of(visit.household.village, visit.stratum),
    )
    free = {each.number for each in free_reserves(sample, without, visit)}
    passed_over = before.passed_over | {each.number for each in earlier if each.number in free}
    after = replace(without, passed_over=passed_over).with_stand_in(visit.number, reserve.number)
    return call_in_reserves(sample, after)


def call_in_reserves(sample: Sample, absences: Absences) -> Absences:
    """Give every absent household that has no reserve the next one, as long as there are any."""
    visits = visits_of(sample)
    for number in absences.absent:
        visit = visits.get(number)
        if visit is None or not may_be_replaced(visit) or number in absences.stand_ins:
            continue
        free = free_reserves(sample, absences, visit)
        if free:
            absences = absences.with_stand_in(number, free[0].number)
    return absences


def free_reserves(sample: Sample, absences: Absences, visit: Visit) -> tuple[Visit, ...]:
    """Return the reserves that could stand in for a household, the next first."""
    taken = {*absences.stand_ins.values(), *absences.absent, *absences.passed_over}
    reserves = sample.reserves_of(visit.household.village, visit.stratum)
    return tuple(reserve for reserve in reserves if reserve.number not in taken)


def may_be_replaced(visit: Visit) -> bool:
    """Say whether a reserve may stand in for a household: not where all must be visited."""
    return not visit.must_visit and not visit.is_reserve


def may_stand_in(reserve: Visit, visit: Visit) -> bool:
    """Say whether the plan lets a reserve stand in for a household, whoever else is absent."""
    return (
        may_be_replaced(visit)
        and reserve.is_reserve
        and reserve.stratum == visit.stratum
        and reserve.household.village == visit.household.village
    )


def visits_of(sample: Sample) -> Mapping[str, Visit]:
    """Return households and reserves by their number."""
    return {visit.number: visit for visit in sample.visits}


def _check_absent(absences: Absences, visit: Visit) -> None:
    if visit.number not in absences.absent:
        raise UsageError(
            _("{number} is not marked absent.").format(number=visit.number),
            to_do=_("fieldsurvey today lists who is."),
        )


def _check_reserve(sample: Sample, absences: Absences, visit: Visit, reserve: Visit) -> None:
    if not may_be_replaced(visit):
        raise UsageError(
            _("{number} must be visited itself and is never replaced.").format(number=visit.number)
            if visit.must_visit
            else _("The reserve {number} stands in for nobody.").format(number=visit.number),
            to_do=_("Leave --reserve away."),
        )
    others = [n for n in absences.replaced_by(reserve.number) if n != visit.number]
    if not may_stand_in(reserve, visit):
        what = _("{reserve} is no reserve of the same village and type as {number}.")
    elif reserve.number in absences.absent:
        what = _("{reserve} is marked absent as well.")
    elif others:
        what = _("{reserve} stands in for {other} already.")
    else:
        return
    free = listed(each.number for each in free_reserves(sample, absences, visit))
    raise UsageError(
        what.format(reserve=reserve.number, number=visit.number, other=listed(others)),
        to_do=_("Free are: {reserves}.").format(reserves=free)
        if free
        else _("No reserve of this type is left in the village."),
    )
