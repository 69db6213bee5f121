"""A question outside of a conversation in, what is chosen or typed out.

No heading and no key line stand around it; the quick exit, the lock of an idle screen and the
marks of the terminal are those of every other prompt.
"""

from collections.abc import Sequence
from typing import Any, TypeAlias

import questionary
from prompt_toolkit.input import Input
from prompt_toolkit.key_binding import KeyBindings
from prompt_toolkit.output import Output, create_output
from questionary.prompts.common import Choice as Row

from fieldsurvey.interview.prompts.frame import STYLE
from fieldsurvey.interview.prompts.guarding import guard
from fieldsurvey.interview.prompts.marks import DOTS, with_marks_for
from fieldsurvey.interview.prompts.row_keys import Binding, bind_keys, choosing_keys

Ends: TypeAlias = tuple[Input, Output]
"""Where keys come from and where what is shown goes."""


def choose_alone(
    asked: str,
    rows: Sequence[Row],
    terminal: Ends | None = None,
    *,
    bind: Binding = choosing_keys,
    first: str | None = None,
) -> Any:
    """Let one of some rows be chosen; return what it stands for.

    Args:
        asked: The question above the rows.
        rows: Numbered, so that their digits choose.
        terminal: None for the program's own.
        bind: Adds the keys of the rows.
        first: The value of the row that is pointed at; None points at the uppermost.

    Raises:
        KeyboardInterrupt: The person gave up.
        QuickExit: The quick exit was pressed.
    """
    question = questionary.select(
        asked,
        choices=rows,
        default=first,
        use_jk_keys=False,
        use_emacs_keys=False,
        qmark="",
        instruction=" ",
        style=STYLE,
        **_on(terminal),
    )
    bind_keys(question.application, KeyBindings(), bind)
    return _ask(question, stays=False)


def type_alone(
    asked: str,
    terminal: Ends | None = None,
    *,
    kept: str = "",
    stays: bool = False,
    is_hidden: bool = False,
) -> str:
    """Let one line be typed; return it as it was typed.

    Args:
        asked: The question before it.
        terminal: None for the program's own.
        kept: Stands there to be kept or corrected.
        stays: Whether question and line stay on the screen afterwards.
        is_hidden: Show dots for what is typed.

    Raises:
        KeyboardInterrupt: The person gave up.
        QuickExit: The quick exit was pressed.
    """
    dots: dict[str, Any] = {"input_processors": [DOTS]} if is_hidden else {}
    question = questionary.text(asked, default=kept, qmark="", style=STYLE, **dots, **_on(terminal))
    return str(_ask(question, stays=stays))


def output_of(terminal: Ends | None) -> Output:
    """Return where lines are written between such questions."""
    return terminal[1] if terminal else with_marks_for(create_output())


def _on(terminal: Ends | None) -> dict[str, Any]:
    own = {"input": terminal[0]} if terminal else {}
    return {**own, "output": output_of(terminal)}


def _ask(question: questionary.Question, *, stays: bool) -> Any:
    question.application.erase_when_done = not stays
    guard(question.application)
    return question.unsafe_ask()
