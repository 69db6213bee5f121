"""A locked workspace in, its key out: somebody types the passphrase, or a file gives it.

A passphrase is no argument and no environment variable, which other programs can see, and it is
written nowhere.
"""

import os
import sys
import time
from collections.abc import Callable, Collection, Iterator
from contextlib import contextmanager
from getpass import getpass
from pathlib import Path

from fieldsurvey.campaign.secrets.key_file import KeyFile
from fieldsurvey.campaign.secrets.passphrases import fault_of, strength_of
from fieldsurvey.campaign.secrets.workspace_key import WorkspaceKey
from fieldsurvey.campaign.workspace import Workspace
from fieldsurvey.cli.speaking import say
from fieldsurvey.errors import UsageError
from fieldsurvey.i18n import _

PASSPHRASE_FILE = "FIELDSURVEY_PASSPHRASE_FILE"
"""Names a file, or a descriptor as /dev/fd/3, whose first line is the passphrase."""

NEW_PASSPHRASE_FILE = "FIELDSURVEY_NEW_PASSPHRASE_FILE"
"""The same for the one to be set."""

LOCK_AFTER_S = "FIELDSURVEY_LOCK_AFTER_S"
"""Locks the screen sooner than the campaign wants it, in seconds; never later."""

_FILE_BYTES_MAX = 4096
_FREE_TRIES = 3
_PAUSE_MOST_S = 30


def unlock(key_file: KeyFile) -> WorkspaceKey:
    """Return the key of an encrypted workspace.

    Wrong passphrases cost growing pauses from the third on.

    Raises:
        UsageError: The file gives a wrong one, or nobody is there to type.
        KeyboardInterrupt: Whoever was asked gave up.
    """
    given = _given(PASSPHRASE_FILE)
    if given is not None:
        key = key_file.open(given)
        if key is None:
            raise UsageError(
                _("The passphrase in the file is not that of this laptop."),
                where=os.environ[PASSPHRASE_FILE],
                to_do=_("Put the right one there, or let it be typed."),
            )
        return key
    return _typed_until_right(key_file.open)


@contextmanager
def locked_when_idle_in(workspace: Workspace) -> Iterator[None]:
    """Lock whatever is asked inside on an encrypted laptop, once nobody touches a key for long."""
    if not workspace.is_encrypted:
        yield
        return
    from fieldsurvey.interview.locking import ScreenLock, locked_when_idle

    key_file = workspace.key_file
    wanted_s = workspace.campaign.at_rest.lock_after_minutes * 60
    sooner = os.environ.get(LOCK_AFTER_S, "")
    after_s = min(wanted_s, max(1, int(sooner))) if sooner.isdecimal() else wanted_s
    with locked_when_idle(ScreenLock(lambda typed: key_file.open(typed) is not None, after_s)):
        yield


def new_passphrase(known: Collection[str]) -> str:
    """Return a passphrase that somebody chose, typed twice the same.

    Args:
        known: Names that everybody here knows; none of them will do.

    Raises:
        UsageError: The file gives one that will not do, or nobody is there to type.
        KeyboardInterrupt: Whoever was asked gave up.
    """
    source = NEW_PASSPHRASE_FILE if NEW_PASSPHRASE_FILE in os.environ else PASSPHRASE_FILE
    given = _given(source)
    if given is not None:
        if fault := fault_of(given, known):
            raise UsageError(fault, where=os.environ[source])
        return given
    return _chosen(known)


def _typed_until_right(opening: Callable[[str], WorkspaceKey | None]) -> WorkspaceKey:
    wrong = 0
    while True:
        key = opening(_typed(_("Passphrase: ")))
        if key is not None:
            return key
        wrong += 1
        say(
            _("That was not it. Look at the keyboard: small letters? The right language?")
            if wrong < _FREE_TRIES
            else _(
                "That was not it. Forgotten? Nothing is lost: fieldsurvey recover passphrase STICK"
            )
        )
        time.sleep(pause_s(wrong))


def pause_s(wrong: int) -> int:
    """Return how long to wait after so many wrong passphrases, in seconds: 0, 0, 2, 4, 8… 30."""
    return 0 if wrong < _FREE_TRIES else min(2 ** (wrong - _FREE_TRIES + 1), _PAUSE_MOST_S)


def _chosen(known: Collection[str]) -> str:
    say(_("What is on this laptop is encrypted. Choose a passphrase: 12 characters or more,"))
    say(_("or four words that do not belong together. Nobody can see it while you type."))
    while True:
        chosen = _typed(_("New passphrase: "))
        if fault := fault_of(chosen, known):
            say(fault)
            continue
        say(_("Its strength: {strength}.").format(strength=strength_of(chosen).words))
        if _typed(_("The same once more: ")) == chosen:
            return chosen
        say(_("The two were not the same. Once more from the beginning."))


def _typed(asked: str) -> str:
    if sys.stdin is None or not sys.stdin.isatty():
        raise UsageError(
            _("This laptop is encrypted, and nobody is here to type its passphrase."),
            to_do=_("Use a terminal window; a script names a file: {variable}.").format(
                variable=PASSPHRASE_FILE
            ),
        )
    try:
        return getpass(asked, stream=sys.stderr)
    except EOFError:
        raise KeyboardInterrupt from None


def _given(variable: str) -> str | None:
    """Return the first line of the file that a variable names; None where it names none."""
    named = os.environ.get(variable, "")
    if not named:
        return None
    try:
        with Path(named).open("rb") as file:
            content = file.read(_FILE_BYTES_MAX)
        return content.decode("utf-8-sig").partition("\n")[0].rstrip("\r")
    except (OSError, UnicodeDecodeError) as failed:
        why = getattr(failed, "strerror", None) or _("it is no text in UTF-8")
        raise UsageError(
            _("The passphrase cannot be read from the file: {why}.").format(why=why),
            where=named,
            to_do=_("Look at the name in {variable}.").format(variable=variable),
        ) from failed
