"""A survey file, copied or in memory, in, the rows of its tables out, read on a short leash.

Whoever made the file may have put anything into it. So every object in it is compared with those
this program has ever made, and where one is strange nothing is read by SQLite at all. Besides, no
function of ours is there to be called, functions of SQLite are refused, and time, memory and the
length of values are bounded.
"""

import sqlite3
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from enum import StrEnum
from hashlib import sha256
from pathlib import Path
from typing import Any

from fieldsurvey.chain.devices.register import BundleRecord, QuestionnaireVersion
from fieldsurvey.chain.storage.schema import APPLICATION_ID, SCHEMA_VERSION, objects_so_far
from fieldsurvey.handover.rescue.finds import Finds, Link

SECONDS_MAX = 5.0
"""Reading is stopped after that, for each table."""

_MAGIC = b"SQLite format 3\x00"
_HEADER_BYTES = 100
_VALUE_BYTES_MAX = 2 * 1024 * 1024
_STEPS_BETWEEN_LOOKS = 10_000
_OWN = "_sqlite_migrations"
_LIMITS = {
    sqlite3.SQLITE_LIMIT_LENGTH: _VALUE_BYTES_MAX,
    sqlite3.SQLITE_LIMIT_SQL_LENGTH: 20_000,
    sqlite3.SQLITE_LIMIT_EXPR_DEPTH: 20,
    sqlite3.SQLITE_LIMIT_COMPOUND_SELECT: 2,
    sqlite3.SQLITE_LIMIT_ATTACHED: 0,
    sqlite3.SQLITE_LIMIT_TRIGGER_DEPTH: 1,
    sqlite3.SQLITE_LIMIT_VARIABLE_NUMBER: 10,
}
_PRAGMAS = (
    "trusted_schema = OFF",
    "cell_size_check = ON",
    "mmap_size = 0",
    "query_only = ON",
    "temp_store = MEMORY",
)
_READS = frozenset(
    {sqlite3.SQLITE_SELECT, sqlite3.SQLITE_READ, sqlite3.SQLITE_PRAGMA, sqlite3.SQLITE_TRANSACTION}
)


class Readability(StrEnum):
    """How much of the tables SQLite could read."""

    WHOLE = "whole"
    """Checked, and read to the end."""
    PART = "part"
    """Damaged: read as far as it goes."""
    NOTHING = "nothing"
    """Not a database any more, or never one."""
    STRANGE = "strange"
    """There is something in it that no version of this program makes; not read by SQLite."""
    NEWER = "newer"
    """A newer program made it; not read by SQLite."""


@dataclass(frozen=True, slots=True)
class TableReading:
    """What reading by SQLite has come to."""

    readability: Readability
    strange: tuple[str, ...] = ()
    """Names of the objects that no version of this program makes."""


def read_tables(source: Path | bytes, finds: Finds) -> TableReading:
    """Add the rows of a copied survey file to the finds; what SQLite cannot read is passed over.

    Args:
        source: The copy, or the bytes of what was decrypted: that is written nowhere.
        finds: Where they go.
    """
    header = source[:_HEADER_BYTES] if isinstance(source, bytes) else _header(source)
    if not header.startswith(_MAGIC):
        return TableReading(Readability.NOTHING)
    is_ours = int.from_bytes(header[68:72]) == APPLICATION_ID
    if is_ours and int.from_bytes(header[60:64]) > SCHEMA_VERSION:
        return TableReading(Readability.NEWER)
    try:
        with _leashed(source) as connection:
            strange = _strangers(connection)
            if strange:
                return TableReading(Readability.STRANGE, strange)
            return TableReading(_read_all(connection, finds))
    except (sqlite3.Error, MemoryError, UnicodeDecodeError, OverflowError):
        return TableReading(Readability.NOTHING)


@contextmanager
def _leashed(source: Path | bytes) -> Iterator[sqlite3.Connection]:
    uri = "file::memory:" if isinstance(source, bytes) else f"{source.absolute().as_uri()}?mode=rw"
    connection = sqlite3.connect(uri, uri=True, isolation_level=None, timeout=0)
    try:
        if isinstance(source, bytes):
            connection.deserialize(source)
        for limit, most in _LIMITS.items():
            connection.setlimit(limit, most)
        if sys.version_info >= (3, 12):
            # What only SQLite's own switches forbid.
            connection.setconfig(sqlite3.SQLITE_DBCONFIG_DEFENSIVE, True)
            connection.setconfig(sqlite3.SQLITE_DBCONFIG_ENABLE_TRIGGER, False)
            connection.setconfig(sqlite3.SQLITE_DBCONFIG_ENABLE_VIEW, False)
        for pragma in _PRAGMAS:
            connection.execute(f"PRAGMA {pragma}")
        connection.set_authorizer(_authorize)
        yield connection
    finally:
        connection.close()


