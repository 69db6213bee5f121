"""What SQLite reads of a file that anybody may have made."""

import hashlib
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from fieldsurvey.handover.rescue.finds import Finds
from fieldsurvey.handover.rescue.proving import prove
from fieldsurvey.handover.rescue.table import Readability, TableReading, read_tables

SOURCE = "settings: {form_id: f}"
DIGEST = hashlib.sha256(SOURCE.encode()).hexdigest()


@pytest.fixture
def altered(whole: Any, tmp_path: Path) -> Callable[..., tuple[TableReading, Finds]]:
    """Read a survey file after somebody has worked on it with a database tool.

    The rules of its tables are taken away for that, and written back as they were.
    """

    def read(*statements: str, values: tuple[object, ...] = ()) -> tuple[TableReading, Finds]:
        path = tmp_path / "altered.db"
        path.write_bytes(whole.content)
        rules = _lift_rules(path)
        with closing(sqlite3.connect(path)) as connection, connection:
            for statement in statements:
                connection.execute(statement, values)
        with closing(sqlite3.connect(path)) as connection, connection:
            connection.execute("PRAGMA writable_schema = ON")
            for name, sql in rules:
                connection.execute("UPDATE sqlite_master SET sql = ? WHERE name = ?", (sql, name))
        finds = Finds()
        return read_tables(path, finds), finds

    return read


def _lift_rules(path: Path) -> list[tuple[str, str]]:
    with closing(sqlite3.connect(path)) as connection, connection:
        rules = connection.execute(
            "SELECT name, sql FROM sqlite_master WHERE type = 'table' AND sql LIKE '%STRICT'"
        ).fetchall()
        connection.execute("PRAGMA writable_schema = ON")
        for name, sql in rules:
            connection.execute(
                "UPDATE sqlite_master SET sql = ? WHERE name = ?", (_without_rules(sql), name)
            )
        connection.execute(
            "UPDATE sqlite_master SET sql = replace(sql, 'SELECT RAISE(ABORT', 'SELECT coalesce(0')"
            " WHERE type = 'trigger'"
        )
        triggers = connection.execute(
            "SELECT name, replace(sql, 'SELECT coalesce(0', 'SELECT RAISE(ABORT')"
            " FROM sqlite_master WHERE type = 'trigger'"
        ).fetchall()
    return [*rules, *triggers]


def _without_rules(sql: str) -> str:
    lines = [line.split("--")[0].split(" CHECK")[0].rstrip() for line in sql.splitlines()]
    text = "\n".join(
        line + "," if " CHECK" in whole and not line.endswith(",") else line
        for line, whole in zip(lines, sql.splitlines(), strict=True)
    )
    return text.replace(" NOT NULL", "").replace(" STRICT", "")


def lines_of(finds: Finds) -> int:
    """Return how many lines are proven."""
    return prove(finds).line_count


def test_a_file_nobody_touched_is_read_to_the_end(
    whole: Any, altered: Callable[..., tuple[TableReading, Finds]]
) -> None:
    """Lifting the rules and writing them back leaves it as it was."""
    reading, finds = altered()

    assert reading == TableReading(Readability.WHOLE)
    assert lines_of(finds) == len(whole.texts)
    assert finds.devices == {whole.key.device}


BAD_LINES = {
    "a blob for the device": "x'05', 99, zeroblob(32), zeroblob(32), zeroblob(32), NULL",
    "a text for the seq": "'d', 'x', zeroblob(32), zeroblob(32), zeroblob(32), NULL",
    "short hashes": "'d', 99, zeroblob(31), zeroblob(32), zeroblob(32), NULL",
    "a text for a hash": "'d', 99, 'x', zeroblob(32), zeroblob(32), NULL",
    "a blob for the text": "'d', 99, 1, 2, 3, x'00'",
}


@pytest.mark.parametrize("values", BAD_LINES.values(), ids=BAD_LINES)
def test_a_row_of_wrong_types_is_passed_over(
    whole: Any, altered: Callable[..., tuple[TableReading, Finds]], values: str
) -> None:
    """Whoever put it there does not hide the lines before and after it."""
    reading, finds = altered(
        f"INSERT INTO line (rowid, device, seq, hash, previous, digest, line, kind, interview)"
        f" VALUES (-7, {values}, 'x', 'y')"
    )

    assert reading.readability is Readability.PART
    assert lines_of(finds) == len(whole.texts)
    assert {link.device for link in finds.links} == {whole.key.device}


def test_a_text_of_broken_signs_ends_reading_from_one_side_only(
    whole: Any, altered: Callable[..., tuple[TableReading, Finds]]
) -> None:
    """What lies behind it is read from the end."""
    reading, finds = altered(
        "UPDATE line SET line = CAST(x'ff' AS TEXT) WHERE rowid = 20",
    )

    assert reading.readability is Readability.PART
    assert lines_of(finds) == len(whole.texts) - 1


