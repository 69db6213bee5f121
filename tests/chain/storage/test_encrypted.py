import sqlite3
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from fieldsurvey.chain.devices.keys import DeviceKey
from fieldsurvey.chain.lines.line import Entry, Kind
from fieldsurvey.chain.proving.verifying import verify
from fieldsurvey.chain.storage.encrypted import connect_encrypted, has_cipher
from fieldsurvey.chain.survey_file import SurveyFile
from fieldsurvey.errors import ChainError

pytest.importorskip("sqlcipher3", reason="encrypts only with the extra: fieldsurvey[secure]")

KEY, OTHER = bytes(range(32)), bytes(32)


def make(folder: Path, key: bytes = KEY) -> SurveyFile:
    """Make an encrypted survey file, open."""
    own = DeviceKey.of_seed(bytes(32))
    return SurveyFile.create(
        folder / "survey.db", device=own.device, public_key=own.public, database_key=key
    )


def say(survey_file: SurveyFile, *texts: str) -> None:
    """Say something, each in a line."""
    survey_file.append([Entry(Kind.NOTE, value=text) for text in texts])


def test_an_encrypted_file_is_a_survey_file_like_any_other(tmp_path: Path) -> None:
    """Lines go in and come out, it verifies, and it goes on after it was closed."""
    with make(tmp_path) as survey_file:
        say(survey_file, "one", "two")
    with SurveyFile.open(tmp_path / "survey.db", database_key=KEY) as survey_file:
        say(survey_file, "three")

        assert [line.entry.value for line in survey_file.lines(first=2)] == ["one", "two", "three"]
        assert verify(survey_file).is_sound


def test_nothing_said_can_be_read_on_the_disk(tmp_path: Path) -> None:
    """Neither the file nor its journal in the middle of a transaction shows what is said."""
    survey_file = make(tmp_path)
    say(survey_file, "王秀兰", "a secret cow")
    with survey_file, survey_file.transaction():
        say(survey_file, "another secret cow")
        lying = b"".join(path.read_bytes() for path in tmp_path.iterdir())
        journal = (tmp_path / "survey.db-journal").stat().st_size

    assert journal
    assert b"secret cow" not in lying
    assert "秀兰".encode() not in lying
    assert b"SQLite" not in lying
    assert b"CREATE TABLE" not in lying


def test_what_a_killed_program_left_half_done_is_taken_back(tmp_path: Path) -> None:
    """Copied in mid-transaction with its journal, it opens with all that was ticked before."""
    with make(tmp_path) as survey_file:
        say(survey_file, "ticked")
        with survey_file.transaction():
            for _nth in range(300):
                say(survey_file, *("not ticked" * 90 for _again in range(30)))
            (tmp_path / "after").mkdir()
            for name in ("survey.db", "survey.db-journal"):
                (tmp_path / "after" / name).write_bytes((tmp_path / name).read_bytes())

    with SurveyFile.open(tmp_path / "after" / "survey.db", database_key=KEY) as survey_file:
        assert [line.entry.value for line in survey_file.lines(first=2)] == ["ticked"]
        assert verify(survey_file).is_sound


@pytest.mark.parametrize("key", [OTHER, b""], ids=["another", "none"])
def test_another_key_opens_nothing(
    tmp_path: Path, key: bytes, capfd: pytest.CaptureFixture[str]
) -> None:
    """It is refused in words, the driver itself prints nothing, and the file stays as it is."""
    make(tmp_path).close()
    before = (tmp_path / "survey.db").read_bytes()

    with pytest.raises(ChainError) as refused:
        SurveyFile.open(tmp_path / "survey.db", database_key=key)

    assert refused.value.to_do
    assert capfd.readouterr() == ("", "")
    assert (tmp_path / "survey.db").read_bytes() == before


def test_a_plain_file_put_in_its_place_is_noticed(tmp_path: Path) -> None:
    """Where everything is encrypted, an open file is somebody else's."""
    SurveyFile.create(tmp_path / "survey.db", device="d0000000a").close()

    with pytest.raises(ChainError, match="not encrypted"):
        SurveyFile.open(tmp_path / "survey.db", database_key=KEY)


