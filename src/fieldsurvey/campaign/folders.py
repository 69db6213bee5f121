"""Folders that are born whole and stay: filled under another name, renamed, their names synced."""

import errno
import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from fieldsurvey.errors import CampaignError
from fieldsurvey.i18n import _


@contextmanager
def whole_folder(target: Path) -> Iterator[Path]:
    """Give an empty folder to fill; on leaving it becomes `target`, on an error it is gone.

    Raises:
        CampaignError: `target` holds something already, or cannot be written.
    """
    refuse_occupied(target)
    try:
        make_folder(target.parent)
        unfinished = Path(tempfile.mkdtemp(prefix=f".{target.name}-", dir=target.parent))
    except OSError as failed:
        raise _cannot_write(target.parent, failed) from failed
    try:
        with suppress(OSError):  # sticks formatted as FAT know no permissions
            unfinished.chmod(0o755)
        yield unfinished
        if target.is_dir():
            target.rmdir()
        for inside in unfinished.rglob("*"):
            if inside.is_dir():
                sync_folder(inside)
        sync_folder(unfinished)
        unfinished.rename(target)
        sync_folder(target.parent)
    except OSError as failed:
        raise _cannot_write(target, failed) from failed
    finally:
        shutil.rmtree(unfinished, ignore_errors=True)


def sync_folder(folder: Path) -> None:
    """Return only once the names in a folder are on its disk, where that can be asked for.

    Windows does so by itself; some file systems of sticks know no such request.
    """
    if os.name == "nt":
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    except OSError as error:
        if error.errno not in (errno.EINVAL, errno.ENOTSUP):
            raise OSError(error.errno, error.strerror, str(folder)) from error
    finally:
        os.close(handle)


def make_folder(folder: Path) -> None:
    """Make a folder, and those above it, so that a power cut does not take their names away.

    One that is there already may be of a program that was killed before it came so far.
    """
    missing = [place for place in (folder, *folder.parents) if not place.exists()]
    folder.mkdir(parents=True, exist_ok=True)
    for made in missing or [folder]:
        sync_folder(made.parent)


def ensure_writable(folder: Path) -> None:
    """Make sure that files can be made in a folder.

    Raises:
        CampaignError: It is read-only, or its disk is full.
    """
    try:
        with tempfile.TemporaryFile(dir=folder) as probe:
            probe.write(b"?")
    except OSError as failed:
        raise _cannot_write(folder, failed) from failed


def refuse_occupied(target: Path) -> None:
    """Make sure that a folder is empty or not there yet.

    Raises:
        CampaignError: Something is in that place.
    """
    if target.is_dir() and not any(target.iterdir()):
        return
    if target.exists() or target.is_symlink():
        raise CampaignError(
            _("There is something in that place already."),
            where=str(target),
            to_do=_("Name a folder that is empty or does not exist yet."),
        )


def _cannot_write(folder: Path, failed: OSError) -> CampaignError:
    return CampaignError(
        _("The folder cannot be written: {why}.").format(why=failed.strerror or failed),
        where=str(folder),
        to_do=_("Look whether it is read-only or the disk is full, or name another folder."),
    )
