"""How a person is asked: on a screen that is drawn anew, or line by line."""

import os
import sys
from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass
from datetime import datetime
from getpass import getpass

from fieldsurvey.cli.lines import NOT_REDRAWN, clear_screen, read_line
from fieldsurvey.cli.speaking import is_at_terminal
from fieldsurvey.errors import UsageError
from fieldsurvey.i18n import _
from fieldsurvey.interview.conducting import Ask
from fieldsurvey.interview.photos.album import Album
from fieldsurvey.interview.showing.screen import Heading
from fieldsurvey.interview.signing import Signers


@dataclass(frozen=True, slots=True)
class Asker:
    """What an interview needs of whoever asks."""

    pair: Callable[[Sequence[str]], tuple[str, ...]]
    """Asks who of the team is there."""
    prompts: Callable[[Heading, Signers], Ask]
    """Asks the questions."""
    around: Callable[[], AbstractContextManager[object]] = nullcontext
    """Entered while it is asked."""


def asker(album: Album, *, plain: bool) -> Asker:
    """Return how a person is asked here.

    Args:
        album: Where photos go.
        plain: Line by line; a terminal that cannot move its cursor leaves no choice.

    Raises:
        UsageError: Nobody could read and answer.
    """
    if plain or (is_at_terminal() and os.environ.get("TERM", "") in NOT_REDRAWN):
        return _line_by_line(album)
    need_a_terminal()
    return _on_screen(album)


def need_a_terminal() -> None:
    """Refuse before anything is begun where nobody could read and answer.

    Raises:
        UsageError: Input or output is no terminal.
    """
    if not is_at_terminal():
        raise UsageError(
            _("This is no terminal that somebody could answer in."),
            to_do=_("Start it in a terminal window, or give a file of answers with --answers."),
        )


def _on_screen(album: Album) -> Asker:
    from fieldsurvey.interview.prompts import TerminalPrompts, ask_pair, tidy_only_when_idle

    return Asker(
        ask_pair,
        lambda heading, signers: TerminalPrompts(heading, signers, now=datetime.now, album=album),
        tidy_only_when_idle,
    )


def _line_by_line(album: Album) -> Asker:
    from fieldsurvey.interview.plain import PlainDesk, PlainPrompts, Watched, ask_pair_plainly

    is_watched = sys.stdin.isatty() and sys.stdout.isatty()
    if is_watched:
        desk = PlainDesk(sys.stdin, sys.stdout, getpass, Watched(read_line, clear_screen))
    else:
        desk = PlainDesk(sys.stdin, sys.stdout)
    return Asker(
        lambda members: ask_pair_plainly(members, desk),
        lambda heading, signers: PlainPrompts(
            heading, signers, desk=desk, now=datetime.now, album=album
        ),
    )
