"""Folders that are born whole and stay: filled under another name, renamed, their names synced."""

import errno
import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from glob import escape
from pathlib import Path

from fieldsurvey.errors import CampaignError
from fieldsurvey.i18n import _

FILLED = "unfinished"
"""The folder that is filled, alone in one of a random name: nothing else is ever swept away."""

_RANDOM = "[a-z0-9_]" * 8


@contextmanager
def whole_folder(target: Path) -> Iterator[Path]:
    """Give an empty folder to fill; on leaving it becomes `target`, on an error it is gone.

    What a program left that was killed while it filled one for the same target is swept away.

    Raises:
        CampaignError: `target` holds something already, or cannot be written.
    """
    refuse_occupied(target)
    try:
        make_folder(target.parent)
        sweep(target)
        around = Path(tempfile.mkdtemp(prefix=f".{target.name}-", dir=target.parent))
        unfinished = around / FILLED
        unfinished.mkdir()
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
        # A renaming from folder to folder is on the disk once both are synced.
        sync_folder(around)
        sync_folder(target.parent)
    except OSError as failed:
        raise _cannot_write(target, failed) from failed
    finally:
        shutil.rmtree(around, ignore_errors=True)


def sweep(target: Path) -> list[Path]:
    """Remove what was left half filled beside a folder, and return what was removed.

    Args:
        target: The folder that was to be made; nothing else in its place is looked at.
    """
    pattern = f".{escape(target.name)}-{_RANDOM}"
    left = [path for path in target.parent.glob(pattern) if _is_left(path)]
    for path in left:
        shutil.rmtree(path, ignore_errors=True)
    return [path for path in left if not path.exists()]


def _is_left(path: Path) -> bool:
    """Tell whether a folder holds nothing but one that was being filled, or nothing at all."""
    if path.is_symlink() or not path.is_dir():
        return False
    return {inside.name for inside in path.iterdir()} <= {FILLED}


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
