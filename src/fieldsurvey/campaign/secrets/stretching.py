"""A secret with too few possibilities in, bytes that cost time to guess out."""

import hashlib
from typing import Any

SALT_BYTES = 16
"""Of a salt that is drawn for one secret."""

_COSTS_LOG2 = range(1, 21)
_BLOCK_SIZE = 8


def stretch(secret: bytes, salt: bytes, cost_log2: int, length_bytes: int = 32) -> bytes:
    """Return what scrypt makes of a secret.

    Args:
        secret: What somebody knows.
        salt: So that the same secret gives other bytes elsewhere.
        cost_log2: Log2 of scrypt's N; 14 costs 16 MiB and 50–70 ms a try, each one more twice that.
        length_bytes: How many bytes are wanted.
    """
    return hashlib.scrypt(
        secret,
        salt=salt,
        n=2**cost_log2,
        r=_BLOCK_SIZE,
        p=1,
        maxmem=2 ** (cost_log2 + 11),
        dklen=length_bytes,
    )


def read_cost(said: Any) -> int:
    """Return a cost that stands in a file.

    Raises:
        ValueError: It is none, or one that would keep a laptop busy for minutes.
    """
    if type(said) is not int or said not in _COSTS_LOG2:
        raise ValueError(said)
    return said
