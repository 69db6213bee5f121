"""Long lists at the terminal: keys in, what is chosen and shown out."""

import time
from io import StringIO

import pytest
from prompt_toolkit.data_structures import Size
from prompt_toolkit.input import create_pipe_input
from prompt_toolkit.output.vt100 import Vt100_Output

from fieldsurvey.expressions import Table
from fieldsurvey.interview.prompts import ask_pair
from fieldsurvey.interview.prompts.search_list import search_list
from fieldsurvey.interview.showing.searched_list import searched_choices
from fieldsurvey.interview.typed.answering import parse_answer
from fieldsurvey.questionnaire.choices.row_choices import RowChoices
from fieldsurvey.questionnaire.model import Choice, Question

ENTER, DOWN, BACKSPACE = "\r", "\x1b[B", "\x7f"
NAMES = [f"{a}{b}村" for a in "柳重单曾查" for b in "东西南北上下中前后里"]
CHOICES = [Choice(name=f"61{n:03}", label={"": name}) for n, name in enumerate(NAMES)]
MANY = RowChoices(Table({"name": f"61{n:08}", "label": NAMES[n % 50]} for n in range(100_000)))


def run(*keys: str, choices=CHOICES, chosen: str = "", blank: str = "", marked=None):
    """Type keys into a list of villages; give what is taken and what was shown."""
    shown = StringIO()
    output = Vt100_Output(shown, lambda: Size(rows=24, columns=80), term="xterm", enable_cpr=False)
    with create_pipe_input() as pipe:
        pipe.send_text("".join(keys))
        question = search_list(
            "",
            qmark="›",
            searched=searched_choices(choices, chosen),
            blank=blank,
            marked=marked,
            input=pipe,
            output=output,
        )
        return question.unsafe_ask(), shown.getvalue()


@pytest.mark.parametrize(
    ("keys", "taken"),
    [
        (("柳东", ENTER), "61000"),
        (("lxc", ENTER), "61001"),
        (("cdc", ENTER), "61010"),
        (("zdc", ENTER), "61010"),
        (("61049", ENTER), "61049"),
        (("zdc", DOWN, ENTER), "61030"),
        (("xx", BACKSPACE, BACKSPACE, "lnc", ENTER), "61002"),
        (("qqq", ENTER, BACKSPACE, BACKSPACE, BACKSPACE, "lbc", ENTER), "61003"),
    ],
)
def test_typing_finds_and_enter_takes(keys, taken):
    """By characters, any reading's initials, code; nothing found takes nothing."""
    assert run(*keys)[0] == taken


def test_enter_on_nothing_takes_no_village_by_mistake():
    """The row that chooses nothing stands first, and what is chosen already before the rest."""
    assert run(ENTER, blank="—  no answer yet")[0] == ""
    assert run(ENTER, blank="—  no answer yet", chosen="61033")[0] == "61033"


def test_several_are_marked_one_after_another():
    """Enter marks, Enter alone goes on; the names marked are shown."""
    taken, shown = run(
        *("lxc", ENTER, "cdc", ENTER, "lxc", ENTER, ENTER), blank="⏎  go on", marked=["61049"]
    )

    assert taken == ["61049", "61010"]
    assert "Marked: 查里村" in shown


@pytest.mark.parametrize("key", ["\x03", "\x04"])
def test_giving_up_comes_through(key):
    """As everywhere else."""
    with pytest.raises((KeyboardInterrupt, EOFError)):
        run(key)


def test_a_hundred_thousand_villages_are_there_at_once():
    """Nothing is made of them before they are shown; a code typed is taken without looking on."""
    started = time.process_time()
    taken, shown = run("6100099999", ENTER, choices=MANY, blank="—  no answer yet")
    question = Question(name="q", type="select_one_from_file villages.csv")
    kept = parse_answer(question, taken, MANY)

    assert (taken, kept) == ("6100099999", "6100099999")
    assert "100,000 choices" in shown
    assert time.process_time() - started < 5


def test_of_a_long_list_labels_are_taken_and_what_fits_is_named():
    """A label that many share is none; the refusal names a few, not all."""
    question = Question(name="q", type="select_one_from_file villages.csv")
    few = RowChoices(Table({"name": f"{n}", "label": f"村{n}"} for n in range(1_000)))

    assert parse_answer(question, "村77", few) == "77"
    assert "in all" in str(parse_answer(question, "柳东村", MANY))
    assert len(str(parse_answer(question, "没有", MANY))) < 600


def test_who_is_there_is_found_by_initials():
    """By number at once, by initials with Enter."""
    output = Vt100_Output(StringIO(), lambda: Size(rows=24, columns=80), enable_cpr=False)
    with create_pipe_input() as pipe:
        pipe.send_text("dsn" + ENTER + "1")
        pair = ask_pair(("文秀", "丁山", "单石南"), (pipe, output))

    assert pair == ("单石南", "文秀")
