"""The finish code: eight characters for the paper form that pin an interview's chain."""

import base64

from fieldsurvey.campaign.secrets.stretching import stretch

COST_LOG2 = 14
"""Log2 of scrypt's N. 14 takes 16 MiB and 50–70 ms on a laptop: a forger who wants other answers
under the same 40 bits needs thousands of years of it. A campaign may say less, as the demo does."""

_SALT = b"fieldsurvey finish code 1"
_LENGTH_BYTES = 5


def finish_code(head: bytes, cost_log2: int = COST_LOG2) -> str:
    """Return the code of a chain that ends in `head`, as people copy it: `K3DA-77QX`.

    `head` is the hash of the last line before the `finish` line that carries the code.
    """
    letters = base64.b32encode(stretch(head, _SALT, cost_log2, _LENGTH_BYTES)).decode("ascii")
    return f"{letters[:4]}-{letters[4:]}"