def _authorize(
    action: int, _first: str | None, _second: str | None, _database: str | None, _by: str | None
) -> int:
    # No functions, no recursion, no views: what reads inside a view names it in the last place.
    return sqlite3.SQLITE_OK if action in _READS and _by is None else sqlite3.SQLITE_DENY


def _strangers(connection: sqlite3.Connection) -> tuple[str, ...]:
    known = objects_so_far()
    strange = []
    with _deadline(connection):
        rows = connection.execute("SELECT type, name, sql FROM sqlite_master")
        for kind, name, sql in rows:
            is_view_of_form = kind == "view" and str(name).startswith("form ")
            is_own = kind in ("table", "index") and _OWN in str(name)
            if not (is_view_of_form or is_own or (kind, name, sql or "") in known):
                strange.append(str(name)[:80])
    return tuple(strange)


def _read_all(connection: sqlite3.Connection, finds: Finds) -> Readability:
    is_whole = _is_sound(connection)
    for select, take in _TABLES:
        is_whole &= _read_table(connection, select, take, finds)
    return Readability.WHOLE if is_whole else Readability.PART


def _is_sound(connection: sqlite3.Connection) -> bool:
    try:
        with _deadline(connection):
            return connection.execute("PRAGMA quick_check").fetchall() == [("ok",)]
    except sqlite3.Error:
        return False


def _read_table(
    connection: sqlite3.Connection,
    select: str,
    take: Callable[[Finds, tuple[Any, ...]], None],
    finds: Finds,
) -> bool:
    """Read a table from its beginning, and where that breaks off, from its end."""
    for order in ("ASC", "DESC"):
        try:
            with _deadline(connection):
                for row in connection.execute(f"{select} ORDER BY rowid {order}"):
                    take(finds, row)
        except (sqlite3.Error, UnicodeDecodeError):
            continue
        return order == "ASC"
    return False


@contextmanager
def _deadline(connection: sqlite3.Connection) -> Iterator[None]:
    until = time.monotonic() + SECONDS_MAX
    connection.set_progress_handler(lambda: time.monotonic() > until, _STEPS_BETWEEN_LOOKS)
    yield


def _take_line(finds: Finds, row: tuple[Any, ...]) -> None:
    device, seq, hash_, previous, digest, text = row
    hashes = (hash_, previous, digest)
    if isinstance(device, str) and isinstance(seq, int) and all(map(_is_hash, hashes)):
        finds.links.add(Link(device, seq, previous, digest, hash_))
    if isinstance(text, str):
        finds.add_text(text)


def _take_bundle(finds: Finds, row: tuple[Any, ...]) -> None:
    record = BundleRecord(*row)
    texts = (record.sha256, record.name, record.device, record.header, record.at)
    if all(isinstance(text, str) for text in texts) and isinstance(record.signature, bytes):
        finds.headers.add((record.header, record.signature))
        finds.bundles[record.sha256] = record


def _take_receipt(finds: Finds, row: tuple[Any, ...]) -> None:
    text, signature = row
    if isinstance(text, str) and isinstance(signature, bytes):
        finds.receipts.add((text, signature))


def _take_questionnaire(finds: Finds, row: tuple[Any, ...]) -> None:
    if not all(isinstance(text, str) for text in row):
        return
    version = QuestionnaireVersion(*row)
    if sha256(version.source.encode(errors="replace")).hexdigest() == version.digest:
        finds.questionnaires[version.digest] = version


def _take_device(finds: Finds, row: tuple[Any, ...]) -> None:
    if isinstance(row[0], str):
        finds.devices.add(row[0])


def _is_hash(value: object) -> bool:
    return isinstance(value, bytes) and len(value) == 32


_TABLES: tuple[tuple[str, Callable[[Finds, tuple[Any, ...]], None]], ...] = (
    ("SELECT device, seq, hash, previous, digest, line FROM line", _take_line),
    (
        "SELECT sha256, direction, name, device, first, last, head, header, signature, at"
        " FROM bundle",
        _take_bundle,
    ),
    ("SELECT text, signature FROM receipt", _take_receipt),
    ("SELECT digest, form_id, version, source FROM questionnaire", _take_questionnaire),
    ("SELECT value FROM meta WHERE name = 'device'", _take_device),
)


def _header(path: Path) -> bytes:
    with path.open("rb") as file:
        return file.read(_HEADER_BYTES)
