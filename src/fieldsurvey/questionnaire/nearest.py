"""A word that is not known in; the known word that was probably meant out."""

import difflib
from collections.abc import Iterable

from fieldsurvey.i18n import _, listed

_MOST_LISTED = 20


def nearest(word: str, known: Iterable[str]) -> str:
    """Return the known word most like `word`; '' where none is like it."""
    found = difflib.get_close_matches(word, list(known), n=1, cutoff=0.6)
    return found[0] if found else ""


def suggestion(word: str, known: Iterable[str]) -> str:
    """Say which known word was probably meant, or which there are; '' where they are too many."""
    words = [each for each in known if each]
    near = nearest(word, words)
    if near:
        return _("Did you mean '{near}'?").format(near=near)
    if words and len(words) <= _MOST_LISTED:
        return _("Known are: {words}.").format(words=listed(words))
    return ""
