"""An empty connection in, the tables of a survey file out: named migrations of sqlite-utils.

`line` is the truth; `interview` and the views are folded from it and can be made again at any
time. `bundle` and `receipt` are the ledger of what was handed over, taken in and witnessed.
"""

import sqlite3
from collections.abc import Callable
from typing import TYPE_CHECKING

from fieldsurvey.chain.lines.line import Kind

if TYPE_CHECKING:
    from sqlite_utils import Database, Migrations

APPLICATION_ID = int.from_bytes(b"fsvy")
"""Bytes 68–71 of every survey file."""

SCHEMA_VERSION = 6
"""`user_version` of a file with every migration below."""

_LINES = """
CREATE TABLE meta (
    name TEXT PRIMARY KEY,
    value TEXT NOT NULL
) STRICT;

CREATE TABLE line (
    device TEXT NOT NULL,
    seq INTEGER NOT NULL CHECK (seq > 0),
    hash BLOB NOT NULL CHECK (length(hash) = 32),
    previous BLOB NOT NULL CHECK (length(previous) = 32),
    digest BLOB NOT NULL CHECK (length(digest) = 32),
    line TEXT, -- exact JSON; NULL once erased: digest and hash still prove that it was said
    kind TEXT NOT NULL, -- what the line says, for those who query
    interview TEXT NOT NULL, -- what the line says
    PRIMARY KEY (device, seq, hash)
) STRICT;

CREATE TRIGGER line_is_never_changed BEFORE UPDATE ON line
BEGIN SELECT RAISE(ABORT, 'a line is never changed'); END;

CREATE TRIGGER line_is_never_deleted BEFORE DELETE ON line
BEGIN SELECT RAISE(ABORT, 'a line is never deleted'); END;
"""

_INTERVIEWS = """
CREATE TABLE interview (
    id TEXT PRIMARY KEY,
    subject TEXT NOT NULL,
    form_id TEXT NOT NULL,
    questionnaire TEXT NOT NULL, -- SHA-256 of its file
    device TEXT NOT NULL,
    team TEXT NOT NULL,
    inspectors TEXT NOT NULL, -- JSON array
    status TEXT NOT NULL,
    started_at TEXT NOT NULL,
    finished_at TEXT NOT NULL,
    preload TEXT NOT NULL, -- JSON object
    answers TEXT NOT NULL, -- JSON object by path, in the order first answered
    descriptions TEXT NOT NULL, -- JSON object by path
    remarks TEXT NOT NULL, -- JSON object by path
    answered_last TEXT NOT NULL,
    signatures TEXT NOT NULL, -- JSON array
    finish_code TEXT NOT NULL,
    first_seq INTEGER NOT NULL,
    last_seq INTEGER NOT NULL,
    head TEXT NOT NULL, -- hash of its last line, hex
    forked INTEGER NOT NULL
) STRICT;

CREATE INDEX interview_of_subject ON interview (subject, form_id);
CREATE INDEX interview_of_device ON interview (device);

CREATE TABLE questionnaire (
    digest TEXT PRIMARY KEY, -- SHA-256 of source
    form_id TEXT NOT NULL,
    version TEXT NOT NULL,
    source TEXT NOT NULL -- the YAML it was read from
) STRICT;
"""

_HANDOVER = """
CREATE TABLE device (
    device TEXT PRIMARY KEY,
    public_key TEXT NOT NULL, -- hex; empty where not known yet
    team TEXT NOT NULL,
    first_seen_at TEXT NOT NULL,
    forked_at INTEGER -- first seq said twice; NULL in a chain that never forked
) STRICT;

CREATE TABLE bundle (
    sha256 TEXT NOT NULL, -- of the file
    direction TEXT NOT NULL CHECK (direction IN ('out', 'in')),
    name TEXT NOT NULL,
    device TEXT NOT NULL,
    first INTEGER NOT NULL,
    last INTEGER NOT NULL,
    head BLOB NOT NULL,
    header TEXT NOT NULL, -- exact text that is signed
    signature BLOB NOT NULL,
    at TEXT NOT NULL,
    PRIMARY KEY (sha256, direction)
) STRICT;

CREATE INDEX bundle_of_device ON bundle (device, last);

CREATE TABLE receipt (
    device TEXT NOT NULL,
    seq INTEGER NOT NULL,
    head BLOB NOT NULL,
    witness TEXT NOT NULL, -- public key, hex
    text TEXT NOT NULL, -- exact text that is signed
    signature BLOB NOT NULL,
    PRIMARY KEY (device, seq, head, witness)
) STRICT;
"""

