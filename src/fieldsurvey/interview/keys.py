"""The keys of the interview: the same key means the same everywhere. Pure; names keys by name.

Function keys, because they clash with nothing that is typed and are the first that office people
look for. Each has a twin for keyboards whose function keys do something else.
"""

import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from enum import Enum

from fieldsurvey.i18n import _, language


class Command(Enum):
    """What a key asks for besides an answer."""

    HELP = "help"
    BACK = "back"
    FORWARD = "forward"
    LIST = "list"
    REMARK = "remark"
    SPECIAL = "special"
    LANGUAGE = "language"
    PHOTO = "photo"
    LEAVE = "leave"
    OVERVIEW = "overview"
    QUICK_EXIT = "quick_exit"
    PREVIOUS_ROW = "previous_row"
    NEXT_ROW = "next_row"


@dataclass(frozen=True, slots=True)
class CommandKey:
    """One command with its keys."""

    command: Command
    key: str
    """As prompt_toolkit names it: `f2`."""
    twins: tuple[str, ...]
    """Keys that do the same: `pageup`, `c-b`."""
    letter: str
    """Typed after a slash where lines are typed instead of keys pressed: `b`."""
    word: str
    """On the key line, in the user's language."""
    meaning: str
    """In the help, in the user's language."""

    @property
    def shown(self) -> str:
        """The key as it is printed on keyboards: `F2`."""
        return shown_key(self.key)


ROW_COMMANDS = frozenset({Command.PREVIOUS_ROW, Command.NEXT_ROW})
"""Commands that mean something in the rows of a repeat only."""


def command_keys(*, in_row: bool = True) -> tuple[CommandKey, ...]:
    """Return the commands with their keys and words, in the order of the key line.

    Args:
        in_row: Whether a row of a repeat is asked about; elsewhere there is none to go to.
    """
    keys = (*_everywhere(), *_in_rows())
    return tuple(key for key in keys if in_row or key.command not in ROW_COMMANDS)


def _everywhere() -> Iterator[CommandKey]:
    yield CommandKey(Command.HELP, "f1", ("c-o",), "?", _("Help"), _("Show these keys."))
    yield CommandKey(
        Command.BACK,
        "f2",
        ("pageup", "c-b"),
        "b",
        _("Back"),
        _("Back along the way you really came; nothing is lost."),
    )
    yield CommandKey(
        Command.FORWARD,
        "f3",
        ("pagedown", "c-n"),
        "n",
        _("Next"),
        _("On to the next question; this one stays as it is."),
    )
    yield CommandKey(
        Command.LIST,
        "f4",
        ("c-l",),
        "l",
        _("List"),
        _("Every question with its answer; type to search, Enter goes there."),
    )
    yield CommandKey(
        Command.REMARK, "f5", ("c-r",), "r", _("Remark"), _("Write a remark on this question.")
    )
    yield CommandKey(
        Command.SPECIAL,
        "f6",
        ("c-t",),
        "s",
        _("Special"),
        _("Refused, does not know, not applicable."),
    )
    yield CommandKey(
        Command.LANGUAGE,
        "f7",
        ("c-g",),
        "g",
        "EN" if language() == "zh" else "中文",
        _("Go on in the other language."),
    )
    yield CommandKey(
        Command.PHOTO, "f8", ("c-p",), "p", _("Photo"), _("Attach photos to this question.")
    )
    yield CommandKey(
        Command.LEAVE,
        "f9",
        ("c-x",),
        "q",
        _("Leave"),
        _("Leave; everything ticked is saved, and it goes on here next time. Ctrl-C, too."),
    )
    yield CommandKey(
        Command.OVERVIEW,
        "f10",
        ("c-k",),
        "o",
        _("Overview"),
        _("The whole interview, what is to be mended first."),
    )
    yield CommandKey(
        Command.QUICK_EXIT,
        "c-q",
        ("c-\\",),
        "x",
        _("Hide"),
        _("Leave at once, and clear the screen."),
    )


def _in_rows() -> Iterator[CommandKey]:
    yield CommandKey(
        Command.PREVIOUS_ROW,
        "c-up",
        ("f11",),
        "u",
        _("Row before"),
        _("The same question of the person or row before this one."),
    )
    yield CommandKey(
        Command.NEXT_ROW,
        "c-down",
        ("f12",),
        "d",
        _("Next row"),
        _("The same question of the next person or row."),
    )


def typed_command(typed: str) -> Command | None:
    """Return the command that a line asks for: a slash or a dot before its letter or its word.

    None where it is no such line, or no command has that letter.
    """
    text = unicodedata.normalize("NFKC", typed).strip().casefold()
    if text == "?":
        return Command.HELP
    if text[:1] not in ("/", "."):
        return None
    named = {name.casefold(): key.command for key in command_keys() for name in _names(key)}
    return named.get(text[1:].strip())


def _names(key: CommandKey) -> tuple[str, ...]:
    return (key.letter, key.command.value, key.word)


def shown_key(key: str) -> str:
    """Return a key as it is printed on keyboards: `c-b` → `Ctrl-B`."""
    if key.startswith("c-"):
        return f"Ctrl-{_ARROWS.get(key[2:], key[2:].upper())}"
    return {"pageup": "PgUp", "pagedown": "PgDn"}.get(key, key.upper())


_ARROWS = {"up": "↑", "down": "↓"}
