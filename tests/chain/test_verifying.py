import hashlib
import sqlite3
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from fieldsurvey.chain.line import Entry, Kind
from fieldsurvey.chain.survey_file import SurveyFile
from fieldsurvey.chain.verifying import VerifyReport, verify
from fieldsurvey.errors import ChainError

MakeChain = Callable[..., Any]
GUARDS = (
    "DROP TRIGGER line_is_never_changed; DROP TRIGGER line_is_never_deleted;"
    " DROP TRIGGER tombstone_stays;"
)
TEXT = "SELECT line FROM line WHERE seq = 3"


@pytest.fixture
def file_of_one(survey_file: SurveyFile, chain: MakeChain) -> Path:
    """A closed survey file with one interview of another laptop in it."""
    made = chain()
    interview = made.start()
    made.say(*(Entry(Kind.ANSWER, interview, f"q{n}", str(n)) for n in range(4)))
    made.hand_in(survey_file)
    survey_file.close()
    return survey_file.path


def tampered(path: Path, sql: str, *parameters: object) -> VerifyReport:
    """Change the file behind the program's back, restore its guards, and verify it."""
    connection = sqlite3.connect(path, isolation_level=None)
    guards = connection.execute("SELECT sql FROM sqlite_master WHERE type = 'trigger'").fetchall()
    connection.executescript(GUARDS)
    connection.execute(sql, parameters)
    for (guard,) in guards:
        connection.execute(guard)
    connection.close()
    with SurveyFile.open(path) as opened:
        return verify(opened)


def codes(report: VerifyReport) -> set[str]:
    """Return the codes of what was found."""
    return {finding.code for finding in report.findings}


def test_an_untouched_file_is_sound(file_of_one: Path) -> None:
    """Nothing is found, and everything was looked at."""
    with SurveyFile.open(file_of_one) as opened:
        report = verify(opened)

    assert (report.findings, report.is_sound) == ((), True)
    assert (report.lines, report.interviews, len(report.devices)) == (6, 1, 2)
    assert len(report.digest) == 64


@pytest.mark.parametrize(
    ("sql", "code"),
    [
        ("UPDATE line SET line = replace(line, '\"1\"', '\"2\"') WHERE seq = 3", "V004"),
        ("UPDATE line SET line = NULL WHERE seq = 3", "V007"),
        ("UPDATE line SET digest = zeroblob(32) WHERE seq = 3", "V003"),
        ("UPDATE line SET hash = zeroblob(32) WHERE seq = 5", "V003"),
        ("UPDATE line SET previous = zeroblob(32) WHERE seq = 3", "V003"),
        ("UPDATE line SET seq = 9 WHERE seq = 5", "V006"),
        ("UPDATE line SET kind = 'receipt' WHERE seq = 3", "V006"),
        ("UPDATE line SET interview = '' WHERE seq = 3", "V006"),
        ("UPDATE line SET device = 'dffffffff' WHERE seq = 3", "V024"),
        ("DELETE FROM line WHERE seq = 3", "V012"),
        ("DELETE FROM line WHERE seq = 5", "V030"),
        ("UPDATE interview SET answers = '{}'", "V030"),
        ("UPDATE interview SET forked = 1", "V030"),
        ("DELETE FROM interview", "V030"),
        ("UPDATE device SET forked_at = 2", "V011"),
        ("CREATE TRIGGER quiet AFTER INSERT ON line BEGIN SELECT 1; END", "V002"),
        ("ALTER TABLE line ADD COLUMN extra TEXT", "V002"),
    ],
)
def test_every_alteration_is_noticed(file_of_one: Path, sql: str, code: str) -> None:
    """Edit, delete, swap or relabel: the finding names the class of what was done."""
    assert code in codes(tampered(file_of_one, sql))


def test_an_altered_line_with_a_new_digest_still_breaks_the_chain(file_of_one: Path) -> None:
    """Whoever fixes the digest of a line cannot fix the hashes of all that follows."""
    with sqlite3.connect(file_of_one) as connection:
        (text,) = connection.execute(TEXT).fetchone()
    connection.close()
    other = text.replace('"1"', '"2"')

    report = tampered(
        file_of_one,
        "UPDATE line SET line = ?, digest = ? WHERE seq = 3",
        other,
        hashlib.sha256(other.encode()).digest(),
    )

    assert "V003" in codes(report)
    assert not report.is_sound


def test_a_fork_is_a_fault_and_a_gap_only_a_warning(
    survey_file: SurveyFile, chain: MakeChain
) -> None:
    """A missing bundle may still come; two versions of one line need the lead."""
    gappy, forked = chain(1), chain(2)
    gappy.say(*[Entry(Kind.SESSION)] * 5)
    forked.say(*[Entry(Kind.SESSION)] * 2)
    copy = forked.clone(seed=4)
    forked.say(Entry(Kind.PAUSE))
    copy.say(Entry(Kind.PAUSE))
    gappy.hand_in(survey_file, 4)
    with_gap = verify(survey_file)
    for branch in (forked, copy):
        branch.hand_in(survey_file)
    with_fork = verify(survey_file)

    assert (codes(with_gap), with_gap.is_sound) == ({"V012"}, True)
    assert (codes(with_fork), with_fork.is_sound) == ({"V010", "V012"}, False)


def test_a_page_of_noise_is_damage_in_words(file_of_one: Path) -> None:
    """Where SQLite itself cannot read on, the report is a refusal with a next step."""
    content = bytearray(file_of_one.read_bytes())
    for page in range(2, len(content) // 4096):
        content[page * 4096 : page * 4096 + 200] = b"\xff" * 200
    file_of_one.write_bytes(content)

    with pytest.raises(ChainError) as refused, SurveyFile.open(file_of_one) as opened:
        verify(opened)

    assert refused.value.to_do


def test_a_row_that_no_table_can_have_is_damage_in_words(file_of_one: Path) -> None:
    """A number that is gone from its row, as a flipped bit takes it: SQLite gives it back so."""
    connection = sqlite3.connect(file_of_one, isolation_level=None)
    [[sql]] = connection.execute("SELECT sql FROM sqlite_master WHERE name = 'line'").fetchall()
    connection.executescript(GUARDS)
    connection.execute("PRAGMA writable_schema = ON")
    lax = sql.replace(" STRICT", "").replace(" NOT NULL CHECK (seq > 0)", "")
    connection.execute("UPDATE sqlite_master SET sql = ? WHERE name = 'line'", (lax,))
    connection.execute("PRAGMA writable_schema = RESET")
    connection.execute("UPDATE line SET seq = NULL WHERE seq = 3")
    connection.execute("PRAGMA writable_schema = ON")
    connection.execute("UPDATE sqlite_master SET sql = ? WHERE name = 'line'", (sql,))
    connection.close()

    with pytest.raises(ChainError, match="damaged"), SurveyFile.open(file_of_one) as opened:
        verify(opened)
