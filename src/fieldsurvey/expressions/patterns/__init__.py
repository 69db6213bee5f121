"""Patterns of `regex()`: text in, a matcher out whose time is bounded whatever the pattern.

The dialect is what Java's and JavaScript's regular expressions share and an automaton can do: no
look-around, no back-references, no flags.
"""

from fieldsurvey.expressions.patterns.matching import Matcher, matcher
from fieldsurvey.expressions.patterns.reading import PatternError

__all__ = ["Matcher", "PatternError", "matcher"]
