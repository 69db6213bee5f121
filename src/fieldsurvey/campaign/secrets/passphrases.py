"""A passphrase somebody thought of in, why it will not do out; and how strong it is. Pure.

Length is what counts: no rule asks for digits or signs, which people add in the same three places.
"""

import unicodedata
from collections.abc import Collection, Iterator
from enum import Enum
from itertools import pairwise

from fieldsurvey.i18n import _

CHARACTERS_LEAST = 12
WORDS_LEAST = 4

_LETTERS_A_WORD_LEAST = 2
_DIFFERENT_LEAST = 6
_BITS_OF_A_LETTER = 2.5
"""Of a letter in words somebody chose: far fewer than of one drawn by lot."""
_BITS_OF_A_CHARACTER = 6.0
"""Of a Chinese character in a phrase somebody chose."""
_BITS_GOOD, _BITS_STRONG = 45, 60


class Strength(Enum):
    """How long somebody who has the laptop would have to try; an estimate."""

    FAIR = "fair"
    GOOD = "good"
    STRONG = "strong"

    @property
    def words(self) -> str:
        """Say it in the user's language."""
        return {
            Strength.FAIR: _("just enough; another word makes it good"),
            Strength.GOOD: _("good"),
            Strength.STRONG: _("strong"),
        }[self]


def fault_of(passphrase: str, known: Collection[str] = ()) -> str:
    """Return in a sentence why a passphrase will not do; '' where it will.

    Args:
        passphrase: As typed.
        known: What everybody around knows: names of the campaign, the team and its members.
    """
    text = _meant(passphrase)
    if not text.isprintable():
        return _("It holds a character that cannot be typed.")
    if len(text) < CHARACTERS_LEAST and len(_words(text)) < WORDS_LEAST:
        return _("It is too short: take 12 characters or more, or 4 words or more.")
    if _is_pattern(_bare(text)):
        return _("It is a pattern that is guessed first: the same again and again, or a row.")
    if _is_known(_bare(text), known):
        return _("It is hardly more than a name that everybody here knows.")
    return ""


def strength_of(passphrase: str) -> Strength:
    """Estimate how strong a passphrase is that will do."""
    bare = _bare(_meant(passphrase))
    bits = sum(_BITS_OF_A_LETTER if sign.isascii() else _BITS_OF_A_CHARACTER for sign in bare)
    bits *= len(set(bare)) / max(1, min(len(bare), 12)) if len(set(bare)) < 12 else 1
    if bits >= _BITS_STRONG:
        return Strength.STRONG
    return Strength.GOOD if bits >= _BITS_GOOD else Strength.FAIR


def _meant(passphrase: str) -> str:
    return unicodedata.normalize("NFKC", passphrase).strip()


def _words(text: str) -> list[str]:
    """Return the different words of two letters or more, or of one Chinese character."""
    words = {word for word in text.casefold().split() if _is_word(word)}
    return sorted(words)


def _is_word(word: str) -> bool:
    return len(word) >= _LETTERS_A_WORD_LEAST or not word.isascii()


def _bare(text: str) -> str:
    """Return the letters and digits, in small letters."""
    return "".join(sign for sign in text.casefold() if sign.isalnum())


def _is_pattern(bare: str) -> bool:
    if bare in (bare * 2)[1:-1]:  # some part of it, over and over
        return True
    return len(set(bare)) < min(_DIFFERENT_LEAST, len(bare)) or _in_rows(bare)


def _in_rows(bare: str) -> bool:
    """Tell whether nearly every letter follows from the one before: 1234, fedc, qwerty, aaaa."""
    follows = sum(_follows(one, two) for one, two in pairwise(bare))
    return follows >= 0.7 * max(1, len(bare) - 1)


def _follows(one: str, two: str) -> bool:
    return abs(ord(one) - ord(two)) <= 1 or any(
        one + two in row or two + one in row for row in ("qwertyuiop", "asdfghjkl", "zxcvbnm")
    )


def _is_known(bare: str, known: Collection[str]) -> bool:
    left = bare
    for name in _longest_first(known):
        left = left.replace(name, "")
    return len(left) < len(bare) and len(left) < _DIFFERENT_LEAST


def _longest_first(known: Collection[str]) -> Iterator[str]:
    names = {_bare(_meant(name)) for name in known}
    yield from sorted(
        (name for name in names if len(name) > 1), key=lambda name: (-len(name), name)
    )
