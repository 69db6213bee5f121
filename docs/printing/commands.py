"""The commands in, their reference out: what each does, its arguments, options and an example."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from typer.main import get_command

from fieldsurvey.cli import app
from printing.markdown import code, paragraphs, table

_OF_EVERY_COMMAND = {"install_completion", "show_completion", "help"}


def all_commands() -> Iterator[tuple[str, Any]]:
    """Yield every command that can be run, with the words that run it: `roster import`."""
    for entry in app.COMMANDS:
        yield from _leaves(entry.name, app.build(entry.name))


def _leaves(words: str, command: Any) -> Iterator[tuple[str, Any]]:
    children = getattr(command, "commands", {})
    if children and command.invoke_without_command:
        yield words, command
    for name, child in children.items():
        yield from _leaves(f"{words} {name}", child)
    if not children:
        yield words, command


def global_options() -> list[str]:
    """Print the options that may stand anywhere in a command."""
    return _parameters(get_command(app.app))


def commands() -> list[str]:
    """Print every command: first the list by who uses it, then each by itself."""
    panels: dict[str, list[str]] = {}
    panel_of = {entry.name: entry.panel for entry in app.COMMANDS}
    for words, _command in all_commands():
        link = f"[{words}](#{words.replace(' ', '-')})"
        panels.setdefault(panel_of[words.split()[0]], []).append(link)
    lines = table(("who", "commands"), [(who, " · ".join(links)) for who, links in panels.items()])
    for words, command in all_commands():
        lines += ["", f"## {words}", "", *_described(words, command)]
    return lines


def _described(words: str, command: Any) -> list[str]:
    usage = " ".join(["fieldsurvey", words, *_usage(command)])
    lines = [*paragraphs(command.help or ""), "", "```", usage, "```"]
    if parameters := _parameters(command):
        lines += ["", *parameters]
    if command.epilog:
        lines += ["", f"Example: `{command.epilog.removeprefix('Example: ')}`"]
    return lines


def _usage(command: Any) -> Iterator[str]:
    optional = False
    for parameter in command.params:
        if parameter.param_type_name == "argument":
            yield _argument(parameter)
        elif parameter.required:
            yield f"{parameter.opts[0]} {_value(parameter)}"
        else:
            optional |= parameter.name not in _OF_EVERY_COMMAND
    if optional:
        yield "[OPTIONS]"


def _argument(parameter: Any) -> str:
    name = (parameter.metavar or parameter.name.upper()).strip("[]")
    return str(name) if parameter.required else f"[{name}]"


def _value(parameter: Any) -> str:
    """Return what stands after an option; nothing for one that takes no value."""
    return "" if getattr(parameter, "is_flag", False) else parameter.metavar or "TEXT"


def _parameters(command: Any) -> list[str]:
    rows = [
        (_spelled(parameter), _meant(parameter))
        for parameter in command.params
        if parameter.name not in _OF_EVERY_COMMAND
    ]
    return table(("argument or option", "meaning"), rows) if rows else []


def _spelled(parameter: Any) -> str:
    if parameter.param_type_name == "argument":
        return code(_argument(parameter))
    return code(f"{', '.join(parameter.opts)} {_value(parameter)}".strip())


def _meant(parameter: Any) -> str:
    meaning = [parameter.help or ""]
    if isinstance(parameter.default, str | Path) and str(parameter.default):
        meaning.append(f"Default: `{parameter.default}`.")
    if variable := getattr(parameter, "envvar", None):
        meaning.append(f"Environment: `{variable}`.")
    return " ".join(meaning)
