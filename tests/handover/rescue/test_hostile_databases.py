"""Files made to harm whoever opens them: nothing of theirs runs, and nothing takes long."""

import sqlite3
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from fieldsurvey.chain.storage.schema import APPLICATION_ID
from fieldsurvey.handover.rescue.gathering import SourceKind, gather
from fieldsurvey.handover.rescue.proving import prove
from fieldsurvey.handover.rescue.table import SECONDS_MAX, Readability

_LINE = (
    "CREATE TABLE line (device TEXT, seq INTEGER, hash BLOB, previous BLOB, digest BLOB,"
    " line TEXT, kind TEXT, interview TEXT"
)
_ENDLESS = "WITH RECURSIVE n(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM n) SELECT"

HOSTILE = {
    "a view in place of the table": "CREATE VIEW line AS SELECT 'd' AS device, 1 AS seq,"
    " zeroblob(32) AS hash, zeroblob(32) AS previous, zeroblob(32) AS digest, 'x' AS line",
    "an endless view": f"CREATE VIEW line AS {_ENDLESS} 'd' AS device, x AS seq, x AS hash,"
    " x AS previous, x AS digest, x AS line FROM n",
    "an endless view of a form": f'{_LINE}); CREATE VIEW "form x" AS {_ENDLESS} x FROM n',
    "a view that takes all memory": "CREATE VIEW line AS SELECT 'd' AS device, 1 AS seq,"
    " hex(zeroblob(300000000)) AS hash, 1 AS previous, 1 AS digest, 1 AS line",
    "a generated column": f"{_LINE}, evil TEXT AS (hex(zeroblob(300000000))))",
    "a function that is not there": f"{_LINE}, evil TEXT AS (score(line)))",
    "an index that calls a function": f"{_LINE}); CREATE INDEX evil ON line (hex(line))",
    "a trigger": f"{_LINE}); CREATE TRIGGER evil AFTER INSERT ON line BEGIN"
    " INSERT INTO line SELECT * FROM line; END",
    "a virtual table": "CREATE VIRTUAL TABLE line USING fts5 (device, seq, hash, words)",
}


def hostile_file(path: Path, script: str) -> Path:
    """Make a database that says it is a survey file."""
    connection = sqlite3.connect(path)
    connection.execute(f"PRAGMA application_id = {APPLICATION_ID}")
    try:
        connection.executescript(script)
    except sqlite3.OperationalError as error:
        if "no such function" not in str(error) and "no such module" not in str(error):
            raise
        pytest.skip(str(error))
    finally:
        connection.close()
    return path


@pytest.mark.parametrize("name", HOSTILE)
def test_what_this_program_never_makes_is_not_read(name: str, tmp_path: Path) -> None:
    """It is named, quickly, and SQLite is not asked for a single row."""
    script = HOSTILE[name].replace("score(line)", "upper(line)")
    path = hostile_file(tmp_path / "survey.db", script)
    begun = time.monotonic()

    finds, (source,) = gather([path])

    assert time.monotonic() - begun < 2 * SECONDS_MAX
    assert source.reading.readability is Readability.STRANGE
    assert source.reading.strange
    assert not finds.links
    assert not finds.texts


def test_a_strange_object_beside_true_tables_does_not_hide_the_lines(
    whole: Any, rescued: Callable[..., Any], tmp_path: Path
) -> None:
    """SQLite is not asked any more; the bytes still give every line."""
    path = tmp_path / "strange.db"
    path.write_bytes(whole.content)
    connection = sqlite3.connect(path)
    connection.execute("CREATE TRIGGER evil AFTER INSERT ON line BEGIN DELETE FROM interview; END")
    connection.commit()
    connection.close()

    proof, _finds, (source,) = rescued(path.read_bytes())

    assert source.reading.strange == ("evil",)
    assert proof.line_count == len(whole.texts)


def test_values_of_wrong_types_and_sizes_are_passed_over(whole: Any, tmp_path: Path) -> None:
    """A cell of 40 MB, numbers for texts, texts for hashes: what is sound beside them counts."""
    path = tmp_path / "survey.db"
    path.write_bytes(whole.content)
    connection = sqlite3.connect(path)
    connection.execute("PRAGMA ignore_check_constraints = ON")
    connection.execute(
        "INSERT INTO line VALUES ('d', 1, zeroblob(3), zeroblob(3), zeroblob(3), ?, 'x', 'y')",
        ("x" * 40_000_000,),
    )
    connection.execute("INSERT INTO line VALUES ('', 9, x'', x'', x'', '{}', '', '')")
    connection.commit()
    connection.close()

    finds, (source,) = gather([path])

    assert source.reading.readability is Readability.PART
    (device,) = prove(finds).devices
    assert len(device.lines) == len(whole.texts)


def test_another_programs_database_is_named(tmp_path: Path) -> None:
    """A music library holds no lines."""
    path = tmp_path / "music.db"
    connection = sqlite3.connect(path)
    connection.executescript("CREATE TABLE song (name TEXT); INSERT INTO song VALUES ('茉莉花')")
    connection.close()

    _finds, (source,) = gather([path])

    assert source.kind is SourceKind.OTHER_DATABASE


def test_a_table_of_numbers_of_pages_without_end_is_left(tmp_path: Path, whole: Any) -> None:
    """Overflow pages that name each other in a circle end where the text would."""
    content = bytearray(whole.content)
    for page in range(1, len(content) // 4096):
        content[page * 4096 : page * 4096 + 4] = (page + 1).to_bytes(4)
    path = tmp_path / "survey.db"
    path.write_bytes(bytes(content))

    finds, _sources = gather([path])

    assert {line.text for each in prove(finds).devices for line in each.lines} <= set(whole.texts)
