"""A file in, a copy of it and of the files that belong to it out; the original is only read once.

A disk that fails gives what it can: a block that cannot be read is zeros in the copy, and counted.
"""

import shutil
from dataclasses import dataclass
from io import RawIOBase
from pathlib import Path
from typing import BinaryIO

from fieldsurvey.errors import HandoverError
from fieldsurvey.i18n import _

_BLOCK_BYTES = 4096
_CHUNK_BYTES = 256 * _BLOCK_BYTES
BESIDE = ("-journal", "-wal")
"""How the names of files end that belong to the one they are named after."""


@dataclass(frozen=True, slots=True)
class Copy:
    """A file that was copied to be looked at."""

    path: Path
    beside: tuple[Path, ...]
    """Copies of its journals."""
    alone: Path | None
    """One more copy where there are journals: that of another file spoils what it meets."""
    lost_bytes: int
    """Bytes that the disk of the original did not give."""


def copy_aside(original: Path, folder: Path) -> Copy:
    """Copy a file, with its journals, into an empty folder.

    Raises:
        HandoverError: It cannot be opened, or there is no room for the copy.
    """
    try:
        path = folder / "copy"
        lost = _copy(original, path)
        beside: list[Path] = []
        for ending in BESIDE:
            journal = original.with_name(original.name + ending)
            if journal.is_file():
                lost += _copy(journal, folder / f"copy{ending}")
                beside.append(folder / f"copy{ending}")
        alone = shutil.copyfile(path, folder / "alone") if beside else None
    except OSError as error:
        raise HandoverError(
            _("The file cannot be copied to be looked at: {reason}.").format(reason=error.strerror),
            where=str(original),
            to_do=_("Copy it to another disk with room, and name it there; it was not touched."),
        ) from error
    return Copy(path, tuple(beside), alone, lost)


def _copy(original: Path, path: Path) -> int:
    with original.open("rb", buffering=0) as source, path.open("wb") as target:
        return copy_what_reads(source, original.stat().st_size, target)


def copy_what_reads(source: RawIOBase, size: int, target: BinaryIO) -> int:
    """Copy an open file of a size, and return how many bytes its disk refused: they are zeros.

    Raises:
        OSError: The target cannot be written.
    """
    lost = at = 0
    while at < size:
        chunk, missing = _read(source, at, min(_CHUNK_BYTES, size - at))
        if not chunk:
            break
        target.write(chunk)
        lost += missing
        at += len(chunk)
    return lost


def _read(source: RawIOBase, at: int, count: int) -> tuple[bytes, int]:
    """Return the bytes at a place, zeros for those the disk refuses, and how many it refused."""
    try:
        source.seek(at)
        return source.read(count) or b"", 0
    except OSError:
        if count <= _BLOCK_BYTES:
            return bytes(count), count
    parts = [
        _read(source, at + start, min(_BLOCK_BYTES, count - start))
        for start in range(0, count, _BLOCK_BYTES)
    ]
    return b"".join(part for part, _lost in parts), sum(lost for _part, lost in parts)
