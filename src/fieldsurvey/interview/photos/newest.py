"""A folder in, its files with the newest first out."""

import os
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from fieldsurvey.interview.photos.picture_formats import EXTENSIONS

_SUFFIXES = tuple(f".{extension}" for extension in (*EXTENSIONS, "jpeg", "heif"))
_DEEPEST = 3
"""Folders below the watched one that are looked into: `DCIM/100CANON`, a day's folder."""


@dataclass(frozen=True, slots=True)
class Candidate:
    """A file that looks like a picture by its name; its bytes decide later."""

    path: Path
    changed_s: float
    """When it was written last, in seconds since 1970."""


def newest_first(folder: Path) -> list[Candidate]:
    """Return the files of a folder that are called like pictures, the newest first.

    A folder that is not there, or cannot be read, has none.
    """
    return sorted(_walk(str(folder), 0), key=lambda one: (-one.changed_s, str(one.path)))


def _walk(folder: str, depth: int) -> Iterator[Candidate]:
    try:
        with os.scandir(folder) as entries:
            for entry in entries:
                yield from _look(entry, depth)
    except OSError:
        return


def _look(entry: "os.DirEntry[str]", depth: int) -> Iterator[Candidate]:
    try:
        if entry.is_dir(follow_symlinks=False):
            if depth < _DEEPEST and not entry.name.startswith("."):
                yield from _walk(entry.path, depth + 1)
        elif entry.name.lower().endswith(_SUFFIXES) and not entry.name.startswith("."):
            yield Candidate(Path(entry.path), entry.stat().st_mtime)
    except OSError:
        return
