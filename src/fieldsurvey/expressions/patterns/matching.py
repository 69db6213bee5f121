"""The parts of a pattern in, a matcher out.

Where backtracking is cheap for the text at hand, Python's `re` matches; else an automaton that
looks at each character once. Both give the same answer.
"""

import re
from collections.abc import Callable
from functools import cached_property, lru_cache

from fieldsurvey.expressions.patterns.characters import WORD_CHARACTERS, Characters
from fieldsurvey.expressions.patterns.reading import (
    Alternatives,
    Boundary,
    Part,
    PatternError,
    Repeated,
    Sequence,
    read_pattern,
)
from fieldsurvey.i18n import _

MAX_STATES = 2_000
"""Of the automaton; a repetition counts as often as it may come."""
_MOST_WAYS = 1_000_000
"""Ways through the pattern that backtracking may try: some 50 ms."""
_MOST_STEPS = 1_000_000
"""States times characters that the automaton may look at: some 500 ms."""


class Matcher:
    """A pattern, ready to be held against texts."""

    def __init__(self, text: str) -> None:
        """Read a pattern.

        Raises:
            PatternError: It is none, is too large, or wants what is not offered.
        """
        self._part = read_pattern(text)
        if _count_states(self._part) > MAX_STATES:
            raise PatternError(_("The pattern repeats too much."), 0)
        pattern = _python_pattern(self._part)
        self._quick = None if pattern is None else re.compile(pattern)
        self._length = len(text) + 1

    def matches(self, text: str) -> bool:
        """Say whether the whole text matches; a text too long to tell in time does not."""
        ways = _ways(self._part, len(text)) * self._length
        if self._quick is not None and ways <= _MOST_WAYS:
            return self._quick.fullmatch(text) is not None
        return self._automaton.accepts(text)

    @cached_property
    def _automaton(self) -> "_Automaton":
        return _Automaton(self._part)


@lru_cache(maxsize=512)
def matcher(text: str) -> Matcher:
    """Return the matcher of a pattern.

    Raises:
        PatternError: It is none, is too large, or wants what is not offered.
    """
    return Matcher(text)


def _count_states(part: Part) -> int:
    match part:
        case Sequence(parts) | Alternatives(parts):
            return 1 + sum(map(_count_states, parts))
        case Repeated(inner, least, most):
            return 1 + (_count_states(inner) + 1) * max(least, most or least + 1)
    return 1


def _ways(part: Part, length: int) -> float:
    """Return how many ways backtracking may try at most on a text of a length."""
    match part:
        case Sequence(parts):
            ways = 1.0
            for each in parts:
                ways *= _ways(each, length)
            return ways
        case Alternatives(parts):
            return sum(_ways(each, length) for each in parts)
        case Repeated(inner, least, most):
            inside = _ways(inner, length)
            if (least, most) == (0, 1):
                return 1 + inside
            if inside > 1:
                return float("inf")
            return 1 if least == most else min(length, (most or length) - least) + 1
    return 1


def _python_pattern(part: Part) -> str | None:
    match part:
        case Characters():
            return part.python_pattern()
        case Boundary(sign):
            return {"^": r"\A", "$": r"\Z", r"\b": r"(?a:\b)", r"\B": r"(?a:\B)"}[sign]
        case Repeated(inner, least, most):
            pattern = _python_pattern(inner)
            times = f"{{{least},{'' if most is None else most}}}"
            return None if pattern is None else f"(?:{pattern}){times}"
    patterns = [_python_pattern(each) for each in part.parts]
    known = [each for each in patterns if each is not None]
    if len(known) < len(patterns):
        return None
    return f"(?:{('|' if isinstance(part, Alternatives) else '').join(known)})"


class _Automaton:
    """States and where they lead.

    A state is a set of characters to step over, a boundary to be at, or free; it leads to one or
    two others. The last state accepts.
    """

    def __init__(self, part: Part) -> None:
        self.tests: list[Characters | Boundary | None] = []
        self.next: list[list[int]] = []
        self.start = self._build(part, self._state(None, []))

    def _state(self, test: Characters | Boundary | None, leads_to: list[int]) -> int:
        self.tests.append(test)
        self.next.append(leads_to)
        return len(self.tests) - 1

    def _build(self, part: Part, after: int) -> int:
        """Add the states of a part that goes on to `after`; return its first."""
        match part:
            case Sequence(parts):
                for each in reversed(parts):
                    after = self._build(each, after)
                return after
            case Alternatives(parts):
                return self._state(None, [self._build(each, after) for each in parts])
            case Repeated():
                return self._build_repeated(part, after)
        return self._state(part, [after])

    def _build_repeated(self, part: Repeated, after: int) -> int:
        if part.most is None:
            loop = self._state(None, [after])
            self.next[loop].insert(0, self._build(part.part, loop))
            after = loop
        else:
            end = after
            for _time in range(part.most - part.least):
                after = self._state(None, [self._build(part.part, after), end])
        for _time in range(part.least):
            after = self._build(part.part, after)
        return after

    def accepts(self, text: str) -> bool:
        """Say whether the whole text leads from the first state to the last."""
        if len(text) * len(self.tests) > _MOST_STEPS:
            return False
        states = self._reached([self.start], text, 0)
        for at, character in enumerate(text):
            stepped = [
                self.next[state][0]
                for state in states
                if isinstance(test := self.tests[state], Characters) and character in test
            ]
            if not stepped:
                return False
            states = self._reached(stepped, text, at + 1)
        return 0 in states

    def _reached(self, states: list[int], text: str, at: int) -> set[int]:
        """Return the states and all that they lead to without a character."""
        seen: set[int] = set()
        waiting = list(states)
        while waiting:
            state = waiting.pop()
            if state in seen:
                continue
            test = self.tests[state]
            if isinstance(test, Boundary) and not _IS_AT[test.sign](text, at):
                continue
            seen.add(state)
            if not isinstance(test, Characters):
                waiting.extend(self.next[state])
        return seen


def _is_word_boundary(text: str, at: int) -> bool:
    before = at > 0 and text[at - 1] in WORD_CHARACTERS
    after = at < len(text) and text[at] in WORD_CHARACTERS
    return before != after


_IS_AT: dict[str, Callable[[str, int], bool]] = {
    "^": lambda _text, at: at == 0,
    "$": lambda text, at: at == len(text),
    r"\b": _is_word_boundary,
    r"\B": lambda text, at: not _is_word_boundary(text, at),
}
