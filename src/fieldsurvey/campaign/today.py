"""Schedule, sample, team and date in, the day's round out: where to go and whom to visit."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from fieldsurvey.campaign.model import Assignment, Sample, Visit


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
