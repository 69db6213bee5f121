"""The keys, the key line and the help in every window and language."""

from io import StringIO

import pytest
from prompt_toolkit.data_structures import Size
from prompt_toolkit.output.vt100 import Vt100_Output
from rich.cells import cell_len

from fieldsurvey.i18n import set_language
from fieldsurvey.interview.keys import Command, command_keys
from fieldsurvey.interview.prompts.marks import with_marks_for
from fieldsurvey.interview.showing.columns import width_of, wrap
from fieldsurvey.interview.showing.marks import PLAIN_MARKS, plain_marks_for
from fieldsurvey.interview.showing.screen import STYLES, help_lines, key_lines

WINDOWS = [(120, 40), (80, 24), (60, 16), (40, 12), (20, 5)]


def test_no_key_means_two_things():
    """Neither a key nor one of its twins; every command has one."""
    keys = [key for each in command_keys() for key in (each.key, *each.twins)]

    assert len(set(keys)) == len(keys)
    assert {each.command for each in command_keys()} == set(Command)
    assert all(each.twins for each in command_keys())


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize(("columns", "_rows"), WINDOWS)
@pytest.mark.parametrize("in_row", [False, True])
def test_the_key_line_breaks_between_keys(lang, columns, _rows, in_row):
    """No key is parted from its word, and nothing is wider than the window."""
    set_language(lang)
    lines = key_lines(columns, in_row=in_row)

    assert all(width_of(line) <= columns for line in lines)
    text = " ".join("".join(piece for _style, piece in line) for line in lines)
    for key in command_keys(in_row=in_row):
        assert f"{key.shown} {key.word}" in text
    assert len(key_lines(80)) <= 2


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize("in_row", [False, True])
def test_the_help_fits_a_window_of_24_rows(lang, in_row):
    """Every key with its twins."""
    set_language(lang)
    rows = [part for line in help_lines(in_row=in_row) for part in wrap(line, 80)]

    assert len(rows) <= 24
    assert all("Ctrl-" in "".join(t for _s, t in line) for line in help_lines()[1:11])


def test_rows_have_keys_only_where_there_are_rows():
    """Elsewhere the keys would say something that cannot be done."""
    outside = {key.command for key in command_keys(in_row=False)}

    assert set(Command) - outside == {Command.PREVIOUS_ROW, Command.NEXT_ROW}


def test_every_mark_has_a_plain_one_of_its_width():
    """So that the layout stays; and each is a sign of every keyboard."""
    assert all(plain.isascii() and cell_len(plain) == 1 for plain in PLAIN_MARKS.values())
    assert all(cell_len(mark) == 1 for mark in PLAIN_MARKS)
    assert plain_marks_for("utf-8") == {}
    gbk = {chr(code) for code in plain_marks_for("gbk")}
    assert {"✓", "✗", "↶", "✎", "⏎", "›"} <= gbk
    assert not {"▲", "△", "●", "○", "→", "─"} & gbk


@pytest.mark.parametrize(("encoding", "written"), [("gbk", "v 柳村 ▲"), ("ascii", "v 柳村 !")])
def test_a_console_gets_marks_it_can_write(encoding, written):
    """Chinese is left as it is."""
    shown = StringIO()
    output = Vt100_Output(shown, lambda: Size(rows=24, columns=80), enable_cpr=False)
    marked = with_marks_for(output, encoding)
    marked.write("✓ 柳村 ▲")
    marked.flush()

    assert shown.getvalue().endswith(written)


def test_no_colour_is_one_that_some_theme_hides():
    """Bright black is the background of some themes; yellow cannot be read on white."""
    assert not [style for style in STYLES.values() if "bright" in style or "yellow" in style]
