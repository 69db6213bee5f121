"""Rows in, the one chosen or those marked out; or a line of text."""

from collections.abc import Callable
from typing import Any

import questionary
from questionary.prompts.common import Choice as Row

from fieldsurvey.i18n import _
from fieldsurvey.interview.conducting import Turn
from fieldsurvey.interview.keys import Command
from fieldsurvey.interview.prompts.row_keys import Titles, choosing_keys, marking_keys
from fieldsurvey.interview.prompts.rows import choice_rows
from fieldsurvey.interview.prompts.search_list import search_list
from fieldsurvey.interview.prompts.terminal import Aids, Terminal, nothing_understood
from fieldsurvey.interview.showing.columns import Line
from fieldsurvey.interview.showing.searched_list import SearchedList, searched_choices
from fieldsurvey.interview.showing.step import Step
from fieldsurvey.interview.typed.digits import choice_titles


def choose(
    terminal: Terminal,
    turn: Turn,
    step: Step,
    lines: list[Line],
    rows: list[Row],
    default: object,
) -> Any:
    """Return the value of the row chosen by its number, or by arrows and Enter; or a Command.

    The rows of the choices of the question asked, if it has any, stand last.
    """
    return terminal.run(
        turn,
        step,
        lines,
        questionary.select,
        Aids(choosing_keys, _titles(step, rows, before=3)),
        choices=rows,
        default=default,
        instruction=_("Press the number, or ↑ ↓ and Enter"),
        use_jk_keys=False,
        use_emacs_keys=False,
    )


def search(
    terminal: Terminal,
    turn: Turn,
    step: Step,
    lines: list[Line],
    searched: SearchedList,
    blank: str = "",
) -> Any:
    """Return the value of the row found by typing; '' for the blank row; or a Command."""
    return terminal.run(turn, step, lines, search_list, searched=searched, blank=blank)


def search_several(
    terminal: Terminal, turn: Turn, step: Step, lines: list[Line], stored: str
) -> str | Command:
    """Return the codes of the choices found and marked, parted by blanks; or a Command."""
    chosen = terminal.run(
        turn,
        step,
        lines,
        search_list,
        searched=searched_choices(step.choices),
        blank=_("⏎  go on"),
        marked=stored.split(),
    )
    return chosen if isinstance(chosen, Command) else " ".join(chosen)


def mark(
    terminal: Terminal, turn: Turn, step: Step, lines: list[Line], stored: str
) -> str | Command:
    """Return the codes of the choices marked, parted by blanks; or a Command."""
    titles = choice_titles(step.choices, terminal.columns, before=5)
    rows = choice_rows(titles, step.choices, marked=stored.split())
    chosen = terminal.run(
        turn,
        step,
        lines,
        questionary.checkbox,
        Aids(marking_keys, _titles(step, rows, before=5)),
        choices=rows,
        instruction=_("Press the number of each that applies, then Enter"),
        use_jk_keys=False,
        use_emacs_keys=False,
    )
    return chosen if isinstance(chosen, Command) else " ".join(chosen)


def _titles(step: Step, rows: list[Row], before: int) -> Titles | None:
    """Return what breaks long choices anew; None where the rows are no choices."""
    names = [row.value for row in rows[len(rows) - len(step.choices) :]]
    if not step.choices or names != [choice.name for choice in step.choices]:
        return None
    return lambda columns: choice_titles(step.choices, columns, before)


def write(
    terminal: Terminal,
    turn: Turn,
    step: Step,
    lines: list[Line],
    default: str = "",
    understood: Callable[[str], Line] = nothing_understood,
) -> str | Command:
    """Return a line of text; or a Command."""
    aids = Aids(understood=understood)
    text: str | Command = terminal.run(turn, step, lines, questionary.text, aids, default=default)
    return text


def write_aside(
    terminal: Terminal, turn: Turn, lines: list[Line], default: str = ""
) -> str | Command:
    """Return a line of text about the question asked; what was typed to it stays."""
    typed = terminal.typed
    text = write(terminal, turn, turn.conversation.step(), lines, default)
    terminal.typed = typed
    return text
