"""The finish code in large letters."""

import string

import pytest

from fieldsurvey.cli.lettering import ROWS, lettered

CODE_LETTERS = string.ascii_uppercase + "234567"


def test_every_letter_of_a_code_has_its_own_shape():
    """No two look the same; all are of one height."""
    shapes = {letter: tuple(lettered(letter, 80)) for letter in CODE_LETTERS}

    assert len(set(shapes.values())) == len(CODE_LETTERS)
    assert {len(rows) for rows in shapes.values()} == {ROWS}


@pytest.mark.parametrize(
    ("columns", "rows"), [(80, ROWS), (61, ROWS), (60, 2 * ROWS + 1), (40, 11)]
)
def test_the_groups_stand_below_each_other_where_the_window_is_narrow(columns, rows):
    """Nothing is wider than the window."""
    drawn = lettered("K3DA-77QX", columns)

    assert len(drawn) == rows
    assert max(map(len, drawn)) <= columns


def test_where_there_is_no_room_or_no_letter_there_is_nothing():
    """The code is still shown letter by letter."""
    assert lettered("K3DA-77QX", 20) == []
    assert lettered("K3DA-770X", 80) == []
