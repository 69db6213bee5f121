"""A language in, everything said in it inside the block: editions of one night in two languages."""

from collections.abc import Iterator
from contextlib import contextmanager

from fieldsurvey.i18n import language, set_language


@contextmanager
def speaking(wanted: str) -> Iterator[None]:
    """Say everything in `wanted` inside the block, then go on in the language of before."""
    before = language()
    set_language(wanted)
    try:
        yield
    finally:
        set_language(before)
