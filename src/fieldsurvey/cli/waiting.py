"""What is shown on a terminal while something takes its time."""

import os
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from fieldsurvey.cli.speaking import talk_console

PLAIN = "FIELDSURVEY_PLAIN"
"""In the environment: nothing is drawn anew, as a screen reader needs it."""

_AFTER_S = 1.0


@contextmanager
def progress(what: str, total: int | None = None) -> Iterator[Callable[[], None]]:
    """Show how far something is, on a terminal, once it takes longer than a second."""
    if not _may_draw():
        yield lambda: None
        return
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, SpinnerColumn, TextColumn

    columns = (SpinnerColumn(), TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn())
    bars = Progress(*columns, console=talk_console(), transient=True)
    task = bars.add_task(what, total=total)
    began = time.monotonic()

    def advance() -> None:
        bars.advance(task)
        if not bars.live.is_started and time.monotonic() - began >= _AFTER_S:
            bars.start()

    try:
        yield advance
    finally:
        bars.stop()


@contextmanager
def stage() -> Iterator[Callable[[str], None]]:
    """Show on a terminal which stage a long command is at; elsewhere say nothing."""
    if not _may_draw():
        yield lambda what: None
        return
    with talk_console().status("") as status:

        def tell(what: str) -> None:
            status.update(what)

        yield tell


def _may_draw() -> bool:
    """Say whether the cursor may be moved: at a terminal, unless plain lines are wanted."""
    can_redraw = os.environ.get("TERM", "") not in ("dumb", "unknown")
    return sys.stderr.isatty() and can_redraw and not os.environ.get(PLAIN)
