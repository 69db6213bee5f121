"""What is printed fits the window, is text and never a command to the terminal."""

import io

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from rich.cells import cell_len
from rich.console import Console

from fieldsurvey.cli.speaking import printable
from fieldsurvey.cli.tables import column_widths, table

CELLS = st.text(alphabet="ab cd12 饮水安全-", max_size=60)


def shown(made, width=80):
    """Return the lines of a table as a window of that width shows them."""
    screen = io.StringIO()
    Console(file=screen, width=width).print(made)
    return screen.getvalue().splitlines()


@settings(deadline=None, max_examples=60)
@given(
    rows=st.lists(st.lists(CELLS, min_size=4, max_size=4), max_size=6),
    room=st.integers(20, 120),
)
def test_columns_have_room_together_and_get_no_more_than_they_want(rows, room):
    """Where everything fits everything is given; else the widest give way."""
    headings = ["No.", "户主", "With suspected", "Question"]
    widths = column_widths(headings, rows, room)
    wanted = [
        max(map(cell_len, [heading, *(row[nth] for row in rows)]))
        for nth, heading in enumerate(headings)
    ]

    assert sum(widths) <= room
    assert all(0 < width <= most for width, most in zip(widths, wanted, strict=True))
    if sum(wanted) <= room:
        assert list(widths) == wanted


def test_a_table_too_wide_wraps_its_widest_column_and_cuts_nothing_off():
    """A number to type and a code to copy stay whole."""
    text = "Not all education support policies of 2019 were delivered " * 3
    lines = shown(table(("Number", "What", "Code"), [("0104-06-TG1GT", text, "HHJR-5JL2")]))

    assert max(map(len, lines)) <= 80
    assert sum("0104-06-TG1GT" in line and "HHJR-5JL2" in line for line in lines) == 1
    assert "…" not in "".join(lines)
    assert "".join(lines).count("delivered") == 3


def test_all_lines_of_a_cell_stand_as_far_in_as_its_first():
    """The working of a score reads as the tree it is."""
    lines = shown(table(("What",), [("    " + "safe water " * 12,)]))

    assert len(lines) > 4
    assert all(
        line.startswith("     safe") or line.startswith("     water") for line in lines[3:-1]
    )


@pytest.mark.parametrize(
    ("column", "is_right"), [(["7", "123"], True), (["98.50", ""], True), (["12", "lead"], False)]
)
def test_figures_end_at_the_right(column, is_right):
    """So that tens stand under tens."""
    [*_, first, _last, _blank] = shown(table(("Points awarded",), [(cell,) for cell in column]))

    assert first.startswith("  ") is is_right


@pytest.mark.parametrize(
    ("text", "harmless"),
    [
        ("\x1b[31mred\x1b[0m", "�[31mred�[0m"),
        ("up\x1b]0;title\x07", "up�]0;title�"),
        ("\u202egnp.exe", "�gnp.exe"),
        ("a\u200bb", "a�b"),
        ("两行\n\t文字", "两行\n\t文字"),
        ("𪚥 rare but a letter", "𪚥 rare but a letter"),
    ],
)
def test_what_a_terminal_would_act_on_is_shown_as_a_mark(text, harmless):
    """An answer cannot move the cursor, colour the screen or turn the writing round."""
    assert printable(text) == harmless


def test_a_cell_is_text_and_never_markup():
    """Square brackets in an answer are square brackets."""
    assert any(
        "[bold]water[/bold]" in line for line in shown(table(("A",), [("[bold]water[/bold]",)]))
    )
