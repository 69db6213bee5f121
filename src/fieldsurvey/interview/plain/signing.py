"""Those who may sign in; two names with their personal codes out, asked line by line."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from fieldsurvey.i18n import _
from fieldsurvey.interview.conducting import Finish
from fieldsurvey.interview.keys import Command
from fieldsurvey.interview.plain.desk import PlainDesk
from fieldsurvey.interview.refusal import Refusal
from fieldsurvey.interview.screen import refusal_lines
from fieldsurvey.interview.signing import SIGNATURES, Signature, Signers, Tries


@dataclass(slots=True)
class PlainSigning:
    """Two inspectors sign, one after the other."""

    desk: PlainDesk
    signers: Signers
    now_s: Callable[[], float]
    """A clock that only goes forward."""
    tries: dict[str, Tries] = field(default_factory=dict)
    """Wrong codes by name, as long as the program runs."""

    def sign(self) -> Finish | Command:
        """Return both signatures, or the command that was typed instead."""
        signed: list[Signature] = []
        while len(signed) < SIGNATURES:
            name = self._ask_name([signature.name for signature in signed])
            if isinstance(name, Command):
                return name
            code = self._ask_code(name)
            if isinstance(code, Command):
                return code
            signed.append(Signature(name, code))
        return Finish(tuple(signed))

    def _ask_name(self, signed: Sequence[str]) -> str | Command:
        self.desk.tell(
            _("Signature {number} of {count}: who signs?").format(
                number=len(signed) + 1, count=SIGNATURES
            )
        )
        left = [(name, name) for name in self.signers.members if name not in signed]
        if left:
            return self.desk.choose(_("Number"), left)
        while not isinstance(name := self.desk.ask(_("Name")), Command):
            if name.strip() and name.strip() not in signed:
                return name.strip()
            self.desk.tell(_("The other inspector signs now."))
        return name

    def _ask_code(self, name: str) -> str | Command:
        if self.signers.verifiers is None:
            return ""
        while True:
            code = self.desk.ask_hidden(_("{name}, your personal code").format(name=name))
            if isinstance(code, Command):
                return code
            refusal = self._refuse(Signature(name, code))
            if refusal is None:
                return code
            self.desk.say(refusal_lines(refusal))

    def _refuse(self, signature: Signature) -> Refusal | None:
        """Look at a code, unless too many were wrong just now."""
        tries = self.tries.get(signature.name, Tries())
        now_s = self.now_s()
        if refusal := tries.refuse(now_s):
            return refusal
        refusal = self.signers.refuse_code(signature)
        self.tries[signature.name] = tries.after_wrong(now_s) if refusal else Tries()
        return refusal
