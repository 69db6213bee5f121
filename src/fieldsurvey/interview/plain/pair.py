"""The team in, the two who are there out; asked line by line."""

from collections.abc import Sequence

from fieldsurvey.i18n import _
from fieldsurvey.interview.keys import Command
from fieldsurvey.interview.plain.desk import PlainDesk


def ask_pair_plainly(members: Sequence[str], desk: PlainDesk) -> tuple[str, ...]:
    """Ask which two of the team are there; the first is at the keyboard.

    Raises:
        KeyboardInterrupt: The person gave up, or there are no more lines.
    """
    try:
        return _ask_both(members, desk)
    except EOFError:
        raise KeyboardInterrupt from None


def _ask_both(members: Sequence[str], desk: PlainDesk) -> tuple[str, ...]:
    pair: list[str] = []
    for asked in (_("Who is at the keyboard?"), _("Who else is there?")):
        desk.tell(asked)
        left = [(name, name) for name in members if name not in pair]
        name = desk.choose(_("Number"), left)
        while isinstance(name, Command):
            if name is Command.LEAVE:
                raise KeyboardInterrupt
            desk.tell(_("Say first who is there; /q gives up."))
            name = desk.choose(_("Number"), left)
        pair.append(name)
    return tuple(pair)
