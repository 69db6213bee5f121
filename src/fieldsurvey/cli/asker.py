"""How a person is asked: on a screen that is drawn anew, or line by line."""

import os
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager, nullcontext
from dataclasses import dataclass
from datetime import datetime
from getpass import getpass

from fieldsurvey.campaign.workspace import Workspace
from fieldsurvey.cli.speaking import is_at_terminal
from fieldsurvey.errors import UsageError
from fieldsurvey.i18n import _
from fieldsurvey.interview.conducting import Ask
from fieldsurvey.interview.photos.album import Album
from fieldsurvey.interview.screen import Heading
from fieldsurvey.interview.signing import Signers

_NOT_REDRAWN = ("dumb", "unknown")
"""Terminals (TERM) whose cursor cannot be moved."""


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
    if plain or (is_at_terminal() and os.environ.get("TERM", "") in _NOT_REDRAWN):
        return _line_by_line(album)
    need_a_terminal()
    return _on_screen(album)


@contextmanager
def locked_when_idle_in(workspace: Workspace) -> Iterator[None]:
    """Lock the screen of an encrypted laptop inside, once nobody touches a key for long."""
    if not workspace.is_encrypted:
        yield
        return
    from fieldsurvey.interview.prompts import ScreenLock, locked_when_idle

    key_file = workspace.key_file
    after_s = workspace.campaign.at_rest.lock_after_minutes * 60
    with locked_when_idle(ScreenLock(lambda typed: key_file.open(typed) is not None, after_s)):
        yield


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
    from fieldsurvey.interview.plain import PlainDesk, PlainPrompts, ask_pair_plainly

    is_watched = sys.stdin.isatty() and sys.stdout.isatty()
    desk = PlainDesk(sys.stdin, sys.stdout, getpass if is_watched else None)
    return Asker(
        lambda members: ask_pair_plainly(members, desk),
        lambda heading, signers: PlainPrompts(
            heading, signers, desk=desk, now=datetime.now, album=album
        ),
    )
