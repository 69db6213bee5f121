"""Assessed coverage in, the coverage section of an edition and who is missing out, with names."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import date

from fieldsurvey.assess.coverage import VillageCoverage as AssessedVillage
from fieldsurvey.assess.coverage import VisitState
from fieldsurvey.assess.evidence import is_evidence
from fieldsurvey.campaign.model import Roster, village_of
from fieldsurvey.campaign.sample.absence import Absence
from fieldsurvey.chain.interview import Interview
from fieldsurvey.report.frozen.missing import (
    Coverage,
    Missing,
    MissingHousehold,
    MissingLaptop,
    MissingTeam,
    RefusedBundle,
    VillageCoverage,
    VillageDay,
)


def cover_section(
    villages: Iterable[AssessedVillage],
    roster: Roster,
    day: date,
    interviews: Iterable[Interview] = (),
) -> Coverage:
    """Return how far the campaign is visited, with the names of villages and townships.

    `interviews` are any; those of households that count say what each day brought.
    """
    assessed = list(villages)
    by_village = tuple(_cover_village(village, roster) for village in assessed)
    due = (len(v.households) for v in assessed if _is_due(v, day))
    by_day = tuple(_days(interviews, {village.code for village in by_village}))
    return sum_villages(by_village, by_day, households_due=sum(due))


def sum_villages(
    by_village: Sequence[VillageCoverage], by_day: Sequence[VillageDay], *, households_due: int
) -> Coverage:
    """Return how far villages are visited together."""
    return Coverage(
        households_planned=sum(village.planned for village in by_village),
        households_due=households_due,
        households_visited=sum(village.visited for village in by_village),
        must_visit_planned=sum(village.must_visit for village in by_village),
        must_visit_visited=sum(village.must_visit_visited for village in by_village),
        by_village=tuple(by_village),
        by_day=tuple(by_day),
    )


def _days(interviews: Iterable[Interview], villages: set[str]) -> Iterator[VillageDay]:
    """Yield how many households each village and day brought, in their order."""
    seen: defaultdict[tuple[str, str], set[str]] = defaultdict(set)
    for each in interviews:
        village = village_of(each.subject)
        if village != each.subject and village in villages and is_evidence(each):
            seen[village, (each.finished_at or each.started_at)[:10]].add(each.subject)
    for (village, day), households in sorted(seen.items()):
        yield VillageDay(village=village, date=day, households=len(households))


def missing_section(  # noqa: PLR0913  (each is a whole of its own, made by another part)
    assessed: Iterable[AssessedVillage],
    coverage: Coverage,
    day: date,
    *,
    hide: Callable[[str, str], str],
    bundles: Sequence[RefusedBundle] = (),
    laptops: Sequence[MissingLaptop] = (),
    further: Sequence[str] = (),
) -> Missing:
    """Return what was due by `day` and is not there.

    `hide` masks names and numbers in a text that somebody wrote about a subject; of `bundles` they
    are masked already.

    A team due today of which nothing came in is named once, with its laptops, and not again by
    each of its villages. A laptop is missing only where its team was due today.
    """
    due = [v for v in zip(assessed, coverage.by_village, strict=True) if _is_due(v[0], day)]
    silent = _silent_teams(due, day)
    due_today = {village.team for village, _named in due if village.day == day}
    return Missing(
        teams=tuple(
            MissingTeam(
                team=team,
                villages=villages,
                laptops=tuple(each.device for each in laptops if each.team == team),
            )
            for team, villages in silent.items()
        ),
        laptops=tuple(each for each in laptops if each.team in due_today - silent.keys()),
        villages=tuple(
            named
            for village, named in due
            if not named.is_complete and not (village.day == day and village.team in silent)
        ),
        must_visit=tuple(_must_visit(due, VisitState.MISSING, hide)),
        explained=tuple(_must_visit(due, VisitState.ABSENT, hide)),
        bundles=tuple(bundles),
        further=tuple(hide(sentence, "") for sentence in further),
    )


def _must_visit(
    due: Iterable[tuple[AssessedVillage, VillageCoverage]],
    state: VisitState,
    hide: Callable[[str, str], str],
) -> Iterator[MissingHousehold]:
    """Return the must-visit households in a state, with what was said of them."""
    for village, named in due:
        for household in village.households:
            if household.must_visit and household.state is state:
                said = household.absence or Absence("")
                yield MissingHousehold(
                    subject=household.number,
                    village=named.name,
                    reason=hide(said.reason, household.number),
                    note=hide(said.note, household.number),
                )


def _is_due(village: AssessedVillage, day: date) -> bool:
    return village.day is not None and village.day <= day


def _silent_teams(
    due: Sequence[tuple[AssessedVillage, VillageCoverage]], day: date
) -> dict[str, tuple[str, ...]]:
    """Return the teams due today of which nothing came in, with their villages of today."""
    today: dict[str, list[tuple[AssessedVillage, str]]] = {}
    for village, named in due:
        if village.day == day and village.team:
            today.setdefault(village.team, []).append((village, named.name))
    return {
        team: tuple(name for _, name in villages)
        for team, villages in sorted(today.items())
        if not any(village.has_reported for village, _ in villages)
    }


def _cover_village(village: AssessedVillage, roster: Roster) -> VillageCoverage:
    must_visit = [household for household in village.households if household.must_visit]
    seen = (VisitState.VISITED, VisitState.REPLACED)
    return VillageCoverage(
        code=village.village,
        name=roster.villages[village.village].name,
        township=roster.townships[village.township].name,
        team=village.team,
        date=village.day.isoformat() if village.day else "",
        planned=len(village.households),
        visited=village.visited,
        unsettled=len(village.unsettled),
        must_visit=len(must_visit),
        must_visit_visited=sum(household.state in seen for household in must_visit),
        forms_missing=tuple(form.form_id for form in village.forms if not form.done),
    )
