"""A finished interview in, the reason to open it again out."""

from typing import Any

import questionary
from prompt_toolkit.input import Input
from prompt_toolkit.output import Output

from fieldsurvey.i18n import _
from fieldsurvey.interview.prompts.frame import STYLE
from fieldsurvey.interview.refusal import Refusal
from fieldsurvey.interview.typed_text import read_text


def ask_why_reopened(subject: str, terminal: tuple[Input, Output] | None = None) -> str:
    """Ask until a reason is given.

    Raises:
        KeyboardInterrupt: The person gave up; the interview stays finished.
    """
    on: dict[str, Any] = {"input": terminal[0], "output": terminal[1]} if terminal else {}
    asked = _("Why is {subject} opened again? It stays with the interview.").format(subject=subject)
    told = ""
    while True:
        question = questionary.text(f"{told}{asked}\n", qmark="", style=STYLE, **on)
        question.application.erase_when_done = True
        reason = read_text(question.unsafe_ask())
        if isinstance(reason, str) and reason:
            return reason
        why = str(reason) if isinstance(reason, Refusal) else _("A reason is needed.")
        told = f"✗ {why}\n"
