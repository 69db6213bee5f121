"""A command key in, what it leads to out."""

from fieldsurvey.expressions.values import SpecialAnswer
from fieldsurvey.i18n import _
from fieldsurvey.interview.commanding import move_of, switch_language
from fieldsurvey.interview.conducting import Action, Answer, Jump, Remark, Turn
from fieldsurvey.interview.keys import Command
from fieldsurvey.interview.prompts.choosing import choose, search, write_aside
from fieldsurvey.interview.prompts.photographing import photograph
from fieldsurvey.interview.prompts.rows import menu_rows
from fieldsurvey.interview.prompts.terminal import Terminal
from fieldsurvey.interview.showing.columns import Line
from fieldsurvey.interview.showing.menus import first_asked, jump_menu, special_menu
from fieldsurvey.interview.showing.overview_words import skipped_lines
from fieldsurvey.interview.showing.screen import help_lines
from fieldsurvey.interview.showing.step import Step


def obey(terminal: Terminal, turn: Turn, step: Step, command: Command) -> Action | None:
    """Return the action a command key leads to; None where it only changed what is shown."""
    match command:
        case Command.HELP:
            terminal.show(help_lines(in_row="/" in step.path))
        case Command.LANGUAGE:
            return switch_language()
        case Command.LIST:
            return _jump(terminal, turn, step)
        case Command.REMARK:
            return _remark(terminal, turn, step)
        case Command.SPECIAL:
            return _special(terminal, turn, step)
        case Command.PHOTO:
            return photograph(terminal, turn, step)
    return move_of(command)


def _remark(terminal: Terminal, turn: Turn, step: Step) -> Remark | None:
    if not step.path:
        return None
    text = write_aside(terminal, turn, [[("class:question", _("Remark"))]], step.remark)
    return Remark(step.path, text) if isinstance(text, str) else None


def _special(terminal: Terminal, turn: Turn, step: Step) -> Answer | None:
    if not step.special:
        terminal.say([[("class:warning", _("This question takes no special answer."))]])
        return None
    lines: list[Line] = [[("class:question", step.label)]]
    rows = menu_rows(special_menu(step))
    chosen = choose(terminal, turn, step, lines, rows, rows[0].value)
    return Answer(chosen) if isinstance(chosen, SpecialAnswer) else None


def _jump(terminal: Terminal, turn: Turn, step: Step) -> Jump | None:
    """Let the person search the list of all questions; one that a rule skips says why."""
    conversation, told = turn.conversation, list[Line]()
    while True:
        lines: list[Line] = [*told, [("class:question", _("Where to?"))]]
        chosen = search(terminal, turn, step, lines, jump_menu(conversation))
        if isinstance(chosen, Command):
            return None
        if isinstance(chosen, Jump):
            chosen = first_asked(conversation, chosen.path)
        if not chosen or conversation.evaluation.is_asked(chosen):
            return Jump(chosen)
        told = skipped_lines(conversation, chosen)
