"""Puts the conversation on the terminal: the only package that knows questionary.

Each prompt is a question of questionary with the heading and the key line put around it, and the
keys of `keys` merged into its own.
"""

from fieldsurvey.interview.prompts.asking import TerminalPrompts
from fieldsurvey.interview.prompts.pair import ask_pair, ask_pair_on_paper
from fieldsurvey.interview.prompts.shared_bindings import share_bindings
from fieldsurvey.interview.prompts.tidying import tidy_only_when_idle

__all__ = [
    "TerminalPrompts",
    "ask_pair",
    "ask_pair_on_paper",
    "tidy_only_when_idle",
]

share_bindings()
