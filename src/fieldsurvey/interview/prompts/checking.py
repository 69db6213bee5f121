"""A check that has just fired in, the reason or the way to mend it out."""

from fieldsurvey.interview.conducting import Action, Explain, Turn
from fieldsurvey.interview.keys import Command
from fieldsurvey.interview.prompts.choosing import choose, write
from fieldsurvey.interview.prompts.rows import menu_rows
from fieldsurvey.interview.prompts.terminal import Terminal
from fieldsurvey.interview.showing.menus import check_menu
from fieldsurvey.interview.showing.problem_words import check_lines
from fieldsurvey.interview.showing.step import Step
from fieldsurvey.questionnaire.model import CheckKind


def ask_check(terminal: Terminal, turn: Turn, step: Step) -> Action | Command:
    """Return why the answers are as they are, or which of them to go to; either may wait."""
    lines = check_lines(step, turn.conversation)
    if step.check is not None and step.check.kind is CheckKind.FIX:
        rows = menu_rows(check_menu(step, turn.conversation))
        chosen: Action | Command = choose(terminal, turn, step, lines, rows, rows[0].value)
        return chosen
    reason = write(terminal, turn, step, lines, terminal.typed_at(step) or step.remark)
    return reason if isinstance(reason, Command) else Explain(step.path, reason)
