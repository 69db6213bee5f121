"""Roster, plan and seed in, a Sample out: the draw, and the same draw again to check it.

The algorithm is the specification's, section 4. Every choice is by rank of
`sha256(seed, code)`: the same on every machine and version of Python, whatever the order of the
roster's rows, and a household added later moves nobody else's rank.
"""

import hashlib
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from fieldsurvey.campaign.model import (
    Category,
    Flag,
    Household,
    Roster,
    Sample,
    Shift,
    Village,
    Visit,
)
from fieldsurvey.campaign.plan import SamplePlan
from fieldsurvey.campaign.roster.digest import roster_digest
from fieldsurvey.errors import Finding
from fieldsurvey.i18n import _

PRIORITY_FLAGS = frozenset({Flag.DILAPIDATED, Flag.ILLNESS, Flag.DIBAO, Flag.TEKUN, Flag.DISABLED})
"""Unregistered households with one of these are drawn first (the plan's five)."""

SECOND_FLAGS = frozenset({Flag.NO_LABOUR, Flag.LONE_ELDERLY, Flag.OTHER_PRIORITY})
"""Drawn after the five and before the rest."""

FULL_COVERAGE = "full coverage"
QUOTA = "quota"
RESERVE = "reserve"


@dataclass(frozen=True, slots=True)
class _Stratum:
    """The frame of one category in one village, in the order it is drawn."""

    category: Category
    must: tuple[Household, ...]
    others: tuple[Household, ...]

    @property
    def size(self) -> int:
        return len(self.must) + len(self.others)


def draw_sample(roster: Roster, plan: SamplePlan, seed: str) -> Sample:
    """Draw villages and households; equal arguments give an equal sample for ever.

    Every village's numbers run over poor, lifted, unregistered; reserves are counted on their own.
    A village that stays short of households says so in `shifts`; it is never filled silently.
    """
    frame = _frame_by_village(roster, plan)
    villages = tuple(sorted(_draw_villages(roster, plan, seed)))
    visits: list[Visit] = []
    shifts: list[Shift] = []
    for code in villages:
        strata = [_stratum(category, frame[code], seed) for category in Category]
        moves = _shifts(code, strata, plan)
        shifts += moves
        visits += _visits(code, strata, moves, plan)
    return Sample(
        seed=seed,
        frame_digest=roster_digest(roster),
        villages=villages,
        visits=tuple(visits),
        shifts=tuple(shifts),
    )


def draw_rank(seed: str, code: str) -> bytes:
    """Return the rank of one unit in the draw: smaller is drawn earlier."""
    return hashlib.sha256(f"{seed}\0{code}".encode()).digest()


def is_in_frame(household: Household, plan: SamplePlan) -> bool:
    """Say whether a household can be drawn: early exits cannot, unless they are monitored."""
    return (
        household.category is not Category.LIFTED
        or Flag.MONITORED in household.flags
        or household.exit_year is None
        or household.exit_year >= plan.lifted_since
    )


def is_must_visit(household: Household) -> bool:
    """Say whether the plan demands full coverage of it: 脱贫监测户 and 边缘户."""
    wanted = {Category.LIFTED: Flag.MONITORED, Category.UNREGISTERED: Flag.MARGINAL}
    return wanted.get(household.category) in household.flags


def priority_class(household: Household) -> int:
    """Return 0 for the plan's five kinds of hardship, 1 for the other three, 2 for the rest.

    Only unregistered households have an order; every other one is 0.
    """
    if household.category is not Category.UNREGISTERED or household.flags & PRIORITY_FLAGS:
        return 0
    return 1 if household.flags & SECOND_FLAGS else 2


def _frame_by_village(roster: Roster, plan: SamplePlan) -> Mapping[str, list[Household]]:
    frame: defaultdict[str, list[Household]] = defaultdict(list)
    for household in roster.households.values():
        if is_in_frame(household, plan):
            frame[household.village].append(household)
    return frame


def _draw_villages(roster: Roster, plan: SamplePlan, seed: str) -> Iterable[str]:
    by_township: defaultdict[str, list[Village]] = defaultdict(list)
    for village in roster.villages.values():
        by_township[village.township].append(village)
    for code, township in roster.townships.items():
        wanted = plan.villages_in(is_key=township.is_key)
        ranked = sorted(by_township[code], key=lambda village: draw_rank(seed, village.code))
        yield from (village.code for village in _both_kinds(ranked, wanted))


def _both_kinds(ranked: Sequence[Village], wanted: int) -> list[Village]:
    """Take the first villages; where all are of one kind, the last gives way to the other kind."""
    drawn = list(ranked[:wanted])
    if len(drawn) < 2 or len({village.is_exited for village in drawn}) == 2:
        return drawn
    other_kind = (v for v in ranked if v.is_exited is not drawn[0].is_exited)
    return [*drawn[:-1], next(other_kind, drawn[-1])]


