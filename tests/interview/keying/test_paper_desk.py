"""The desk on a terminal: keys in, lines saved and a page shown; without a terminal."""

from collections.abc import Callable, Iterator, Sequence
from io import StringIO
from typing import Any

import pytest
from prompt_toolkit.data_structures import Size
from prompt_toolkit.input import create_pipe_input
from prompt_toolkit.output.vt100 import Vt100_Output
from rich.cells import cell_len

from fieldsurvey.chain.interview import Interview, Keying
from fieldsurvey.chain.lines.line import Entry
from fieldsurvey.errors import ChainError
from fieldsurvey.i18n import language, set_language
from fieldsurvey.interview.conversation import Conversation
from fieldsurvey.interview.keying.desk import Desk, Mode
from fieldsurvey.interview.keying.ink import Keyed
from fieldsurvey.interview.keying.key_help import keying_help
from fieldsurvey.interview.keying.moving import open_desk
from fieldsurvey.interview.keying.page import page_lines
from fieldsurvey.interview.keying.pressing import type_text
from fieldsurvey.interview.prompts.paper import PaperDesk
from fieldsurvey.interview.showing.screen import Heading
from fieldsurvey.questionnaire.model import Questionnaire

UP, DOWN, BACKSPACE = "\x1b[A", "\x1b[B", "\x7f"
F1, F2, F3, F4, F5, F6, F7, F9 = (
    *("\x1bOP", "\x1bOQ", "\x1bOR", "\x1bOS"),
    *("\x1b[15~", "\x1b[17~", "\x1b[18~", "\x1b[20~"),
)
HEADING = Heading("0103-07", "张三", "东乡 柳村")

Sit = Callable[..., tuple[Desk, str]]


@pytest.fixture
def new_desk(form: Questionnaire, interview: Interview) -> Desk:
    """A desk with an empty form."""
    paper = interview._replace(keying=Keying.PAPER)
    return open_desk(Keyed(Conversation.resume(form, paper, who="录入员")))


@pytest.fixture
def sit(new_desk: Desk, keeper: Any) -> Iterator[Sit]:
    """Key with keys typed in advance; give how the desk stands, and what was shown."""

    def run(*keys: str, save: Callable[[Sequence[Entry]], object] = keeper) -> tuple[Desk, str]:
        shown = StringIO()
        output = Vt100_Output(
            shown, lambda: Size(rows=24, columns=80), term="dumb", enable_cpr=False
        )
        with create_pipe_input() as pipe:
            pipe.send_text("".join(keys))
            desk = PaperDesk(new_desk, HEADING, save, terminal=(pipe, output)).run()
        return desk, shown.getvalue()

    yield run
    set_language("en")


def lines_of(desk: Desk, columns: int = 80, rows: int = 24) -> list[str]:
    """Return the screen as text."""
    shown = page_lines(desk, HEADING, columns, rows)
    return ["".join(text for _style, text in line) for line in shown]


def test_a_form_typed_ahead_is_keyed_whole(sit: Sit, keeper: Any) -> None:
    """Every key is taken in its turn, and every field saved as it is complete."""
    desk, _shown = sit("\r1800000\r2aa1 ")

    assert desk.mode is Mode.DONE
    assert keeper.interview.answers == desk.conversation.evaluation.answers
    assert [entry.question for entry in keeper.saved] == list(keeper.interview.answers)


def test_a_paste_is_taken_digit_by_digit(sit: Sit) -> None:
    """Line breaks of any kind are Enter; what a terminal would act on is left out."""
    desk, _shown = sit("\x1b[200~\n18\x0700000\r\n2aa1\x1b[201~", F9)

    assert desk.mode is Mode.END


def test_what_was_typed_wrongly_is_taken_back(sit: Sit) -> None:
    """Backspace, before Enter."""
    desk, _shown = sit("\r18", BACKSPACE, "9\r", F9)

    assert desk.conversation.evaluation.answers["income"] == "9"


def test_the_commands_have_the_keys_of_the_dialogue(sit: Sit) -> None:
    """Back and forward, a remark, a special answer, a question by its number."""
    desk, _shown = sit("\r1", F2, F2, F2, F5, "看不清\r", F6, "2", F4, "1\r", F9)

    assert desk.conversation.remarks == {"safe": "看不清"}
    assert desk.conversation.evaluation.answers["safe"].value == "dont_know"  # type: ignore[union-attr]
    assert desk.at == "safe"


def test_help_is_a_page_that_any_key_leaves(sit: Sit) -> None:
    """It takes nothing as an answer."""
    desk, _shown = sit(F1, "1", "\r", F9)

    assert desk.at == "safe"


def test_the_language_changes_at_once(sit: Sit) -> None:
    """The same field, in the other language."""
    _desk, _shown = sit(F7, F9)

    assert language() == "zh"


def test_a_full_disk_loses_no_field(new_desk: Desk, keeper: Any) -> None:
    """What could not be saved is saved first when the keying goes on."""
    failing = [True]

    def save(entries: Sequence[Entry]) -> None:
        if keeper.saved and failing:
            failing.pop()
            raise ChainError("full")
        keeper(entries)

    output = Vt100_Output(
        StringIO(), lambda: Size(rows=24, columns=80), term="dumb", enable_cpr=False
    )
    with create_pipe_input() as pipe:
        paper_desk = PaperDesk(new_desk, HEADING, save, terminal=(pipe, output))
        pipe.send_text("\r1800000\r2aa1 ")
        with pytest.raises(ChainError):
            paper_desk.run()
        desk = paper_desk.run()

    assert desk.mode is Mode.DONE
    assert keeper.interview.answers == desk.conversation.evaluation.answers


@pytest.mark.parametrize("spoken", ["en", "zh"])
@pytest.mark.parametrize(("columns", "rows"), [(80, 24), (120, 40), (40, 12), (20, 5)])
@pytest.mark.parametrize("keys", ["", "\r", "\r2", "0\r", "0\r111", "0\r ", "\r1800000\r2aa1"])
def test_every_page_fits_its_window(
    new_desk: Desk, spoken: str, columns: int, rows: int, keys: str
) -> None:
    """However small it is, and whatever is shown."""
    set_language(spoken)
    shown = lines_of(type_text(new_desk, keys), columns, rows)

    assert len(shown) <= rows
    assert all(
        cell_len(line) <= columns for line in shown if " " not in line.strip() or columns > 30
    )


def test_a_page_shows_the_paper_as_it_is_filled_in(new_desk: Desk) -> None:
    """Number, question, code and words; what is skipped, what stands in ink."""
    shown = "\n".join(lines_of(type_text(new_desk, "\r2")))

    assert "0103-07 · 张三 · 东乡 柳村  paper form · section 2 of 3" in shown
    assert "1a       Is water safe?" in shown
    assert "2 No" in shown
    assert "» 1b       In which way?" in shown
    assert "Is it far?" in shown
    assert "1 Not enough   2 Bad quality   9 None" in shown


def test_a_stop_says_what_waits(new_desk: Desk) -> None:
    """Keys typed ahead are shown."""
    shown = "\n".join(lines_of(type_text(new_desk, "0\r12")))

    assert "1 fault. Look up from the paper." in shown
    assert "2 keys typed ahead wait for the next section: 12" in shown
    assert "At least one person" in shown


@pytest.mark.parametrize("spoken", ["en", "zh"])
def test_help_fits_a_small_terminal(spoken: str) -> None:
    """On one page, without breaking a line."""
    set_language(spoken)
    shown = ["".join(text for _style, text in line) for line in keying_help()]

    assert len(shown) <= 24
    assert all(cell_len(line) <= 80 for line in shown)
