"""Asks line by line: no redraw, no colour, no escape sequence; for screen readers and slow lines.

Takes what a person is asked from the same conversation as the screen does, and gives the same
actions; needs no terminal, only lines in and lines out.
"""

from fieldsurvey.interview.plain.asking import PlainPrompts
from fieldsurvey.interview.plain.desk import PlainDesk, Watched
from fieldsurvey.interview.plain.pair import ask_pair_plainly

__all__ = ["PlainDesk", "PlainPrompts", "Watched", "ask_pair_plainly"]
