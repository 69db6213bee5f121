"""High-frequency checks: each sign is noticed where it is, and ordinary interviews show none."""

from collections.abc import Callable
from math import isclose
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from fieldsurvey.assess.making.inspectors import compare_inspectors
from fieldsurvey.assess.making.record import Making
from fieldsurvey.assess.making.signs import Sign, notice
from fieldsurvey.assess.making.spread import OUTLYING, Spread
from fieldsurvey.chain.interview import Photo

Make = Callable[..., Making]


def signs(makings: list[Making], interview: str) -> set[Sign]:
    """Return what was noticed in one interview."""
    return {each.sign for each in notice(makings) if each.interview == interview}


def test_ordinary_interviews_show_nothing(making: Make) -> None:
    """A dozen unlike each other, one after another: no sign."""
    assert notice([making(nth) for nth in range(12)]) == ()


@pytest.mark.parametrize(
    ("odd", "sign"),
    [
        ({"minutes": 4.0}, Sign.QUICK),
        ({"sections": {"water": 0.2}}, Sign.QUICK_SECTION),
        ({"straight": 0.95}, Sign.STRAIGHT),
        ({"refused": 14}, Sign.NO_ANSWER),
        ({"photos_absent": 5}, Sign.PHOTOS_MISSING),
        ({"is_clock_set": True}, Sign.CLOCK),
    ],
)
def test_what_stands_out_of_the_group_is_noticed(
    odd: dict[str, Any], sign: Sign, making: Make
) -> None:
    """Only in the one interview that is odd, with the others' figure beside it."""
    made = [making(nth) for nth in range(12)] + [making(12, **odd)]

    assert signs(made, "d1-012") == {sign}
    assert {each.interview for each in notice(made)} == {"d1-012"}


def test_slow_is_no_sign(making: Make) -> None:
    """Who takes long may have found much."""
    assert notice([making(nth) for nth in range(12)] + [making(12, minutes=95.0)]) == ()


def test_another_form_has_another_pace(making: Make) -> None:
    """Ten minutes are quick for annex 2 and usual for annex 3: forms are not mixed."""
    short = [making(20 + nth, form_id="unregistered-household", minutes=10.0) for nth in range(6)]

    assert notice([*(making(nth) for nth in range(12)), *short]) == ()


def test_nearly_the_same_answers_twice(making: Make) -> None:
    """29 of 30 alike, by one inspector; another inspector's likeness is chance."""
    answers = {f"q{q}": "1" for q in range(30)}
    made = [making(nth) for nth in range(6)]
    twin = [making(6, answers=answers), making(7, answers={**answers, "q3": "2"})]
    other = making(7, answers=answers, inspectors=("Shen Yue", "Lu Ming"))

    assert signs([*made, *twin], "d1-006") == {Sign.ALIKE}
    assert signs([*made, twin[0], other], "d1-006") == set()


def test_one_inspector_at_two_places_at_once(making: Make) -> None:
    """The second begins before the first has ended."""
    first = making(1)
    second = making(9, started_at=first.started_at, finished_at=first.finished_at)

    assert signs([first, second], "d1-009") == {Sign.OVERLAP}


def test_words_copied_by_the_same_inspector(making: Make) -> None:
    """Blanks do not hide it; short words and another inspector's are not told."""
    long, spaced = "户主外出务工多年未回村", "户主外出务工 多年未回村"
    made = [making(1, remarks=(long,)), making(2, remarks=(spaced,)), making(3, remarks=("无",))]
    other = making(4, remarks=(long,), inspectors=("Shen Yue", "Lu Ming"))

    assert signs([*made, making(5, remarks=("无",)), other], "d1-001") == {Sign.COPIED}
    assert signs([*made, other], "d1-004") == set()
    assert signs([*made, other], "d1-003") == set()


def photo(**more: Any) -> Photo:
    """Take a picture."""
    return Photo(**{"sha256": "ab" * 32, **more})


def test_the_same_picture_twice(making: Make) -> None:
    """Told in both interviews; twice in one interview is no sign."""
    made = [making(1, photos=(photo(),)), making(2, photos=(photo(),))]
    alone = [making(1, photos=(photo(), photo()))]

    assert signs(made, "d1-001") == signs(made, "d1-002") == {Sign.PHOTO_TWICE}
    assert notice(alone) == ()


