"""Lets all prompts share the key bindings that prompt_toolkit brings along.

It makes some six hundred of them for each application, and questionary makes three applications
for a prompt: two thirds of the time between a key and the next question. They hold no state, so
one set serves all.
"""

from functools import cache

from prompt_toolkit.application import application

_MAKER = "load_key_bindings"


def share_bindings() -> None:
    """Make prompt_toolkit's own bindings once for the whole program, from now on."""
    make = getattr(application, _MAKER, None)
    if make is not None and not hasattr(make, "cache_info"):
        setattr(application, _MAKER, cache(make))
