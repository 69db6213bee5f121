import errno
import os
import sqlite3
from pathlib import Path

import pytest
from sqlite_utils import Database
from tests.chain.refusing import where_writes_fail

from fieldsurvey.chain.lines.line import Entry, Kind
from fieldsurvey.chain.proving.verifying import verify
from fieldsurvey.chain.storage import schema
from fieldsurvey.chain.storage.disk import opening_error
from fieldsurvey.chain.storage.opening import build_file
from fieldsurvey.chain.storage.schema import SCHEMA_VERSION
from fieldsurvey.chain.survey_file import SurveyFile
from fieldsurvey.errors import ChainError, NewerFormatError


def make(folder: Path) -> Path:
    """Make a survey file with one line in it, and return its path."""
    path = folder / "survey.db"
    SurveyFile.create(path, device="d0000000a").close()
    return path


def refusal(path: Path) -> ChainError:
    """Return what opening says; the file and its folder are left as they were."""
    before = path.read_bytes() if path.is_file() else None
    with pytest.raises(ChainError) as refused:
        SurveyFile.open(path)
    assert before is None or path.read_bytes() == before
    assert refused.value.where
    assert refused.value.to_do
    return refused.value


def test_a_file_is_born_complete(tmp_path: Path) -> None:
    """Beside the new file stands its imprint, nothing of its making; SQLite's journal is empty."""
    path = make(tmp_path)

    beside = {path, path.with_name("survey.imprint")}
    left = {file.name: file.stat().st_size for file in tmp_path.iterdir() if file not in beside}
    assert left in ({}, {"survey.db-journal": 0})


def test_an_existing_file_is_never_replaced(tmp_path: Path) -> None:
    """Creating over a file is refused and leaves it as it is."""
    path = make(tmp_path)
    before = path.read_bytes()

    with pytest.raises(ChainError, match="already"):
        SurveyFile.create(path, device="d0000000b")

    assert path.read_bytes() == before


def test_leftovers_of_an_interrupted_making_do_not_matter(tmp_path: Path) -> None:
    """A half-made file of a killed program is built again from nothing."""
    (tmp_path / ".survey.db.new").write_bytes(b"half")

    assert make(tmp_path).exists()


def test_the_second_window_is_told_at_once(tmp_path: Path) -> None:
    """Opening twice fails without waiting, and works again once the first is closed."""
    path = make(tmp_path)

    with SurveyFile.open(path):
        assert "another window" in refusal(path).what
    SurveyFile.open(path).close()


def test_a_newer_file_is_refused_and_kept(tmp_path: Path) -> None:
    """The program asks to be updated; it neither changes nor misreads the file."""
    path = make(tmp_path)
    with sqlite3.connect(path) as connection:
        connection.execute(f"PRAGMA user_version = {SCHEMA_VERSION + 1}")
    connection.close()

    refused = refusal(path)

    assert isinstance(refused, NewerFormatError)
    assert "Update" in refused.to_do


def test_an_older_file_is_brought_up_to_date(tmp_path: Path) -> None:
    """A file of an earlier version gets what it lacks and keeps what it has."""
    path = tmp_path / "survey.db"
    connection = sqlite3.connect(path, isolation_level=None)
    schema._migrations().apply(Database(connection), stop_before="m003_handover")
    connection.execute(f"PRAGMA application_id = {schema.APPLICATION_ID}")
    connection.execute("PRAGMA user_version = 2")
    connection.execute("INSERT INTO meta VALUES ('device', 'd0000000a'), ('campaign', '')")
    connection.execute("INSERT INTO meta VALUES ('team', '')")
    connection.close()

    with SurveyFile.open(path) as opened:
        assert opened.device == "d0000000a"
        # Only that no line says whose file it is: this one was made by hand.
        assert {found.code for found in verify(opened).findings} == {"V028"}


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "empty"),
        (b"not a database at all, but a text" * 9, "not a survey file"),
        (b"\x89PNG\r\n\x1a\n" + bytes(200), "not a survey file"),
        (b"SQLite format 3\x00" + bytes(84), "not a survey file"),
    ],
)
def test_what_is_no_survey_file_is_named(tmp_path: Path, content: bytes, said: str) -> None:
    """An empty file, a text, a picture and a foreign database are refused, untouched."""
    path = tmp_path / "survey.db"
    path.write_bytes(content)

    assert said in refusal(path).what


