"""A problem just raised in, its description out."""

from fieldsurvey.interview.conducting import Describe, Turn
from fieldsurvey.interview.keys import Command
from fieldsurvey.interview.prompts.choosing import write
from fieldsurvey.interview.prompts.terminal import Terminal
from fieldsurvey.interview.showing.problem_words import description_lines
from fieldsurvey.interview.showing.step import Step


def ask_description(terminal: Terminal, turn: Turn, step: Step) -> Describe | Command:
    """Return what, who, since when; blank leaves it for the review."""
    lines = description_lines(step, terminal.heading, turn.conversation)
    text = write(terminal, turn, step, lines, terminal.typed_at(step))
    return text if isinstance(text, Command) else Describe(step.path, text)
