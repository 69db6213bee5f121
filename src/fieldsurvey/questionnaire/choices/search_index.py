"""Lines of text in, those that fit what somebody types out; 100,000 are searched in an instant.

What is typed may be a part of the text, of a code before it, or the pinyin initials of Chinese
characters, mixed as one likes: `lc`, `柳c` and `柳村` all find 柳村. Of several readings each
counts.
"""

import re
import unicodedata
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import islice

from fieldsurvey.questionnaire.choices.initials import initials_of

CELLS = "\t"
"""Between the cells of a line; a match at the beginning of a cell comes before any other."""

_LETTERS = frozenset("abcdefghijklmnopqrstuvwxyz")
_BETWEEN = r"[^\w\t\n]*"
"""Dots, brackets and blanks beside a letter typed need not be typed."""
_GAP = r"[^\n]*?"
"""A blank typed stands for anything, so that two pieces of a name find it."""
_FEW = 10
"""Times as many as are wanted: so many lines are sorted, of more the best are looked for."""


@dataclass(frozen=True, slots=True)
class Found:
    """What fits."""

    places: tuple[int, ...]
    """Of the first lines that fit, from 0: exact codes first, then beginnings, then parts."""
    count: int
    """How many fit in all."""


class SearchIndex:
    """A list of lines, made ready for searching when it is first searched."""

    def __init__(self, texts: Callable[[], Iterable[str]], count: int) -> None:
        """Take what gives the lines, a code and names each, parted by `CELLS`; and how many."""
        self._texts = texts
        self.count = count

    def find(self, typed: str, most: int) -> Found:
        """Return up to `most` lines that fit what was typed; nothing typed fits every line."""
        pieces = _plain(typed).split()
        if not pieces:
            return Found(tuple(range(min(most, self.count))), self.count)
        sought = _GAP.join(self._pattern(piece) for piece in pieces)
        exact = re.escape(" ".join(pieces)) + f"[{CELLS}\n]"
        best_first = [f"\n{exact}", f"{CELLS}{exact}", f"\n{sought}", f"{CELLS}{sought}"]
        lines = [*islice(self._lines(sought), _FEW * most + 1)]
        if len(lines) <= _FEW * most:
            return Found(self._ranked(lines, best_first)[:most], len(lines))
        count = len(re.findall(f"{sought}[^\n]*()", self._haystack))
        return Found(self._first_of([*best_first, sought], most)[:most], count)

    def _ranked(
        self, lines: Iterable[tuple[int, int, int]], best_first: Sequence[str]
    ) -> tuple[int, ...]:
        """Return the places of lines, those first that fit best."""
        ways = [re.compile(way) for way in best_first]

        def rank(line: tuple[int, int, int]) -> int:
            _place, start, end = line
            fits = (nth for nth, way in enumerate(ways) if way.search(self._haystack, start, end))
            return next(fits, len(ways))

        return tuple(place for place, _start, _end in sorted(lines, key=rank))

    def _first_of(self, ways: Iterable[str], most: int) -> tuple[int, ...]:
        """Return lines enough, all that fit one way before those that fit the next."""
        places: dict[int, None] = {}
        for way in ways:
            places |= dict.fromkeys(place for place, _s, _e in islice(self._lines(way), most))
            if len(places) >= most:
                break
        return tuple(places)

    def prepare(self) -> None:
        """Make it ready, so that the first search takes no longer than any other."""
        _ = self._characters
        initials_of("")

    @cached_property
    def _haystack(self) -> str:
        lines = (text.replace("\n", " ") if "\n" in text else text for text in self._texts())
        return _plain("\n" + "\n".join(lines) + "\n")

    @cached_property
    def _characters(self) -> tuple[str, ...]:
        """The characters that occur, each once: few, however long the list is."""
        return tuple(set(self._haystack))

    def _pattern(self, piece: str) -> str:
        pattern, was_letter = "", True
        for character in piece:
            is_letter = character in _LETTERS
            pattern += _BETWEEN if pattern and (is_letter or was_letter) else ""
            pattern += self._either(character) if is_letter else re.escape(character)
            was_letter = is_letter
        return pattern

    def _either(self, letter: str) -> str:
        """Return a pattern for a letter, or any character with a reading that begins with it."""
        return self._classes.get(letter) or self._classes.setdefault(
            letter, f"[{letter}{''.join(c for c in self._characters if letter in initials_of(c))}]"
        )

    @cached_property
    def _classes(self) -> dict[str, str]:
        return {}

    def _lines(self, pattern: str) -> Iterator[tuple[int, int, int]]:
        """Yield place, start and end of each line that a pattern is found in, once."""
        haystack, place, counted = self._haystack, -1, 0
        for match in re.finditer(f"{pattern}[^\n]*", haystack):
            place += haystack.count("\n", counted, match.start() + 1)
            counted = match.start() + 1
            yield place, haystack.rfind("\n", 0, counted), match.end() + 1


def _plain(text: str) -> str:
    return unicodedata.normalize("NFKC", text).casefold()
