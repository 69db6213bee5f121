"""The table of rows at the terminal: keys in, rows that come and go out."""

import re
from collections.abc import Callable, Iterator
from io import StringIO
from typing import Any

import pytest
from prompt_toolkit.data_structures import Size
from prompt_toolkit.input import create_pipe_input
from prompt_toolkit.output.vt100 import Vt100_Output
from rich.cells import cell_len

from fieldsurvey.chain.interview import Interview
from fieldsurvey.i18n import set_language
from fieldsurvey.interview.conducting import Ended, conduct_interview
from fieldsurvey.interview.conversation import Conversation
from fieldsurvey.interview.prompts import TerminalPrompts
from fieldsurvey.interview.rows.shown import TableRow, row_titles
from fieldsurvey.interview.showing.screen import Heading
from fieldsurvey.questionnaire.model import Questionnaire

HOME = Questionnaire.model_validate(
    {
        "settings": {
            "form_id": "small",
            "form_title": "Home",
            "version": "1",
            "subject": "household",
        },
        "survey": [
            {
                "name": "member",
                "type": "repeat",
                "label": {"zh": "成员", "en": "Member"},
                "children": [
                    {"name": "called", "type": "text", "label": "Name", "required": True},
                    {"name": "age", "type": "integer", "label": "Age"},
                    {
                        "name": "toy",
                        "type": "repeat",
                        "label": "Toy",
                        "repeat_count": "if(${age} < 3, 2, 0)",
                        "children": [{"name": "kind", "type": "text", "label": "Which toy?"}],
                    },
                ],
            },
            {"name": "size", "type": "calculate", "calculation": "count(${member})"},
            {"name": "end", "type": "text", "label": "Anything else of ${size}?"},
        ],
    }
)
ENTER, UP, DOWN, NEXT_ROW, BEFORE = "\r", "\x1b[A", "\x1b[B", "\x1b[1;5B", "\x1b[1;5A"
STYLING = re.compile(r"\x1b\[[0-9;?]*[a-zA-Z]")
BACK, LEAVE = "\x1bOQ", "\x1b[20~"
TWO = ("2", ENTER, "Ann", ENTER, "30", ENTER, "Bo", ENTER, "31", ENTER)
"""Two members told; then their table stands there, and the pointer at going on."""

Row = Callable[..., tuple[Ended, str]]


@pytest.fixture
def run(interview: Interview, keeper: Any) -> Iterator[Row]:
    """Conduct an interview with keys typed in advance; give how it ended and what was shown."""

    def conduct(*keys: str, columns: int = 80, rows: int = 24) -> tuple[Ended, str]:
        shown = StringIO()
        output = Vt100_Output(
            shown, lambda: Size(rows=rows, columns=columns), term="dumb", enable_cpr=False
        )
        with create_pipe_input() as pipe:
            pipe.send_text("".join((*keys, LEAVE)))
            prompts = TerminalPrompts(Heading("0103-07"), terminal=(pipe, output))
            conversation = Conversation.resume(HOME, keeper.interview)
            ended = conduct_interview(conversation, prompts, keeper)
        return ended, STYLING.sub("", shown.getvalue())

    yield conduct


def answers(keeper: Any) -> dict[str, object]:
    """Return what the chain has folded."""
    return dict(keeper.interview.answers)


def test_a_number_typed_at_the_empty_table_makes_so_many_rows(run: Row, keeper: Any) -> None:
    """People know how many they are; after the last row the table stands there again."""
    ended, shown = run(*TWO)

    assert ended.conversation.at == "member"
    assert answers(keeper)["member"] == "2"
    assert "How many are there?" in shown


def test_enter_at_the_table_goes_on(run: Row) -> None:
    """The pointer stands there once every row is complete."""
    assert run(*TWO, ENTER)[0].conversation.at == "end"


def test_a_plus_adds_one_and_asks_it(run: Row, keeper: Any) -> None:
    """At the empty table at once, without Enter; at the other from any row."""
    ended, shown = run("+", "Ann", ENTER, "30", ENTER, "+", "Bo", ENTER)

    assert answers(keeper) == {
        "member": "2",
        "member[1]/called": "Ann",
        "member[1]/age": "30",
        "member[2]/called": "Bo",
    }
    assert ended.conversation.at == "member[2]/age"
    assert "✓ added  Member 2" in shown


def test_a_digit_opens_a_row_and_enter_goes_through_it(run: Row, keeper: Any) -> None:
    """Answered or not, every question of the row comes, and after it the table."""
    ended, _shown = run(*TWO, "1", ENTER, "\x1535", ENTER)

    assert answers(keeper)["member[1]/age"] == "35"
    assert ended.conversation.at == "member"


def test_a_star_copies_the_row_pointed_at(run: Row, keeper: Any) -> None:
    """All its answers; the copy is gone through from its first question."""
    ended, shown = run(*TWO, UP, "*", "by", ENTER)

    assert answers(keeper)["member[3]/called"] == "Boby"
    assert answers(keeper)["member[3]/age"] == "31"
    assert ended.conversation.at == "member[3]/age"
    assert "✓ copied  2 → Member 3 Bo" in shown


