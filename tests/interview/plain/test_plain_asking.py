"""Interviews line by line, as transcripts: text in, text out, no escape sequence."""

from typing import Any

import pytest

from fieldsurvey.chain.interview import Status
from fieldsurvey.expressions.values import SpecialAnswer
from fieldsurvey.i18n import language, set_language
from fieldsurvey.interview.keys import Command, command_keys, typed_command
from fieldsurvey.questionnaire.model import Questionnaire

WHOLE = ("", "1", "80000", "2", "", "", "1", "1", "2")
BEGINNING = """\
0103-07 · 张三 · 东乡 柳村
/? lists the commands.

Header
question 1 of 6 · 3 still needed
Town: 东乡
Persons
Answer [4]: 
✓ saved  Persons  4

Water
question 2 of 6 · 2 still needed
Ask all 4
1  Is water safe?
1  Yes
2  No
Answer: 1
✓ saved  1 Is water safe?  Yes

Income
question 3 of 6 · 1 still needed
Income (yuan)
Answer: 80000
✓ saved  Income  80000
"""


def test_a_whole_interview_is_a_text_from_top_to_bottom(converse, keeper: Any) -> None:
    """Question, choices, answer, tick; then the review and two signatures by number."""
    ended, shown = converse(*WHOLE)

    assert ended.is_finished
    assert keeper.interview.status is Status.FINISHED
    assert keeper.interview.signatures == ("甲一", "丙三")
    assert keeper.interview.answers["income"] == "80000"
    assert shown.startswith(BEGINNING)
    assert "Nothing is missing." in shown


def test_the_same_in_chinese(converse, keeper: Any) -> None:
    """Every word of it."""
    set_language("zh")
    ended, shown = converse(*WHOLE)

    assert ended.is_finished
    assert "饮水安全?\n1  是\n2  否\n" in shown


def test_a_problem_is_told_and_described_or_left_for_the_review(converse, keeper: Any) -> None:
    """Its severity and category first."""
    _ended, shown = converse("", "2", "dry since May", "", "1 2", "/q")

    assert "▲ critical problem · Water" in shown
    assert keeper.interview.descriptions == {"safe": "dry since May"}
    assert keeper.interview.answers["gap"] == "1 2"


def test_what_is_not_taken_is_said_and_asked_again(converse, keeper: Any) -> None:
    """And an unusual answer with its reason is taken."""
    _ended, shown = converse("many", "13", "", "14", "two families", "/q")

    assert "✗ “many” is not a whole number." in shown
    assert keeper.interview.answers["persons"] == "14"
    assert keeper.interview.remarks == {"persons": "two families"}


def test_every_command_is_typed(converse, keeper: Any) -> None:
    """Back, on, remark, special answer, jump, language, help."""
    ended, shown = converse(
        *("/r", "asked the wife"),
        *("/n", "/b", "", "/s", "1"),
        *("/l", "hard", "1", "/?"),
        *("/g", "/q"),
    )

    assert keeper.interview.remarks == {"persons": "asked the wife"}
    assert keeper.interview.answers["safe"] is SpecialAnswer.REFUSED
    assert ended.conversation.at == "hard"
    assert "/b  Back: " in shown
    assert language() == "zh"
    assert "困难?" in shown


def test_the_end_of_the_lines_leaves_with_all_that_was_saved(converse, keeper: Any) -> None:
    """A closed window, a broken line."""
    ended, _shown = converse("", "1")

    assert not ended.is_finished
    assert list(keeper.interview.answers) == ["persons", "safe"]


def test_enter_keeps_and_a_lone_sign_takes_away(converse, keeper: Any) -> None:
    """What stands in brackets is kept by Enter."""
    converse("", "1", "80000", "2", "/b", "-", "/b", "/b", "", "/q")

    assert keeper.interview.answers["income"] == "80000"
    assert keeper.interview.answers["hard"] == ""


def test_a_slash_can_begin_a_text(converse, keeper: Any) -> None:
    """Typed twice; a command that does not exist is no answer."""
    _ended, shown = converse("/xyz", "", "2", "//A wing", "/q")

    assert "There is no such command" in shown
    assert keeper.interview.descriptions == {"safe": "/A wing"}


def test_control_characters_never_come_out(converse, keeper: Any) -> None:
    """Whatever was typed or pasted."""
    typed = "dry\x1b[2J\x07 well\x9b"
    _ended, shown = converse("", "2", typed, "/q")

    assert keeper.interview.descriptions["safe"] == "dry[2J well"
    assert not set("\x1b\x07\x9b") & set(shown.replace(typed, ""))


@pytest.mark.parametrize("sign", ["/", ".", "／"])
def test_letters_and_words_of_commands_are_one_table(sign):
    """Each command has a letter of its own, and its word does as well."""
    letters = [key.letter for key in command_keys()]

    assert len(set(letters)) == len(letters) == len(Command)
    for key in command_keys():
        assert typed_command(f"{sign}{key.letter}") is key.command
        assert typed_command(f"{sign}{key.word}") is key.command
    assert typed_command("?") is typed_command("？") is Command.HELP
    assert [typed_command(text) for text in ("", "b", ".5", "/5", "1/b", "/")] == [None] * 6


LONG = {
    "settings": {"form_id": "l", "form_title": "L", "version": "1", "subject": "household"},
    "choices": {"v": [{"name": f"61{n:03}", "label": f"{a}{b}村"} for n, (a, b) in enumerate(
        (a, b) for a in "柳重单曾查" for b in "东西南北上下中前后里")]},
    "survey": [
        {"name": "one", "type": "select_one v", "label": "Village"},
        {"name": "several", "type": "select_multiple v", "label": "Villages"},
    ],
}  # fmt: skip


def test_long_lists_are_searched_by_pinyin_and_the_found_ones_numbered(converse, keeper: Any):
    """Exact names and codes are taken at once; several one after another."""
    long = Questionnaire.model_validate(LONG)
    _ended, shown = converse("cdc", "1", "柳东村", "lxc", "2", "", "/q", questionnaire=long)

    assert "50 choices." in shown
    assert "1  61010 重东村" in shown
    assert keeper.interview.answers["one"] == "61010"
    assert keeper.interview.answers["several"] == "61000"
