"""Ranks of townships: the printed rule, ties, provisional marks, two lists."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fieldsurvey.assess.scores.ranking import Decider, rank_in_lists, rank_townships
from fieldsurvey.assess.scores.score import TownshipScore
from fieldsurvey.assess.scores.scoring_rules import Block, Options

POLICIES = Block(code="B", label={"zh": "政策落实"}, maximum=45, indicators=())


def township(
    code: str, points: str, critical: str = "0", policies: str = "100", *missing: str
) -> TownshipScore:
    """Make a score with what the ranking looks at."""
    return TownshipScore(
        township=code,
        villages=(),
        with_suspected=Fraction(0),
        confirmed=Fraction(points),
        blocks=((POLICIES, Fraction(policies)),),
        critical_per_household=Fraction(critical),
        grade=None,
        missing=missing,
    )


LISTS = [
    # townships in any order                                        code: rank
    pytest.param(
        [township("01", "88"), township("02", "91"), township("03", "90")],
        [("02", 1), ("03", 2), ("01", 3)],
        id="high to low",
    ),
    pytest.param(
        [township("04", "80"), township("03", "90"), township("02", "90"), township("01", "95")],
        [("01", 1), ("02", 2), ("03", 2), ("04", 4)],
        id="equal ones share a rank: 1 2 2 4",
    ),
    pytest.param(
        [township("01", "90", "1/10"), township("02", "90", "1/30")],
        [("02", 1), ("01", 2)],
        id="then fewer critical problems per household",
    ),
    pytest.param(
        [township("01", "90", "1/10", "93"), township("02", "90", "1/10", "94")],
        [("02", 1), ("01", 2)],
        id="then more of the policies",
    ),
    pytest.param(
        [township("01", "1093/12"), township("02", "91.08")],
        [("01", 1), ("02", 2)],
        id="unrounded: 91.083 before 91.08",
    ),
    pytest.param(
        [township("01", "99", "0", "100", "0103"), township("02", "80")],
        [("02", 1), ("01", None)],
        id="below the plan's coverage: after the others, without a rank",
    ),
    pytest.param([], [], id="nobody"),
]


@pytest.mark.parametrize(("townships", "ranks"), LISTS)
def test_ranks(townships: list[TownshipScore], ranks: list[tuple[str, int | None]]) -> None:
    """Each line of the rule, alone."""
    ranking = rank_townships(townships, Options())

    assert [(ranked.township.township, ranked.rank) for ranked in ranking] == ranks


def test_a_provisional_township_may_be_ranked_with_a_mark() -> None:
    """Where the campaign says so."""
    partly = township("01", "99", "0", "100", "0103")

    first, second = rank_townships([township("02", "80"), partly], Options(rank_provisional=True))

    assert (first.township, first.rank, first.township.is_provisional) == (partly, 1, True)
    assert second.rank == 2


def test_the_list_says_what_decided() -> None:
    """Who reads two equal scores sees why one is below."""
    ranking = rank_townships(
        [
            township("01", "90"),
            township("02", "90", "1/10"),
            township("03", "90", "1/10", "90"),
            township("04", "90", "1/10", "90"),
            township("05", "89"),
        ],
        Options(),
    )

    assert [ranked.decided_by for ranked in ranking] == [
        Decider.NOTHING,
        Decider.CRITICAL,
        Decider.POLICIES,
        Decider.NOTHING,
        Decider.SCORE,
    ]
    assert [ranked.is_shared for ranked in ranking] == [False, False, True, True, False]


def test_key_and_other_townships_may_be_ranked_apart() -> None:
    """Each list starts at 1."""
    townships = [township("01", "90"), township("02", "95"), township("03", "80")]

    def is_key(code: str) -> bool:
        return code != "02"

    together = rank_in_lists(townships, Options(), is_key)
    apart = rank_in_lists(townships, Options(rank_apart=True), is_key)

    assert [[ranked.township.township for ranked in ranking] for ranking in together] == [
        ["02", "01", "03"]
    ]
    assert [
        [(ranked.rank, ranked.township.township) for ranked in ranking] for ranking in apart
    ] == [[(1, "01"), (2, "03")], [(1, "02")]]


SCORES = st.builds(
    township,
    code=st.sampled_from([f"{n:02}" for n in range(1, 12)]),
    points=st.sampled_from(["80", "90", "91.08", "1093/12"]),
    critical=st.sampled_from(["0", "1/15", "1/10"]),
    policies=st.sampled_from(["90", "95"]),
)


@given(st.lists(SCORES, max_size=11, unique_by=lambda score: score.township))
def test_ranking_is_sorting_by_the_printed_rule(townships: list[TownshipScore]) -> None:
    """A rank is one more than the number of townships that are better; order does not matter."""

    def is_better(a: TownshipScore, b: TownshipScore) -> bool:
        if a.confirmed != b.confirmed:
            return a.confirmed > b.confirmed
        if a.critical_per_household != b.critical_per_household:
            return a.critical_per_household < b.critical_per_household
        return a.blocks[0][1] > b.blocks[0][1]

    ranking = rank_townships(townships, Options())

    assert {ranked.township.township: ranked.rank for ranked in ranking} == {
        one.township: 1 + sum(is_better(other, one) for other in townships) for one in townships
    }
    assert rank_townships(reversed(townships), Options()) == ranking
