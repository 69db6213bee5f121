"""Which files of a place are looked at, and what each turned out to be."""

import shutil
import sqlite3
from pathlib import Path
from typing import Any

import pytest

from fieldsurvey.errors import HandoverError
from fieldsurvey.handover.rescue.gathering import SourceKind, gather
from fieldsurvey.handover.rescue.proving import prove
from fieldsurvey.handover.rescue.table import Readability


def test_each_file_is_looked_at_once_however_it_is_named(whole: Any) -> None:
    """By its name, by its folder, and as what lies beside another."""
    (bundle,) = (whole.path.parent / "outbox").iterdir()

    _finds, sources = gather([whole.path, bundle, whole.path.parent, whole.path])

    assert [source.path.name for source in sources] == ["survey.db", bundle.name]


def test_a_journal_whose_database_is_gone_is_looked_at(whole: Any, tmp_path: Path) -> None:
    """What was written over last may be all there is."""
    shutil.copyfile(whole.path, tmp_path / "survey.db-journal")

    finds, (source,) = gather([tmp_path])

    assert source.path.name == "survey.db-journal"
    assert prove(finds).line_count == len(whole.texts)


def test_of_a_folder_only_what_may_hold_lines_is_looked_at(whole: Any, tmp_path: Path) -> None:
    """A survey file under any name, by how it begins; no letter, no link that leads elsewhere."""
    stick = tmp_path / "stick"
    (stick / "old").mkdir(parents=True)
    shutil.copyfile(whole.path, stick / "old" / "copy of the laptop")
    (stick / "letter.txt").write_text("Dear all,", encoding="utf-8")
    (stick / "survey.db").symlink_to(whole.path)

    finds, sources = gather([stick])

    assert [source.path.name for source in sources] == ["copy of the laptop"]
    assert prove(finds).line_count == len(whole.texts)


def test_a_file_of_a_folder_that_cannot_be_opened_stops_nothing(
    whole: Any, tmp_path: Path, obeyed_permissions: None
) -> None:
    """It is named as not looked at; the file beside it is rescued."""
    for name in ("a.db", "b.db"):
        shutil.copyfile(whole.path, tmp_path / name)
    (tmp_path / "a.db").chmod(0)

    finds, (closed, opened) = gather([tmp_path])

    assert (closed.path.name, closed.kind) == ("a.db", SourceKind.UNREADABLE)
    assert opened.kind is SourceKind.SURVEY_FILE
    assert prove(finds).line_count == len(whole.texts)


def test_a_named_file_that_cannot_be_opened_is_refused(
    whole: Any, tmp_path: Path, obeyed_permissions: None
) -> None:
    """Whoever named it wants that one."""
    shutil.copyfile(whole.path, tmp_path / "a.db")
    (tmp_path / "a.db").chmod(0)

    with pytest.raises(HandoverError, match="cannot be copied") as refused:
        gather([tmp_path / "a.db"])

    assert refused.value.where.endswith("a.db")


def test_the_journal_of_another_file_spoils_nothing(whole: Any, tmp_path: Path) -> None:
    """Somebody copied the file over another: SQLite would roll the old pages back into it."""
    path = tmp_path / "survey.db"
    connection = sqlite3.connect(path, isolation_level=None)
    connection.execute("PRAGMA journal_mode = DELETE")
    connection.execute("CREATE TABLE song (name TEXT)")
    connection.executemany("INSERT INTO song VALUES (?)", [("x" * 3000,)] * 40)
    connection.execute("PRAGMA cache_size = 1")
    connection.execute("BEGIN")
    connection.execute("UPDATE song SET name = ?", ("y" * 3000,))
    journal = (tmp_path / "survey.db-journal").read_bytes()
    connection.execute("ROLLBACK")
    connection.close()
    path.write_bytes(whole.content)
    (tmp_path / "survey.db-journal").write_bytes(journal)

    finds, (source,) = gather([path])

    assert source.reading.readability is not Readability.WHOLE
    assert {line.text for each in prove(finds).devices for line in each.lines} == set(whole.texts)
    assert finds.devices == {whole.key.device}
    assert (tmp_path / "survey.db-journal").read_bytes() == journal
