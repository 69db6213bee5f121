"""A difference between two keyings in, which of them the paper bears out."""

from enum import Enum
from typing import Any

import questionary
from prompt_toolkit.input import Input
from prompt_toolkit.key_binding import KeyBindings
from prompt_toolkit.output import Output
from questionary.prompts.common import Choice as Row

from fieldsurvey.i18n import _
from fieldsurvey.interview.prompts.frame import STYLE
from fieldsurvey.interview.prompts.row_keys import bind_keys, choosing_keys


class Choice(Enum):
    """What is chosen."""

    FIRST = "first"
    SECOND = "second"
    NEITHER = "neither"
    """The paper says something else, which is typed."""
    LATER = "later"
    """Leave; what is settled is kept."""


def ask_which(first: str, second: str, terminal: tuple[Input, Output] | None = None) -> Choice:
    """Ask which of two keyings is what the paper says.

    Args:
        first: Who keyed first, and what.
        second: Who keyed second, and what.
        terminal: None for the program's own.

    Raises:
        KeyboardInterrupt: The person gave up.
    """
    on: dict[str, Any] = {"input": terminal[0], "output": terminal[1]} if terminal else {}
    rows = [
        Row(f"1  {first}", Choice.FIRST),
        Row(f"2  {second}", Choice.SECOND),
        Row("3  " + _("Something else: type it"), Choice.NEITHER),
        Row("4  " + _("Leave, and go on later"), Choice.LATER),
    ]
    asked = questionary.select(
        _("What does the paper say?"),
        choices=rows,
        use_jk_keys=False,
        use_emacs_keys=False,
        qmark="",
        instruction=" ",
        style=STYLE,
        **on,
    )
    bind_keys(asked.application, KeyBindings(), choosing_keys)
    asked.application.erase_when_done = True
    chosen: Choice = asked.unsafe_ask()
    return chosen
