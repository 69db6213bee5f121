"""An interview gone through in, what the person does with it out: mend, finish, leave."""

from fieldsurvey.interview.conducting import Action, Finish, Turn
from fieldsurvey.interview.keys import Command
from fieldsurvey.interview.menus import review_menu
from fieldsurvey.interview.prompts.choosing import choose
from fieldsurvey.interview.prompts.rows import menu_rows
from fieldsurvey.interview.prompts.signing import SigningDesk
from fieldsurvey.interview.prompts.terminal import Terminal
from fieldsurvey.interview.review import review
from fieldsurvey.interview.screen import review_lines
from fieldsurvey.interview.step import Step


def ask_review(terminal: Terminal, turn: Turn, step: Step, desk: SigningDesk) -> Action | Command:
    """Show what is left to be mended, else let two inspectors sign."""
    gone_through = review(turn.conversation)
    lines = review_lines(gone_through, turn.conversation, terminal.heading)
    rows = menu_rows(review_menu(gone_through, turn.conversation))
    chosen: Action | Command = choose(terminal, turn, step, lines, rows, rows[0].value)
    return desk.sign(turn, step) if isinstance(chosen, Finish) else chosen
