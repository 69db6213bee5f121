"""Who was visited, who is missing, and what is still to do about it."""

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from fieldsurvey.assess.coverage import (
    Plan,
    VillageCoverage,
    VisitState,
    cover_villages,
    missing_by_township,
    not_reported,
)
from fieldsurvey.campaign.model import (
    Assignment,
    Category,
    Household,
    Roster,
    Sample,
    Township,
    Village,
    Visit,
)
from fieldsurvey.campaign.sample.absence import Absence, Absences
from fieldsurvey.chain.interview import Interview, Status

FIRST_DAY = date(2020, 6, 22)
SECOND_DAY = date(2020, 6, 23)


def visit(number: str, *, reserve: bool = False, must: bool = False) -> Visit:
    """Draw one lifted household; its place in the roster does not matter here."""
    village = number.split("-", maxsplit=1)[0]
    household = Household(f"{village}-0001", village, "1", "He Ming", 3, Category.LIFTED)
    return Visit(number, household, Category.LIFTED, is_reserve=reserve, must_visit=must)


@pytest.fixture
def plan() -> Plan:
    """Two villages: one of two households and a reserve, one of a single household."""
    villages = ("0101", "0102")
    roster = Roster(
        townships={"01": Township("01", "Qingshi", is_key=True)},
        villages={
            code: Village(code, "01", f"Village {code}", is_exited=True, has_team=True)
            for code in villages
        },
    )
    visits = (
        visit("0101-01"),
        visit("0101-02", must=True),
        visit("0101-R1", reserve=True),
        visit("0102-01"),
    )
    return Plan(
        roster,
        Sample("seed", "", villages, visits),
        (Assignment(FIRST_DAY, "1", "0101"), Assignment(SECOND_DAY, "1", "0102")),
        village_forms={"village-exit-standard": 1, "village-interview": 3},
    )


@pytest.fixture
def done(interview: Any) -> list[Interview]:
    """Everything of the first village."""
    return [
        interview("0101-01", "registered-household"),
        interview("0101-02", "registered-household"),
        interview("0101", "village-exit-standard"),
        interview("0101", "village-interview"),
    ]


def absent(*numbers: str, stand_ins: dict[str, str] | None = None) -> Absences:
    """Households that are away, and who stands in."""
    return Absences({number: Absence("away") for number in numbers}, stand_ins or {})


def first(coverage: tuple[VillageCoverage, ...]) -> VillageCoverage:
    """Return the first village, which must be 0101."""
    assert coverage[0].village == "0101"
    return coverage[0]


def test_a_village_is_complete_when_all_were_visited(plan: Plan, done: list[Interview]) -> None:
    """Team, day, households and forms stand beside each other."""
    village = first(cover_villages(plan, done))

    assert (village.team, village.day, village.township) == ("1", FIRST_DAY, "01")
    assert (village.visited, len(village.households)) == (2, 2)
    assert [(form.form_id, form.done, form.wanted) for form in village.forms] == [
        ("village-exit-standard", 1, 1),
        ("village-interview", 1, 3),
    ]
    assert village.is_complete


def test_an_interview_that_was_not_finished_does_not_cover(
    plan: Plan, done: list[Interview], interview: Any
) -> None:
    """Started, withdrawn and forked ones leave the household missing."""
    for more in ({"status": Status.STARTED}, {"status": Status.WITHDRAWN}, {"forked": True}):
        opened = [interview("0101-01", "registered-household", **more), *done[1:]]
        village = first(cover_villages(plan, opened))

        assert village.households[0].state is VisitState.MISSING
        assert [household.number for household in village.unsettled] == ["0101-01"]


def test_a_reserve_stands_in(plan: Plan, done: list[Interview], interview: Any) -> None:
    """Once it is visited; until then the household is absent and somebody has to go."""
    absences = absent("0101-01", stand_ins={"0101-01": "0101-R1"})
    before = cover_villages(plan, done[1:], absences=absences)
    after = cover_villages(
        plan,
        [interview("0101-R1", "registered-household"), *done[1:]],
        absences=absences,
    )

    assert first(before).households[0].state is VisitState.ABSENT
    assert not first(before).is_complete
    assert first(after).households[0].state is VisitState.REPLACED
    assert first(after).households[0].reserve == "0101-R1"
    assert first(after).is_complete


def test_an_absence_settles_when_nothing_else_can_be_done(
    plan: Plan, done: list[Interview]
) -> None:
    """Its reserves are used up; a must-visit household has none and needs only the reason."""
    with_reserve = cover_villages(plan, done[1:], absences=absent("0101-01"))
    without = cover_villages(plan, done[1:], absences=absent("0101-01", "0101-R1"))
    must = cover_villages(plan, [done[0], *done[2:]], absences=absent("0101-02"))

    assert not first(with_reserve).is_complete
    assert first(without).is_complete
    assert first(must).is_complete
    assert first(must).households[1].absence == Absence("away")


def test_a_ring_of_replacements_ends(plan: Plan, done: list[Interview]) -> None:
    """Slips of the pen must not hang the night."""
    ring = Absences(stand_ins={"0101-01": "0101-R1", "0101-R1": "0101-01"})

    village = first(cover_villages(plan, done[1:], absences=ring))

    assert village.households[0].state is VisitState.MISSING


def test_one_reserve_counts_for_one_household(
    plan: Plan, done: list[Interview], interview: Any
) -> None:
    """The first it was called in for, while that was not visited itself."""
    visits = (*plan.sample.visits, visit("0101-03"))
    plan = replace(plan, sample=replace(plan.sample, visits=visits))
    twice = absent("0101-01", "0101-03", stand_ins={"0101-01": "0101-R1", "0101-03": "0101-R1"})
    reserve = interview("0101-R1", "registered-household")

    neither = first(cover_villages(plan, [reserve, *done[1:]], absences=twice))
    one = first(cover_villages(plan, [reserve, *done], absences=twice))

    assert [household.reserve for household in neither.households] == ["0101-R1", "", ""]
    assert neither.visited == 2
    assert one.visited == 3


def test_nobody_stands_in_for_a_must_visit_household(
    plan: Plan, done: list[Interview], interview: Any
) -> None:
    """Whatever a line says: it stays not visited, with its reason."""
    wrong = absent("0101-02", stand_ins={"0101-02": "0101-R1"})
    reserve = interview("0101-R1", "registered-household")

    village = first(cover_villages(plan, [reserve, done[0], *done[2:]], absences=wrong))

    assert village.households[1].state is VisitState.ABSENT


def test_who_is_missing_is_named(plan: Plan, done: list[Interview]) -> None:
    """By township for the ranking; by day for tonight's list."""
    coverage = cover_villages(plan, done)

    assert missing_by_township(coverage) == {"01": ("0102",)}
    assert not_reported(coverage, FIRST_DAY) == ()
    assert [village.village for village in not_reported(coverage, SECOND_DAY)] == ["0102"]


def test_a_village_where_nobody_was_met_has_reported(plan: Plan) -> None:
    """An absence that came in is a report, though nobody was visited."""
    coverage = cover_villages(plan, [], absences=absent("0101-01"))

    assert [village.village for village in not_reported(coverage, SECOND_DAY)] == ["0102"]


def test_the_order_of_interviews_does_not_matter(plan: Plan, done: list[Interview]) -> None:
    """Sticks come in any order."""
    assert cover_villages(plan, reversed(done)) == cover_villages(plan, done)
