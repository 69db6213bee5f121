"""A difference between two keyings in, which of them the paper bears out."""

from enum import Enum

from questionary.prompts.common import Choice as Row

from fieldsurvey.i18n import _
from fieldsurvey.interview.prompts.alone import Ends, choose_alone


class Choice(Enum):
    """What is chosen."""

    FIRST = "first"
    SECOND = "second"
    NEITHER = "neither"
    """The paper says something else, which is typed."""
    LATER = "later"
    """Leave; what is settled is kept."""


def ask_which(first: str, second: str, terminal: Ends | None = None) -> Choice:
    """Ask which of two keyings is what the paper says.

    Args:
        first: Who keyed first, and what.
        second: Who keyed second, and what.
        terminal: None for the program's own.

    Raises:
        KeyboardInterrupt: The person gave up.
    """
    rows = [
        Row(f"1  {first}", Choice.FIRST),
        Row(f"2  {second}", Choice.SECOND),
        Row("3  " + _("Something else: type it"), Choice.NEITHER),
        Row("4  " + _("Leave, and go on later"), Choice.LATER),
    ]
    chosen: Choice = choose_alone(_("What does the paper say?"), rows, terminal)
    return chosen
