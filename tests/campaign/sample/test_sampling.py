"""The draw is the specification's (section 4), and anybody can repeat it."""

from collections import Counter
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from fieldsurvey.campaign.model import (
    Category,
    Flag,
    Household,
    Roster,
    Sample,
    Shift,
    Township,
    Village,
)
from fieldsurvey.campaign.plan import Quotas, SamplePlan
from fieldsurvey.campaign.plan_checks import check_sample
from fieldsurvey.campaign.sample.drawing import (
    draw_rank,
    draw_sample,
    is_in_frame,
    is_must_visit,
    priority_class,
    verify_sample,
)

POOR, LIFTED, UNREGISTERED = Category
PLAN = SamplePlan()


def strata(sample: Sample, village: str = "0101") -> dict[str, int]:
    """Count what is drawn in a village, by stratum."""
    return dict(Counter(visit.stratum.value for visit in sample.of_village(village)))


def test_a_key_township_gives_three_villages_and_another_two(county):
    """Five villages of two townships are drawn, 15 households in each."""
    sample = draw_sample(county, PLAN, "seed")

    assert Counter(code[:2] for code in sample.villages) == {"01": 3, "02": 2}
    assert [len(sample.of_village(code)) for code in sample.villages] == [15] * 5
    assert strata(sample, sample.villages[0]) == {"poor": 5, "lifted": 5, "unregistered": 5}
    assert sample.shifts == ()


def test_numbers_run_through_the_village_and_reserves_have_their_own(county):
    """Visits are 01 to 15 over the strata; reserves count on as R1, R2 over theirs."""
    sample = draw_sample(county, PLAN, "seed")
    village = sample.villages[0]
    reserves = [v for v in sample.visits if v.is_reserve and v.household.village == village]

    assert [v.number for v in sample.of_village(village)] == [
        f"{village}-{nth:02d}" for nth in range(1, 16)
    ]
    assert [v.number for v in reserves] == [f"{village}-R{nth}" for nth in range(1, 14)]
    assert Counter(v.stratum for v in reserves) == {POOR: 3, LIFTED: 5, UNREGISTERED: 5}
    assert sample.reserves_of(village, POOR) == tuple(reserves[:3])


def test_too_few_poor_are_made_up_from_the_lifted_first(make_households, make_roster):
    """Two poor households: three more lifted ones are drawn, and the shift says so."""
    roster = make_roster(
        [
            *make_households("0101", POOR, 2),
            *make_households("0101", LIFTED, 20),
            *make_households("0101", UNREGISTERED, 20),
        ]
    )

    sample = draw_sample(roster, PLAN, "seed")

    assert strata(sample) == {"poor": 2, "lifted": 8, "unregistered": 5}
    assert sample.shifts == (Shift("0101", POOR, 3, LIFTED),)
    assert "3" in str(sample.shifts[0])
    assert Counter(v.reason for v in sample.of_village("0101")) == {
        "quota": 12,
        "shift from poor": 3,
    }


def test_what_the_lifted_cannot_give_comes_from_the_unregistered(make_households, make_roster):
    """One poor and six lifted households: one shift goes to the lifted, three go on."""
    roster = make_roster(
        [
            *make_households("0101", POOR, 1),
            *make_households("0101", LIFTED, 6),
            *make_households("0101", UNREGISTERED, 20),
        ]
    )

    sample = draw_sample(roster, PLAN, "seed")

    assert strata(sample) == {"poor": 1, "lifted": 6, "unregistered": 8}
    assert sample.shifts == (
        Shift("0101", POOR, 1, LIFTED),
        Shift("0101", POOR, 3, UNREGISTERED),
    )


