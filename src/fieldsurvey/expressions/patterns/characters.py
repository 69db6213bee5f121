"""Sets of characters: ranges of code points and Unicode categories."""

import unicodedata
from dataclasses import dataclass

LAST = 0x10FFFF

Range = tuple[int, int]
"""First and last code point."""


@dataclass(frozen=True, slots=True)
class Characters:
    """A set of characters."""

    ranges: tuple[Range, ...] = ()
    categories: tuple[tuple[str, bool], ...] = ()
    """Unicode categories (`L`, `Nd`) and whether they are meant (else all but them)."""
    is_negated: bool = False

    def __contains__(self, character: str) -> bool:
        return self._holds(character) != self.is_negated

    def _holds(self, character: str) -> bool:
        point = ord(character)
        if any(first <= point <= last for first, last in self.ranges):
            return True
        category = unicodedata.category(character) if self.categories else ""
        return any(category.startswith(name) == meant for name, meant in self.categories)

    def python_pattern(self) -> str | None:
        """Return the set as Python's `re` writes it; `None` where it cannot."""
        if self.categories:
            return None
        if not self.ranges:
            return r"[\s\S]" if self.is_negated else r"(?!)"
        inner = "".join(f"\\U{first:08x}-\\U{last:08x}" for first, last in self.ranges)
        return f"[{'^' if self.is_negated else ''}{inner}]"


def all_but(ranges: tuple[Range, ...]) -> tuple[Range, ...]:
    """Return the ranges between sorted, separate ranges."""
    found = []
    start = 0
    for first, last in ranges:
        if first > start:
            found.append((start, first - 1))
        start = last + 1
    return (*found, (start, LAST)) if start <= LAST else tuple(found)


def of(text: str) -> tuple[Range, ...]:
    """Return the ranges of single characters."""
    return tuple((ord(each), ord(each)) for each in text)


DIGITS = ((48, 57),)
WORD = ((48, 57), (65, 90), (95, 95), (97, 122))
SPACE = ((9, 13), (32, 32))
SHORTHANDS = {
    "d": DIGITS,
    "D": all_but(DIGITS),
    "w": WORD,
    "W": all_but(WORD),
    "s": SPACE,
    "S": all_but(SPACE),
}
"""ASCII only, as in Java and JavaScript."""
ANY = Characters(of("\n\r"), is_negated=True)
"""`.`: anything but the end of a line."""
WORD_CHARACTERS = Characters(WORD)
