"""Numbers of problems: short, stable, told apart."""

import re

from hypothesis import given
from hypothesis import strategies as st

from fieldsurvey.assess.problems.numbering import number_problem


def test_a_number_is_the_subject_and_five_signs_without_i_l_o_u() -> None:
    """What is read over the telephone is written down right."""
    number = number_problem("0103-07", "registered-household", (), "water_safe")

    assert re.fullmatch(r"0103-07-[0-9A-HJKMNP-TV-Z]{5}", number)


def test_a_number_never_changes() -> None:
    """It is printed on lists that were sent: another number would be another problem."""
    assert number_problem("0103-07", "registered-household", (), "water_safe") == "0103-07-X8X3Q"


def test_the_same_question_in_another_place_has_another_number() -> None:
    """Household, questionnaire, role and row of a roster tell problems apart."""
    numbers = {
        number_problem("0103-07", "registered-household", (), "water_safe"),
        number_problem("0103-08", "registered-household", (), "water_safe"),
        number_problem("0103-07", "unregistered-household", (), "water_safe"),
        number_problem("0103-07", "registered-household", ("first_secretary",), "water_safe"),
        number_problem("0103-07", "registered-household", ("party_secretary",), "water_safe"),
        number_problem("0103-07", "registered-household", (), "member[1]/water_safe"),
        number_problem("0103-07", "registered-household", (), "member[2]/water_safe"),
    }

    assert len(numbers) == 7


@given(st.integers(1, 40), st.integers(1, 40))
def test_rows_of_a_roster_have_longer_numbers(row: int, other: int) -> None:
    """Seven signs, so that a large family does not meet a number twice."""
    number = number_problem("0103-07", "f", (), f"member[{row}]/insured")

    assert len(number) == len("0103-07-") + 7
    assert (number == number_problem("0103-07", "f", (), f"member[{other}]/insured")) == (
        row == other
    )
