"""A lead's workspace in, a copy to try things on out; the workspace stays byte for byte as it is.

The survey file alone would change by being opened: SQLite counts who opens it to write.
"""

import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from dataclasses import replace
from pathlib import Path

from fieldsurvey.campaign.workspace import Workspace
from fieldsurvey.chain.files import disk_words
from fieldsurvey.chain.storage.disk import opening_error
from fieldsurvey.errors import ReportError
from fieldsurvey.i18n import _

_COPY = ".dry-run"
_LEFT_OUT = ("photos", "outbox", "mail", _COPY)
"""What a dry run neither reads nor writes; pictures may be larger than all the rest."""


@contextmanager
def dry_copy(workspace: Workspace) -> Iterator[Workspace]:
    """Copy a workspace into a folder of its own, which is gone afterwards.

    It lies within the workspace: what is copied is as private as what it is copied from.

    Raises:
        ChainError: The survey file is open in another window.
        ReportError: There is no room for the copy, or its folder cannot be written.
    """
    place = workspace.folder / _COPY
    try:
        shutil.rmtree(place, ignore_errors=True)
        place.mkdir(mode=0o700)
        with _unwritten(workspace):
            for path in sorted(workspace.folder.iterdir()):
                if path.name not in _LEFT_OUT:
                    _copy(path, place / path.name)
    except OSError as error:
        shutil.rmtree(place, ignore_errors=True)
        raise ReportError(
            _("A dry run works on a copy, and there is none: {why}.").format(why=disk_words(error)),
            where=str(place),
            to_do=_("Make room on the disk, then run the command again."),
        ) from error
    try:
        yield replace(workspace, folder=place)
    finally:
        shutil.rmtree(place, ignore_errors=True)


def _copy(source: Path, target: Path) -> None:
    if source.is_dir():
        shutil.copytree(source, target, copy_function=shutil.copyfile)
    else:
        shutil.copyfile(source, target)


@contextmanager
def _unwritten(workspace: Workspace) -> Iterator[None]:
    """Keep others from writing the survey file meanwhile; what is encrypted tells nobody."""
    path = workspace.survey_db
    journal = path.with_name(f"{path.name}-journal")
    # A journal with something in it is what a crash left: only who may write can roll it back.
    if workspace.is_encrypted or (journal.exists() and journal.stat().st_size):
        yield
        return
    with closing(sqlite3.connect(f"{path.as_uri()}?mode=ro", uri=True, timeout=0)) as connection:
        try:
            connection.execute("BEGIN")
            connection.execute("SELECT count(*) FROM sqlite_master").fetchone()
        except sqlite3.Error as error:
            raise opening_error(error, path) from error
        yield
        with suppress(sqlite3.Error):
            connection.execute("ROLLBACK")
