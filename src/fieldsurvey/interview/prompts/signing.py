"""Those who may sign in; two names with their personal codes, or the key that led away, out.

A code shows as dots, and is held no longer than it takes to look at it.
"""

from collections.abc import Callable, Sequence
from functools import partial

import questionary

from fieldsurvey.i18n import _
from fieldsurvey.interview.conducting import Finish, Turn
from fieldsurvey.interview.keys import Command
from fieldsurvey.interview.prompts.alone import Ends, type_alone
from fieldsurvey.interview.prompts.choosing import choose, write
from fieldsurvey.interview.prompts.marks import DOTS
from fieldsurvey.interview.prompts.rows import numbered_rows
from fieldsurvey.interview.prompts.terminal import Terminal
from fieldsurvey.interview.showing.columns import Line
from fieldsurvey.interview.showing.outcome_words import refusal_lines
from fieldsurvey.interview.showing.step import Step
from fieldsurvey.interview.signing import Signature, Signers, Signing, who_signs
from fieldsurvey.interview.typed.refusal import Refusal


class SigningDesk:
    """Where two inspectors sign, one after the other."""

    def __init__(self, terminal: Terminal, signers: Signers, now_s: Callable[[], float]) -> None:
        self._terminal = terminal
        self._signing = Signing(signers, now_s)

    def sign(self, turn: Turn, step: Step) -> Finish | Command:
        """Return both signatures, or the command whose key was pressed instead."""
        signed = self._signing.sign(
            partial(self._ask_name, turn, step), partial(self._ask_code, turn, step)
        )
        return signed if isinstance(signed, Command) else Finish(signed)

    def _ask_name(self, turn: Turn, step: Step, signed: Sequence[str]) -> str | Command:
        members = self._signing.signers.members
        told: list[Line] = []
        while True:
            lines: list[Line] = [*told, [("class:question", who_signs(signed))]]
            if members:
                notes = {name: "  " + _("has signed") for name in signed}
                rows = numbered_rows(members, notes)
                first = next((name for name in members if name not in signed), members[0])
                name = choose(self._terminal, turn, step, lines, rows, first)
            else:
                name = write(self._terminal, turn, step, lines)
            if isinstance(name, Command):
                return name
            if name.strip() and name.strip() not in signed:
                return str(name.strip())
            told = [[("class:warning", _signed_already(name.strip()))]]

    def _ask_code(
        self, turn: Turn, step: Step, name: str, refusal: Refusal | None
    ) -> str | Command:
        told = refusal_lines(refusal) if refusal else []
        lines: list[Line] = [*told, [("class:question", _asked_code(name))], _who_types()]
        code: str | Command = self._terminal.run(
            turn, step, lines, questionary.text, input_processors=[DOTS]
        )
        self._terminal.typed = ("", "")
        return code


def ask_codes(
    names: Sequence[str],
    signers: Signers,
    now_s: Callable[[], float],
    terminal: Ends | None = None,
) -> tuple[Signature, ...]:
    """Ask those who sign for their codes, outside of a conversation.

    Raises:
        KeyboardInterrupt: The person gave up.
    """
    signing = Signing(signers, now_s)

    def ask(name: str, refusal: Refusal | None) -> str:
        told = f"✗ {refusal}\n" if refusal else ""
        return type_alone(told + _asked_code(name), terminal, is_hidden=True)

    return tuple(Signature(name, str(signing.code_of(name, ask))) for name in names)


def _asked_code(name: str) -> str:
    return _("{name}, your personal code:").format(name=name)


def _who_types() -> Line:
    return [("class:hint", _("Type it yourself; nobody sees it. Then Enter."))]


def _signed_already(name: str) -> str:
    if not name:
        return "✗ " + _("Write the name of whoever signs.")
    return "✗ " + _("{name} has signed already; the other inspector signs now.").format(name=name)
