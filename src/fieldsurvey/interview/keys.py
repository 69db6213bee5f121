"""The keys of the interview: the same key means the same everywhere. Pure; names keys by name.

Function keys, because they clash with nothing that is typed and are the first that office people
look for. Each has a twin for keyboards whose function keys do something else.
"""

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
    word: str
    """On the key line, in the user's language."""
    meaning: str
    """In the help, in the user's language."""

    @property
    def shown(self) -> str:
        """The key as it is printed on keyboards: `F2`."""
        return shown_key(self.key)


def command_keys() -> tuple[CommandKey, ...]:
    """Return every command with its keys and words, in the order of the key line."""
    return (
        CommandKey(Command.HELP, "f1", ("c-o",), _("Help"), _("Show these keys.")),
        CommandKey(
            Command.BACK,
            "f2",
            ("pageup", "c-b"),
            _("Back"),
            _("Back along the way you really came; nothing is lost."),
        ),
        CommandKey(
            Command.FORWARD,
            "f3",
            ("pagedown", "c-n"),
            _("Next"),
            _("On to the next question, and leave this one as it is."),
        ),
        CommandKey(
            Command.LIST,
            "f4",
            ("c-l",),
            _("List"),
            _("Every question with its answer; type to search, Enter goes there."),
        ),
        CommandKey(
            Command.REMARK, "f5", ("c-r",), _("Remark"), _("Write a remark on this question.")
        ),
        CommandKey(
            Command.SPECIAL,
            "f6",
            ("c-t",),
            _("Special"),
            _("Refused, does not know, not applicable: where the question allows it."),
        ),
        CommandKey(
            Command.LANGUAGE,
            "f7",
            ("c-g",),
            "English" if language() == "zh" else "中文",
            _("Go on in the other language."),
        ),
        CommandKey(
            Command.LEAVE,
            "f9",
            ("c-x",),
            _("Leave"),
            _("Leave; everything ticked is saved, and it goes on here next time. Ctrl-C, too."),
        ),
    )


def shown_key(key: str) -> str:
    """Return a key as it is printed on keyboards: `c-b` → `Ctrl-B`."""
    if key.startswith("c-"):
        return f"Ctrl-{key[2:].upper()}"
    return {"pageup": "PgUp", "pagedown": "PgDn"}.get(key, key.upper())
