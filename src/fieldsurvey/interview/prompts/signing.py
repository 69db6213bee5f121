"""Those who may sign in; two names with their personal codes, or the key that led away, out.

A code shows as dots, and is held no longer than it takes to look at it.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

import questionary

from fieldsurvey.i18n import _
from fieldsurvey.interview.columns import Line
from fieldsurvey.interview.conducting import Finish, Turn
from fieldsurvey.interview.keys import Command
from fieldsurvey.interview.prompts.alone import Ends, type_alone
from fieldsurvey.interview.prompts.choosing import choose, write
from fieldsurvey.interview.prompts.marks import DOTS
from fieldsurvey.interview.prompts.rows import numbered_rows
from fieldsurvey.interview.prompts.terminal import Terminal
from fieldsurvey.interview.refusal import Refusal
from fieldsurvey.interview.screen import refusal_lines
from fieldsurvey.interview.signing import SIGNATURES, Signature, Signers, Tries
from fieldsurvey.interview.step import Step


@dataclass(slots=True)
class SigningDesk:
    """Where two inspectors sign, one after the other."""

    terminal: Terminal
    signers: Signers
    now_s: Callable[[], float]
    """A clock that only goes forward."""
    tries: dict[str, Tries] = field(default_factory=dict)
    """Wrong codes by name, as long as the program runs."""

    def sign(self, turn: Turn, step: Step) -> Finish | Command:
        """Return both signatures, or the command whose key was pressed instead."""
        signed: list[Signature] = []
        while len(signed) < SIGNATURES:
            name = self._ask_name(turn, step, [signature.name for signature in signed])
            if isinstance(name, Command):
                return name
            code = self._ask_code(turn, step, name)
            if isinstance(code, Command):
                return code
            signed.append(Signature(name, code))
        return Finish(tuple(signed))

    def _ask_name(self, turn: Turn, step: Step, signed: Sequence[str]) -> str | Command:
        members = self.signers.members
        told: list[Line] = []
        while True:
            lines = [*told, _asked(signed)]
            if members:
                notes = {name: "  " + _("has signed") for name in signed}
                rows = numbered_rows(members, notes)
                first = next((name for name in members if name not in signed), members[0])
                name = choose(self.terminal, turn, step, lines, rows, first)
            else:
                name = write(self.terminal, turn, step, lines)
            if isinstance(name, Command):
                return name
            if name.strip() and name.strip() not in signed:
                return str(name.strip())
            told = [[("class:warning", _signed_already(name.strip()))]]

    def _ask_code(self, turn: Turn, step: Step, name: str) -> str | Command:
        if self.signers.verifiers is None:
            return ""
        told: list[Line] = []
        while True:
            asked = _("{name}, your personal code:").format(name=name)
            lines: list[Line] = [*told, [("class:question", asked)], _who_types()]
            code = self.terminal.run(
                turn,
                step,
                lines,
                questionary.text,
                input_processors=[DOTS],
            )
            self.terminal.typed = ("", "")
            if isinstance(code, Command):
                return code
            refusal = self._refuse(Signature(name, code))
            if refusal is None:
                return str(code)
            told = refusal_lines(refusal)

    def _refuse(self, signature: Signature) -> Refusal | None:
        """Look at a code, unless too many were wrong just now."""
        tries = self.tries.get(signature.name, Tries())
        now_s = self.now_s()
        if refusal := tries.refuse(now_s):
            return refusal
        refusal = self.signers.refuse_code(signature)
        self.tries[signature.name] = tries.after_wrong(now_s) if refusal else Tries()
        return refusal


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
    return tuple(_asked_code(name, signers, now_s, terminal) for name in names)


def _asked_code(
    name: str,
    signers: Signers,
    now_s: Callable[[], float],
    terminal: Ends | None,
) -> Signature:
    tries, told = Tries(), ""
    while True:
        asked = told + _("{name}, your personal code:").format(name=name)
        signature = Signature(name, type_alone(asked, terminal, is_hidden=True))
        refusal = tries.refuse(now_s())
        if refusal is None:
            refusal = signers.refuse_code(signature)
            if refusal is None:
                return signature
            tries = tries.after_wrong(now_s())
        told = f"✗ {refusal}\n"


def _asked(signed: Sequence[str]) -> Line:
    asked = _("Signature {number} of {count}: who signs?").format(
        number=len(signed) + 1, count=SIGNATURES
    )
    return [("class:question", asked)]


def _who_types() -> Line:
    return [("class:hint", _("Type it yourself; nobody sees it. Then Enter."))]


def _signed_already(name: str) -> str:
    if not name:
        return "✗ " + _("Write the name of whoever signs.")
    return "✗ " + _("{name} has signed already; the other inspector signs now.").format(name=name)