def test_a_damaged_survey_file_is_named(tmp_path: Path) -> None:
    """A file with a good beginning and nothing after it is damage, not a traceback."""
    path = make(tmp_path)
    path.write_bytes(path.read_bytes()[:100] + b"\xff" * 5000)

    with pytest.raises(ChainError, match="damaged"):
        SurveyFile.open(path)


def test_a_missing_file_and_a_folder_are_named(tmp_path: Path) -> None:
    """Neither is created nor descended into."""
    assert "no survey file" in refusal(tmp_path / "survey.db").what
    assert "folder" in refusal(tmp_path).what
    assert list(tmp_path.iterdir()) == []


def test_a_place_that_cannot_be_written_is_refused_before_the_first_question(
    tmp_path: Path,
) -> None:
    """Where SQLite cannot make its journal, opening fails, not question 40.

    A folder in the journal's place has that effect for every user; file modes do not bind root.
    """
    path = make(tmp_path)
    journal = tmp_path / "survey.db-journal"
    journal.unlink(missing_ok=True)
    journal.mkdir()

    assert "does not let" in refusal(path).what


def test_a_write_protected_file_is_said_in_words(tmp_path: Path) -> None:
    """What SQLite says of a file it may only read becomes a sentence and a next step."""
    path = make(tmp_path)
    connection = sqlite3.connect(f"{path.as_uri()}?mode=ro", uri=True)
    with pytest.raises(sqlite3.OperationalError) as readonly:
        connection.execute("PRAGMA user_version = 3")
    connection.close()

    assert "cannot be written" in opening_error(readonly.value, path).what


def test_a_folder_that_is_none_is_refused_at_creation(tmp_path: Path) -> None:
    """Creating below a file, where no user can write, fails with a sentence."""
    (tmp_path / "file").write_text("")

    with pytest.raises(ChainError, match="cannot be made"):
        SurveyFile.create(tmp_path / "file" / "survey.db", device="d0000000a")


def test_a_schema_that_is_no_text_any_more_is_damage_in_words(tmp_path: Path) -> None:
    """One bit makes a letter of it no UTF-8; SQLite quotes it in its refusal."""
    path = tmp_path / "survey.db"
    SurveyFile.create(path, device="d0000000a").close()
    content = path.read_bytes()
    path.write_bytes(content.replace(b"CREATE TABLE meta", b"CREATE \xd4ABLE meta"))

    with pytest.raises(ChainError) as refused:
        SurveyFile.open(path)

    assert "damaged" in refused.value.what
    assert refused.value.to_do


def test_a_way_that_leads_through_a_file_is_said_in_words(tmp_path: Path) -> None:
    """What the system says of it, and a next step."""
    wrong = make(tmp_path) / "survey.db"

    assert "survey file" in refusal(wrong).what
    assert refusal(wrong).where == str(wrong)


def test_a_file_that_is_gone_between_two_looks_is_said_in_words(tmp_path: Path) -> None:
    """A folder that is not there any more: SQLite cannot even begin."""
    with pytest.raises(ChainError, match="cannot be written") as refused:
        SurveyFile.create(tmp_path / "gone" / "survey.db", device="d0000000a")

    assert refused.value.where == str(tmp_path / "gone" / "survey.db")
    assert list(tmp_path.iterdir()) == []


