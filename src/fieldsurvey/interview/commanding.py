"""A command in, the action that it leads to without asking anything out. Pure but for the language.

What a command asks or shows on its way is up to whoever asks.
"""

from collections.abc import Mapping

from fieldsurvey.i18n import LANGUAGES, language, set_language
from fieldsurvey.interview.conducting import Action, Back, Forward, Jump, Leave, Speak
from fieldsurvey.interview.keys import Command
from fieldsurvey.interview.rows.acting import ToRow

_MOVES: Mapping[Command, Action] = {
    Command.BACK: Back(),
    Command.FORWARD: Forward(),
    Command.PREVIOUS_ROW: ToRow(-1),
    Command.NEXT_ROW: ToRow(1),
    Command.LEAVE: Leave(),
    Command.OVERVIEW: Jump(""),
}


def move_of(command: Command) -> Action | None:
    """Return where a command leads to; None where it leads nowhere by itself."""
    return _MOVES.get(command)


def switch_language() -> Speak:
    """Go on in the other language."""
    set_language(LANGUAGES[1 - LANGUAGES.index(language())])
    return Speak(language())
