"""Points as they are shown."""

from fractions import Fraction

import pytest

from fieldsurvey.assess.scores.rounding import hundredths, in_points


@pytest.mark.parametrize(
    ("points", "shown"),
    [
        ("88.75", "88.75"),
        ("90.875", "90.88"),
        ("0.005", "0.01"),
        ("0.0049", "0.00"),
        ("1093/12", "91.08"),
        ("100", "100.00"),
        ("-2.5", "-2.50"),
        ("-0.25", "-0.25"),
    ],
)
def test_points_are_rounded_half_up_to_two_decimals(points: str, shown: str) -> None:
    """Once, where they are shown."""
    assert in_points(Fraction(points)) == shown


def test_half_goes_up_where_even_rounding_would_go_down() -> None:
    """90.865 is 90.87."""
    assert hundredths(Fraction("90.865")) == 9087
