"""The keys that mean something while paper is keyed, on the key line and in the help. Pure."""

from fieldsurvey.i18n import _
from fieldsurvey.interview.keys import Command, command_keys, shown_key
from fieldsurvey.interview.showing.columns import Line, pad


def keying_key_line() -> Line:
    """Return the keys that mean something here."""
    line: Line = []
    for key in command_keys(in_row=False):
        if key.command in _COMMANDS:
            word = _("Go to") if key.command is Command.LIST else key.word
            line += [("class:key", f"{key.shown} "), ("class:quiet", f"{word}  ")]
    return line


_COMMANDS = frozenset(
    {
        *(Command.HELP, Command.BACK, Command.FORWARD, Command.LIST, Command.REMARK),
        *(Command.SPECIAL, Command.LANGUAGE, Command.LEAVE, Command.QUICK_EXIT),
    }
)


def keying_help() -> list[Line]:
    """Return what the keys do while paper is keyed."""
    meanings = {
        Command.HELP: _("Show these keys; any key goes back to the page."),
        Command.BACK: _("To the field before, also one that is skipped. ↑, too."),
        Command.FORWARD: _("To the field after, and leave this one as it is. ↓, too."),
        Command.LIST: _("Go to a question by its number on the paper."),
        Command.REMARK: _("A remark on this question; at the faults, it settles a fault."),
        Command.SPECIAL: _("Refused, does not know, not applicable: where the paper says so."),
        Command.LANGUAGE: _("Go on in the other language."),
        Command.QUICK_EXIT: _("Leave at once and clear the screen; every field is saved."),
        Command.LEAVE: _("Leave; every field is saved, and it goes on here next time."),
    }
    lines: list[Line] = [[("class:heading", _("Keying from paper"))], []]
    lines += [
        [
            ("class:key", pad("  1 2 3 …", 14)),
            ("", _("The code; a complete one goes on by itself.")),
        ],
        [("class:key", pad("  Enter", 14)), ("", _("The paper is blank; ends numbers and words."))],
        [("class:key", pad("  ?", 14)), ("", _("Nobody can read it, or two boxes are ticked."))],
        [("class:key", pad("  R D N", 14)), ("", _("Refused, does not know, not applicable."))],
    ]
    for key in command_keys(in_row=False):
        if key.command in meanings:
            names = ", ".join([key.shown, *(shown_key(twin) for twin in key.twins[-1:])])
            lines.append([("class:key", pad(f"  {names}", 14)), ("", meanings[key.command])])
    lines += [
        [],
        [("", _("Nothing stops you inside a section; what cannot be taken is listed at its end."))],
        [("", _("A beep: that code is not on the paper form. Look, and key it again."))],
    ]
    return lines
