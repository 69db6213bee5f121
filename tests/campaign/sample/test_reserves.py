"""Who stands in for a household that cannot be met, by the rules of the work plan."""

from functools import cache

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from fieldsurvey.campaign.model import Category, Household, Sample, Visit
from fieldsurvey.campaign.sample.absence import Absence, Absences, Reason
from fieldsurvey.campaign.sample.reserves import (
    Progress,
    free_reserves,
    mark_absent,
    may_stand_in,
    name_reserve,
    take_back,
    visits_of,
)
from fieldsurvey.errors import FieldSurveyError, InterviewError, UsageError

AWAY = Absence("away")
NOBODY = Progress()


def visit(
    number: str, category: Category, *, is_reserve: bool = False, must_visit: bool = False
) -> Visit:
    """Draw one household; only village, stratum and place in the order matter here."""
    household = Household(f"{number}x", number[:4], "3组", "佟砚", 3, category)
    return Visit(number, household, category, is_reserve=is_reserve, must_visit=must_visit)


@cache
def village_sample() -> Sample:
    """Two villages; in the first three lifted households, the last of them must be visited."""
    lifted, poor = Category.LIFTED, Category.POOR
    visits = (
        visit("0103-01", poor),
        visit("0103-02", lifted),
        visit("0103-03", lifted),
        visit("0103-04", lifted, must_visit=True),
        visit("0103-R1", poor, is_reserve=True),
        visit("0103-R2", lifted, is_reserve=True),
        visit("0103-R3", lifted, is_reserve=True),
        visit("0104-01", lifted),
        visit("0104-R1", lifted, is_reserve=True),
    )
    return Sample("seed", "", ("0103", "0104"), visits)


def absent(*numbers: str, known: Absences | None = None, progress: Progress = NOBODY) -> Absences:
    """Mark some households absent, one after another."""
    known = known or Absences()
    for number in numbers:
        known = mark_absent(village_sample(), known, by_number(number), AWAY, progress)
    return known


def back(number: str, known: Absences, progress: Progress = NOBODY) -> Absences:
    """Take one absence back."""
    return take_back(village_sample(), known, by_number(number), progress)


def named(number: str, reserve: str, known: Absences, progress: Progress = NOBODY) -> Absences:
    """Name the reserve that stands in."""
    return name_reserve(village_sample(), known, by_number(number), by_number(reserve), progress)


def by_number(number: str) -> Visit:
    """Return a visit of the sample."""
    return visits_of(village_sample())[number]


def test_the_next_reserve_of_the_same_type_and_village_stands_in() -> None:
    """In the order drawn, each once."""
    assert absent("0103-03", "0103-01", "0103-02", "0104-01").stand_ins == {
        "0103-03": "0103-R2",
        "0103-01": "0103-R1",
        "0103-02": "0103-R3",
        "0104-01": "0104-R1",
    }


def test_a_reserve_that_is_absent_is_replaced_by_the_next_for_the_same_household() -> None:
    """Known before it is called in, or found at its door."""
    assert absent("0103-R2", "0103-02").stand_ins == {"0103-02": "0103-R3"}
    assert absent("0103-02", "0103-R2").stand_ins == {"0103-02": "0103-R3"}


def test_a_must_visit_household_is_never_replaced() -> None:
    """It stays absent with its reason, and a reserve named for it is refused."""
    known = absent("0103-04")

    assert known.absent == {"0103-04": AWAY}
    assert not known.stand_ins
    with pytest.raises(UsageError, match="never replaced"):
        named("0103-04", "0103-R2", known)


def test_where_no_reserve_is_left_the_absence_is_kept() -> None:
    """And the first reserve that becomes free stands in."""
    known = absent("0103-02", "0103-03", "0103-R2")
    freed = back("0103-03", known)

    assert known.stand_ins == {"0103-03": "0103-R3"}
    assert freed.stand_ins == {"0103-02": "0103-R3"}


def test_a_household_that_came_back_frees_its_reserve() -> None:
    """The next absent household gets it again."""
    known = back("0103-02", absent("0103-02"))

    assert known.stand_ins == {}
    assert absent("0103-03", known=known).stand_ins == {"0103-03": "0103-R2"}


def test_a_reserve_whose_interview_is_begun_keeps_standing_in() -> None:
    """What a family has begun to tell is not thrown away."""
    begun = Progress(begun=frozenset({"0103-R2"}))
    known = back("0103-02", absent("0103-02"), begun)

    assert known.absent == {}
    assert known.stand_ins == {"0103-02": "0103-R2"}


def test_a_reserve_that_came_back_stands_in_again() -> None:
    """Its absence was a slip, or it opened after all; not once the next has begun."""
    known = absent("0103-02", "0103-R2")
    begun = Progress(begun=frozenset({"0103-R3"}))

    assert back("0103-R2", known).stand_ins == {"0103-02": "0103-R2"}
    assert back("0103-R2", known, begun).stand_ins == {"0103-02": "0103-R3"}


def test_a_named_reserve_leaves_the_earlier_ones_to_the_other_pair() -> None:
    """They are passed over from then on, until somebody names them."""
    sample, household, second = village_sample(), by_number("0103-02"), by_number("0103-R3")

    at_once = mark_absent(sample, Absences(), household, AWAY, NOBODY, second)
    later = named("0103-02", "0103-R3", absent("0103-02"))

    assert at_once.stand_ins == later.stand_ins == {"0103-02": "0103-R3"}
    assert at_once.passed_over == later.passed_over == {"0103-R2"}
    assert "0103-03" not in absent("0103-03", known=later).stand_ins
    assert named("0103-02", "0103-R2", later).passed_over == frozenset()


