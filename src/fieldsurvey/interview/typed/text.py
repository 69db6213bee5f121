"""Text as typed → text as stored: one normal form, nothing a terminal would act on."""

import re
import unicodedata

from fieldsurvey.i18n import _
from fieldsurvey.interview.typed.refusal import SAYS_NOTHING, TOO_LONG, Refusal

TEXT_BYTES = 4096
"""The most UTF-8 bytes one answer, remark or description may hold."""

_REORDERING = frozenset("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
"""Marks that show text in another order than it is stored in."""


def read_text(typed: str, *, lines: bool = False) -> str | Refusal:
    """Return `typed` in NFC, on one line unless `lines`, without control characters.

    Control characters and lone surrogates (an undecodable paste) are dropped: an answer must not
    move the cursor of whoever reads it. Text over `TEXT_BYTES` is refused, never cut.
    """
    if not typed:
        return ""
    text = unicodedata.normalize("NFC", typed.replace("\r\n", "\n").replace("\r", "\n"))
    text = "".join(_kept(character, lines) for character in text).strip()
    if not lines:
        text = re.sub(r" {2,}", " ", text)
    if len(text.encode()) > TEXT_BYTES:
        return Refusal(
            TOO_LONG,
            _("This text is longer than {limit} bytes.").format(limit=TEXT_BYTES),
            _("Shorten it to the essentials; {over} bytes are too many.").format(
                over=len(text.encode()) - TEXT_BYTES
            ),
        )
    return text


def read_words(typed: str) -> str | Refusal:
    """Return `typed` as `read_text` does; refuse what holds no word, such as a choice's number.

    A description or a reason is asked for where a choice was a moment ago: a digit pressed too
    early must not stand in the problem list.
    """
    text = read_text(typed)
    if isinstance(text, Refusal) or not text or any(map(str.isalpha, text)):
        return text
    return Refusal(
        SAYS_NOTHING,
        _("“{text}” tells nobody anything.").format(text=text),
        _("Say it in words; Enter on an empty line leaves it for later."),
    )


def _kept(character: str, lines: bool) -> str:
    if character == "\n" and lines:
        return character
    if character in "\n\t\v\f\x85\u2028\u2029":
        return " "
    if character in _REORDERING or unicodedata.category(character) in ("Cc", "Cs"):
        return ""
    return character


def compact(typed: str) -> str:
    """Return `typed` with full-width forms made plain and the ends trimmed: for codes, not text."""
    return unicodedata.normalize("NFKC", typed).strip()
