"""Those who may sign in; two names with their personal codes out, asked line by line."""

from collections.abc import Callable, Sequence

from fieldsurvey.i18n import _
from fieldsurvey.interview.conducting import Finish
from fieldsurvey.interview.keys import Command
from fieldsurvey.interview.plain.desk import PlainDesk
from fieldsurvey.interview.showing.outcome_words import refusal_lines
from fieldsurvey.interview.signing import Signers, Signing, who_signs
from fieldsurvey.interview.typed.refusal import Refusal


class PlainSigning:
    """Two inspectors sign, one after the other."""

    def __init__(self, desk: PlainDesk, signers: Signers, now_s: Callable[[], float]) -> None:
        self._desk = desk
        self._signing = Signing(signers, now_s)

    def sign(self) -> Finish | Command:
        """Return both signatures, or the command that was typed instead."""
        signed = self._signing.sign(self._ask_name, self._ask_code)
        return signed if isinstance(signed, Command) else Finish(signed)

    def _ask_name(self, signed: Sequence[str]) -> str | Command:
        self._desk.tell(who_signs(signed))
        members = self._signing.signers.members
        left = [(name, name) for name in members if name not in signed]
        if left:
            return self._desk.choose(_("Number"), left)
        while not isinstance(name := self._desk.ask(_("Name")), Command):
            if name.strip() and name.strip() not in signed:
                return name.strip()
            self._desk.tell(_("The other inspector signs now."))
        return name

    def _ask_code(self, name: str, refusal: Refusal | None) -> str | Command:
        if refusal:
            self._desk.say(refusal_lines(refusal))
        return self._desk.ask_hidden(_("{name}, your personal code").format(name=name))