def test_plain_and_encrypted_files_go_side_by_side(tmp_path: Path) -> None:
    """One process has both open, each by its own driver."""
    (tmp_path / "plain").mkdir()
    plain = SurveyFile.create(tmp_path / "plain" / "survey.db", device="d0000000a")
    with make(tmp_path) as locked, plain:
        for survey_file in (plain, locked):
            say(survey_file, "both")

        assert type(plain.connection) is sqlite3.Connection
        assert plain.last_seq + 1 == locked.last_seq


def test_the_second_window_is_told_at_once(tmp_path: Path) -> None:
    """An encrypted file is as much one program's own as a plain one."""
    with (
        make(tmp_path),
        pytest.raises(ChainError, match="another window"),
    ):
        SurveyFile.open(tmp_path / "survey.db", database_key=KEY)


def _cursor(connection: sqlite3.Connection) -> sqlite3.Cursor:
    return connection.cursor()


@pytest.mark.parametrize(
    "fail",
    [
        lambda connection: connection.execute("SELEC"),
        lambda connection: connection.executemany("INSERT INTO gone VALUES (?)", [(1,)]),
        lambda connection: connection.executescript("SELEC;"),
        lambda connection: _cursor(connection).execute("SELEC"),
        lambda connection: connection.execute("SELECT abs(-9223372036854775808)").fetchone(),
        lambda connection: list(connection.execute("SELECT abs(-9223372036854775808)")),
    ],
    ids=["execute", "executemany", "script", "cursor", "fetch", "rows"],
)
def test_its_errors_are_those_of_sqlite3(
    tmp_path: Path, fail: Callable[[sqlite3.Connection], object]
) -> None:
    """What catches errors of Python's own driver catches these, with their code."""
    connection = connect_encrypted((tmp_path / "x.db").absolute().as_uri(), KEY)
    try:
        with pytest.raises(sqlite3.OperationalError) as failed:
            fail(connection)
        assert failed.value.sqlite_errorcode == 1
    finally:
        connection.close()


def test_a_constraint_is_an_integrity_error(tmp_path: Path) -> None:
    """The class says what kind of error it is, as in sqlite3."""
    connection = connect_encrypted((tmp_path / "x.db").absolute().as_uri(), KEY)
    connection.execute("CREATE TABLE t (a UNIQUE)")
    connection.execute("INSERT INTO t VALUES (1)")
    try:
        with pytest.raises(sqlite3.IntegrityError):
            connection.execute("INSERT INTO t VALUES (1)")
    finally:
        connection.close()


def test_a_flipped_byte_is_noticed_by_whoever_reads_it(tmp_path: Path) -> None:
    """Every page carries a code of its own: a changed byte is damage, never another answer."""
    with make(tmp_path) as survey_file:
        say(survey_file, *(f"answer {number}" for number in range(50)))
    path = tmp_path / "survey.db"
    whole = path.read_bytes()
    for place in range(100, len(whole), 4_096):
        flipped = bytearray(whole)
        flipped[place] ^= 1
        path.write_bytes(flipped)

        with pytest.raises(ChainError), SurveyFile.open(path, database_key=KEY) as survey_file:
            assert verify(survey_file).is_sound
            raise AssertionError(f"byte {place} was not noticed")


def test_without_the_extra_it_says_what_to_install(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A laptop that lacks the extra is told its name, before anything is made."""
    assert has_cipher()
    monkeypatch.setitem(sys.modules, "sqlcipher3", None)
    assert not has_cipher()

    with pytest.raises(ChainError) as refused:
        make(tmp_path)

    assert "fieldsurvey[secure]" in refused.value.to_do
    assert not (tmp_path / "survey.db").exists()


def test_a_key_of_another_length_is_a_mistake_of_ours(tmp_path: Path) -> None:
    """A short key would be stretched by SQLCipher, in half a second, to something else."""
    with pytest.raises(ValueError, match="32"):
        connect_encrypted((tmp_path / "x.db").absolute().as_uri(), b"short")


def test_a_mistake_of_ours_is_one_in_the_words_of_sqlite3_too(tmp_path: Path) -> None:
    """It has no code, as SQLite was never asked; the closed file is not said to be damaged."""
    survey_file = make(tmp_path)
    survey_file.close()

    with pytest.raises(sqlite3.ProgrammingError) as mistaken:
        survey_file.tip()

    assert getattr(mistaken.value, "sqlite_errorcode", None) is None
