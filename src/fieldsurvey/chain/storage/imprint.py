"""A closed survey file in, an imprint of all its bytes out; later, whether it still fits.

Lines and signatures prove what was said. They cannot prove the bytes in between: free room, the
header, what a machine notes for itself. SQLite leaves remains there, so nothing can be asked of
those bytes but that they stay as they are while the file is closed. There a disk that begins to
fail shows first. Against people stand the lines: whoever alters a file on purpose can make a new
imprint, too.

An imprint holds for one count of changes in SQLite's header, which goes up whenever a program
opens the file to write. Where another count stands there, the program was killed before it could
make the imprint, or another one wrote properly: then it says nothing, until the file is closed
again.
"""

import json
import zlib
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import BinaryIO

from fieldsurvey.chain.lines.line import dump_json

_PART_BYTES = 1 << 20
_HEADER_BYTES = 100
_SURE_TYPES = {"altered": bool, "changes": int, "crc32": int, "size_bytes": int}


@dataclass(frozen=True, slots=True)
class _Imprint:
    changes: int
    """How often SQLite has been asked to write the file."""
    size_bytes: int
    crc32: int
    altered: bool
    """Whether an earlier imprint did not fit, and the file was not written anew since."""


def imprint_of(path: Path) -> Path:
    """Return where the imprint of a survey file is kept."""
    return path.with_suffix(".imprint")


def is_altered(path: Path) -> bool:
    """Tell whether bytes of a survey file have changed since it was closed, or had before.

    For a file that no connection of this process has open: closing what is read here would let go
    of its lock. Total: where nothing can be said, or the file cannot be read, it is not altered.
    """
    kept = _kept(path)
    if kept is not None and kept.altered:
        return True
    try:
        changes = _changes_at_rest(path)
        if changes is None:
            return False
        if changes < 0:
            return True
        if kept is None or kept.changes != changes:
            return False
        return _taken(path, changes) not in (kept, None)
    except OSError:
        return False


def keep_imprint(path: Path, *, altered: bool) -> None:
    """Keep the imprint of a survey file that has been closed, as far as its disk lets itself be.

    It is not waited for: an imprint that is lost, or of an earlier time, says nothing.
    """
    place = imprint_of(path)
    temporary = place.with_name(f".{place.name}.part")
    try:
        changes = _changes_at_rest(path)
        imprint = None if changes is None else _taken(path, changes, altered=altered)
        if imprint is None:
            return
        temporary.write_text(dump_json(asdict(imprint)), encoding="utf-8")
        temporary.replace(place)
    except OSError:
        return


def _taken(path: Path, changes: int, *, altered: bool = False) -> _Imprint | None:
    """Return the imprint of a file; None where another program began to write meanwhile."""
    with path.open("rb") as file:
        size_bytes, crc32 = _sum(file)
    if _changes_at_rest(path) != changes:
        return None
    return _Imprint(changes, size_bytes, crc32, altered)


def _sum(file: BinaryIO) -> tuple[int, int]:
    size_bytes = crc32 = 0
    while part := file.read(_PART_BYTES):
        size_bytes += len(part)
        crc32 = zlib.crc32(part, crc32)
    return size_bytes, crc32


def _changes_at_rest(path: Path) -> int | None:
    """Return the count of changes in the header of a file, -1 where its two places disagree.

    None where a journal says that somebody writes, or was killed while writing.
    """
    journal = path.with_name(f"{path.name}-journal")
    if journal.exists() and journal.stat().st_size:
        return None
    with path.open("rb") as file:
        header = file.read(_HEADER_BYTES)
    count, again = header[24:28], header[92:96]
    return int.from_bytes(count) if count == again else -1


def _kept(path: Path) -> _Imprint | None:
    try:
        said = json.loads(imprint_of(path).read_text(encoding="utf-8"))
    except (OSError, ValueError, RecursionError):
        return None
    if not isinstance(said, dict) or {name: type(said[name]) for name in said} != _SURE_TYPES:
        return None
    return _Imprint(**said)