@pytest.mark.parametrize(
    ("lifted", "unregistered", "drawn", "shift"),
    [
        (3, 20, {"poor": 5, "lifted": 3, "unregistered": 7}, (LIFTED, 2, UNREGISTERED)),
        (20, 1, {"poor": 5, "lifted": 9, "unregistered": 1}, (UNREGISTERED, 4, LIFTED)),
    ],
)
def test_lifted_and_unregistered_help_each_other_out(
    lifted, unregistered, drawn, shift, make_households, make_roster
):
    """Whichever of the two runs short is made up from the other."""
    roster = make_roster(
        [
            *make_households("0101", POOR, 20),
            *make_households("0101", LIFTED, lifted),
            *make_households("0101", UNREGISTERED, unregistered),
        ]
    )

    sample = draw_sample(roster, PLAN, "seed")

    assert strata(sample) == drawn
    assert sample.shifts == (Shift("0101", *shift),)


def test_a_village_that_stays_short_says_so(make_households, make_roster):
    """Poor households beyond their five do not fill up for others: the village has ten."""
    roster = make_roster([*make_households("0101", POOR, 30), *make_households("0101", LIFTED, 5)])

    sample = draw_sample(roster, PLAN, "seed")

    assert strata(sample) == {"poor": 5, "lifted": 5}
    assert sample.shifts == (Shift("0101", UNREGISTERED, 5, None),)


def test_full_coverage_goes_beyond_the_quota(make_households, make_roster):
    """All nine monitored and all seven marginal households are drawn, whatever the quota."""
    roster = make_roster(
        [
            *make_households("0101", POOR, 20),
            *make_households("0101", LIFTED, 20),
            *make_households("0101", LIFTED, 9, Flag.MONITORED),
            *make_households("0101", UNREGISTERED, 20, Flag.DIBAO),
            *make_households("0101", UNREGISTERED, 7, Flag.MARGINAL),
        ]
    )

    sample = draw_sample(roster, PLAN, "seed")
    drawn = sample.of_village("0101")

    assert strata(sample) == {"poor": 5, "lifted": 9, "unregistered": 7}
    assert sum(visit.must_visit for visit in drawn) == 16
    assert {visit.reason for visit in drawn if visit.must_visit} == {"full coverage"}


def test_must_visits_count_into_the_quota(make_households, make_roster):
    """Two marginal households leave three places for others."""
    roster = make_roster(
        [
            *make_households("0101", UNREGISTERED, 2, Flag.MARGINAL),
            *make_households("0101", UNREGISTERED, 9, Flag.DIBAO),
            *make_households("0101", LIFTED, 20),
            *make_households("0101", POOR, 20),
        ]
    )

    drawn = draw_sample(roster, PLAN, "seed").of_village("0101")

    assert [v.reason for v in drawn if v.stratum is UNREGISTERED] == [
        "full coverage",
        "full coverage",
        "quota",
        "quota",
        "quota",
    ]


def test_hardship_is_drawn_first_and_normal_households_last(make_households, make_roster):
    """Two of the plan's five kinds, two of the other three, then one normal household."""
    roster = make_roster(
        [
            *make_households("0101", UNREGISTERED, 9, Flag.NORMAL),
            *make_households("0101", UNREGISTERED, 2, Flag.LONE_ELDERLY),
            *make_households("0101", UNREGISTERED, 2, Flag.TEKUN),
            *make_households("0101", LIFTED, 20),
            *make_households("0101", POOR, 20),
        ]
    )

    sample = draw_sample(roster, PLAN, "seed")
    drawn = [v.household for v in sample.of_village("0101") if v.stratum is UNREGISTERED]

    assert [priority_class(household) for household in drawn] == [0, 0, 1, 1, 2]


def test_early_exits_are_outside_the_frame_unless_monitored(make_households, make_roster):
    """Lifted in 2014 or 2015: never drawn, not even as a reserve; monitored ones always."""
    monitored = make_households("0101", LIFTED, 1, Flag.MONITORED, exit_year=2014)
    roster = make_roster(
        [
            *make_households("0101", LIFTED, 30, exit_year=2014),
            *make_households("0101", LIFTED, 30, exit_year=2015),
            *make_households("0101", LIFTED, 2, exit_year=2016),
            *monitored,
        ]
    )

    sample = draw_sample(roster, PLAN, "seed")
    drawn = [visit.household for visit in sample.visits]

    assert monitored[0] in drawn
    assert sorted(household.exit_year for household in drawn) == [2014, 2016, 2016]


