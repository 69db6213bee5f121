"""What two or more interviews say in one question in, which of them holds out."""

from collections.abc import Sequence

from questionary.prompts.common import Choice as Row

from fieldsurvey.i18n import _
from fieldsurvey.interview.prompts.alone import Ends, choose_alone, type_alone

LEAVE = -1


def ask_side(asked: str, said: Sequence[str], terminal: Ends | None = None) -> int:
    """Ask which one holds; return its place from 0, or `LEAVE`.

    Args:
        asked: The question above the rows.
        said: What each of them says; the number key of a row takes it.
        terminal: None for the program's own.

    Raises:
        KeyboardInterrupt: The person gave up.
    """
    rows = [Row(f"{nth + 1}  {words}", nth) for nth, words in enumerate(said)]
    rows.append(Row(f"{len(said) + 1}  " + _("Leave; nothing is decided"), LEAVE))
    return int(choose_alone(asked, rows, terminal))


def ask_reason(asked: str, before: str, terminal: Ends | None = None) -> str:
    """Ask why until there is a reason; Enter takes the one given before.

    Raises:
        KeyboardInterrupt: The person gave up.
    """
    while True:
        reason = type_alone(asked, terminal, kept=before, stays=True).strip()
        if reason:
            return reason