def test_two_texts_of_broken_signs_hide_what_lies_between(
    whole: Any, altered: Callable[..., tuple[TableReading, Finds]]
) -> None:
    """Their bytes are searched besides; here it is said that not all could be read."""
    reading, finds = altered("UPDATE line SET line = CAST(x'ff' AS TEXT) WHERE rowid IN (20, 40)")

    assert reading.readability is Readability.PART
    assert lines_of(finds) == len(whole.texts) - 21


@pytest.mark.parametrize(
    ("table", "row"),
    [
        ("bundle", "x'00', 'out', 'n', 'd', 1, 2, x'00', 'h', x'00', 'at'"),
        ("bundle", "'s', 'out', 'n', 'd', 1, 2, x'00', x'07', x'00', 'at'"),
        ("bundle", "'s', 'out', 'n', 'd', 1, 2, x'00', 'h', 'text', 'at'"),
        ("receipt (device, seq, head, witness, text, signature)", "'d', 1, x'', 'w', x'05', x'00'"),
        ("receipt (device, seq, head, witness, text, signature)", "'d', 1, x'', 'w', 't', 'no'"),
        ("questionnaire (digest, form_id, version, source)", "'x', 'f', x'05', 's'"),
        ("questionnaire (digest, form_id, version, source)", "'x', 'f', '1', 's'"),
        ("meta", "'other', 'd1'"),
    ],
)
def test_a_witness_of_wrong_types_is_passed_over(
    whole: Any, altered: Callable[..., tuple[TableReading, Finds]], table: str, row: str
) -> None:
    """It stands for nothing, and hides none of the others."""
    _reading, as_it_was = altered()

    _reading, finds = altered(f"INSERT INTO {table} VALUES ({row})")

    for what in ("headers", "receipts", "bundles", "questionnaires", "devices"):
        assert getattr(finds, what) == getattr(as_it_was, what)
    assert len(finds.bundles) == 1
    assert lines_of(finds) == len(whole.texts)


def test_the_owner_of_a_file_that_is_no_text_is_nobody(
    altered: Callable[..., tuple[TableReading, Finds]],
) -> None:
    """A blob for a device."""
    _reading, finds = altered("UPDATE meta SET value = x'00' WHERE name = 'device'")

    assert finds.devices == set()


def test_receipts_and_questionnaires_are_found(
    altered: Callable[..., tuple[TableReading, Finds]],
) -> None:
    """Whether a receipt is true is looked at later; a questionnaire is what its digest says."""
    _reading, finds = altered(
        "INSERT INTO receipt (device, seq, head, witness, text, signature)"
        " VALUES ('d', 1, x'00', 'w', 'the text', x'0102')",
        f"INSERT INTO questionnaire (digest, form_id, version, source)"
        f" VALUES ('{DIGEST}', 'f', '1', '{SOURCE}')",
    )

    assert finds.receipts == {("the text", b"\x01\x02")}
    assert [version.source for version in finds.questionnaires.values()] == [SOURCE]


def test_a_database_whose_root_page_is_gone_is_read_in_part(whole: Any, tmp_path: Path) -> None:
    """What SQLite cannot check is not called sound, and what it reads all the same counts."""
    content = bytearray(whole.content)
    with closing(sqlite3.connect(whole.path)) as connection:
        (root,) = connection.execute(
            "SELECT rootpage FROM sqlite_master WHERE name = 'line'"
        ).fetchone()
    content[(root - 1) * 4096 : (root - 1) * 4096 + 16] = b"\xff" * 16
    path = tmp_path / "damaged.db"
    path.write_bytes(bytes(content))
    finds = Finds()

    assert read_tables(path, finds).readability is Readability.PART
    assert finds.devices == {whole.key.device}
    assert not finds.texts


def test_a_file_without_our_magic_is_not_opened(tmp_path: Path) -> None:
    """SQLite is not asked."""
    (tmp_path / "x.db").write_bytes(b"SQLite format 4\x00" + bytes(4080))

    assert read_tables(tmp_path / "x.db", Finds()).readability is Readability.NOTHING


def test_a_newer_file_is_named_as_that(whole: Any, tmp_path: Path) -> None:
    """Its tables may mean something else."""
    content = bytearray(whole.content)
    content[60:64] = (99).to_bytes(4)
    (tmp_path / "x.db").write_bytes(bytes(content))
    finds = Finds()

    assert read_tables(tmp_path / "x.db", finds).readability is Readability.NEWER
    assert not finds.links


@pytest.fixture
def hidden(tmp_path: Path) -> Iterator[Path]:
    """A database whose schema cannot be parsed."""
    path = tmp_path / "broken.db"
    with closing(sqlite3.connect(path)) as connection, connection:
        connection.execute("CREATE TABLE line (x)")
        connection.execute("PRAGMA writable_schema = ON")
        connection.execute("UPDATE sqlite_master SET sql = 'CREATE TABLE line (x'")
    yield path


def test_a_schema_that_cannot_be_parsed_is_read_as_nothing(hidden: Path) -> None:
    """Its bytes are searched besides."""
    assert read_tables(hidden, Finds()) == TableReading(Readability.NOTHING)
