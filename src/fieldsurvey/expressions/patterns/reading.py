"""The text of a pattern in, its parts out."""

import re
from dataclasses import dataclass
from typing import NoReturn, TypeAlias

from fieldsurvey.expressions.patterns.characters import ANY, LAST, SHORTHANDS, Characters, Range, of
from fieldsurvey.i18n import _

MAX_LENGTH = 1_000
"""Characters of a pattern."""
MAX_DEPTH = 20
"""Groups within each other."""
MAX_TIMES = 1_000
"""Largest number in `{m,n}`."""


class PatternError(ValueError):
    """A pattern that is not one, or is not offered."""

    def __init__(self, what: str, position: int) -> None:
        super().__init__(what)
        self.position = position
        """0-based, in the pattern."""


@dataclass(frozen=True, slots=True)
class Boundary:
    r"""A place without width: `^ $ \b \B`."""

    sign: str


@dataclass(frozen=True, slots=True)
class Sequence:
    """One part after the other."""

    parts: "tuple[Part, ...]"


@dataclass(frozen=True, slots=True)
class Alternatives:
    """One of several."""

    parts: "tuple[Part, ...]"


@dataclass(frozen=True, slots=True)
class Repeated:
    """A part several times."""

    part: "Part"
    least: int
    most: int | None
    """`None`: without end."""


Part: TypeAlias = Characters | Boundary | Sequence | Alternatives | Repeated

_TIMES = re.compile(r"\{([0-9]{1,6})(,([0-9]{0,6}))?\}")
_CATEGORIES = frozenset(
    {"L", "Lu", "Ll", "Lt", "Lm", "Lo", "M", "Mn", "Mc", "Me", "N", "Nd", "Nl", "No", "P", "Pc"}
    | {"Pd", "Ps", "Pe", "Pi", "Pf", "Po", "S", "Sm", "Sc", "Sk", "So", "Z", "Zs", "Zl", "Zp", "C"}
)
_ESCAPED = {"t": "\t", "n": "\n", "r": "\r", "f": "\f", "v": "\v", "0": "\0"}
_CATEGORY = re.compile(r"\{(?:Is)?([A-Z][a-z]?)\}")
_HEX = re.compile(r"x([0-9A-Fa-f]{2})|u([0-9A-Fa-f]{4})")


def read_pattern(text: str) -> Part:
    """Read a pattern.

    Raises:
        PatternError: It is none, is too long, or wants what is not offered.
    """
    if len(text) > MAX_LENGTH:
        raise PatternError(
            _("The pattern is longer than {most} characters.").format(most=MAX_LENGTH), MAX_LENGTH
        )
    return _Reader(text).whole()


class _Reader:
    def __init__(self, text: str) -> None:
        self.text = text
        self.at = 0
        self.depth = 0

    def fault(self, what: str) -> NoReturn:
        raise PatternError(what, self.at)

    def sees(self, word: str) -> bool:
        return self.text.startswith(word, self.at)

    def skip(self, word: str) -> bool:
        if self.sees(word):
            self.at += len(word)
            return True
        return False

    def next(self) -> str:
        if self.at >= len(self.text):
            self.fault(_("The pattern ends too early."))
        self.at += 1
        return self.text[self.at - 1]

    def whole(self) -> Part:
        part = self.alternatives()
        if self.at < len(self.text):
            self.fault(_("This parenthesis was never opened."))
        return part

    def alternatives(self) -> Part:
        found = [self.sequence()]
        while self.skip("|"):
            found.append(self.sequence())
        return found[0] if len(found) == 1 else Alternatives(tuple(found))

    def sequence(self) -> Part:
        parts: list[Part] = []
        while self.at < len(self.text) and not self.sees("|") and not self.sees(")"):
            parts.append(self.quantified(self.atom()))
        return parts[0] if len(parts) == 1 else Sequence(tuple(parts))

    def quantified(self, part: Part) -> Part:
        times = self.times()
        if times is None:
            return part
        if isinstance(part, Boundary):
            self.fault(_("A place without width cannot be repeated."))
        self.skip("?")  # lazy or greedy: the whole text matches or does not
        if self.sees("+") or self.times() is not None:
            self.fault(_("A repetition cannot follow a repetition."))
        return Repeated(part, *times)

    def times(self) -> tuple[int, int | None] | None:
        simple: dict[str, tuple[int, int | None]] = {"*": (0, None), "+": (1, None), "?": (0, 1)}
        for sign, times in simple.items():
            if self.skip(sign):
                return times
        match = _TIMES.match(self.text, self.at)
        if match is None:
            return None
        least = int(match[1])
        most = least if match[2] is None else int(match[3]) if match[3] else None
        if max(least, most or 0) > MAX_TIMES or (most is not None and most < least):
            self.fault(_("Repeat from fewer to more times, at most {most}.").format(most=MAX_TIMES))
        self.at = match.end()
        return least, most

    def atom(self) -> Part:
        if self.text[self.at] in "*+?":
            self.fault(_("There is nothing here to repeat."))
        character = self.next()
        if character == "(":
            return self.group()
        if character == "[":
            return self.character_class()
        if character in "^$":
            return Boundary(character)
        if character == ".":
            return ANY
        if character == "\\":
            is_boundary = self.sees("b") or self.sees("B")
            return Boundary("\\" + self.next()) if is_boundary else Characters(*self.escape())
        return Characters(of(character))

    def group(self) -> Part:
        self.depth += 1
        if self.depth > MAX_DEPTH:
            self.fault(_("The groups are nested too deep."))
        if self.sees("?") and not self.skip("?:"):
            self.fault(_("Look-around, flags and named groups are not offered."))
        part = self.alternatives()
        if not self.skip(")"):
            self.fault(_("This group is not closed."))
        self.depth -= 1
        return part

    def escape(self) -> tuple[tuple[Range, ...], tuple[tuple[str, bool], ...]]:
        if match := _HEX.match(self.text, self.at):
            self.at = match.end()
            return of(chr(int(match[1] or match[2], 16))), ()
        character = self.next()
        if character in SHORTHANDS:
            return SHORTHANDS[character], ()
        if character in "pP":
            return (), ((self.category(), character == "p"),)
        if character in _ESCAPED:
            return of(_ESCAPED[character]), ()
        if character.isalnum():
            self.at -= 1
            self.fault(_("The escape \\{character} is not offered.").format(character=character))
        return of(character), ()

    def category(self) -> str:
        match = _CATEGORY.match(self.text, self.at)
        if match is None or match[1] not in _CATEGORIES:
            self.fault(_("Write a Unicode category, like \\p{{L}} for letters.").format())
        self.at = match.end()
        return match[1]

    def character_class(self) -> Part:
        is_negated = self.skip("^")
        ranges: list[Range] = []
        categories: list[tuple[str, bool]] = []
        while not self.skip("]"):
            first, more = self.class_member()
            categories.extend(more)
            if self.sees("-") and not self.sees("-]") and len(first) == 1 and not more:
                first = self.range(first[0])
            ranges.extend(first)
        return Characters(tuple(ranges), tuple(categories), is_negated)

    def range(self, first: Range) -> tuple[Range, ...]:
        self.next()
        last, _categories = self.class_member()
        if len(last) != 1 or last[0][0] != last[0][1] or first[0] != first[1] or last[0] < first:
            self.fault(_("This is no range of characters."))
        return ((first[0], min(last[0][1], LAST)),)

    def class_member(self) -> tuple[tuple[Range, ...], tuple[tuple[str, bool], ...]]:
        character = self.next()
        return self.escape() if character == "\\" else (of(character), ())
