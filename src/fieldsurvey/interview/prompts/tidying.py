"""Collects garbage while the person reads or thinks, so that no key press waits for it.

Every prompt leaves thousands of small objects in cycles behind; collected whenever their number
says so, they would hold up each sixth answer for some 60 ms, and longer in a long form.
"""

import asyncio
import gc
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from prompt_toolkit.application import Application

_IDLE_S = 0.4
"""Nobody who is typing leaves so long between two keys."""

_YOUNG, _MIDDLE, _OLD = 20_000, 20, 1_000
"""Collected without an idle moment: the youngest objects, which takes some milliseconds."""


@contextmanager
def tidy_only_when_idle() -> Iterator[None]:
    """Leave the collecting of garbage to `tidy_when_idle`.

    What is there already, the questionnaire above all, is not gone through again.
    """
    before = gc.get_threshold()
    gc.collect()
    gc.freeze()
    gc.set_threshold(_YOUNG, _MIDDLE, _OLD)
    try:
        yield
    finally:
        gc.set_threshold(*before)
        gc.unfreeze()


def tidy_when_idle(application: Application[Any]) -> None:
    """Collect garbage once a prompt has stood for a moment without a key that ended it."""

    def wait() -> None:
        asyncio.get_running_loop().call_later(_IDLE_S, gc.collect)

    application.pre_run_callables.append(wait)
