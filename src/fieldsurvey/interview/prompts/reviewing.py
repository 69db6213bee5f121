"""An interview gone through in, what the person does with it out: mend, finish, leave."""

from collections.abc import Sequence

from fieldsurvey.i18n import _
from fieldsurvey.interview.columns import Line
from fieldsurvey.interview.conducting import Action, Finish, Turn
from fieldsurvey.interview.finishing import SIGNATURES
from fieldsurvey.interview.keys import Command
from fieldsurvey.interview.menus import review_menu
from fieldsurvey.interview.prompts.choosing import choose, write
from fieldsurvey.interview.prompts.rows import menu_rows, numbered_rows
from fieldsurvey.interview.prompts.terminal import Terminal
from fieldsurvey.interview.review import review
from fieldsurvey.interview.screen import review_lines
from fieldsurvey.interview.step import Step


def ask_review(
    terminal: Terminal, turn: Turn, step: Step, inspectors: Sequence[str]
) -> Action | Command:
    """Show what is left to be mended, else let two inspectors sign."""
    gone_through = review(turn.conversation)
    lines = review_lines(gone_through, turn.conversation, terminal.heading)
    rows = menu_rows(review_menu(gone_through, turn.conversation))
    chosen: Action | Command = choose(terminal, turn, step, lines, rows, rows[0].value)
    return _sign(terminal, turn, step, inspectors) if isinstance(chosen, Finish) else chosen


def _sign(
    terminal: Terminal, turn: Turn, step: Step, inspectors: Sequence[str]
) -> Finish | Command:
    names: list[str] = []
    while len(names) < SIGNATURES:
        who = _("Signature {number} of {count}").format(number=len(names) + 1, count=SIGNATURES)
        lines: list[Line] = [[("class:question", who)]]
        left = [name for name in inspectors if name not in names]
        rows = numbered_rows(left)
        name = (
            choose(terminal, turn, step, lines, rows, left[0])
            if rows
            else write(terminal, turn, step, lines)
        )
        if isinstance(name, Command):
            return name
        names.append(name)
    return Finish(tuple(names))