@pytest.mark.parametrize(
    ("reserve", "why"),
    [
        ("0103-R1", "no reserve of the same village and type"),
        ("0104-R1", "no reserve of the same village and type"),
        ("0103-03", "no reserve of the same village and type"),
        ("0103-R2", "marked absent as well"),
        ("0103-R3", "stands in for 0103-03 already"),
    ],
)
def test_a_reserve_that_may_not_stand_in_is_refused(reserve: str, why: str) -> None:
    """With what is free instead, or that nobody is."""
    known = absent("0103-R2", "0103-03", "0103-02")

    with pytest.raises(UsageError, match=why) as refused:
        named("0103-02", reserve, known)

    assert refused.value.to_do == "No reserve of this type is left in the village."


def test_a_reserve_in_the_middle_of_its_interview_is_not_sent_home() -> None:
    """Another may be named only once that one is broken off."""
    begun = Progress(begun=frozenset({"0103-R2"}))

    with pytest.raises(InterviewError, match="0103-R2 stands in for 0103-02"):
        named("0103-02", "0103-R3", absent("0103-02"), begun)
    assert absent("0103-02", "0103-R2", progress=begun).stand_ins == {"0103-02": "0103-R3"}


def test_who_was_interviewed_is_not_absent() -> None:
    """A begun interview may be broken off; a finished one is there."""
    finished = Progress(begun=frozenset({"0103-02"}), finished=frozenset({"0103-02"}))

    with pytest.raises(InterviewError, match="was interviewed"):
        absent("0103-02", progress=finished)
    assert absent("0103-02", progress=Progress(begun=frozenset({"0103-02"}))).stand_ins


def test_only_who_is_absent_comes_back() -> None:
    """A slip in the number is told."""
    with pytest.raises(UsageError, match="not marked absent"):
        back("0103-02", Absences())
    with pytest.raises(UsageError, match="not marked absent"):
        named("0103-02", "0103-R2", Absences())


def test_absences_of_an_older_sample_disturb_nothing() -> None:
    """After a newer kit the chain still tells of numbers that are no longer drawn."""
    older = Absences({"0199-01": AWAY}, {"0199-01": "0199-R1"})

    assert absent("0103-02", known=older).stand_ins["0103-02"] == "0103-R2"


@pytest.mark.parametrize("reason", Reason)
def test_a_reason_is_said_in_words(reason: Reason) -> None:
    """With its note; a reason of another program is shown as it came."""
    assert Absence(reason.value, "since May").in_words() == f"{reason.in_words()}: since May"
    assert Absence("flood").in_words() == "flood"


_NUMBERS = [visit.number for visit in village_sample().visits]
_RESERVES = [visit.number for visit in village_sample().visits if visit.is_reserve]
_SAID = st.one_of(
    st.tuples(st.just("absent"), st.sampled_from(_NUMBERS), st.just("")),
    st.tuples(st.just("back"), st.sampled_from(_NUMBERS), st.just("")),
    st.tuples(st.just("named"), st.sampled_from(_NUMBERS), st.sampled_from(_RESERVES)),
    st.tuples(st.just("begun"), st.sampled_from(_NUMBERS), st.just("")),
)


@settings(deadline=None, max_examples=300)
@given(st.lists(_SAID, max_size=25))
def test_the_rules_hold_whatever_is_said(said: list[tuple[str, str, str]]) -> None:
    """No reserve twice, no mixed strata, must-visit never replaced, the order of drawing kept."""
    sample, known, begun = village_sample(), Absences(), frozenset[str]()
    for what, number, reserve in said:
        before, by_name = known, what == "named"
        try:
            if what == "begun":
                begun |= {number} if not by_number(number).is_reserve else frozenset()
                begun |= {number} if known.replaced_by(number) else frozenset()
            elif what == "absent":
                known = absent(number, known=known, progress=Progress(begun))
            elif what == "back":
                known = back(number, known, Progress(begun))
            else:
                known = named(number, reserve, known, Progress(begun))
        except FieldSurveyError:
            continue
        _holds(sample, known, begun)
        _keeps_the_order(sample, before, known, reserve if by_name else "")


def _holds(sample: Sample, known: Absences, begun: frozenset[str]) -> None:
    visits = visits_of(sample)
    assert len(set(known.stand_ins.values())) == len(known.stand_ins)
    for number, reserve in known.stand_ins.items():
        assert may_stand_in(visits[reserve], visits[number])
        assert not visits[number].must_visit
        assert reserve not in known.absent
        assert number in known.absent or reserve in begun
    for number in known.absent.keys() - known.stand_ins.keys():
        visit = visits[number]
        if not visit.is_reserve and not visit.must_visit:
            assert not free_reserves(sample, known, visit)


def _keeps_the_order(sample: Sample, before: Absences, after: Absences, reserve: str) -> None:
    """A reserve newly called in had none free before it, unless it was named or came back."""
    visits = visits_of(sample)
    for number, called in after.stand_ins.items():
        is_new = before.stand_ins.get(number) != called
        if is_new and called != reserve and before.called_for.get(called) != number:
            order = [r.number for r in sample.reserves_of(number[:4], visits[number].stratum)]
            earlier = order[: order.index(called)]
            free = {r.number for r in free_reserves(sample, after, visits[number])}
            assert not free & set(earlier)
