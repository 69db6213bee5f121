"""The terminal: keys in, actions and what is shown out; without a terminal."""

from collections.abc import Callable, Iterator
from io import StringIO
from typing import Any

import pytest
from prompt_toolkit.data_structures import Size
from prompt_toolkit.input import create_pipe_input
from prompt_toolkit.output.vt100 import Vt100_Output

from fieldsurvey.chain.interview import Interview, Status
from fieldsurvey.i18n import language
from fieldsurvey.interview.conducting import Ended, conduct_interview
from fieldsurvey.interview.conversation import Conversation
from fieldsurvey.interview.prompts import TerminalPrompts, ask_pair
from fieldsurvey.interview.showing.screen import Heading
from fieldsurvey.interview.signing import Signers
from fieldsurvey.interview.typed.digits import choice_titles
from fieldsurvey.questionnaire.model import Choice, Questionnaire

INSPECTORS = ("甲一", "乙二", "丙三")
ENTER, UP, DOWN, CLEAR = "\r", "\x1b[A", "\x1b[B", "\x15"
F1, F2, F3, F4, F5, F6, F7, F9 = (
    *("\x1bOP", "\x1bOQ", "\x1bOR", "\x1bOS"),
    *("\x1b[15~", "\x1b[17~", "\x1b[18~", "\x1b[20~"),
)

Conduct = Callable[..., tuple[Ended, str]]


@pytest.fixture
def conduct(form: Questionnaire, interview: Interview, keeper: Any) -> Iterator[Conduct]:
    """Conduct an interview with keys typed in advance; give how it ended and what was shown."""

    def run(*keys: str, columns: int = 80, rows: int = 24) -> tuple[Ended, str]:
        shown = StringIO()
        output = Vt100_Output(
            shown, lambda: Size(rows=rows, columns=columns), term="dumb", enable_cpr=False
        )
        with create_pipe_input() as pipe:
            pipe.send_text("".join(keys))
            prompts = TerminalPrompts(
                Heading("0103-07", "张三", "东乡 柳村", {"water": {"zh": "饮水", "en": "Water"}}),
                Signers(INSPECTORS),
                terminal=(pipe, output),
            )
            conversation = Conversation.resume(form, keeper.interview)
            ended = conduct_interview(conversation, prompts, keeper, Signers(INSPECTORS))
        return ended, shown.getvalue()

    yield run


def test_a_whole_interview_is_typed_in(conduct: Conduct, keeper: Any) -> None:
    """Numbers choose at once, Enter goes on, two inspectors sign."""
    ended, shown = conduct(ENTER, "1", "80000", ENTER, "2", ENTER, ENTER, "1", "1", "3")

    assert ended.is_finished
    assert keeper.interview.status is Status.FINISHED
    assert keeper.interview.signatures == ("甲一", "丙三")
    assert keeper.interview.answers == {
        "persons": "4",
        "safe": "1",
        "income": "80000",
        "hard": "2",
        "county": "",
        "village": "",
    }
    assert "0103-07 · 张三 · 东乡 柳村" in shown
    assert "question 2 of 6" in shown
    assert "Leave" in shown


def test_the_tick_stands_after_what_was_saved(conduct: Conduct) -> None:
    """Each answer is shown as it was understood."""
    _ended, shown = conduct(CLEAR, "１２", ENTER, F9)

    assert "✓ saved" in shown
    assert "12" in shown


def test_the_problem_is_said_at_once_and_described(conduct: Conduct, keeper: Any) -> None:
    """Severity and category first, then what, who, since when."""
    _ended, shown = conduct(ENTER, "2", "dry since May", ENTER, F9)

    assert "critical problem · Water" in shown
    assert keeper.interview.descriptions == {"safe": "dry since May"}


def test_several_choices_are_marked_by_number(conduct: Conduct, keeper: Any) -> None:
    """Pressed twice, a number takes its mark back."""
    conduct(ENTER, "2", "dry", ENTER, "no light", ENTER, "1", "2", "2", ENTER, F9)

    assert keeper.interview.answers["gap"] == "1"


def test_going_back_and_changing_says_what_is_withdrawn(conduct: Conduct, keeper: Any) -> None:
    """Three questions back, another answer: the moot ones are shown as withdrawn."""
    keys = (ENTER, "2", "dry", ENTER, "no light", ENTER, "1", ENTER, "1")
    _ended, shown = conduct(*keys, *(F2, F2, F2), "1", F9)

    assert "↶ withdrawn" in shown
    assert set(keeper.interview.answers) == {"persons", "safe"}


def test_enter_on_nothing_is_no_answer_to_a_required_question(
    conduct: Conduct, keeper: Any
) -> None:
    """The first choice is never taken by mistake."""
    _ended, shown = conduct(ENTER, ENTER, F9)

    assert "An answer is needed here." in shown
    assert "safe" not in keeper.interview.answers


def test_an_unusual_answer_asks_why(conduct: Conduct, keeper: Any) -> None:
    """The remark goes with it; blank goes back to the answer."""
    conduct(CLEAR, "13", ENTER, ENTER, CLEAR, "14", ENTER, "two families", ENTER, F9)

    assert keeper.interview.answers["persons"] == "14"
    assert keeper.interview.remarks == {"persons": "two families"}