_EVIDENCE = """
ALTER TABLE interview ADD COLUMN photos TEXT NOT NULL DEFAULT '{}';

ALTER TABLE interview ADD COLUMN photos_absent TEXT NOT NULL DEFAULT '{}';

ALTER TABLE interview ADD COLUMN keying TEXT NOT NULL DEFAULT 'dialogue';

ALTER TABLE interview ADD COLUMN keying_of TEXT NOT NULL DEFAULT '';
"""

_TOMBSTONES = """
CREATE TABLE tombstone (
    device TEXT NOT NULL,
    seq INTEGER NOT NULL,
    hash BLOB NOT NULL CHECK (length(hash) = 32),
    cause TEXT NOT NULL CHECK (cause IN ('erased', 'purged')),
    PRIMARY KEY (device, seq, hash)
) STRICT;

CREATE TRIGGER tombstone_stays BEFORE DELETE ON tombstone
BEGIN SELECT RAISE(ABORT, 'a tombstone stays'); END;

DROP TRIGGER line_is_never_changed;

CREATE TRIGGER line_is_never_changed BEFORE UPDATE ON line
WHEN NEW.device IS NOT OLD.device OR NEW.seq IS NOT OLD.seq OR NEW.hash IS NOT OLD.hash
    OR NEW.previous IS NOT OLD.previous OR NEW.digest IS NOT OLD.digest
    OR (NEW.line IS NULL) IS NOT EXISTS (SELECT 1 FROM tombstone
        WHERE device = OLD.device AND seq = OLD.seq AND hash = OLD.hash)
    OR (OLD.line IS NOT NULL AND NEW.line IS NOT NULL)
BEGIN SELECT RAISE(ABORT, 'a line is never changed'); END;

ALTER TABLE interview ADD COLUMN purged_at TEXT NOT NULL DEFAULT '';
"""

OFTEN = (
    *(Kind.ANSWER, Kind.INTERVIEW_START, Kind.NOTE, Kind.PAUSE, Kind.RESUME, Kind.SESSION),
    Kind.WITHDRAW,
)
"""Kinds of which there are dozens an interview. Nobody asks for them all, so no index has them:
that would only make every insert slower."""

SELDOM = "kind NOT IN ({})".format(", ".join(f"'{kind}'" for kind in OFTEN))
"""True of the lines that `line_of_kind` leads to. SQLite looks into it for those who ask with the
very words it was made with, so other kinds need another migration."""

_KINDS = f"""
CREATE INDEX line_of_kind ON line (kind) WHERE {SELDOM};
"""

_MIGRATIONS = (
    ("m001_lines", _LINES),
    ("m002_interviews", _INTERVIEWS),
    ("m003_handover", _HANDOVER),
    ("m004_evidence", _EVIDENCE),
    ("m005_tombstones", _TOMBSTONES),
    ("m006_kinds", _KINDS),
)


def bring_up_to_date(connection: sqlite3.Connection) -> None:
    """Apply the migrations that `connection` has not seen; nothing where it has seen all."""
    from sqlite_utils import Database

    _migrations().apply(Database(connection))
    connection.execute(f"PRAGMA application_id = {APPLICATION_ID:d}")
    connection.execute(f"PRAGMA user_version = {SCHEMA_VERSION:d}")


def objects_so_far() -> frozenset[tuple[str, str, str]]:
    """Return type, name and SQL of everything that any version so far has made in a file."""
    from sqlite_utils import Database

    made: set[tuple[str, str, str]] = set()
    later = [name for name, _sql in _MIGRATIONS[1:]]
    for stop_before in (*later, None):
        connection = sqlite3.connect(":memory:", isolation_level=None)
        try:
            _migrations().apply(Database(connection), stop_before=stop_before)
            made |= set(
                connection.execute("SELECT type, name, coalesce(sql, '') FROM sqlite_master")
            )
        finally:
            connection.close()
    return frozenset(made)


def _migrations() -> "Migrations":
    from sqlite_utils import Migrations

    migrations = Migrations("fieldsurvey")
    for name, sql in _MIGRATIONS:
        migrations(name=name)(_statements(sql))
    return migrations


def _statements(sql: str) -> Callable[["Database"], None]:
    def migrate(database: "Database", /) -> None:
        for statement in filter(str.strip, sql.split(";\n")):
            database.conn.execute(statement)

    return migrate