@pytest.mark.parametrize("seed", [f"seed {nth}" for nth in range(20)])
def test_both_kinds_of_village_are_drawn_where_there_are_both(seed, make_roster):
    """One lifted village among nine others is always among the two that are drawn."""
    villages = [f"01{nth:02d}" for nth in range(1, 11)]
    roster = make_roster(villages=villages, exited=["0107"])

    assert "0107" in draw_sample(roster, PLAN, seed).villages


def test_the_draw_is_the_same_on_every_machine():
    """The rank is SHA-256 of seed and code, here as any other program computes it."""
    assert draw_rank("2020", "0103-0042").hex().startswith("100c0498a55e")


def test_a_village_added_to_the_roster_moves_nobody_elsewhere(county):
    """The households drawn in a village depend on that village alone."""
    before = draw_sample(county, PLAN, "seed")
    newcomer = Village("0299", "02", "新村", is_exited=True, has_team=False)
    grown = replace(county, villages={**county.villages, "0299": newcomer})
    after = draw_sample(grown, PLAN, "seed")

    for code in set(before.villages) & set(after.villages):
        assert before.of_village(code) == after.of_village(code)


def test_the_same_sample_comes_out_again(county):
    """A genuine sample has nothing to say against it."""
    assert verify_sample(county, PLAN, draw_sample(county, PLAN, "seed")) == []


def test_a_household_put_in_by_hand_is_found(county):
    """Exchanging one household for another is named by its sample number."""
    sample = draw_sample(county, PLAN, "seed")
    friend = next(visit for visit in sample.visits if visit.is_reserve)
    exchanged = replace(sample.visits[0], household=friend.household)
    tampered = replace(sample, visits=(exchanged, *sample.visits[1:]))

    findings = verify_sample(county, PLAN, tampered)

    assert [(finding.code, finding.where) for finding in findings] == [
        ("S005", sample.visits[0].number)
    ]
    assert friend.household.code in findings[0].what


def test_another_seed_roster_or_village_is_found(county):
    """Whatever is changed after the draw shows when it is drawn again."""
    sample = draw_sample(county, PLAN, "seed")
    smaller = replace(county, households=dict(list(county.households.items())[:-1]))

    assert verify_sample(county, PLAN, replace(sample, seed="other"))
    assert "S003" in {f.code for f in verify_sample(smaller, PLAN, sample)}
    assert "S004" in {
        f.code for f in verify_sample(county, PLAN, replace(sample, villages=("0101",)))
    }
    assert "S006" in {
        f.code
        for f in verify_sample(
            county, PLAN, replace(sample, shifts=(Shift("0101", POOR, 1, LIFTED),))
        )
    }
    assert "S005" in {
        f.code
        for f in verify_sample(
            county, PLAN, replace(sample, visits=(*sample.visits, sample.visits[0]))
        )
    }


KINDS = [
    (POOR, frozenset(), None),
    (LIFTED, frozenset(), 2015),
    (LIFTED, frozenset(), 2018),
    (LIFTED, frozenset({Flag.MONITORED}), 2014),
    (LIFTED, frozenset({Flag.MONITORED, Flag.ILLNESS}), 2019),
    (UNREGISTERED, frozenset({Flag.MARGINAL}), None),
    (UNREGISTERED, frozenset({Flag.DIBAO, Flag.LONE_ELDERLY}), None),
    (UNREGISTERED, frozenset({Flag.NO_LABOUR}), None),
    (UNREGISTERED, frozenset({Flag.NORMAL}), None),
    (UNREGISTERED, frozenset(), None),
]


