"""Who signs and what they typed in; whether it is them, or a refusal, out. Pure.

A code is looked at and forgotten: it is in no entry, no message and no representation.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import TypeAlias

from fieldsurvey.campaign.secrets.codes import DIGITS, Verifiers, read_code
from fieldsurvey.i18n import _, listed, ngettext
from fieldsurvey.interview.keys import Command
from fieldsurvey.interview.typed.refusal import SIGNATURE, WRONG_CODE, Refusal

SIGNATURES = 2
"""Inspectors who sign: they work in pairs (work plan)."""

FREE_TRIES = 5
"""Wrong codes of one person before the pauses begin: a slip of the finger costs nothing."""

_FIRST_PAUSE_S = 10
_LONGEST_PAUSE_S = 600


class SignedWith(StrEnum):
    """What showed that those who signed are who they say."""

    CODE = "code"
    """Each gave their personal code."""
    NAME = "name"
    """Nothing: the kit came without codes."""
    PAPER = "paper"
    """Their signatures on the paper form, as whoever keyed it says."""


@dataclass(frozen=True, slots=True)
class Signature:
    """One inspector signs."""

    name: str
    code: str = field(default="", repr=False)
    """As typed; '' where the kit has no codes."""


@dataclass(frozen=True, slots=True)
class Signers:
    """Those who may sign."""

    members: tuple[str, ...] = ()
    """Names of the team; empty where nobody listed them."""
    verifiers: Verifiers | None = None
    """Of their codes; None where the kit came without codes."""

    @property
    def signed_with(self) -> SignedWith:
        """What their signatures are worth."""
        return SignedWith.NAME if self.verifiers is None else SignedWith.CODE

    def refuse_code(self, signature: Signature) -> Refusal | None:
        """Return why a code does not do; None where it does, or none is wanted."""
        if self.verifiers is None or self.verifiers.matches(signature.name, signature.code):
            return None
        if not read_code(signature.code):
            return Refusal(
                WRONG_CODE,
                _("A personal code has {count} digits.").format(count=DIGITS),
                _("It stands on the slip that {name} got.").format(name=signature.name),
            )
        return Refusal(
            WRONG_CODE,
            _("That is not the code of {name}.").format(name=signature.name),
            _("Try again; if the slip is lost, the team lead has the code."),
        )

    def refuse(self, signatures: Sequence[Signature]) -> Refusal | None:
        """Return why these signatures do not finish an interview; None where they do."""
        names = [signature.name.strip() for signature in signatures if signature.name.strip()]
        if len(names) != SIGNATURES or len(set(names)) != SIGNATURES:
            return Refusal(
                SIGNATURE,
                _("Two different inspectors sign an interview."),
                _("Both who were there sign, each with their own name."),
            )
        strangers = [name for name in names if name not in self.members] if self.members else []
        if strangers:
            return Refusal(
                SIGNATURE,
                _("{name} is not an inspector of this team.").format(name=strangers[0]),
                _("Those of the team may sign: {names}.").format(names=listed(self.members)),
            )
        return next(filter(None, map(self.refuse_code, signatures)), None)


ANYBODY = Signers()
"""Where no team is known: any two names sign."""


@dataclass(frozen=True, slots=True)
class Tries:
    """Wrong codes of one person in a row."""

    wrong: int = 0
    last_at_s: float = 0.0
    """When the last one was, on a clock that only goes forward."""

    def after_wrong(self, now_s: float) -> "Tries":
        """Return the tries after one more wrong code."""
        return Tries(self.wrong + 1, now_s)

    def refuse(self, now_s: float) -> Refusal | None:
        """Return why a code is not even looked at now; None where it is."""
        left_s = round(self.last_at_s + self._pause_s - now_s + 0.5)
        if left_s <= 0:
            return None
        return Refusal(
            WRONG_CODE,
            _("Too many wrong codes."),
            ngettext(
                "Try again in {count} second.", "Try again in {count} seconds.", left_s
            ).format(count=left_s),
        )

    @property
    def _pause_s(self) -> int:
        if self.wrong < FREE_TRIES:
            return 0
        doublings = min(self.wrong - FREE_TRIES, 10)
        return min(_FIRST_PAUSE_S << doublings, _LONGEST_PAUSE_S)


AskName: TypeAlias = Callable[[Sequence[str]], str | Command]
"""Asks who signs next, given the names of those who have signed."""

AskCode: TypeAlias = Callable[[str, Refusal | None], str | Command]
"""Asks somebody for their code, given the name and why the code before did not do."""


@dataclass(slots=True)
class Signing:
    """Inspectors sign one after the other, as long as the program runs."""

    signers: Signers
    now_s: Callable[[], float]
    """A clock that only goes forward."""
    tries: dict[str, Tries] = field(default_factory=dict)
    """Wrong codes by name."""

    def sign(self, ask_name: AskName, ask_code: AskCode) -> tuple[Signature, ...] | Command:
        """Return the signatures of both, or the command that was given instead."""
        signed: list[Signature] = []
        while len(signed) < SIGNATURES:
            name = ask_name([signature.name for signature in signed])
            if isinstance(name, Command):
                return name
            code = self.code_of(name, ask_code)
            if isinstance(code, Command):
                return code
            signed.append(Signature(name, code))
        return tuple(signed)

    def code_of(self, name: str, ask_code: AskCode) -> str | Command:
        """Return the right code of somebody, asked for until it is; '' where the kit has none."""
        if self.signers.verifiers is None:
            return ""
        refusal: Refusal | None = None
        while True:
            code = ask_code(name, refusal)
            if isinstance(code, Command):
                return code
            refusal = self.refuse(Signature(name, code))
            if refusal is None:
                return code

    def refuse(self, signature: Signature) -> Refusal | None:
        """Look at a code, unless too many were wrong just now."""
        tries = self.tries.get(signature.name, Tries())
        now_s = self.now_s()
        if refusal := tries.refuse(now_s):
            return refusal
        refusal = self.signers.refuse_code(signature)
        self.tries[signature.name] = tries.after_wrong(now_s) if refusal else Tries()
        return refusal


def who_signs(signed: Sequence[str]) -> str:
    """Return what is asked before each signature."""
    return _("Signature {number} of {count}: who signs?").format(
        number=len(signed) + 1, count=SIGNATURES
    )
