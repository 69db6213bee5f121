"""The P-checks of the specification's section 8 that can be made before the field."""

from dataclasses import replace
from datetime import date

import pytest

from fieldsurvey.campaign.model import Assignment, Category, Flag, Shift
from fieldsurvey.campaign.plan import SamplePlan
from fieldsurvey.campaign.plan_checks import check_sample, check_schedule
from fieldsurvey.campaign.sample.drawing import draw_sample
from fieldsurvey.campaign.sample.schedule import plan_schedule
from fieldsurvey.errors import FindingKind

PLAN = SamplePlan()


@pytest.fixture
def sample(county):
    """A sound sample of the small county."""
    return draw_sample(county, PLAN, "seed")


def codes(findings) -> set[str]:
    """Return the codes found."""
    return {finding.code for finding in findings}


def without(sample, wanted):
    """Return the sample less the visits that `wanted` picks."""
    return replace(sample, visits=tuple(visit for visit in sample.visits if not wanted(visit)))


def test_a_sound_plan_has_nothing_against_it(county, sample, campaign):
    """Our own draw and our own schedule pass."""
    schedule = plan_schedule(sample, county, campaign.teams, campaign.days, 2)

    assert check_sample(county, PLAN, sample) == []
    assert check_schedule(schedule, sample, campaign) == []


def test_p01_a_village_too_few(county, sample):
    """Two villages in a key township instead of three."""
    fewer = replace(sample, villages=sample.villages[1:])

    assert codes(check_sample(county, PLAN, fewer)) >= {"P-01"}


def test_p02_a_stratum_short_without_a_shift(county, sample):
    """Fourteen households and no reason."""
    fewer = without(sample, lambda visit: visit.number == sample.visits[0].number)

    findings = check_sample(county, PLAN, fewer)

    assert codes(findings) == {"P-02"}
    assert findings[0].kind is FindingKind.WARNING


def test_p03_a_shortage_that_is_none(county, sample):
    """A shift from poor to lifted while poor households are left is a fault."""
    village = sample.villages[0]
    claimed = replace(sample, shifts=(Shift(village, Category.POOR, 1, Category.LIFTED),))

    findings = check_sample(county, PLAN, claimed)

    assert "P-03" in codes(f for f in findings if f.kind is FindingKind.FAULT)


@pytest.mark.parametrize("flag", [Flag.MONITORED, Flag.MARGINAL])
def test_p04_a_must_visit_left_out(flag, county, sample):
    """Every monitored and marginal household of a drawn village is in the sample."""
    left_out = without(sample, lambda visit: flag in visit.household.flags)

    findings = [f for f in check_sample(county, PLAN, left_out) if f.code == "P-04"]

    assert len(findings) == len(sample.villages)
    assert all(flag.value in finding.what for finding in findings)


def test_p05_a_normal_household_before_one_in_need(county, sample):
    """Exchanging a 低保 household for a normal one is noticed."""
    village = sample.villages[0]
    normal = [
        household
        for household in county.households.values()
        if household.village == village and Flag.NORMAL in household.flags
    ]
    exchanged = tuple(
        replace(visit, household=normal.pop())
        if visit.household.village == village and Flag.DIBAO in visit.household.flags
        else visit
        for visit in without(sample, lambda v: Flag.NORMAL in v.household.flags).visits
    )

    assert "P-05" in codes(check_sample(county, PLAN, replace(sample, visits=exchanged)))


def test_p06_only_one_kind_of_village(county, sample):
    """Township 02 has both kinds; drawing two lifted villages is noticed."""
    key = [code for code in sample.villages if code.startswith("01")]
    one_kind = replace(sample, villages=(*key, "0201", "0202"))

    assert "P-06" in codes(check_sample(county, PLAN, one_kind))


def test_p07_a_team_with_three_villages_and_a_village_with_two_teams(sample, campaign):
    """And a village with none is a fault."""
    day = campaign.days[0]
    first, second, third, *rest = sample.villages
    schedule = [Assignment(day, "1", village) for village in (first, second, third)]
    schedule += [Assignment(day, "2", first)]

    findings = check_schedule(schedule, sample, campaign)

    assert codes(findings) == {"P-07"}
    assert {f.where for f in findings if f.kind is FindingKind.FAULT} == set(rest)
    assert {f.where for f in findings if f.kind is FindingKind.WARNING} == {
        first,
        f"schedule.csv, {day.isoformat()}, 1",
    }


def test_p07_stands_at_a_team_and_its_day(sample, campaign):
    """So a reason why one team may go to three villages does not speak for another."""
    day, *_later = campaign.days
    schedule = [Assignment(day, team, village) for team in "12" for village in sample.villages[:3]]

    findings = [f for f in check_schedule(schedule, sample, campaign) if "csv" in f.where]

    places = [f"schedule.csv, {day.isoformat()}, {team}" for team in "12"]
    assert [f.where for f in findings] == places


def test_a_schedule_edited_by_hand_may_name_nothing_unknown(county, sample, campaign):
    """An unknown team or village is a fault; another day may stand."""
    schedule = plan_schedule(sample, county, campaign.teams, campaign.days, 2)
    schedule += [Assignment(date(2020, 7, 9), "7", "9999")]

    findings = [f for f in check_schedule(schedule, sample, campaign) if f.code == "S007"]

    assert [f.kind for f in findings] == [
        FindingKind.FAULT,
        FindingKind.FAULT,
        FindingKind.WARNING,
    ]
