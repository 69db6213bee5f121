"""The team in, the two who are there out."""

from collections.abc import Sequence

from fieldsurvey.i18n import _
from fieldsurvey.interview.prompts.alone import Ends, choose_alone
from fieldsurvey.interview.prompts.row_keys import naming_keys
from fieldsurvey.interview.prompts.rows import numbered_rows


def ask_pair(members: Sequence[str], terminal: Ends | None = None) -> tuple[str, ...]:
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


def ask_pair_on_paper(members: Sequence[str], terminal: Ends | None = None) -> tuple[str, ...]:
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
    terminal: Ends | None,
) -> str:
    first = next((name for name in members if name not in notes), None)
    rows = numbered_rows(members, notes)
    return str(choose_alone(asked, rows, terminal, bind=naming_keys, first=first))
