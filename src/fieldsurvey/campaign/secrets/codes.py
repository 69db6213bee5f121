"""Personal codes: what an inspector signs with.

Takes teams and randomness; gives each member six digits, which only the lead's folder and the
member's own slip hold, and `Verifiers` of them, which the kit holds. A verifier is slow to try
and cannot be turned back; six digits are few all the same (docs/trust.md).
"""

import hmac
import json
import re
import unicodedata
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, TypeAlias

from fieldsurvey.campaign.json_about import read_about
from fieldsurvey.campaign.secrets.stretching import SALT_BYTES, read_cost, stretch
from fieldsurvey.errors import CampaignError
from fieldsurvey.i18n import _

DIGITS = 6
"""Of a code: few enough to remember, enough that nobody guesses one at the keyboard."""

COST_LOG2 = 14
"""Log2 of scrypt's N: 50–70 ms and 16 MiB a try on a laptop. The demo and the tests say less."""

CODES_FORMAT = 1
"""Raised when an older program would misread the file."""

_HEX = re.compile(r"(?:[0-9a-f]{2}){16,64}")

RandomBytes: TypeAlias = Callable[[int], bytes]

Codes: TypeAlias = Mapping[str, Mapping[str, str]]
"""The code of each member by name, by the code of the team."""


@dataclass(frozen=True, slots=True)
class Verifier:
    """What shows that somebody knows a code, without being the code."""

    salt: bytes
    digest: bytes = field(repr=False)


@dataclass(frozen=True, slots=True)
class Verifiers:
    """The verifiers of one team, by the name of the member."""

    cost_log2: int
    by_name: Mapping[str, Verifier]

    def matches(self, name: str, code: str) -> bool:
        """Say whether `code`, as typed, is that of `name`; a name without a code has no match."""
        verifier = self.by_name.get(name)
        typed = read_code(code)
        if verifier is None or not typed:
            return False
        return hmac.compare_digest(
            verifier.digest, stretch(typed.encode(), verifier.salt, self.cost_log2)
        )

    def to_json(self) -> str:
        """Return the text of codes.json."""
        about = {
            "format": CODES_FORMAT,
            "made_with": "scrypt",
            "cost_log2": self.cost_log2,
            "verifiers": {
                name: {"salt": verifier.salt.hex(), "digest": verifier.digest.hex()}
                for name, verifier in self.by_name.items()
            },
        }
        return json.dumps(about, ensure_ascii=False, indent=1) + "\n"


def read_code(text: str) -> str:
    """Return the digits of a code as somebody typed it, else ''; blanks and width do not matter."""
    digits = "".join(
        letter for letter in unicodedata.normalize("NFKC", text) if letter not in " -\t"
    )
    is_code = len(digits) == DIGITS and digits.isascii() and digits.isdecimal()
    return digits if is_code else ""


def make_codes(
    teams: Mapping[str, Iterable[str]], known: Codes, random_bytes: RandomBytes
) -> dict[str, dict[str, str]]:
    """Return a code for every member of every team; one that has a code keeps it.

    No two of a team have the same.

    Args:
        teams: Names of the members by the code of their team.
        known: Codes given out before.
        random_bytes: Where chance comes from.
    """
    made: dict[str, dict[str, str]] = {}
    for team, members in teams.items():
        before = known.get(team, {})
        given = {name: before[name] for name in members if name in before}
        for name in members:
            while name not in given:
                code = f"{int.from_bytes(random_bytes(8)) % 10**DIGITS:0{DIGITS}d}"
                if code not in given.values():
                    given[name] = code
        made[team] = {name: given[name] for name in members}
    return made


def make_verifiers(
    codes: Mapping[str, str], random_bytes: RandomBytes, cost_log2: int = COST_LOG2
) -> Verifiers:
    """Return the verifiers of the codes of one team, each with a salt of its own."""
    salted = {name: (random_bytes(SALT_BYTES), code) for name, code in codes.items()}
    return Verifiers(
        cost_log2,
        {
            name: Verifier(salt, stretch(code.encode(), salt, cost_log2))
            for name, (salt, code) in salted.items()
        },
    )


def read_verifiers(text: str, where: str) -> Verifiers:
    """Read codes.json.

    Raises:
        CampaignError: It is damaged, or made by a newer version.
    """
    return read_about(
        text,
        _verifiers,
        newest=CODES_FORMAT,
        newer=_("The kit was made with a newer version of fieldsurvey."),
        where=where,
        damaged=CampaignError(
            _("The file is damaged."), where=where, to_do=_("Have the kit made again.")
        ),
    )


def _verifiers(about: Mapping[str, Any]) -> Verifiers:
    return Verifiers(
        read_cost(about["cost_log2"]),
        {
            str(name): Verifier(_bytes(said["salt"]), _bytes(said["digest"]))
            for name, said in about["verifiers"].items()
        },
    )


def _bytes(text: Any) -> bytes:
    if not isinstance(text, str) or not _HEX.fullmatch(text):
        raise ValueError(text)
    return bytes.fromhex(text)
