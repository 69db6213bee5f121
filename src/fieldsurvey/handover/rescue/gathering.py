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

from fieldsurvey.campaign.secrets.workspace_key import is_sealed
from fieldsurvey.chain.devices.age_keys import AgeIdentity
from fieldsurvey.chain.storage.schema import APPLICATION_ID
from fieldsurvey.handover.rescue.carving import Carved, carve
from fieldsurvey.handover.rescue.copying import BESIDE, Copy, copy_aside
from fieldsurvey.handover.rescue.decrypting import Locks, Opened, read_encrypted
from fieldsurvey.handover.rescue.finds import Finds
from fieldsurvey.handover.rescue.table import Readability, TableReading, read_tables

_MAGIC = b"SQLite format 3\x00"
_OURS = (_MAGIC, b"FSB1\n")
_OUR_NAMES = (".db", ".fsb", ".receipt", ".db-journal")
_PIECE_BYTES = 4096
_PIECES_MAX = 16
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
    """And no key here opens it."""
    NOTHING = "nothing"
    """Nothing of ours is in it."""
    UNREADABLE = "unreadable"
    """It lies in a folder that was named, and cannot be opened."""


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
    opened: Opened | None = None
    """Where it was encrypted, and opened with its key."""


def gather(
    places: Iterable[Path],
    identities: Sequence[AgeIdentity] = (),
    scratch: Path | None = None,
    locks: Locks = lambda _path: None,
) -> tuple[Finds, list[Source]]:
    """Look at every file of the places, and at the bundles that lie beside a survey file.

    Args:
        places: Files, folders, images of sticks.
        identities: Keys that open sealed bundles.
        scratch: Folder for the copies, which are removed again; the system's own if none.
        locks: Gives the keys of encrypted files.

    Raises:
        HandoverError: A file that was named cannot be opened, or there is no room for a copy.
    """
    finds = Finds()
    sources = []
    places = list(places)
    for path in _files(places):
        if path not in places and _beginning(path) is None:
            sources.append(_unread(path))
            continue
        with tempfile.TemporaryDirectory(prefix=".rescue-", dir=scratch) as folder:
            sources.append(_look_at(path, Path(folder), finds, identities, locks))
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
        if path.is_symlink() or not path.is_file() or _is_beside(path):
            continue
        beginning = _beginning(path)
        if path.suffix in _OUR_NAMES or beginning is None or beginning.startswith(_OURS):
            yield path


def _is_beside(path: Path) -> bool:
    """Tell whether a file is the journal of another, and looked at with that one."""
    return any(
        path.name.endswith(ending) and path.with_name(path.name.removesuffix(ending)).is_file()
        for ending in BESIDE
    )


def _beginning(path: Path) -> bytes | None:
    """Return the first bytes of a file; None where it cannot be opened or read."""
    try:
        with path.open("rb") as file:
            return file.read(100)
    except OSError:
        return None


def _unread(path: Path) -> Source:
    nothing = TableReading(Readability.NOTHING)
    return Source(path, SourceKind.UNREADABLE, "", nothing, Carved(), texts=0, lost_bytes=0)


def _look_at(
    path: Path, folder: Path, finds: Finds, identities: Sequence[AgeIdentity], locks: Locks
) -> Source:
    copy = copy_aside(path, folder)
    before = len(finds.texts)
    carved = Carved()
    # First the bytes as they came: once SQLite has rolled a journal back they are others.
    for each in (copy.path, *copy.beside):
        carved = _carve_file(each, finds, identities, carved)
    with copy.path.open("rb") as file:
        sha256 = hashlib.file_digest(file, "sha256")
    kind = _kind_of_bytes(copy.path, path.suffix, carved, len(finds.texts) - before)
    lock = locks(path) if kind is SourceKind.ENCRYPTED else None
    if lock is None:
        opened, reading = None, _read(copy, finds)
    else:
        opened = read_encrypted(copy, folder, lock.key, finds, identities)
        reading, carved = opened.reading, opened.carved
    texts = len(finds.texts) - before
    if kind is SourceKind.ENCRYPTED and opened and (opened.is_opened or texts):
        kind = SourceKind.SURVEY_FILE
    elif kind is SourceKind.SURVEY_FILE:
        kind = _database_kind(_beginning(copy.path) or b"", reading, texts)
    return Source(
        path=path,
        kind=kind,
        sha256=sha256.hexdigest(),
        reading=reading,
        carved=carved,
        texts=texts,
        lost_bytes=copy.lost_bytes,
        opened=opened,
    )


def _read(copy: Copy, finds: Finds) -> TableReading:
    reading = read_tables(copy.path, finds)
    if copy.alone is not None and reading.readability is not Readability.WHOLE:
        read_tables(copy.alone, finds)
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


def _kind_of_bytes(path: Path, suffix: str, carved: Carved, texts: int) -> SourceKind:
    """Return what a file is by its bytes; a database is one of ours until it was read.

    Args:
        path: Of its copy.
        suffix: Of its own name.
        carved: What was found in it.
        texts: What may be lines in it.
    """
    beginning = _beginning(path)
    if not beginning:
        return SourceKind.EMPTY
    if beginning.startswith(b"FSB1\n"):
        return SourceKind.BUNDLE
    if beginning.startswith(b'{"at":"'):
        return SourceKind.RECEIPT
    is_found = texts or carved.bundles or carved.sealed or carved.damaged
    if beginning.startswith(_MAGIC) or is_found:
        return SourceKind.SURVEY_FILE
    is_encrypted = is_sealed(beginning) or _looks_encrypted(path, suffix)
    return SourceKind.ENCRYPTED if is_encrypted else SourceKind.NOTHING


def _database_kind(header: bytes, reading: TableReading, texts: int) -> SourceKind:
    if not header.startswith(_MAGIC):
        return SourceKind.SURVEY_FILE
    if reading.readability is Readability.NEWER:
        return SourceKind.NEWER
    is_ours = int.from_bytes(header[68:72]) == APPLICATION_ID
    return SourceKind.SURVEY_FILE if is_ours or texts else SourceKind.OTHER_DATABASE


def _looks_encrypted(path: Path, suffix: str) -> bool:
    """Tell whether most of a file's first pages have no order in them; some may be damaged.

    A file of another name than a survey file's is not taken for one that was cut: most pictures and
    archives have no order either.
    """
    if path.stat().st_size % 512 and suffix != ".db":
        return False
    with path.open("rb") as file:
        pieces = [file.read(_PIECE_BYTES) for _nth in range(_PIECES_MAX)]
    whole = [piece for piece in pieces if len(piece) == _PIECE_BYTES]
    return bool(whole) and 2 * sum(map(_is_without_order, whole)) > len(whole)


def _is_without_order(piece: bytes) -> bool:
    shares = [count / len(piece) for count in Counter(piece).values()]
    return -sum(share * math.log2(share) for share in shares) > _ENTROPY_BITS
