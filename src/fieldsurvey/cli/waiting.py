"""What is shown on a terminal while something takes its time."""

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from fieldsurvey.cli.speaking import talk_console


@contextmanager
def progress(what: str, total: int | None = None) -> Iterator[Callable[[], None]]:
    """Show how far something is, on a terminal, once it takes longer than a second."""
    if not sys.stderr.isatty():
        yield lambda: None
        return
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, SpinnerColumn, TextColumn

    columns = (SpinnerColumn(), TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn())
    with Progress(*columns, console=talk_console(), transient=True) as bars:
        task = bars.add_task(what, total=total)
        yield lambda: bars.advance(task)


@contextmanager
def stage() -> Iterator[Callable[[str], None]]:
    """Show on a terminal which stage a long command is at; elsewhere say nothing."""
    if not sys.stderr.isatty():
        yield lambda what: None
        return
    with talk_console().status("") as status:

        def tell(what: str) -> None:
            status.update(what)

        yield tell
