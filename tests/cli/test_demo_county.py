"""The county of the demo has the work plan's exact shape, and nobody real lives in it."""

from collections import Counter

import pytest

from fieldsurvey.campaign.model import Category, Flag
from fieldsurvey.campaign.plan_checks import check_sample, check_schedule
from fieldsurvey.campaign.roster.digest import roster_digest
from fieldsurvey.campaign.roster.tables import read_roster, write_roster
from fieldsurvey.campaign.sample.drawing import draw_sample, is_must_visit
from fieldsurvey.campaign.sample.schedule import plan_schedule
from fieldsurvey.cli.start.demo.county import make_county
from fieldsurvey.cli.start.demo.draws import Draws

SEEDS = [str(seed) for seed in range(8)]


@pytest.fixture(scope="module")
def counties():
    """Eight counties, made once."""
    return {seed: make_county(seed) for seed in SEEDS}


def test_the_same_seed_gives_the_same_county(counties):
    """And another seed another one; the digest is the same on every version of Python."""
    campaign, roster = make_county("0")

    assert (campaign, roster) == counties["0"]
    assert roster_digest(roster) != roster_digest(counties["1"][1])
    assert roster_digest(roster)[:16] == "092650b7a57e993f"


@pytest.mark.parametrize("seed", SEEDS)
def test_the_county_has_the_plans_shape(seed, counties):
    """11 townships (6 key), some 6,000 households, 5 teams of 7, both kinds of village."""
    campaign, roster = counties[seed]
    people = [name for team in campaign.teams for name in team.members]

    assert [township.is_key for township in roster.townships.values()] == [True] * 6 + [False] * 5
    assert 110 <= len(roster.villages) <= 154
    assert 5_000 <= len(roster.households) <= 7_000
    assert [len(team.members) for team in campaign.teams] == [7] * 5
    assert len(set(people)) == 35
    for code in roster.townships:
        of_township = [v for v in roster.villages.values() if v.township == code]
        assert {village.is_exited for village in of_township} == {True, False}
    assert any(not village.has_team for village in roster.villages.values())
    assert len({village.name for village in roster.villages.values()}) == len(roster.villages)


@pytest.mark.parametrize("seed", SEEDS)
def test_its_sample_is_the_plans(seed, counties):
    """28 villages, at least 420 households, three days of 10, 10 and 8 villages."""
    campaign, roster = counties[seed]
    sample = draw_sample(roster, campaign.sample, seed)
    schedule = plan_schedule(
        sample, roster, campaign.teams, campaign.days, campaign.villages_per_day
    )
    visits = [visit for visit in sample.visits if not visit.is_reserve]

    assert check_sample(roster, campaign.sample, sample) == []
    assert check_schedule(schedule, sample, campaign) == []
    assert len(sample.villages) == 28
    assert 420 <= len(visits) <= 480
    assert list(Counter(a.day for a in schedule).values()) == [10, 10, 8]


def test_something_of_everything_happens(counties):
    """Over a few seeds: shortages, full coverage beyond the quota, every flag and category."""
    samples = [
        draw_sample(roster, campaign.sample, seed) for seed, (campaign, roster) in counties.items()
    ]
    drawn = [visit for sample in samples for visit in sample.visits if not visit.is_reserve]

    assert any(sample.shifts for sample in samples)
    assert any(len(s.of_village(village)) > 15 for s in samples for village in s.villages)
    assert {flag for visit in drawn for flag in visit.household.flags} == set(Flag)
    assert {visit.stratum for visit in drawn} == set(Category)


def test_flags_are_plausible(counties):
    """Must-visit households are a few in a hundred; unregistered ones are normal or in need."""
    _campaign, roster = counties["0"]
    households = roster.households.values()

    assert 0.01 < sum(map(is_must_visit, households)) / len(roster.households) < 0.1
    for household in households:
        assert not {Flag.DIBAO, Flag.TEKUN} <= household.flags
        assert household.size == 1 or Flag.LONE_ELDERLY not in household.flags
        if household.category is Category.UNREGISTERED:
            assert household.flags


def test_its_roster_passes_the_import(counties, tmp_path):
    """Written as tables and read again, not a single row is bad."""
    _campaign, roster = counties["0"]
    write_roster(tmp_path, roster)

    assert read_roster(tmp_path) == roster


def test_weighted_draws_follow_their_weights():
    """Of a thousand draws about nine hundred are the one of weight nine; zero never comes."""
    draws = Draws("seed", "test")

    counts = Counter(draws.weighted({"a": 9, "b": 1, "never": 0}) for _nth in range(1000))

    assert 870 < counts["a"] < 930
    assert counts["never"] == 0


def test_streams_of_other_purposes_are_their_own():
    """Drawing more for one purpose does not move another."""
    first, other = Draws("seed", "one"), Draws("seed", "two")

    assert first.share() != other.share()
    assert sorted(Draws("seed").shuffled(range(50))) == list(range(50))
