"""A command in, its help in the user's language and wrapped by the terminal out."""

from collections.abc import Mapping, Sequence
from typing import Any

from fieldsurvey.i18n import _

HELP_OPTIONS = ("-h", "--help")


def let_help_flow(command: Any) -> None:
    """Join the lines of each paragraph of a command's help: the terminal wraps them, not we."""
    if command.help:
        paragraphs = command.help.split("\n\n")
        command.help = "\n\n".join(" ".join(paragraph.split()) for paragraph in paragraphs)
    children: Mapping[str, Any] = getattr(command, "commands", {})
    for child in children.values():
        let_help_flow(child)


def translate_help(command: Any) -> None:
    """Put a command's help and its options' help in the user's language."""
    for attribute in ("help", "short_help", "epilog", "rich_help_panel"):
        text = getattr(command, attribute, None)
        if isinstance(text, str) and text:
            setattr(command, attribute, _(text))
    for parameter in command.params:
        if getattr(parameter, "help", None):
            parameter.help = _(parameter.help)
    own = command.get_help_option(
        command.context_class(command, help_option_names=list(HELP_OPTIONS))
    )
    if own is not None:
        own.help = _("Show this message and exit.")
    children: Mapping[str, Any] = getattr(command, "commands", {})
    for child in children.values():
        translate_help(child)


def translate_panels(arguments: Sequence[str]) -> None:
    """Put the titles of the panels of a help page in the user's language, where one is shown.

    Only then: what draws the page takes longer to load than most commands to run.
    """
    if arguments and not any(word in HELP_OPTIONS for word in arguments):
        return
    from typer import rich_utils

    rich_utils.OPTIONS_PANEL_TITLE = _("Options")
    rich_utils.ARGUMENTS_PANEL_TITLE = _("Arguments")
    rich_utils.COMMANDS_PANEL_TITLE = _("Commands")
