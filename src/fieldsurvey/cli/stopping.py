"""The signals that end a program from outside in, the same orderly end as Ctrl-C out."""

import signal
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from fieldsurvey.interview.leaving import QuickExit

_ENDING = ("SIGTERM", "SIGHUP", "SIGBREAK")
"""Shutting down, closing the window, Ctrl-Break; not every system has each."""

_AT_ONCE = "SIGQUIT"
"""Ctrl-\\ between two prompts: without this, a core dump with everything in it."""

_NEVER = "SIGTSTP"
"""Job control: put into the background, the terminal would stay without its line discipline."""


@contextmanager
def stopped_like_ctrl_c() -> Iterator[None]:
    """Let whatever is asked end with KeyboardInterrupt: the terminal is put back, the file closed.

    What was ticked is on the disk already; an answer that is being saved is kept whole or not at
    all.
    """
    numbers = [getattr(signal, name) for name in _ENDING if hasattr(signal, name)]
    before = {number: signal.signal(number, _stop) for number in numbers}
    if hasattr(signal, _AT_ONCE):
        quit_key = getattr(signal, _AT_ONCE)
        before[quit_key] = signal.signal(quit_key, _hide)
    if hasattr(signal, _NEVER):
        never = getattr(signal, _NEVER)
        before[never] = signal.signal(never, signal.SIG_IGN)
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


def _hide(number: int, frame: Any) -> None:
    raise QuickExit


def _stop(number: int, frame: Any) -> None:
    raise KeyboardInterrupt
