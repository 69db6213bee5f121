"""Takes where an answer stands, gives the number its problem keeps for life.

The number must be the same on every laptop and in every edition, so nothing but the place of the
answer goes into it. Not the rule: an interview reopened may turn "dropped out" into "out of school
for illness", and that is still the same problem of that answer.
"""

import hashlib
from collections.abc import Sequence
from functools import lru_cache

_CROCKFORD = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
"""Base 32 without I, L, O and U: what is read over the telephone is written down right."""

_SIGNS = 5
_SIGNS_IN_REPEAT = 7
"""A roster multiplies the places an answer may stand, so its numbers are longer."""


def number_problem(subject: str, form_id: str, instance: Sequence[str], path: str) -> str:
    """Return the number of the problem at `path`: `0103-07-7KQ2M`.

    Args:
        subject: Who or what was visited; stands in front.
        form_id: The questionnaire.
        instance: Answers that tell apart interviews of one subject: the role interviewed.
        path: The question; within a repeat `member[2]/age`.
    """
    return f"{subject}-{_signs(form_id, tuple(instance), path)}"


@lru_cache(maxsize=4096)
def _signs(form_id: str, instance: tuple[str, ...], path: str) -> str:
    place = "\n".join([form_id, *instance, path])
    number = int.from_bytes(hashlib.sha256(place.encode()).digest())
    count = _SIGNS_IN_REPEAT if "[" in path else _SIGNS
    return "".join(_CROCKFORD[number >> 5 * position & 31] for position in range(count))
