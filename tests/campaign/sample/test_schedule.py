"""Every village gets a team and a day; teams stay together in one township where they can."""

from collections import Counter, defaultdict
from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from fieldsurvey.campaign.model import Assignment, Roster, Sample, Township, Village
from fieldsurvey.campaign.plan import Team
from fieldsurvey.campaign.sample.schedule import plan_schedule, read_schedule, write_schedule
from fieldsurvey.errors import CampaignError

FIRST = date(2020, 6, 28)


def drawn(counts: list[int]) -> tuple[Sample, Roster]:
    """Return a sample of so many villages in each township."""
    villages = {
        code: Village(code, code[:2], "村", True, True)
        for t, count in enumerate(counts, start=1)
        for v in range(1, count + 1)
        for code in [f"{t:02d}{v:02d}"]
    }
    townships = {v.township: Township(v.township, "乡", False) for v in villages.values()}
    return Sample("", "", tuple(villages), ()), Roster(townships, villages)


def teams(count: int) -> list[Team]:
    """Return so many teams."""
    return [Team(code=str(nth), members=("甲", "乙")) for nth in range(1, count + 1)]


def days(count: int) -> list[date]:
    """Return so many days on end."""
    return [FIRST + timedelta(nth) for nth in range(count)]


def townships_of_trips(schedule: list[Assignment]) -> list[set[str]]:
    """Return, for each team and day, the townships it goes to."""
    trips = defaultdict(set)
    for assignment in schedule:
        trips[assignment.day, assignment.team].add(assignment.village[:2])
    return list(trips.values())


def test_the_work_plan_takes_three_days():
    """28 villages, five teams of two villages a day: 10, 10 and 8."""
    sample, roster = drawn([3] * 6 + [2] * 5)

    schedule = plan_schedule(sample, roster, teams(5), days(3), 2)

    assert list(Counter(a.day for a in schedule).values()) == [10, 10, 8]
    assert sorted(a.village for a in schedule) == sorted(sample.villages)
    assert sum(len(townships) == 1 for townships in townships_of_trips(schedule)) == 11


def test_too_much_work_is_refused_in_words():
    """Seven villages cannot be done by one team in three days of two."""
    sample, roster = drawn([7])

    with pytest.raises(CampaignError, match="7 villages are too many for 1 teams in 3 days"):
        plan_schedule(sample, roster, teams(1), days(3), 2)


def test_when_time_is_short_teams_cross_township_borders():
    """Three townships of two villages fit three a day only when one of them is parted."""
    sample, roster = drawn([2, 2, 2])

    schedule = plan_schedule(sample, roster, teams(1), days(2), 3)

    assert Counter(a.day for a in schedule) == {FIRST: 3, FIRST + timedelta(1): 3}


@settings(deadline=None, max_examples=80)
@given(
    st.lists(st.integers(0, 6), max_size=8),
    st.integers(1, 4),
    st.integers(1, 4),
    st.integers(1, 4),
)
def test_a_schedule_is_complete_and_nobody_is_overworked(counts, team_count, day_count, size):
    """Each village once, no trip too long; refused only when the numbers cannot do."""
    sample, roster = drawn(counts)
    capacity = team_count * day_count * size

    try:
        schedule = plan_schedule(sample, roster, teams(team_count), days(day_count), size)
    except CampaignError:
        assert len(sample.villages) > capacity
        return

    assert sorted(a.village for a in schedule) == sorted(sample.villages)
    assert max(Counter((a.day, a.team) for a in schedule).values(), default=0) <= size


def test_a_schedule_written_is_the_schedule_read(folder):
    """The table carries the days."""
    sample, roster = drawn([3, 2])
    schedule = plan_schedule(sample, roster, teams(2), days(2), 2)
    write_schedule(folder / "schedule.csv", schedule)

    assert sorted(read_schedule(folder / "schedule.csv"), key=repr) == sorted(schedule, key=repr)


def test_excel_may_rewrite_the_dates(folder):
    """2020/6/28 is what a spreadsheet makes of 2020-06-28; other texts are named."""
    table = folder / "schedule.csv"
    table.write_text("date,team,village\n2020/6/28,1,0103\n", encoding="utf-8")
    assert read_schedule(table) == (Assignment(FIRST, "1", "0103"),)

    table.write_text("date,team,village\n2020-06-28,1,0103\n明天,1,0104\n\n,,x\n", encoding="utf-8")
    with pytest.raises(CampaignError) as caught:
        read_schedule(table)
    assert [f.where for f in caught.value.findings] == ["schedule.csv:3", "schedule.csv:5"]
