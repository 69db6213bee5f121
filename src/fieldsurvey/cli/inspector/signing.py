"""Two names in, their signatures out: the codes asked for, or taken from the environment."""

import os
import sys
import time
from collections.abc import Sequence

from fieldsurvey.errors import UsageError
from fieldsurvey.i18n import _
from fieldsurvey.interview.signing import Signature, Signers

CODES_VARIABLE = "FIELDSURVEY_CODES"
"""Names the environment variable with the codes of both, in their order, parted by a comma.

Not an option: the words of a command are seen by every program and kept by the shell.
"""


def sign_for(names: Sequence[str], signers: Signers) -> tuple[Signature, ...]:
    """Return the signatures of those who made an interview that nobody types in.

    Raises:
        UsageError: The kit has codes, and neither the environment nor a terminal gives them.
        KeyboardInterrupt: The person gave up.
    """
    if signers.verifiers is None:
        return tuple(Signature(name) for name in names)
    if given := os.environ.get(CODES_VARIABLE, ""):
        codes = given.replace("，", ",").split(",")
        return tuple(Signature(name, code) for name, code in zip(names, codes, strict=False))
    if all(stream is not None and stream.isatty() for stream in (sys.stdin, sys.stdout)):
        from fieldsurvey.interview.prompts.signing import ask_codes

        return ask_codes(names, signers, time.monotonic)
    raise UsageError(
        _("The two who made this interview sign it with their personal codes."),
        to_do=_(
            "Start it in a terminal window, or put both codes into the environment variable "
            "{variable}, in the order of the names: 123456,654321."
        ).format(variable=CODES_VARIABLE),
    )
