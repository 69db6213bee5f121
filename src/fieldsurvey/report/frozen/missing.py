"""How far the campaign is visited, and what an edition should have and has not."""

from fieldsurvey.report.text import CleanText, Frozen


class VillageCoverage(Frozen):
    """How far one village is visited."""

    code: CleanText
    name: CleanText
    township: CleanText = ""
    team: CleanText = ""
    date: CleanText = ""
    """The day the schedule gives it, ISO 8601; empty where it has none."""
    planned: int
    """Households drawn."""
    visited: int
    """Of them, households with a finished interview, or whose reserve has one."""
    unsettled: int = 0
    """Of them, households that somebody still has to go to."""
    must_visit: int = 0
    must_visit_visited: int = 0
    forms_missing: tuple[CleanText, ...] = ()
    """Form ids of the village itself that nobody has finished."""

    @property
    def is_complete(self) -> bool:
        """Whether nothing is left to do there."""
        return not self.unsettled and not self.forms_missing


class VillageDay(Frozen):
    """What one day brought from one village."""

    village: CleanText
    """Its code."""
    date: CleanText
    """ISO 8601."""
    households: int
    """With an interview that was finished on that day."""


class Coverage(Frozen):
    """How far the campaign is visited."""

    households_planned: int = 0
    households_due: int = 0
    """Planned up to and with the edition's day."""
    households_visited: int = 0
    must_visit_planned: int = 0
    must_visit_visited: int = 0
    by_village: tuple[VillageCoverage, ...] = ()
    by_day: tuple[VillageDay, ...] = ()
    """By village and day; without those of which nothing came."""

    @property
    def villages_begun(self) -> int:
        """Villages with at least one household visited."""
        return sum(village.visited > 0 for village in self.by_village)


class MissingTeam(Frozen):
    """A team that was due today and has handed nothing over."""

    team: CleanText
    villages: tuple[CleanText, ...] = ()
    """Names of the villages it was due in."""
    laptops: tuple[CleanText, ...] = ()
    """Its laptops of which nothing came that day."""


class MissingLaptop(Frozen):
    """A laptop of which nothing came on the day, though its team was due and has reported."""

    device: CleanText
    team: CleanText


class MissingHousehold(Frozen):
    """A must-visit household of a village due by today that was not visited."""

    subject: CleanText
    village: CleanText
    reason: CleanText = ""
    """Why, as the plan calls it: `moved`; empty where nobody explained it."""
    note: CleanText = ""
    """What the inspector added to the reason."""


class RefusedBundle(Frozen):
    """A bundle that could not be taken in."""

    bundle: CleanText
    """Its file name."""
    reason: CleanText
    """The verdict in words."""
    device: CleanText = ""
    """The laptop it is of, as far as that can be told."""
    team: CleanText = ""
    first: int = 0
    """Its first line; 0 where that cannot be told."""
    last: int = 0


class Missing(Frozen):
    """What should be in this edition and is not."""

    teams: tuple[MissingTeam, ...] = ()
    laptops: tuple[MissingLaptop, ...] = ()
    """Those of teams that have reported; the others are named with their team."""
    villages: tuple[VillageCoverage, ...] = ()
    """Due by today and not complete."""
    must_visit: tuple[MissingHousehold, ...] = ()
    """Neither visited nor explained."""
    explained: tuple[MissingHousehold, ...] = ()
    """Must-visit households not visited with a reason: told beside the rest, and not counted."""
    bundles: tuple[RefusedBundle, ...] = ()
    further: tuple[CleanText, ...] = ()
    """Anything else, one sentence each: a gap in a chain, an interview nobody could assess."""

    @property
    def count(self) -> int:
        """How many things are missing."""
        households = (self.villages, self.must_visit)
        parts = (self.teams, self.laptops, *households, self.bundles, self.further)
        return sum(len(part) for part in parts)
