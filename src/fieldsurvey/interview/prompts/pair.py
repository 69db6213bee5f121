"""The team in, the two who are there out."""

from collections.abc import Sequence
from typing import Any

import questionary
from prompt_toolkit.input import Input
from prompt_toolkit.key_binding import KeyBindings
from prompt_toolkit.output import Output, create_output

from fieldsurvey.i18n import _
from fieldsurvey.interview.prompts.frame import STYLE
from fieldsurvey.interview.prompts.guarding import guard
from fieldsurvey.interview.prompts.marks import with_marks_for
from fieldsurvey.interview.prompts.row_keys import bind_keys, naming_keys
from fieldsurvey.interview.prompts.rows import numbered_rows


def ask_pair(
    members: Sequence[str], terminal: tuple[Input, Output] | None = None
) -> tuple[str, ...]:
    """Ask which two of the team are there; the first is at the keyboard.

    Raises:
        KeyboardInterrupt: The person gave up.
    """
    first = _ask(_("Who is at the keyboard?"), members, {}, terminal)
    notes = {first: "  " + _("at the keyboard")}
    asked = _("Who else is there?")
    while (second := _ask(asked, members, notes, terminal)) == first:
        asked = _("{name} is at the keyboard already. Who else is there?").format(name=first)
    return (first, second)


def ask_pair_on_paper(
    members: Sequence[str], terminal: tuple[Input, Output] | None = None
) -> tuple[str, ...]:
    """Ask which two of the team signed a paper form, in the order they signed.

    Raises:
        KeyboardInterrupt: The person gave up.
    """
    first = _ask(_("Whose name stands first on the paper form?"), members, {}, terminal)
    notes = {first: "  " + _("stands first")}
    asked = _("Whose name stands second?")
    while (second := _ask(asked, members, notes, terminal)) == first:
        asked = _("Two different inspectors sign. Whose name stands second?")
    return (first, second)


def _ask(
    asked: str,
    members: Sequence[str],
    notes: dict[str, str],
    terminal: tuple[Input, Output] | None,
) -> str:
    on: dict[str, Any] = {"output": with_marks_for(create_output())}
    if terminal:
        on = {"input": terminal[0], "output": terminal[1]}
    question = questionary.select(
        asked,
        choices=numbered_rows(members, notes),
        default=next((name for name in members if name not in notes), None),
        use_jk_keys=False,
        use_emacs_keys=False,
        qmark="",
        instruction=" ",
        style=STYLE,
        **on,
    )
    bind_keys(question.application, KeyBindings(), naming_keys)
    question.application.erase_when_done = True
    guard(question.application)
    return str(question.unsafe_ask())