@st.composite
def rosters(draw) -> Roster:
    """Any county: one to three townships, villages of both kinds, few or many households."""
    townships, villages, households = {}, {}, {}
    for t in range(1, draw(st.integers(1, 3)) + 1):
        township = Township(f"{t:02d}", f"乡{t}", draw(st.booleans()))
        townships[township.code] = township
        for v in range(1, draw(st.integers(1, 5)) + 1):
            code = f"{township.code}{v:02d}"
            villages[code] = Village(code, township.code, "村", draw(st.booleans()), True)
            for h, kind in enumerate(draw(st.lists(st.sampled_from(KINDS), max_size=40))):
                number = f"{code}-{h:04d}"
                households[number] = Household(number, code, "", "某", 3, *kind)
    return Roster(townships, villages, households)


SEEDS = st.text(max_size=8)
LAW = settings(deadline=None, max_examples=60)


@LAW
@given(rosters(), SEEDS, st.randoms(use_true_random=False))
def test_the_order_of_rows_changes_nothing(roster, seed, shuffling):
    """A sample depends on what the roster says, not on how it is sorted."""

    def shuffled(units):
        rows = list(units.items())
        shuffling.shuffle(rows)
        return dict(rows)

    other = Roster(*map(shuffled, (roster.townships, roster.villages, roster.households)))

    assert draw_sample(other, PLAN, seed) == draw_sample(roster, PLAN, seed)


@LAW
@given(rosters(), SEEDS)
def test_every_sample_keeps_the_plan(roster, seed):
    """No check of the plan speaks against a sample, and drawing again gives the same."""
    sample = draw_sample(roster, PLAN, seed)
    findings = check_sample(roster, PLAN, sample)

    assert {finding.code for finding in findings} <= {"P-01"}
    assert verify_sample(roster, PLAN, sample) == []


@LAW
@given(rosters(), SEEDS)
def test_nobody_is_drawn_twice_and_nobody_from_outside(roster, seed):
    """Households and numbers are unique; all stand in the frame and in a drawn village."""
    visits = draw_sample(roster, PLAN, seed).visits

    assert len({visit.household.code for visit in visits}) == len(visits)
    assert len({visit.number for visit in visits}) == len(visits)
    assert all(is_in_frame(visit.household, PLAN) for visit in visits)
    assert all(visit.number.startswith(f"{visit.household.village}-") for visit in visits)


@LAW
@given(rosters(), SEEDS, st.builds(Quotas, poor=st.integers(0, 7), lifted=st.integers(0, 7)))
def test_a_village_is_full_or_says_what_it_lacks(roster, seed, quotas):
    """Quotas plus full coverage are met, less only what a shift to nobody names."""
    plan = SamplePlan(households=quotas)
    sample = draw_sample(roster, plan, seed)
    wanted = sum(quotas.of(category) for category in Category)

    for code in sample.villages:
        missing = sum(s.households for s in sample.shifts if s.village == code and s.giving is None)
        drawn = sample.of_village(code)
        must = [h for h in roster.households.values() if h.village == code and is_must_visit(h)]
        assert len(drawn) >= wanted - missing
        assert {h.code for h in must} <= {v.household.code for v in drawn}
        assert not any(v.is_reserve for v in sample.visits if v.must_visit)


@LAW
@given(rosters(), SEEDS)
def test_reserves_go_on_where_the_draw_stopped(roster, seed):
    """No reserve is of higher priority than a household drawn by quota in its stratum."""
    sample = draw_sample(roster, PLAN, seed)

    for code in sample.villages:
        reserves = [priority_class(v.household) for v in sample.reserves_of(code, UNREGISTERED)]
        drawn = [
            priority_class(v.household)
            for v in sample.of_village(code)
            if v.stratum is UNREGISTERED and not v.must_visit
        ]
        assert reserves == sorted(reserves)
        assert not drawn or not reserves or max(drawn) <= reserves[0]
