"""A terminal in, the line that somebody types out; or that nobody did for too long."""

import os
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, nullcontext
from getpass import getpass

import click

NOT_REDRAWN = ("dumb", "unknown")
"""Terminals (TERM) whose cursor cannot be moved."""

_LOOK_EVERY_S = 1.0
_LOOK_FOR_KEYS_EVERY_S = 0.05
_CLEAR_SCROLLBACK = "\x1b[3J"
_ROWS_PUSHED_AWAY = 100


def read_line(is_hidden: bool, is_time: Callable[[], bool]) -> str | None:
    """Return the next line with its end, '' after the last; None once it is time to stop waiting.

    Args:
        is_hidden: Show nothing of what is typed.
        is_time: Tells whether it is; looked at every second.
    """
    with _unseen() if is_hidden and os.name != "nt" else nullcontext():
        while not is_time():
            if _is_typed():
                return f"{getpass('')}\n" if is_hidden and os.name == "nt" else sys.stdin.readline()
    return None


def clear_screen() -> None:
    """Take everything off the screen, and what was scrolled off it; or push it far away."""
    if os.environ.get("TERM", "") in NOT_REDRAWN:
        sys.stdout.write("\n" * _ROWS_PUSHED_AWAY)
    else:
        click.clear()
        sys.stdout.write(_CLEAR_SCROLLBACK if os.name != "nt" else "")
    sys.stdout.flush()


def _is_typed() -> bool:
    """Wait a moment for a line; on Windows for its first key."""
    if sys.platform == "win32":
        import msvcrt

        ends = time.monotonic() + _LOOK_EVERY_S
        while not msvcrt.kbhit() and time.monotonic() < ends:
            time.sleep(_LOOK_FOR_KEYS_EVERY_S)
        return bool(msvcrt.kbhit())
    import select

    return bool(select.select([sys.stdin], [], [], _LOOK_EVERY_S)[0])


@contextmanager
def _unseen() -> Iterator[None]:
    """Show nothing of what is typed inside; what was typed before it is forgotten."""
    import termios

    handle = sys.stdin.fileno()
    before = termios.tcgetattr(handle)
    unseen = [*before]
    unseen[3] = before[3] & ~termios.ECHO
    termios.tcsetattr(handle, termios.TCSAFLUSH, unseen)
    try:
        yield
    finally:
        termios.tcsetattr(handle, termios.TCSADRAIN, before)
        sys.stdout.write("\n")
        sys.stdout.flush()
