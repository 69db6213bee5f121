"""Places in, everything found in them out, and what each file turned out to be."""

import hashlib
import math
import mmap
import tempfile
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from fieldsurvey.chain.age_keys import AgeIdentity
from fieldsurvey.chain.schema import APPLICATION_ID
from fieldsurvey.handover.rescue.carving import Carved, carve
from fieldsurvey.handover.rescue.copying import Copy, copy_aside, without_journals
from fieldsurvey.handover.rescue.finds import Finds
from fieldsurvey.handover.rescue.table import Readability, TableReading, read_tables

_MAGIC = b"SQLite format 3\x00"
_OURS = (_MAGIC, b"FSB1\n")
_OUR_NAMES = (".db", ".fsb", ".receipt", ".db-journal")
_SAMPLE_BYTES = 64 * 1024
_ENTROPY_BITS = 7.9
"""Bits a byte of what is encrypted; text has about 4.5, a database under 7."""


class SourceKind(StrEnum):
    """What a file turned out to be."""

    SURVEY_FILE = "survey_file"
    """Or what is left of one, or an image of a stick: there are lines or bundles in it."""
    BUNDLE = "bundle"
    RECEIPT = "receipt"
    NEWER = "newer"
    """A survey file of a newer program."""
    OTHER_DATABASE = "other_database"
    EMPTY = "empty"
    ENCRYPTED = "encrypted"
    NOTHING = "nothing"
    """Nothing of ours is in it."""


@dataclass(frozen=True, slots=True)
class Source:
    """One file that was looked at."""

    path: Path
    kind: SourceKind
    sha256: str
    """Of the bytes as they were read, hex."""
    reading: TableReading
    carved: Carved
    texts: int
    """What may be lines and was not found in a file before it."""
    lost_bytes: int
    """Bytes the disk did not give."""


def gather(
    places: Iterable[Path], identities: Sequence[AgeIdentity] = (), scratch: Path | None = None
) -> tuple[Finds, list[Source]]:
    """Look at every file of the places, and at the bundles that lie beside a survey file.

    Args:
        places: Files, folders, images of sticks.
        identities: Keys that open sealed bundles.
        scratch: Folder for the copies, which are removed again; the system's own if none.

    Raises:
        HandoverError: A file cannot be opened or copied.
    """
    finds = Finds()
    sources = []
    for path in _files(places):
        with tempfile.TemporaryDirectory(prefix=".rescue-", dir=scratch) as folder:
            sources.append(_look_at(path, Path(folder), finds, identities))
    return finds, sources


def _files(places: Iterable[Path]) -> Iterator[Path]:
    seen: set[Path] = set()
    for place in places:
        beside = [place.parent / name for name in ("outbox", "inbox")] if place.is_file() else []
        found = [place] if not place.is_dir() else list(_of_ours(place))
        for path in (*found, *(path for folder in beside for path in _of_ours(folder))):
            if path.resolve() not in seen:
                seen.add(path.resolve())
                yield path


def _of_ours(folder: Path) -> Iterator[Path]:
    """Yield the files of a folder that may hold lines, by their beginning or their name."""
    for path in sorted(folder.rglob("*")):
        if path.is_symlink() or not path.is_file():
            continue
        if path.suffix in _OUR_NAMES or _beginning(path).startswith(_OURS):
            yield path


def _beginning(path: Path) -> bytes:
    try:
        with path.open("rb") as file:
            return file.read(100)
    except OSError:
        return b""


def _look_at(path: Path, folder: Path, finds: Finds, identities: Sequence[AgeIdentity]) -> Source:
    copy = copy_aside(path, folder)
    before = len(finds.texts)
    carved = Carved()
    sha256 = hashlib.sha256()
    # First the bytes as they came: once SQLite has rolled a journal back they are others.
    for each in (copy.path, *copy.beside):
        carved = _carve_file(each, finds, identities, carved)
    with copy.path.open("rb") as file:
        sha256 = hashlib.file_digest(file, "sha256")
    reading = _read(copy, folder, finds)
    texts = len(finds.texts) - before
    return Source(
        path=path,
        kind=_kind(copy.path, reading, carved, texts),
        sha256=sha256.hexdigest(),
        reading=reading,
        carved=carved,
        texts=texts,
        lost_bytes=copy.lost_bytes,
    )


def _read(copy: Copy, folder: Path, finds: Finds) -> TableReading:
    alone = without_journals(copy, folder) if copy.beside else None
    reading = read_tables(copy.path, finds)
    if alone is not None and reading.readability is not Readability.WHOLE:
        read_tables(alone, finds)
    return reading


def _carve_file(
    path: Path, finds: Finds, identities: Sequence[AgeIdentity], so_far: Carved
) -> Carved:
    if not path.stat().st_size:
        return so_far
    with (
        path.open("rb") as file,
        mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as data,
    ):
        carved = carve(data, finds, identities)
    return Carved(
        so_far.bundles + carved.bundles,
        so_far.sealed + carved.sealed,
        so_far.damaged + carved.damaged,
    )


def _kind(path: Path, reading: TableReading, carved: Carved, texts: int) -> SourceKind:
    beginning = _beginning(path)
    if not beginning:
        return SourceKind.EMPTY
    if beginning.startswith(b"FSB1\n"):
        return SourceKind.BUNDLE
    if beginning.startswith(_MAGIC):
        return _database_kind(beginning, reading, texts)
    if beginning.startswith(b'{"at":"'):
        return SourceKind.RECEIPT
    if texts or carved.bundles or carved.sealed or carved.damaged:
        return SourceKind.SURVEY_FILE
    return SourceKind.ENCRYPTED if _looks_encrypted(path) else SourceKind.NOTHING


def _database_kind(header: bytes, reading: TableReading, texts: int) -> SourceKind:
    if reading.readability is Readability.NEWER:
        return SourceKind.NEWER
    is_ours = int.from_bytes(header[68:72]) == APPLICATION_ID
    return SourceKind.SURVEY_FILE if is_ours or texts else SourceKind.OTHER_DATABASE


def _looks_encrypted(path: Path) -> bool:
    size = path.stat().st_size
    with path.open("rb") as file:
        sample = file.read(_SAMPLE_BYTES)
    if size % 512 or len(sample) < 4096:
        return False
    shares = [count / len(sample) for count in Counter(sample).values()]
    return -sum(share * math.log2(share) for share in shares) > _ENTROPY_BITS
