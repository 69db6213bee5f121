"""How long each inspector's interviews took: five numbers, quickest first."""

from hypothesis import given, settings
from hypothesis import strategies as st

from fieldsurvey.assess.making.durations import durations_by_inspector


def test_quartiles_by_hand() -> None:
    """Of 10, 20, 30, 40 minutes the middle is 25, the quarters are at 17.5 and 32.5."""
    made = [("home", ("周一", "吴二"), minutes * 60) for minutes in (40, 10, 30, 20)]
    first, second = durations_by_inspector([*made, ("home", ("吴二",), 60.0)])

    assert (first.inspector, first.interviews, first.shortest_s) == ("吴二", 5, 60)
    assert (second.inspector, second.interviews) == ("周一", 4)
    assert (second.shortest_s, second.longest_s) == (600, 2400)
    assert (second.lower_quartile_s, second.median_s, second.upper_quartile_s) == (1050, 1500, 1950)


def test_one_interview_is_a_point() -> None:
    """All five numbers are the same."""
    [only] = durations_by_inspector([("home", ("周一",), 354.4)])

    assert {only.shortest_s, only.median_s, only.longest_s} == {354}


@settings(deadline=None, max_examples=60)
@given(st.lists(st.tuples(st.sampled_from("ab"), st.floats(1, 90_000)), max_size=30))
def test_the_five_numbers_stand_in_their_order(made: list[tuple[str, float]]) -> None:
    """Whatever the times; nobody is lost, and forms are never mixed."""
    numbers = durations_by_inspector((form, ("周一", "吴二"), seconds) for form, seconds in made)

    assert sum(each.interviews for each in numbers) == 2 * len(made)
    for each in numbers:
        five = [
            each.shortest_s,
            each.lower_quartile_s,
            each.median_s,
            each.upper_quartile_s,
            each.longest_s,
        ]
        assert five == sorted(five)
