"""A command typed in, what it leads to out."""

from fieldsurvey.i18n import _
from fieldsurvey.interview.commanding import move_of, switch_language
from fieldsurvey.interview.conducting import Action, Answer, Jump, Remark
from fieldsurvey.interview.conversation import Conversation
from fieldsurvey.interview.keys import Command, command_keys
from fieldsurvey.interview.leaving import QuickExit
from fieldsurvey.interview.plain.desk import BLANK, PlainDesk
from fieldsurvey.interview.plain.questions import choose_found
from fieldsurvey.interview.showing.menus import first_asked, jump_menu, special_menu
from fieldsurvey.interview.showing.overview_words import skipped_lines
from fieldsurvey.interview.showing.step import Step


def obey(
    desk: PlainDesk, conversation: Conversation, step: Step, command: Command
) -> Action | None:
    """Return the action a command leads to; None where it only said something."""
    match command:
        case Command.HELP:
            desk.tell(*help_texts(in_row="/" in step.path))
        case Command.LANGUAGE:
            return switch_language()
        case Command.QUICK_EXIT:
            raise QuickExit
        case Command.LIST:
            return _jump(desk, conversation)
        case Command.REMARK if step.path:
            text = desk.ask(_("Remark"), step.remark)
            return Remark(step.path, text) if isinstance(text, str) else None
        case Command.SPECIAL:
            return _special(desk, step)
    return move_of(command)


def help_texts(*, in_row: bool = False) -> list[str]:
    """Return what each command does, and how to answer."""
    commands = [f"/{key.letter}  {key.word}: {key.meaning}" for key in command_keys(in_row=in_row)]
    return [
        _("Commands are typed instead of an answer, then Enter:"),
        *commands,
        _("A choice is answered by its number; several by their numbers, blanks between."),
        _("Enter alone keeps what stands in [ ]; {sign} alone leaves it blank.").format(sign=BLANK),
        _("A text that begins with a slash is typed with two: //"),
    ]


def _special(desk: PlainDesk, step: Step) -> Answer | None:
    if not step.special:
        desk.tell(_("This question takes no special answer."))
        return None
    chosen = desk.choose(_("Number"), special_menu(step))
    return None if isinstance(chosen, Command) else Answer(chosen)


def _jump(desk: PlainDesk, conversation: Conversation) -> Jump | None:
    """Let the person search the list of all questions; one that a rule skips says why."""
    menu = jump_menu(conversation)
    while True:
        typed = desk.ask(
            _("Where to? Number or a part of the question; Enter alone lists the first")
        )
        if isinstance(typed, Command):
            return None
        if not menu.find(typed).count:
            desk.tell(_("Nothing fits; type less of it."))
            continue
        chosen = choose_found(desk, menu, typed)
        if isinstance(chosen, Command):
            return None
        path = first_asked(conversation, chosen.path) if isinstance(chosen, Jump) else chosen
        if not path or conversation.evaluation.is_asked(path):
            return Jump(path)
        desk.say(skipped_lines(conversation, path))
