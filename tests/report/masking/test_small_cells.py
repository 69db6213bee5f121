"""Small counts: what is hidden can be worked out by nobody, and nothing more is hidden."""

from itertools import product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from fieldsurvey.report.masking.small_cells import (
    TOTAL,
    CountTable,
    Shown,
    hide_small,
    told_by_sums,
)

COUNTS = st.integers(0, 6)


@st.composite
def tables(draw):
    """Draw a table of up to 2 × 4 or 3 × 3, some of its rows sensitive."""
    rows, columns = draw(st.sampled_from([(1, 1), (1, 4), (2, 2), (2, 3), (2, 4), (3, 3)]))
    counts = [[draw(COUNTS) for _ in range(columns)] for _ in range(rows)]
    return counts, [draw(st.booleans()) for _ in range(rows)], draw(st.integers(3, 5))


def fits(table: CountTable, other: list[list[int]]) -> bool:
    """Whether another table would be shown in the same way, as far as a reader can tell."""
    changed = CountTable(other, table.limit)
    return all(
        {
            Shown.WHOLE: changed.value(place) == table.value(place),
            Shown.SMALL: 0 < changed.value(place) < table.limit,
            Shown.HIDDEN: True,
        }[table.shown.get(place, Shown.WHOLE)]
        for place in table.places
    )


def others(counts: list[list[int]]):
    """Yield the tables around one: each cell one less, the same or one more."""
    flat = [count for row in counts for count in row]
    width = len(counts[0])
    for steps in product((0, 1, -1), repeat=len(flat)):
        moved = [count + step for count, step in zip(flat, steps, strict=True)]
        if min(moved) >= 0:
            yield [moved[n : n + width] for n in range(0, len(moved), width)]


@settings(deadline=None, max_examples=40)
@given(tables())
def test_nothing_hidden_can_be_worked_out(drawn):
    """For each hidden cell some other table fits what is shown and has another number there."""
    counts, sensitive, limit = drawn
    table = hide_small(counts, sensitive, limit)
    open_places = set(table.shown)
    for other in others(counts):
        if not open_places:
            break
        moved = {p for p in open_places if CountTable(other).value(p) != table.value(p)}
        if moved and fits(table, other):
            open_places -= moved

    assert not open_places


@settings(deadline=None, max_examples=60)
@given(tables())
def test_every_small_count_of_a_sensitive_row_is_hidden(drawn):
    """And what is shown whole is true."""
    counts, sensitive, limit = drawn
    table = hide_small(counts, sensitive, limit)

    for row, of_row in enumerate(counts):
        for column, count in enumerate(of_row):
            if sensitive[row] and 0 < count < limit:
                assert table.text((row, column)) in (f"<{limit}", "…")
    assert all(
        table.text(place) in (str(table.value(place)), f"<{limit}", "…") for place in table.places
    )


def test_a_table_without_small_counts_is_shown_whole():
    """Nothing is hidden for its own sake; nor in matters that are not sensitive."""
    assert not hide_small([[5, 9], [4, 0]], [True, True], 3).shown
    assert not hide_small([[1, 9], [2, 4]], [False, False], 3).shown
    assert not hide_small([[1, 9], [2, 4]], [True, True], 0).shown


def test_one_small_count_takes_the_cheapest_others_with_it():
    """Alone it would be the total less the rest: a second in its row, two more in another row."""
    table = hide_small([[1, 4, 9], [5, 6, 7], [9, 9, 9]], [True, True, True], 3)

    assert {place: table.text(place) for place in sorted(table.shown)} == {
        (0, 0): "<3",
        (0, 1): "…",
        (1, 0): "…",
        (1, 1): "…",
    }
    assert table.text((TOTAL, TOTAL)) == "59"


def test_two_small_counts_that_make_up_a_small_total_tell_nothing():
    """One and one: were all three shown as less than 3, each would be known."""
    table = hide_small([[1, 1]], [True], 3)

    assert not list(told_by_sums(table))


def test_a_limit_that_hides_one_number_only_is_refused():
    """Less than 2, and more than nothing, is 1."""
    with pytest.raises(ValueError, match="limit 2"):
        hide_small([[1]], [True], 2)
