"""Schedule, sample, team, date and absences in, the day's round out: whom to visit where."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date

from fieldsurvey.campaign.model import Assignment, Sample, Visit
from fieldsurvey.campaign.sample.absence import Absence, Absences


@dataclass(frozen=True, slots=True)
class VillageRound:
    """One village a team visits on a day."""

    day: date
    team: str
    village: str
    visits: tuple[Visit, ...]
    """Households, without the reserves."""

    @property
    def subjects(self) -> tuple[str, ...]:
        """The village, then its households: what interviews are made of."""
        return (self.village, *(visit.number for visit in self.visits))


@dataclass(frozen=True, slots=True)
class Stop:
    """One subject of a round, as far as somebody goes there."""

    subject: str
    """The village's code, or a sample number."""
    visit: Visit | None
    """None for the village itself."""
    absence: Absence | None = None
    reserve: str = ""
    """Number of the reserve that stands in for it."""
    stands_in_for: str = ""
    """Number of the household that a reserve stands in for."""


def stops_of(
    round_: VillageRound, sample: Sample, absences: Absences, met: Collection[str] = ()
) -> tuple[Stop, ...]:
    """Return the round as it is to be gone now, each reserve called in right below its household.

    A reserve that stands in no longer is still shown if it is absent or its interview was begun.

    Args:
        round_: Of one village.
        sample: For the reserves.
        absences: Who could not be met, and who stands in.
        met: Subjects with an interview, begun or finished.
    """
    called = {*absences.stand_ins.values(), *absences.absent, *met}
    reserves = [
        Stop(
            visit.number,
            visit,
            absences.absent.get(visit.number),
            stands_in_for=next(iter(absences.replaced_by(visit.number)), ""),
        )
        for visit in sample.visits
        if visit.is_reserve and visit.household.village == round_.village
        if visit.number in called
    ]
    stops = [Stop(round_.village, None)]
    for visit in round_.visits:
        number = visit.number
        absence = absences.absent.get(number)
        stops.append(Stop(number, visit, absence, reserve=absences.stand_ins.get(number, "")))
        stops += [r for r in reserves if absences.called_for.get(r.subject) == number]
    return (*stops, *(reserve for reserve in reserves if reserve not in stops))


def rounds_of_day(
    schedule: Sequence[Assignment], sample: Sample, day: date, team: str = ""
) -> list[VillageRound]:
    """Return the villages to visit on a day, of one team or (blank) of all."""
    return [
        VillageRound(a.day, a.team, a.village, sample.of_village(a.village))
        for a in sorted(schedule, key=lambda a: (a.team, a.village))
        if a.day == day and team in ("", a.team)
    ]


def next_day(schedule: Sequence[Assignment], after: date, team: str = "") -> date | None:
    """Return the first day after `after` with a village to visit; None when all is past."""
    days = (a.day for a in schedule if a.day > after and team in ("", a.team))
    return min(days, default=None)


def team_of_village(schedule: Sequence[Assignment], village: str) -> str:
    """Return the code of the team that visits a village; blank if none does."""
    return next((a.team for a in schedule if a.village == village), "")
