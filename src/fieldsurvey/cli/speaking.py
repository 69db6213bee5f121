"""The only printer: results to stdout, talk to stderr, help in the user's language."""

import json
import re
import sys
import unicodedata
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from functools import lru_cache
from typing import TYPE_CHECKING, Any, Literal, TextIO

from fieldsurvey.i18n import _

if TYPE_CHECKING:
    from rich.console import Console

_FIGURE = re.compile(r"-?[0-9]+(\.[0-9]+)?|")
"""What a column of figures, which ends at the right, holds."""

_BETWEEN_COLUMNS = 3
"""Cells between two columns of a table: padding, a blank for the line, padding."""

_KEPT = {"\n", "\t"}
_UNSEEN = {"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"}


def speak_utf8() -> None:
    """Read and write UTF-8 whatever the console's own encoding: a rare name must not stop us."""
    for stream in (sys.stdin, sys.stdout, sys.stderr):
        reconfigure = getattr(stream, "reconfigure", None)
        if reconfigure is not None:
            reconfigure(
                encoding="utf-8", errors="strict" if stream is sys.stdin else "backslashreplace"
            )


def printable(text: str) -> str:
    """Replace what a terminal would act on (escape sequences, bidi overrides) by U+FFFD."""
    return "".join(
        letter if letter in _KEPT or unicodedata.category(letter) not in _UNSEEN else "�"
        for letter in text
    )


def result_console() -> "Console":
    """Return the console for results, on stdout."""
    return _console_on(sys.stdout)


def talk_console() -> "Console":
    """Return the console for progress, notes and errors, on stderr."""
    return _console_on(sys.stderr)


@lru_cache(maxsize=4)
def _console_on(stream: TextIO) -> "Console":
    from rich.console import Console

    return Console(file=stream, highlight=False, soft_wrap=False)


def show(renderable: Any) -> None:
    """Print a result: text as it is, never as markup."""
    if isinstance(renderable, str):
        sys.stdout.write(printable(renderable) + "\n")
    else:
        result_console().print(renderable)


def show_json(value: Any) -> None:
    """Print a result for a program."""
    sys.stdout.write(json.dumps(value, ensure_ascii=False, indent=2) + "\n")


def say(text: str) -> None:
    """Tell the person something that is not the result."""
    sys.stderr.write(printable(text) + "\n")


def table(headings: Sequence[str], rows: Sequence[Sequence[str]], title: str = "") -> Any:
    """Return a table that fits the terminal; cells are text, never markup.

    Where it would be too wide the widest columns give way and wrap; nothing is cut off.
    """
    from rich import box
    from rich.table import Table
    from rich.text import Text

    made = Table(
        title=Text(title, style="bold") if title else None,
        title_justify="left",
        box=box.SIMPLE_HEAD,
        pad_edge=False,
    )
    shown = [[printable(cell) for cell in row] for row in rows]
    room = result_console().width - (_BETWEEN_COLUMNS * len(headings) - 1)
    for nth, width in enumerate(column_widths(headings, shown, room)):
        is_figures = all(_FIGURE.fullmatch(row[nth]) for row in shown)
        justify: Literal["right", "left"] = "right" if is_figures else "left"
        made.add_column(Text(headings[nth]), width=width, overflow="fold", justify=justify)
    for row in shown:
        made.add_row(*map(_cell, row))
    return made


def _cell(text: str) -> Any:
    """Return a cell all of whose lines stand as far in as its first one."""
    from rich.padding import Padding
    from rich.text import Text

    words = text.lstrip(" ")
    return Padding(Text(words), (0, 0, 0, len(text) - len(words)))


def column_widths(
    headings: Sequence[str], rows: Sequence[Sequence[str]], room: int
) -> tuple[int, ...]:
    """Return how wide each column is to be so that all of them have room together.

    Each gets what its cells and heading want; where that is too much, headings wrap first, then
    the widest columns share what the others leave.
    """
    from rich.cells import cell_len

    def widest(texts: Sequence[str]) -> int:
        return max(map(cell_len, texts), default=0)

    cells = [widest([row[nth] for row in rows]) for nth in range(len(headings))]
    wanted = [max(cell_len(h), width) for h, width in zip(headings, cells, strict=True)]
    if sum(wanted) > room:
        wanted = [max(widest(h.split()), width) for h, width in zip(headings, cells, strict=True)]
    given: dict[int, int] = {}
    for nth in sorted(range(len(wanted)), key=wanted.__getitem__):
        share = (room - sum(given.values())) // (len(wanted) - len(given))
        given[nth] = min(wanted[nth], max(share, 1))
    return tuple(given[nth] for nth in range(len(wanted)))


def let_help_flow(command: Any) -> None:
    """Join the lines of each paragraph of a command's help: the terminal wraps them, not we."""
    if command.help:
        paragraphs = command.help.split("\n\n")
        command.help = "\n\n".join(" ".join(paragraph.split()) for paragraph in paragraphs)
    children: Mapping[str, Any] = getattr(command, "commands", {})
    for child in children.values():
        let_help_flow(child)


def translate_help(command: Any) -> None:
    """Put a command's help, its options' help and the panels' titles in the user's language."""
    for attribute in ("help", "short_help", "epilog", "rich_help_panel"):
        text = getattr(command, attribute, None)
        if isinstance(text, str) and text:
            setattr(command, attribute, _(text))
    for parameter in command.params:
        if getattr(parameter, "help", None):
            parameter.help = _(parameter.help)
    children: Mapping[str, Any] = getattr(command, "commands", {})
    for child in children.values():
        translate_help(child)
    _translate_panels()


def _translate_panels() -> None:
    from typer import rich_utils

    rich_utils.OPTIONS_PANEL_TITLE = _("Options")
    rich_utils.ARGUMENTS_PANEL_TITLE = _("Arguments")
    rich_utils.COMMANDS_PANEL_TITLE = _("Commands")


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


def banner(code: str) -> Any:
    """Return a short code so large that nobody miscopies it."""
    from rich import box
    from rich.panel import Panel
    from rich.text import Text

    spaced = Text(" ".join(code), style="bold")
    return Panel(spaced, box=box.HEAVY, padding=(1, 4), expand=False)