def test_a_refused_text_stands_there_to_be_corrected(conduct: Conduct, keeper: Any) -> None:
    """What was typed is not lost."""
    conduct(CLEAR, "1x", ENTER, "\x7f", "1", ENTER, F9)

    assert keeper.interview.answers["persons"] == "11"


def test_special_answers_come_by_key(conduct: Conduct, keeper: Any) -> None:
    """Only those that the question allows; elsewhere it says so."""
    _ended, shown = conduct(F6, ENTER, F6, "2", F9)

    assert "takes no special answer" in shown
    assert keeper.interview.answers["safe"].value == "dont_know"


def test_a_remark_comes_by_key(conduct: Conduct, keeper: Any) -> None:
    """It is kept, and the question is still asked."""
    ended, _shown = conduct(F5, "asked the wife", ENTER, F9)

    assert keeper.interview.remarks == {"persons": "asked the wife"}
    assert ended.conversation.at == "persons"


def test_a_remark_given_up_is_no_answer(conduct: Conduct, keeper: Any) -> None:
    """What was typed of it does not stand at the question afterwards."""
    conduct(F5, "looks old", F2, ENTER, F9)

    assert keeper.interview.answers == {"persons": "4"}


def test_the_list_jumps_to_any_question(conduct: Conduct) -> None:
    """Typing searches; the review can be reached, too."""
    assert conduct(F4, "Hard", ENTER, F9)[0].conversation.at == "hard"
    assert conduct(F3, F3, F9)[0].conversation.at == "income"


def test_a_search_that_finds_nothing_goes_nowhere(conduct: Conduct) -> None:
    """Enter waits until something is found, though the whole list stands there."""
    ended, _shown = conduct(F3, F4, "nowhere", ENTER, F2, F9)

    assert ended.conversation.at == "safe"


def test_the_language_changes_in_the_middle(conduct: Conduct) -> None:
    """The same question is asked again in the other language."""
    _ended, shown = conduct(ENTER, F7, F9)

    assert "Is water safe?" in shown
    assert "饮水安全?" in shown
    assert language() == "zh"


def test_help_shows_every_key(conduct: Conduct) -> None:
    """And the question goes on."""
    ended, shown = conduct(F1, " ", ENTER, F9)

    assert "Ctrl-B" in shown
    assert ended.conversation.at == "safe"


@pytest.mark.parametrize("columns", [20, 40, 120])
def test_it_works_in_any_window(conduct: Conduct, keeper: Any, columns: int) -> None:
    """Narrow windows wrap; nothing breaks."""
    conduct(ENTER, "2", "dry", ENTER, F9, columns=columns, rows=12)

    assert keeper.interview.answers["safe"] == "2"


def test_a_closed_input_leaves_with_all_that_was_saved(conduct: Conduct, keeper: Any) -> None:
    """As does Ctrl-D on an empty line."""
    ended, _shown = conduct(ENTER, "1", "\x04")

    assert not ended.is_finished
    assert list(keeper.interview.answers) == ["persons", "safe"]


@pytest.mark.parametrize("typed", [(), (ENTER,), (ENTER, "2"), (F5,)])
def test_ctrl_c_comes_through_everywhere(
    conduct: Conduct, keeper: Any, typed: tuple[str, ...]
) -> None:
    """In text, in choices, at a problem, in a remark; what was ticked is kept."""
    with pytest.raises(KeyboardInterrupt):
        conduct(*typed, "\x03")

    assert len(keeper.interview.answers) == typed.count(ENTER) + typed.count("2")


def test_nothing_typed_reaches_the_screen_as_control_sequences(
    conduct: Conduct, keeper: Any
) -> None:
    """What an answer holds cannot move the reader's cursor."""
    _ended, shown = conduct(ENTER, "2", "\x1b[200~dry\x1b]0;owned\x07 well\x1b[201~", ENTER, F9)

    assert keeper.interview.descriptions["safe"] == "dry]0;owned well"
    assert "\x1b]0;owned" not in shown


def test_the_pair_is_asked_by_number() -> None:
    """Who is at the keyboard, and who else; the same one again is asked for once more."""
    output = Vt100_Output(StringIO(), lambda: Size(rows=24, columns=80), enable_cpr=False)
    with create_pipe_input() as pipe:
        pipe.send_text("221")
        assert ask_pair(INSPECTORS, (pipe, output)) == ("乙二", "甲一")


def test_everybody_keeps_their_number_when_the_second_one_is_asked() -> None:
    """Nobody is picked by a number that meant somebody else a moment ago."""
    output = Vt100_Output(StringIO(), lambda: Size(rows=24, columns=80), enable_cpr=False)
    with create_pipe_input() as pipe:
        pipe.send_text("13")
        assert ask_pair(INSPECTORS, (pipe, output)) == ("甲一", "丙三")


def test_a_long_choice_breaks_between_words_under_its_own_beginning() -> None:
    """And is whole where nobody said how wide the screen is."""
    label = "Lifted household (stably lifted since 2016)"
    choice = Choice(name="2", label={"en": label, "zh": label})

    [broken] = choice_titles([choice], columns=30, before=3)

    assert broken == "2  Lifted household (stably\n      lifted since 2016)"
    assert choice_titles([choice]) == [f"2  {label}"]
