"""What a paper form says of itself in, asked one line after another, out."""

from collections.abc import Callable
from typing import Any

import questionary
from prompt_toolkit import print_formatted_text
from prompt_toolkit.formatted_text import FormattedText
from prompt_toolkit.input import Input
from prompt_toolkit.output import Output

from fieldsurvey.interview.prompts.frame import STYLE
from fieldsurvey.interview.refusal import Refusal
from fieldsurvey.interview.screen import refusal_lines


def ask_line(
    what: str,
    read: Callable[[str], str | Refusal],
    terminal: tuple[Input, Output] | None = None,
) -> str:
    """Ask for one line until it can be read and is not blank; return what was understood.

    Raises:
        KeyboardInterrupt: The person gave up.
    """
    on: dict[str, Any] = {"input": terminal[0], "output": terminal[1]} if terminal else {}
    while True:
        typed = questionary.text(what, qmark="", style=STYLE, **on).unsafe_ask()
        understood = read(typed)
        if isinstance(understood, Refusal):
            told = FormattedText(refusal_lines(understood)[0])
            print_formatted_text(told, style=STYLE, output=terminal[1] if terminal else None)
        elif understood:
            return understood
