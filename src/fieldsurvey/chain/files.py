"""Bytes in, a file that is whole or absent out: written aside, synced, renamed, read back."""

import errno
import hashlib
import os
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO

from fieldsurvey.campaign.folders import sync_folder
from fieldsurvey.i18n import _

if TYPE_CHECKING:
    from typing_extensions import Buffer

_RENAME_TRIES = 10
_RENAME_PAUSE_SECONDS = 0.5


@dataclass(slots=True)
class Hashing:
    """A file while it is read or written: counts and hashes what goes through."""

    file: BinaryIO
    size_bytes: int = 0
    digest: "hashlib._Hash" = field(default_factory=hashlib.sha256)

    @property
    def sha256(self) -> str:
        """Of everything that went through, hex."""
        return self.digest.hexdigest()

    def read(self, count: int = -1) -> bytes:
        """Read on."""
        return self._through(self.file.read(count))

    def write(self, part: "Buffer") -> int:
        """Write on."""
        self._through(bytes(part))
        return self.file.write(part)

    def flush(self) -> None:
        """Hand everything to the system."""
        self.file.flush()

    def _through(self, part: bytes) -> bytes:
        self.size_bytes += len(part)
        self.digest.update(part)
        return part


def write_file(path: Path, content: bytes) -> str:
    """Write a file that is either whole under its name or not there, and return its SHA-256.

    Raises:
        OSError: It could not be written, or reads back otherwise than it was written.
    """
    return write_whole(path, lambda file: file.write(content))


def write_whole(path: Path, fill: Callable[[Hashing], object]) -> str:
    """Let `fill` write a file of any size; it is whole under its name afterwards, or not there.

    Returns:
        Its SHA-256, hex, as the disk gives it back.

    Raises:
        OSError: It could not be written, or reads back otherwise than it was written; it names the
            file.
    """
    temporary = path.with_name(f".{path.name}.part")
    try:
        with temporary.open("wb") as file:
            written = Hashing(file)
            fill(written)
            file.flush()
            os.fsync(file.fileno())
        _rename(temporary, path)
    except OSError as error:
        remove_unfinished(temporary)
        # A write or a sync that fails does not say of which file.
        error.filename = error.filename or str(path)
        raise
    except Exception:
        remove_unfinished(temporary)
        raise
    sync_folder(path.parent)
    if not holds(path, written.sha256):
        remove_unfinished(path)
        raise OSError(errno.EIO, "read back differently", str(path))
    return written.sha256


def digest_on_disk(path: Path) -> str:
    """Return the SHA-256 of a file as its disk gives it back, past the system's memory of it."""
    with path.open("rb") as file:
        if hasattr(os, "posix_fadvise"):
            os.posix_fadvise(file.fileno(), 0, 0, os.POSIX_FADV_DONTNEED)
        return hashlib.file_digest(file, "sha256").hexdigest()


def holds(path: Path, sha256: str) -> bool:
    """Tell whether a file is there and holds exactly those bytes."""
    try:
        return digest_on_disk(path) == sha256
    except OSError:
        return False


def disk_words(error: OSError) -> str:
    """Say in the user's language what a disk or a stick refused."""
    match error.errno:
        case errno.ENOSPC | errno.EDQUOT | errno.EFBIG:
            return _("it is full")
        case errno.EROFS:
            return _("it is write-protected")
        case errno.EACCES | errno.EPERM:
            return _("its permissions forbid it")
        case errno.EIO | errno.ENODEV | errno.ENXIO:
            return _("it fails, or was pulled out")
        case errno.ENOENT | errno.ENOTDIR:
            return _("it is not there")
        case _:
            return error.strerror or str(error)


def _rename(temporary: Path, path: Path) -> None:
    if sys.platform == "win32":
        # A virus scanner may hold a new file for some seconds.
        for _nth in range(_RENAME_TRIES - 1):
            try:
                temporary.replace(path)
                return
            except PermissionError:
                time.sleep(_RENAME_PAUSE_SECONDS)
    temporary.replace(path)


def remove_unfinished(path: Path) -> None:
    """Remove a file that was never finished, as far as its disk lets itself be told."""
    try:
        path.unlink(missing_ok=True)
    except OSError:
        # The disk that refused the bytes may refuse this, too; a `.part` is never read.
        return
