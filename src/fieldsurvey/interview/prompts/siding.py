"""What two or more interviews say in one question in, which of them holds out."""

from collections.abc import Sequence
from typing import Any

import questionary
from prompt_toolkit.input import Input
from prompt_toolkit.key_binding import KeyBindings
from prompt_toolkit.output import Output
from questionary.prompts.common import Choice as Row

from fieldsurvey.i18n import _
from fieldsurvey.interview.prompts.frame import STYLE
from fieldsurvey.interview.prompts.row_keys import bind_keys, choosing_keys

LEAVE = -1


def ask_side(asked: str, said: Sequence[str], terminal: tuple[Input, Output] | None = None) -> int:
    """Ask which one holds; return its place from 0, or `LEAVE`.

    Args:
        asked: The question above the rows.
        said: What each of them says; the number key of a row takes it.
        terminal: None for the program's own.

    Raises:
        KeyboardInterrupt: The person gave up.
    """
    on: dict[str, Any] = {"input": terminal[0], "output": terminal[1]} if terminal else {}
    rows = [Row(f"{nth + 1}  {words}", nth) for nth, words in enumerate(said)]
    rows.append(Row(f"{len(said) + 1}  " + _("Leave; nothing is decided"), LEAVE))
    question = questionary.select(
        asked,
        choices=rows,
        use_jk_keys=False,
        use_emacs_keys=False,
        qmark="",
        instruction=" ",
        style=STYLE,
        **on,
    )
    bind_keys(question.application, KeyBindings(), choosing_keys)
    question.application.erase_when_done = True
    return int(question.unsafe_ask())


def ask_reason(asked: str, before: str, terminal: tuple[Input, Output] | None = None) -> str:
    """Ask why until there is a reason; Enter takes the one given before.

    Raises:
        KeyboardInterrupt: The person gave up.
    """
    on: dict[str, Any] = {"input": terminal[0], "output": terminal[1]} if terminal else {}
    while True:
        question = questionary.text(asked, default=before, qmark="", style=STYLE, **on)
        reason = str(question.unsafe_ask()).strip()
        if reason:
            return reason
