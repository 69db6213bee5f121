"""The screen as it stands in windows of several sizes, and when one changes; and without any."""

import os
import re
import sys

import pytest

from fieldsurvey.campaign.model import Category

SIZES = [(80, 24), (120, 40)]
WORDS = {
    "zh": {"needed": "必答未答", "date": "2020-06-12"},
    "en": {"needed": "still needed", "date": "2020-06-12"},
}


def to_the_first_field(terminal) -> None:
    """Go on, question by question, to one where something is typed."""
    while not any(line.startswith("›") and "↑" not in line for line in terminal.asked()) or any(
        line.lstrip().startswith("»") for line in terminal.asked()
    ):
        terminal.go("F3")


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize("size", SIZES)
def test_the_screen_says_where_one_is_and_which_keys_there_are(
    lang, size, open_terminal, subject_of
):
    """Who, when, which question of how many, what is needed; all keys in at most two rows."""
    terminal = open_terminal("interview", subject_of(Category.LIFTED), lang=lang, size=size).begin(
        1, 2
    )
    shown = terminal.lines()
    head = next(nth for nth, line in enumerate(shown) if re.match(r"\d{4}-\d\d · ", line))
    keys = next(nth for nth, line in enumerate(shown) if line.startswith("F1 "))

    assert re.search(r"  \d\d:\d\d$", shown[head])
    assert WORDS[lang]["needed"] in shown[head + 1]
    assert len(shown) - keys <= 2
    assert "F10 " in "".join(shown[keys:])
    assert len(shown) <= size[1]


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize("size", SIZES)
def test_help_is_one_screen_and_any_key_goes_back(lang, size, open_terminal, subject_of):
    """With every key on it."""
    terminal = open_terminal("interview", subject_of(Category.LIFTED), lang=lang, size=size).begin(
        1, 2
    )
    asked = terminal.asked()
    terminal.send("F1").wait_for("Ctrl-K")
    helped = "\n".join(terminal.lines())
    terminal.send("x").wait(lambda: bool(terminal.asked()))

    assert all(f"F{number}, " in helped for number in range(1, 11))
    assert terminal.asked() == asked


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_a_window_resized_while_one_types_is_drawn_anew(lang, open_terminal, subject_of):
    """Nothing typed is lost; question and keys stand in every size, the question in the least."""
    terminal = open_terminal("interview", subject_of(Category.LIFTED), lang=lang).begin(1, 2)
    asked = " ".join(terminal.asked()[2:])
    for columns, rows in ((120, 40), (60, 16), (40, 12), (80, 24)):
        terminal.resize(columns, rows)
        terminal.wait(
            lambda: (
                any(line.startswith("F1 ") for line in terminal.lines())
                and "F10 " in "".join(terminal.lines()[-5:])
            )
        )
        assert all(len(line) <= columns for line in terminal.lines())
    terminal.resize(20, 5)
    terminal.wait(lambda: not any(line.startswith("F1 ") for line in terminal.lines()))
    terminal.resize(80, 24)
    terminal.wait(lambda: bool(terminal.asked()))

    assert " ".join(terminal.asked()[2:]) == asked


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_what_is_understood_is_shown_while_it_is_typed(lang, open_terminal, subject_of):
    """Below the field, before Enter."""
    terminal = open_terminal("interview", subject_of(Category.LIFTED), lang=lang).begin(1, 2)
    for _nth in range(60):
        field = any(line.startswith("›") for line in terminal.asked())
        rows = any(re.match(r" [ »] (?:[○●] )?(?:\d+|—)  ", line) for line in terminal.asked())
        if field and not rows:
            terminal.press("Ctrl-U")
            terminal.type("1.5万")
            if any("→ 15000" in line for line in terminal.lines()):
                break
            terminal.press("Ctrl-U")
        terminal.go("F3")

    assert any("→ 15000" in line for line in terminal.lines()), terminal.everything()


@pytest.mark.parametrize("no_color", ["", "1"])
def test_no_colour_is_sent_where_none_is_wanted(no_color, open_terminal, subject_of):
    """NO_COLOR holds in the prompts, too."""
    terminal = open_terminal(
        "interview", subject_of(Category.LIFTED), environment={"NO_COLOR": no_color}
    ).begin(1, 2)
    for key in ("F3", "F3", "F2"):
        terminal.go(key)
    terminal.send("1").wait(lambda: bool(terminal.asked()))
    coloured = {cell.fg for row in terminal.screen.buffer.values() for cell in row.values()} | {
        cell.fg for row in terminal.screen.history.top for cell in row.values()
    }

    assert coloured == {"default"} or not no_color


@pytest.mark.parametrize(
    ("words", "environment"),
    [(("--plain",), {}), ((), {"FIELDSURVEY_PLAIN": "1"}), ((), {"TERM": "dumb"})],
)
@pytest.mark.parametrize("lang", ["zh", "en"])
def test_line_by_line_no_escape_sequence_comes(lang, words, environment, laptop, subject_of):
    """By option, by environment, and where the terminal cannot move its cursor."""
    if sys.platform == "win32":
        pytest.skip("a pseudo-terminal that pexpect can drive exists on POSIX only")
    import pexpect

    subject = subject_of(Category.LIFTED)
    child = pexpect.spawn(
        sys.executable,
        [
            *("-m", "fieldsurvey", "--lang", lang, "-w", str(laptop.folder)),
            *("interview", subject, *words),
        ],
        env=os.environ
        | {"HOME": str(laptop.folder), "TERM": "xterm", "PYTHONUTF8": "1"}
        | environment,
        encoding="utf-8",
        timeout=30,
    )
    said = []
    for typed in ("1", "1", "/?", "/n", "/b", "/o", "/q"):
        child.expect(r": (?=$)")
        said.append(child.before + child.after)
        child.sendline(typed)
    child.expect(pexpect.EOF)
    said.append(child.before)
    child.close()

    assert child.exitstatus == 0
    assert "\x1b" not in "".join(said)
    assert f"fieldsurvey interview {subject}" in said[-1]
