"""A team's day: where to go and whom to visit."""

from datetime import date

import pytest

from fieldsurvey.campaign.sample.drawing import draw_sample
from fieldsurvey.campaign.sample.schedule import plan_schedule
from fieldsurvey.campaign.sample.today import next_day, rounds_of_day, team_of_village

FIRST, LAST = date(2020, 6, 28), date(2020, 6, 30)


@pytest.fixture
def plan(county, campaign):
    """Sample and schedule: five villages, two teams, two villages a day."""
    sample = draw_sample(county, campaign.sample, "seed")
    schedule = plan_schedule(sample, county, campaign.teams, campaign.days, 2)
    return sample, schedule


def test_a_round_lists_the_village_and_then_its_households(plan):
    """Sixteen subjects: the village itself and its fifteen households, no reserve."""
    sample, schedule = plan

    first, second = rounds_of_day(schedule, sample, FIRST, "1")

    assert first.subjects[0] == first.village
    assert len(first.subjects) == 16
    assert not any(visit.is_reserve for visit in (*first.visits, *second.visits))
    assert first.village[:2] == second.village[:2]


def test_without_a_team_the_day_of_all_is_shown(plan):
    """The lead sees every team's villages."""
    sample, schedule = plan

    assert {r.team for r in rounds_of_day(schedule, sample, FIRST)} == {"1", "2"}
    assert rounds_of_day(schedule, sample, LAST) == []


def test_the_next_day_is_the_next_with_work(plan):
    """After the last day there is none."""
    _sample, schedule = plan

    assert next_day(schedule, date(2020, 1, 1)) == FIRST
    assert next_day(schedule, FIRST, "1") == date(2020, 6, 29)
    assert next_day(schedule, LAST) is None


def test_a_village_knows_its_team(plan):
    """And a village that is not drawn has none."""
    _sample, schedule = plan

    assert team_of_village(schedule, schedule[0].village) == schedule[0].team
    assert team_of_village(schedule, "9999") == ""