def test_a_minus_asks_once_and_removes(run: Row, keeper: Any) -> None:
    """What was removed is said; the row after it has its number."""
    ended, shown = run(*TWO, UP, UP, "-", "1")

    assert "Remove Member 1 Ann, with 2 answers?" in shown
    assert "↶ removed  Member 1 Ann: Ann, 30" in shown
    assert answers(keeper) == {"member": "1", "member[1]/called": "Bo", "member[1]/age": "31"}
    assert ended.conversation.at == "member"


@pytest.mark.parametrize("keys", [("2",), (ENTER,), (BACK,)])
def test_a_row_is_kept_unless_one_is_sure(run: Row, keeper: Any, keys: tuple[str, ...]) -> None:
    """Keeping is where the pointer stands."""
    run(*TWO, UP, "-", *keys)

    assert answers(keeper)["member"] == "2"


def test_u_brings_a_removed_row_back(run: Row, keeper: Any) -> None:
    """In its place, and everything after it in its own."""
    _ended, shown = run(*TWO, UP, UP, "-", "1", "u")

    assert answers(keeper) == {
        "member": "2",
        "member[1]/called": "Ann",
        "member[1]/age": "30",
        "member[2]/called": "Bo",
        "member[2]/age": "31",
    }
    assert "✓ brought back  Member 1 Ann" in shown


def test_the_last_row_removed_leaves_the_question_open(run: Row, keeper: Any) -> None:
    """Nobody said that there are none."""
    ended, _shown = run("+", "Ann", ENTER, "30", ENTER, UP, "-", "1")

    assert answers(keeper) == {}
    assert ended.conversation.at == "member"


def test_signs_do_nothing_where_no_row_is_pointed_at(run: Row, keeper: Any) -> None:
    """On going on there is nothing to copy or to remove."""
    run(*TWO, "*", "-", "u")

    assert answers(keeper)["member"] == "2"


@pytest.mark.parametrize(
    ("keys", "at"),
    [
        ((NEXT_ROW,), "member[2]/age"),
        ((NEXT_ROW, BEFORE), "member[1]/age"),
        ((NEXT_ROW, NEXT_ROW), "member"),
        ((BEFORE,), "member"),
        ((NEXT_ROW, BACK), "member[1]/age"),
    ],
)
def test_the_same_question_of_the_next_row(run: Row, keys: tuple[str, ...], at: str) -> None:
    """And of the one before; beyond the first and the last row is the table."""
    assert run(*TWO, "1", ENTER, *keys)[0].conversation.at == at


def test_outside_rows_the_row_keys_do_nothing(run: Row) -> None:
    """And are not on the key line."""
    ended, shown = run(*TWO, ENTER, NEXT_ROW)

    assert ended.conversation.at == "end"
    assert "Next row" not in shown.rsplit("Anything else", 1)[1]


def test_rows_that_follow_from_an_answer_are_only_opened(run: Row, keeper: Any) -> None:
    """Their table says so, and no sign changes how many they are."""
    ended, shown = run(
        *("1", ENTER, "Cy", ENTER, "1", ENTER, "ball", ENTER),
        *(NEXT_ROW, "+", "-", UP, "-", "*", ENTER),
    )

    assert "The rows follow from another answer." in shown
    assert answers(keeper)["member"] == "1"
    assert ended.conversation.at == "member[1]/toy[1]/kind"


@pytest.mark.parametrize("count", [9, 60, 200])
def test_many_rows_are_opened_by_their_number(run: Row, keeper: Any, count: int) -> None:
    """The last one, though it stands below the window."""
    start = {"member": str(count), "end": "x"}
    start |= {f"member[{n}]/called": f"P{n}" for n in range(1, count + 1)}
    start |= {f"member[{n}]/age": "30" for n in range(1, count + 1)}
    keeper.interview = _with(keeper.interview, start)

    assert run(str(count))[0].conversation.at == f"member[{count}]/called"


def _with(interview: Interview, said: dict[str, str]) -> Interview:
    return interview._replace(answers=said, answered_last="member")


@pytest.mark.parametrize("columns", [20, 40, 80])
@pytest.mark.parametrize("lang", ["zh", "en"])
def test_rows_fit_into_the_window(columns: int, lang: str) -> None:
    """Chinese names take two columns each, long ones are cut, and what follows stands in line."""
    set_language(lang)
    rows = tuple(
        TableRow(number, name, 3, 5, problems=1, faults=1)
        for number, name in enumerate(["文秀", "Ann", "欧阳上官司马诸葛㐂𠮷东方", ""], start=1)
    )

    titles = row_titles(rows, columns - 3)

    assert columns < 40 or all(cell_len(title) <= columns - 3 for title in titles)
    assert len({cell_len(title) for title in titles}) == 1
