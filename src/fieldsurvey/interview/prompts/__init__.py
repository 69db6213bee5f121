"""Puts the conversation on the terminal: the only package that knows questionary.

Each prompt is a question of questionary with the heading and the key line put around it, and the
keys of `keys` merged into its own.
"""

from fieldsurvey.interview.prompts.asking import TerminalPrompts
from fieldsurvey.interview.prompts.pair import ask_pair

__all__ = ["TerminalPrompts", "ask_pair"]
