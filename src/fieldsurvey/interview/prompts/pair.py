"""The team in, the two who are there out."""

from collections.abc import Sequence
from typing import Any

import questionary
from prompt_toolkit.input import Input
from prompt_toolkit.key_binding import KeyBindings
from prompt_toolkit.output import Output

from fieldsurvey.i18n import _
from fieldsurvey.interview.finishing import SIGNATURES
from fieldsurvey.interview.prompts.frame import STYLE
from fieldsurvey.interview.prompts.row_keys import bind_keys, choosing_keys
from fieldsurvey.interview.prompts.rows import numbered_rows


def ask_pair(
    members: Sequence[str], terminal: tuple[Input, Output] | None = None
) -> tuple[str, ...]:
    """Ask which two of the team are there; the first is at the keyboard.

    Raises:
        KeyboardInterrupt: The person gave up.
    """
    on: dict[str, Any] = {"input": terminal[0], "output": terminal[1]} if terminal else {}
    pair: list[str] = []
    while len(pair) < SIGNATURES:
        left = [name for name in members if name not in pair]
        asked = questionary.select(
            (_("Who is at the keyboard?"), _("Who else is there?"))[len(pair)],
            choices=numbered_rows(left),
            use_jk_keys=False,
            use_emacs_keys=False,
            qmark="",
            instruction=" ",
            style=STYLE,
            **on,
        )
        bind_keys(asked.application, KeyBindings(), choosing_keys)
        asked.application.erase_when_done = True
        pair.append(asked.unsafe_ask())
    return tuple(pair)
