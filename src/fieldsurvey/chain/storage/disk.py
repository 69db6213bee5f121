"""What a disk did, in words; and the requests that make it keep what it was given."""

import os
import sqlite3
from pathlib import Path

from fieldsurvey.errors import ChainError, OpenElsewhereError
from fieldsurvey.i18n import _

_PERM, _BUSY, _READONLY, _IOERR, _CORRUPT, _FULL, _CANTOPEN, _NOTADB = 3, 5, 8, 10, 11, 13, 14, 26


def sync_file(path: Path) -> None:
    """Return only once the bytes of a file are on its disk."""
    with path.open("rb+") as file:
        os.fsync(file.fileno())


def is_disk_full(error: sqlite3.Error) -> bool:
    """Tell whether only room is missing: after making some, the same step can be tried again."""
    return _code(error) == _FULL


def opening_error(error: sqlite3.Error | UnicodeDecodeError, path: Path) -> ChainError:
    """Put into words why a survey file cannot be opened, made or read.

    `sqlite3` cannot even say what is wrong where SQLite quotes bytes that are no UTF-8.
    """
    what, to_do = {
        _BUSY: (
            _("The survey file is already open in another window."),
            _("Go on in that window, or close it first."),
        ),
        _FULL: (_("The disk is full."), _("Make room on the disk.")),
        _IOERR: (
            _("The disk fails, or does not let the survey file be written."),
            _("Keep the file; copy the folder to another disk, and open it there."),
        ),
        _CORRUPT: (_("The survey file is damaged."), _("Keep it, and ask the team lead.")),
        _NOTADB: (_("The survey file is damaged."), _("Keep it, and ask the team lead.")),
    }.get(_code(error), ("", ""))
    if _code(error) in (_PERM, _READONLY, _CANTOPEN):
        what = _("The survey file or its folder cannot be written.")
        to_do = _("Move the folder to where you may write, not on a locked stick.")
    error_class = OpenElsewhereError if _code(error) == _BUSY else ChainError
    return error_class(
        what or _("The survey file cannot be used: {reason}.").format(reason=error),
        where=str(path),
        to_do=to_do or _("Keep the file, and ask the team lead."),
    )


def saving_error(error: sqlite3.Error, path: Path) -> ChainError:
    """Put into words why what was just said is not saved."""
    if is_disk_full(error):
        return ChainError(
            _("The disk is full; this was not saved. Everything ticked before is safe."),
            where=str(path),
            to_do=_("Make room on the disk, then try again."),
        )
    return ChainError(
        _("The disk failed; this was not saved. Everything ticked before is safe."),
        where=str(path),
        to_do=_("Close the program, start it again, and hand over to a stick at once."),
    )


def unusable_error(path: Path) -> ChainError:
    """Say that after a failure of the disk nothing more is taken in this session."""
    return ChainError(
        _("The disk has failed; nothing more can be saved here."),
        where=str(path),
        to_do=_("Close the program, start it again, and hand over to a stick at once."),
    )


def _code(error: sqlite3.Error | UnicodeDecodeError) -> int:
    if isinstance(error, UnicodeDecodeError):
        return _CORRUPT
    return getattr(error, "sqlite_errorcode", 0) & 0xFF