def _stratum(category: Category, frame: Iterable[Household], seed: str) -> _Stratum:
    ranked = sorted(
        (household for household in frame if household.category is category),
        key=lambda household: (priority_class(household), draw_rank(seed, household.code)),
    )
    return _Stratum(
        category,
        must=tuple(household for household in ranked if is_must_visit(household)),
        others=tuple(household for household in ranked if not is_must_visit(household)),
    )


def _shifts(village: str, strata: Sequence[_Stratum], plan: SamplePlan) -> list[Shift]:
    """Move what a stratum lacks: poor to lifted, then unregistered; those two to each other."""
    spare = {s.category: s.size - plan.households.of(s.category) for s in strata}
    givers = {
        Category.POOR: (Category.LIFTED, Category.UNREGISTERED),
        Category.LIFTED: (Category.UNREGISTERED,),
        Category.UNREGISTERED: (Category.LIFTED,),
    }
    shifts = []
    for lacking in Category:
        missing = max(0, -spare[lacking])
        for giving in givers[lacking]:
            moved = min(missing, max(0, spare[giving]))
            if moved:
                shifts.append(Shift(village, lacking, moved, giving))
            spare[giving] -= moved
            missing -= moved
        if missing:
            shifts.append(Shift(village, lacking, missing, None))
    return shifts


def _visits(
    village: str, strata: Sequence[_Stratum], shifts: Sequence[Shift], plan: SamplePlan
) -> list[Visit]:
    visits: list[Visit] = []
    reserves: list[Visit] = []
    for stratum in strata:
        reasons = _reasons(stratum, shifts, plan)
        households = (*stratum.must, *stratum.others)
        for household, reason in zip(households, reasons, strict=False):
            number = f"{village}-{len(visits) + 1:02d}"
            must = reason == FULL_COVERAGE
            visits.append(
                Visit(number, household, stratum.category, must_visit=must, reason=reason)
            )
        for household in households[len(reasons) : len(reasons) + plan.reserves]:
            number = f"{village}-R{len(reserves) + 1}"
            reserves.append(
                Visit(number, household, stratum.category, is_reserve=True, reason=RESERVE)
            )
    return visits + reserves


def _reasons(stratum: _Stratum, shifts: Sequence[Shift], plan: SamplePlan) -> list[str]:
    """Return why each household of the stratum is drawn, in drawing order; its length is `n`."""
    given = [
        f"shift from {shift.lacking.value}"
        for shift in shifts
        if shift.giving is stratum.category
        for _nth in range(shift.households)
    ]
    by_quota = min(plan.households.of(stratum.category), stratum.size)
    reasons = [QUOTA] * by_quota + given
    must = [FULL_COVERAGE] * len(stratum.must)
    return must + reasons[len(must) :]


def verify_sample(roster: Roster, plan: SamplePlan, sample: Sample) -> list[Finding]:
    """Draw again with the sample's seed and say every difference; empty means it is genuine."""
    again = draw_sample(roster, plan, sample.seed)
    found = []
    if again.frame_digest != sample.frame_digest:
        found.append(
            _difference(
                "S003",
                "sample.json",
                _("The sample was drawn from another roster than the one here."),
            )
        )
    for code in sorted(set(again.villages) ^ set(sample.villages)):
        what = (
            _("The draw gives this village, and the sample lacks it.")
            if code in again.villages
            else _("The draw does not give this village.")
        )
        found.append(_difference("S004", code, what))
    found += _different_visits(again, sample)
    if again.shifts != sample.shifts:
        found.append(_difference("S006", "sample.json", _("The shifts between categories differ.")))
    return found


def _different_visits(again: Sample, sample: Sample) -> Iterable[Finding]:
    drawn = {visit.number: visit for visit in again.visits}
    held = {visit.number: visit for visit in sample.visits}
    if len(held) != len(sample.visits):
        yield _difference("S005", "sample.csv", _("A sample number stands twice."))
    for number in sorted(drawn.keys() | held.keys()):
        if drawn.get(number) != held.get(number):
            what = _("The draw gives {drawn} here, the sample has {held}.").format(
                drawn=_household_of(drawn.get(number)), held=_household_of(held.get(number))
            )
            yield _difference("S005", number, what)


def _household_of(visit: Visit | None) -> str:
    return f"{visit.household.code} ({visit.reason})" if visit else _("nobody")


def _difference(code: str, where: str, what: str) -> Finding:
    return Finding(code, where, what, _("Ask who changed the sample or the roster, and why."))