@pytest.mark.skipif(os.name == "nt", reason="links need a right of their own there")
def test_a_dead_link_is_not_written_through(tmp_path: Path) -> None:
    """It may lead anywhere; creating refuses it like a file."""
    (tmp_path / "survey.db").symlink_to(tmp_path / "elsewhere.db")

    with pytest.raises(ChainError, match="already"):
        SurveyFile.create(tmp_path / "survey.db", device="d0000000a")

    assert not (tmp_path / "elsewhere.db").exists()


@pytest.mark.parametrize(
    ("error", "said"), [(errno.ENOSPC, "disk is full"), (errno.EIO, "disk fails")]
)
def test_a_file_is_made_whole_or_not_at_all(tmp_path: Path, error: int, said: str) -> None:
    """On a disk that takes no byte nothing is left, and with room the same step succeeds."""
    with pytest.raises(ChainError, match=said) as refused:
        where_writes_fail(error, lambda: make(tmp_path))

    assert refused.value.where == str(tmp_path / "survey.db")
    assert refused.value.to_do
    assert list(tmp_path.iterdir()) == []
    assert make(tmp_path).exists()


def test_what_cannot_be_filled_is_not_made(tmp_path: Path) -> None:
    """A mistake while a file is filled leaves none, and is not blamed on the disk."""

    def fill(_connection: sqlite3.Connection) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        build_file(tmp_path / "survey.db", fill)

    assert list(tmp_path.iterdir()) == []


def test_on_a_full_disk_what_was_said_can_still_be_read(tmp_path: Path) -> None:
    """To be handed over; what is said now is refused in words, and saved once there is room."""
    path = make(tmp_path)
    with SurveyFile.open(path) as survey_file:
        survey_file.append([Entry(Kind.NOTE, value="ticked")])

    def look_and_say() -> tuple[list[object], bool, str]:
        with SurveyFile.open(path) as survey_file:
            read = [line.entry.value for line in survey_file.lines()]
            with pytest.raises(ChainError) as refused:
                survey_file.append([Entry(Kind.NOTE, value="not ticked")])
            return read, survey_file.usable, refused.value.what

    read, usable, what = where_writes_fail(errno.ENOSPC, look_and_say)

    assert (read, usable) == (["ticked"], True)
    assert "disk is full" in what
    with SurveyFile.open(path) as survey_file:
        assert survey_file.append([Entry(Kind.NOTE, value="now")])[0].seq == 2
        assert verify(survey_file).is_sound


def test_a_disk_that_fails_is_not_taken_for_a_full_one(tmp_path: Path) -> None:
    """Whoever goes on there would lose what comes next: opening is refused."""
    path = make(tmp_path)

    with pytest.raises(ChainError, match="disk fails"):
        where_writes_fail(errno.EIO, lambda: SurveyFile.open(path))
    SurveyFile.open(path).close()


def test_an_older_file_on_a_full_disk_waits_for_room(tmp_path: Path) -> None:
    """It cannot be brought up to date there; it says so, and is as it was."""
    path = make(tmp_path)
    with sqlite3.connect(path) as connection:
        connection.execute("DROP TABLE _sqlite_migrations")
        connection.execute("PRAGMA user_version = 1")
    connection.close()
    before = path.read_bytes()

    with pytest.raises(ChainError, match="disk is full"):
        where_writes_fail(errno.ENOSPC, lambda: SurveyFile.open(path))

    assert path.read_bytes() == before


def test_a_file_that_does_not_say_whose_it_is_is_damaged(tmp_path: Path) -> None:
    """Without device, campaign or team nothing can be said in it; and it is let go of again."""
    path = make(tmp_path)
    with sqlite3.connect(path) as connection:
        connection.execute("DELETE FROM meta WHERE name = 'team'")
    connection.close()

    for _again in range(2):
        with pytest.raises(ChainError, match="does not say whose it is") as refused:
            SurveyFile.open(path)
        assert refused.value.where == str(path)
        assert refused.value.to_do