@pytest.mark.parametrize(
    ("taken_at", "is_noticed"),
    [
        ("2020-06-28T08:45:00", False),
        ("2020-06-28T09:35:00", False),
        ("2020-06-28T13:00:00", True),
        ("2020-06-27T08:45:00", True),
        ("2020-06-28T00:50:00+00:00", False),
        ("", False),
        ("yesterday", False),
    ],
)
def test_a_picture_of_another_hour(taken_at: str, is_noticed: bool, making: Make) -> None:
    """Half an hour is granted to the camera's clock; one that knows no time accuses nobody."""
    made = [making(1, photos=(photo(taken_at=taken_at),))]

    assert (Sign.PHOTO_TIME in signs(made, "d1-001")) is is_noticed


def test_a_picture_of_another_place(making: Make) -> None:
    """Twelve kilometres from the others of the village; of two places nobody knows the odd one."""
    here = [f"34.2{nth} 108.94" for nth in range(4)]
    made = [
        making(nth, photos=(photo(sha256=str(nth) * 64, place=place),))
        for nth, place in enumerate([*here, "34.33 109.0"])
    ]

    assert signs(made, "d1-004") == {Sign.PHOTO_PLACE}
    assert signs(made[3:], "d1-004") == set()


@settings(deadline=None, max_examples=30)
@given(st.data())
def test_the_order_of_arrival_does_not_matter(making: Make, data: Any) -> None:
    """However bundles are merged, the same signs come out."""
    made = [making(nth) for nth in range(8)]
    made += [making(8, minutes=3.0), making(9, answers=made[0].answers, is_clock_set=True)]
    shuffled = data.draw(st.permutations(made))

    assert notice(shuffled) == notice(made)
    assert compare_inspectors(shuffled, notice(made)) == compare_inspectors(made, notice(made))


@given(
    st.lists(st.integers(-1000, 1000), min_size=5, max_size=30),
    st.integers(1, 60),
    st.integers(-1000, 1000),
)
def test_scores_do_not_depend_on_units(figures: list[int], factor: int, shift: int) -> None:
    """Minutes or seconds, from whatever hour: the same stand out."""
    spread = Spread.of(figures)
    scaled = Spread.of([figure * factor + shift for figure in figures])

    for figure in figures:
        assert isclose(spread.z(figure), scaled.z(figure * factor + shift), abs_tol=1e-6)


def test_the_modified_z_score_of_the_textbook() -> None:
    """Of ten figures near three only 6.5 stands out: 0.6745 × 3.25 ÷ 0.05 is far above 3.5."""
    figures = [3.2, 3.1, 3.3, 3.4, 3.2, 3.3, 3.1, 3.2, 3.3, 6.5]
    spread = Spread.of(figures)

    assert round(spread.median, 2) == 3.25
    assert spread.z(6.5) >= OUTLYING
    assert all(abs(spread.z(figure)) < OUTLYING for figure in figures[:-1])


def test_a_small_or_even_group_has_no_outliers() -> None:
    """Four are too few, and of equal ones none is odd."""
    assert Spread.of([1, 1, 1, 50]).z(50) == 0
    assert Spread.of([7.0] * 9).z(7.0) == 0
    assert Spread.of([]).z(3) == 0


def test_inspectors_are_ranked_by_signs_an_interview(making: Make) -> None:
    """Both who were there have the interview; figures stand beside the group's."""
    usual = [
        making(nth, inspectors=(f"A{nth % 6}", f"B{nth % 6}"), subject=f"0103-{nth:02}")
        for nth in range(24)
    ]
    hasty = [making(30 + nth, minutes=3.0, inspectors=("Hu Su", "Lu Yi")) for nth in range(3)]
    made = [*usual, *hasty]

    compared = compare_inspectors(made, notice(made))

    assert {row.name for row in compared.rows[:2]} == {"Hu Su", "Lu Yi"}
    assert "pace" in compared.rows[0].outlying
    assert compared.rows[0].figures["pace"] < 20
    assert compared.rows[0].interviews == 3
