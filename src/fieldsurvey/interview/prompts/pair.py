"""The team in, the two who are there out."""

from collections.abc import Callable, Sequence

from fieldsurvey.i18n import _
from fieldsurvey.interview.prompts.alone import Ends, choose_alone
from fieldsurvey.interview.prompts.row_keys import naming_keys
from fieldsurvey.interview.prompts.rows import numbered_rows


def ask_pair(members: Sequence[str], terminal: Ends | None = None) -> tuple[str, ...]:
    """Ask which two of the team are there; the first is at the keyboard.

    Raises:
        KeyboardInterrupt: The person gave up.
    """

    def again(first: str) -> str:
        return _("{name} is at the keyboard already. Who else is there?").format(name=first)

    asked = (_("Who is at the keyboard?"), _("Who else is there?"))
    return _ask_both(members, asked, _("at the keyboard"), again, terminal)


def ask_pair_on_paper(members: Sequence[str], terminal: Ends | None = None) -> tuple[str, ...]:
    """Ask which two of the team signed a paper form, in the order they signed.

    Raises:
        KeyboardInterrupt: The person gave up.
    """

    def again(_first: str) -> str:
        return _("Two different inspectors sign. Whose name stands second?")

    asked = (_("Whose name stands first on the paper form?"), _("Whose name stands second?"))
    return _ask_both(members, asked, _("stands first"), again, terminal)


def _ask_both(
    members: Sequence[str],
    asked: tuple[str, str],
    note: str,
    again: Callable[[str], str],
    terminal: Ends | None,
) -> tuple[str, ...]:
    """Ask for two different ones.

    Args:
        members: Of the team.
        asked: For the first, for the second.
        note: Stands after the name of the first while the second is asked for.
        again: What is asked where the first is named again.
        terminal: None for the program's own.
    """
    first = _ask(asked[0], members, {}, terminal)
    notes = {first: f"  {note}"}
    second = _ask(asked[1], members, notes, terminal)
    while second == first:
        second = _ask(again(first), members, notes, terminal)
    return (first, second)


def _ask(asked: str, members: Sequence[str], notes: dict[str, str], terminal: Ends | None) -> str:
    first = next((name for name in members if name not in notes), None)
    rows = numbered_rows(members, notes)
    return str(choose_alone(asked, rows, terminal, bind=naming_keys, first=first))
