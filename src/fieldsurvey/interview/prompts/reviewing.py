"""An interview in, what the person does with its overview out: mend, finish, go on, leave."""

from questionary import Separator
from questionary.prompts.common import Choice as Row

from fieldsurvey.interview.conducting import Action, Finish, Turn
from fieldsurvey.interview.keys import Command
from fieldsurvey.interview.prompts.choosing import choose
from fieldsurvey.interview.prompts.signing import SigningDesk
from fieldsurvey.interview.prompts.terminal import Terminal
from fieldsurvey.interview.showing.menus import Part, overview_menu
from fieldsurvey.interview.showing.overview import overview
from fieldsurvey.interview.showing.overview_words import hung, overview_lines
from fieldsurvey.interview.showing.step import Step

_POINTER_COLUMNS = 3


def ask_review(terminal: Terminal, turn: Turn, step: Step, desk: SigningDesk) -> Action | Command:
    """Show the whole interview, what is to be mended first; else let two inspectors sign."""
    whole = overview(turn.conversation)
    rows = [
        _row(entry, terminal.columns)
        for entry in overview_menu(whole, turn.conversation, terminal.heading)
    ]
    first = next(row.value for row in rows if not isinstance(row, Separator))
    lines = overview_lines(whole)
    chosen: Action | Command = choose(terminal, turn, step, lines, rows, first)
    return desk.sign(turn, step) if isinstance(chosen, Finish) else chosen


def _row(entry: tuple[str, object] | Part, columns: int) -> Row:
    if isinstance(entry, Part):
        return Separator(f"── {entry.words}")
    title, value = entry
    return Row(hung(title, columns, _POINTER_COLUMNS), value)
